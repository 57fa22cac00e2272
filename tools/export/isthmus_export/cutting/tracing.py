"""Traces a network with torch.fx. What its code asks of shapes is answered; what it asks of pixels is refused."""

import dis
import inspect
from pathlib import Path
from types import FrameType
from typing import Any, Callable, Iterator

import torch
from torch import Tensor, fx, nn

from ..errors import ExportError, printable
from .levels import Level, compute, level_of

_NOT_THE_USERS = (str(Path(torch.__file__).parent), str(Path(__file__).parent))


class Whole(nn.Module):
    """A network as a function of one tensor: its further parameters, if any, keep their defaults."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


def trace(net: nn.Module, shape: tuple[int, ...]) -> fx.GraphModule:
    """The graph of `net` for float32 [B,*shape]; each node's `meta["calls"]` lists the module calls it was made in.

    Raises ExportError that names the place for control flow that depends on pixels or on the number of images, and for
    code that cannot be traced.
    """
    _require_one_input(net)
    whole = Whole(net).eval()
    tracer = Tracer(whole, shape)
    try:
        graph = tracer.trace(whole)
    except ExportError:
        raise
    except Exception as error:  # whatever the network's code raises on values that are not there yet
        line = (str(error).splitlines() or [type(error).__name__])[0]
        where = tracer.place(_raised_in(error))
        raise ExportError(f"the network cannot be traced: {printable(line)} ({where})") from error
    return fx.GraphModule(whole, graph)


def path_of(module: str) -> str:
    """The name that a module of the traced graph has in the network itself; empty for the network."""
    return module.removeprefix("net").removeprefix(".")


def _require_one_input(net: nn.Module) -> None:
    try:
        parameters = inspect.signature(net.forward).parameters.values()
    except (TypeError, ValueError):  # compiled code tells nothing
        return
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    wanted = [p.name for p in parameters if p.kind in kinds and p.default is inspect.Parameter.empty]
    if len(wanted) != 1:
        names = f": {', '.join(wanted)}" if wanted else ""
        raise ExportError(f"forward of {type(net).__name__} takes {len(wanted)} inputs{names}; it must take one")


class _Asked:
    """What Python asks of a value at once, while the network is traced."""

    def __iter__(self) -> Iterator[Any]:
        count = _unpacked_into(inspect.currentframe())
        return iter([self[i] for i in range(len(self) if count is None else count)])

    def __len__(self) -> int:
        return self.tracer.length(self.node)

    def __bool__(self) -> bool:
        return bool(self.tracer.answer(self.node, bool))

    def __index__(self) -> int:
        return self.tracer.answer(self.node, int)

    __int__ = __index__

    def __float__(self) -> float:
        return self.tracer.answer(self.node, float)

    def __getattr__(self, name: str) -> fx.Proxy:
        return _Attribute(self, name)


class _Proxy(_Asked, fx.Proxy):
    pass


class _Attribute(_Asked, fx.proxy.Attribute):
    pass


def _unpacked_into(frame: FrameType | None) -> int | None:
    """How many names the caller unpacks a value into. torch 1.13 looks at the wrong instruction on Python 3.11."""
    caller = frame.f_back if frame else None
    if caller is None:
        return None
    for instruction in dis.get_instructions(caller.f_code):
        if instruction.offset == caller.f_lasti:
            return instruction.argval if instruction.opname == "UNPACK_SEQUENCE" else None
    return None


class Tracer(fx.Tracer):
    """Notes the module calls that nodes are made in, and knows what the network computes for two and three images."""

    def __init__(self, whole: nn.Module, shape: tuple[int, ...]) -> None:
        super().__init__(autowrap_functions=())
        self.whole = whole
        self.shape = shape
        self.calls: list[tuple[str, int]] = []
        self.count = 0
        self.levels: dict[fx.Node, Level] = {}
        self.values: tuple[dict[fx.Node, Any], ...] = ({}, {})
        self.computing = False
        self.line: str | None = None  # of the code that is gone through, where that is not Python's

    def proxy(self, node: fx.Node) -> fx.Proxy:
        return _Proxy(node, self)

    def is_leaf_module(self, module: nn.Module, name: str) -> bool:
        return isinstance(module, torch.jit.ScriptModule) or super().is_leaf_module(module, name)

    def create_node(self, *args: Any, **kwargs: Any) -> fx.Node:
        node = super().create_node(*args, **kwargs)
        node.meta["calls"] = tuple(self.calls)
        return node

    def call_module(self, m: nn.Module, forward: Callable, args: tuple, kwargs: dict) -> Any:
        if self.computing:
            return forward(*args, **kwargs)
        self.count += 1
        self.calls.append((self.path_of_module(m), self.count))
        result = super().call_module(m, forward, args, kwargs)
        self.calls.pop()  # stays on an error: it is where that was
        return result

    def getattr(self, attr: str, attr_val: Any, parameter_proxy_cache: dict) -> Any:
        return attr_val if self.computing else super().getattr(attr, attr_val, parameter_proxy_cache)

    def answer(self, node: fx.Node, kind: Callable) -> Any:
        """The value of a node as a truth or a number, where any image and any number of images has the same."""
        if self._level(node) is Level.DATA:
            raise ExportError(f"what is computed next depends on the image: {self._asks(node)}")
        first, second = self._both(node)
        if kind(first) != kind(second):
            raise ExportError(f"what is computed next depends on the number of images: {self._asks(node)}")
        return kind(first)

    def length(self, node: fx.Node) -> int:
        first, second = map(len, self._both(node))
        if first != second:
            raise ExportError(f"the network goes through the images one by one: {self._asks(node)}")
        return first

    def _level(self, node: fx.Node) -> Level:
        for other in self.graph.nodes:
            if other not in self.levels:
                self.levels[other] = level_of(other, self.levels)
        return self.levels[node]

    @torch.no_grad()
    def _both(self, node: fx.Node) -> tuple[Any, Any]:
        """The values of a node for two images and for three. What was computed before is kept."""
        self.computing = True
        try:
            for images, values in zip((2, 3), self.values):
                for other in self.graph.nodes:
                    if other in values:
                        continue
                    is_input = other.op == "placeholder"
                    values[other] = torch.zeros(images, *self.shape) if is_input else compute(other, values, self.whole)
        finally:
            self.computing = False
        return self.values[0][node], self.values[1][node]

    def _asks(self, node: fx.Node) -> str:
        return f"node {node.name} ({self.place(inspect.currentframe())}); such code has to stay out of the network"

    def place(self, frame: FrameType | None) -> str:
        """The module that is traced, and the line of its code."""
        path = path_of(self.calls[-1][0]) if self.calls else ""
        module = f"in module {path}" if path else "in the network"
        if self.line is not None:
            return f"{module}, {self.line}"
        while frame is not None and frame.f_code.co_filename.startswith(_NOT_THE_USERS):
            frame = frame.f_back
        return f"{module}, {Path(frame.f_code.co_filename).name} line {frame.f_lineno}" if frame else module


def _raised_in(error: BaseException) -> FrameType | None:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame if trace else None
