"""A TorchScript network as a module that torch.fx can trace: its inlined graph, gone through step by step."""

import re
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, fx, nn

from ..errors import ExportError, printable
from . import scalars
from .scalars import Weight
from .tracing import Tracer


@dataclass(frozen=True)
class _Part:
    """A module of the TorchScript network, and its name."""

    script: Any
    path: str


class Interpreted(nn.Module):
    """The network of `script`. Its forward is for tracing: it takes a value that is not there yet.

    It has the parameters of `script` by their names. Convolutions and the batch norms behind them become PyTorch's
    modules, so that they are folded and compiled as those of any network. Conditions and loops are decided as torch.fx
    decides them: by shapes, never by pixels.
    """

    def __init__(self, script: torch.jit.ScriptModule) -> None:
        super().__init__()
        _mirror(script, self, "")
        graph = script.inlined_graph
        _require_one_input(script, graph)
        # Not a submodule: it would be traced as one operator.
        object.__setattr__(self, "script_", script)
        object.__setattr__(self, "graph_", graph)

    def forward(self, x: fx.Proxy) -> Any:
        return _Run(self, x).result()


def _mirror(script: Any, module: nn.Module, path: str) -> None:
    try:
        for name, parameter in script.named_parameters(recurse=False):
            module.register_parameter(name, nn.Parameter(parameter.detach(), requires_grad=False))
        for name, buffer in script.named_buffers(recurse=False):
            module.register_buffer(name, buffer)
        for name, child in script.named_children():
            module.add_module(name, nn.Module())
            _mirror(child, module.get_submodule(name), f"{path}{name}.")
    except KeyError as error:
        raise ExportError(f"the TorchScript network has a part of a name that is taken: {printable(error)}") from error


def _require_one_input(script: Any, graph: Any) -> None:
    arguments = script._c._get_method("forward").schema.arguments[1:]
    wanted = [argument.name for argument in arguments if not argument.has_default_value()]
    if len(wanted) != 1 or wanted[0] != arguments[0].name:
        names = f": {', '.join(map(printable, wanted))}" if wanted else ""
        raise ExportError(f"forward of the TorchScript takes {len(wanted)} inputs{names}; it must take one")


class _Run:
    """One way through the graph. `values` are what there is by the graph's names."""

    def __init__(self, net: Interpreted, x: fx.Proxy) -> None:
        self.net = net
        self.tracer: Tracer = x.tracer
        self.outside = list(self.tracer.calls)
        self.values: dict[str, Any] = {}
        self.known: dict[Any, str] = {}  # weights and operators that were added, by what makes them one
        arguments = net.script_._c._get_method("forward").schema.arguments
        this, image, *others = net.graph_.inputs()
        self.values[this.debugName()] = _Part(net.script_, "")
        self.values[image.debugName()] = x
        for argument, other in zip(arguments[2:], others):
            self.values[other.debugName()] = argument.default_value

    def result(self) -> Any:
        (result,) = self.block(self.net.graph_)
        self.tracer.calls[:] = self.outside
        return self.given(result)

    def block(self, block: Any) -> list[Any]:
        for node in block.nodes():
            self.tracer.line = _line(node)
            results = self.node(node)
            for output, value in zip(node.outputs(), results, strict=True):
                self.values[output.debugName()] = value
        self.tracer.line = None
        return [self.values[output.debugName()] for output in block.outputs()]

    def node(self, node: Any) -> list[Any]:
        kind, inputs = node.kind(), [self.values[value.debugName()] for value in node.inputs()]
        if kind == "prim::Constant":
            return [self.constant(node)]
        if kind == "prim::GetAttr":
            return [self.attribute(inputs[0], node.s("name"))]
        if kind == "prim::If":
            yes, no = node.blocks()
            return self.block(yes if bool(inputs[0]) else no)
        if kind == "prim::Loop":
            return self.loop(node, inputs)
        if kind == "prim::RaiseException":
            raise ExportError(f"the TorchScript network refuses its input ({_line(node)}): {printable(inputs[0])}")
        if kind in ("prim::ListUnpack", "prim::TupleUnpack"):
            return [scalars.item(inputs[0], index) for index in range(node.outputsSize())]
        result = scalars.computed(kind, inputs)
        if result is not scalars.UNKNOWN:
            return [result] if node.outputsSize() == 1 else [None] * node.outputsSize()
        self.enter([value for value in inputs if isinstance(value, Weight)])
        result = self.module(kind, inputs)
        if result is None:
            result = self.operator(node, [self.given(value) for value in inputs])
        return [result] if node.outputsSize() == 1 else [result[index] for index in range(node.outputsSize())]

    def constant(self, node: Any) -> Any:
        value = node.output().toIValue()
        if not isinstance(value, Tensor):
            return value
        trained = value.is_floating_point() and value.dim() > 0  # as far as a file tells that has no modules any more
        held = nn.Parameter(value, requires_grad=False) if trained else value
        return Weight(value, self.added("constant", held), "")

    def attribute(self, part: _Part, name: str) -> Any:
        value, path = getattr(part.script, name), f"{part.path}.{name}" if part.path else name
        if isinstance(value, torch.jit.ScriptModule):
            return _Part(value, path)
        return Weight(value, path, part.path) if isinstance(value, Tensor) else value

    def loop(self, node: Any, inputs: list[Any]) -> list[Any]:
        (body,) = node.blocks()
        most, go, *carried = inputs
        for trip in range(int(most)):
            if not bool(go):
                break
            for parameter, value in zip(body.inputs(), [trip, *carried]):
                self.values[parameter.debugName()] = value
            go, *carried = self.block(body)
        return carried

    def enter(self, weights: list[Weight]) -> None:
        """Notes the module that is gone through: what follows an operator without weights belongs to it, too."""
        owner = next((weight.owner for weight in weights if weight.owner), None)
        if owner is not None:
            parts = owner.split(".")
            paths = [f"net.{'.'.join(parts[: length + 1])}" for length in range(len(parts))]
            self.tracer.calls[:] = [*self.outside, *((path, -1) for path in paths)]

    def module(self, kind: str, inputs: list[Any]) -> Any:
        """A convolution, or the batch norm of one, as a module; None for anything else."""
        if kind in ("aten::conv2d", "aten::_convolution") and isinstance(inputs[1], Weight):
            found = _convolution(kind, inputs)
        elif kind == "aten::batch_norm" and self.is_convolution(inputs[0]):
            found = _batch_norm(inputs)
        else:
            return None
        return None if found is None else self.called(*found, inputs[0])

    def is_convolution(self, value: Any) -> bool:
        node = value.node if isinstance(value, fx.Proxy) else None
        return node is not None and node.op == "call_module" and node.target.rpartition(".")[2].startswith("conv_")

    def called(self, name: str, settings: tuple, module: nn.Module, owner: str, x: fx.Proxy) -> Any:
        key = (name, owner, settings)
        if key not in self.known:
            self.known[key] = self.added(f"{owner}.{name}" if owner else name, module)
        return self.tracer.create_proxy("call_module", f"net.{self.known[key]}", (self.given(x),), {})

    def added(self, path: str, thing: nn.Module | Tensor) -> str:
        """Adds a module, a parameter or a buffer under a name that is like `path`, and returns the name."""
        owner, _, name = path.rpartition(".")
        parent = self.net.get_submodule(owner)
        number = 0
        while hasattr(parent, f"{name}_{number}"):
            number += 1
        if isinstance(thing, (nn.Module, nn.Parameter)):
            setattr(parent, f"{name}_{number}", thing)
        else:
            parent.register_buffer(f"{name}_{number}", thing)
        return f"{owner}.{name}_{number}" if owner else f"{name}_{number}"

    def given(self, value: Any) -> Any:
        """A value as an operator takes it."""
        if isinstance(value, Weight):
            return self.tracer.create_proxy("get_attr", f"net.{value.path}", (), {})
        if isinstance(value, list):
            for index, item in enumerate(value):
                value[index] = self.given(item)  # in place: TorchScript's lists may grow later
            return value
        if isinstance(value, tuple):
            return tuple(self.given(item) for item in value)
        if isinstance(value, dict):
            return {name: self.given(item) for name, item in value.items()}
        return value

    def operator(self, node: Any, inputs: list[Any]) -> Any:
        try:
            schema = torch._C.parse_schema(str(node.schema()))
            space, _, name = schema.name.partition("::")
            function = getattr(getattr(getattr(torch.ops, space), name), schema.overload_name or "default")
        except (AttributeError, RuntimeError) as error:
            raise ExportError(f"{printable(node.kind())} cannot be cut ({_line(node)} of the TorchScript)") from error
        named = {a.name: value for a, value in zip(schema.arguments, inputs) if a.kwarg_only}
        plain = tuple(inputs[: len(inputs) - len(named)])
        return self.tracer.create_proxy("call_function", function, plain, named, name)


def _convolution(kind: str, inputs: list[Any]) -> tuple[str, tuple, nn.Module, str] | None:
    weight, bias, stride, padding, dilation = inputs[1:6]
    groups, transposed = (inputs[8], inputs[6]) if kind == "aten::_convolution" else (inputs[6], False)
    plain = all(isinstance(v, list) and len(v) == 2 for v in (stride, padding, dilation))
    if weight.tensor.dim() != 4 or transposed or not plain or not isinstance(bias, (Weight, type(None))):
        return None
    outputs, each, *kernel = weight.tensor.shape
    settings = (tuple(stride), tuple(padding), tuple(dilation), groups)
    module = nn.Conv2d(each * groups, outputs, kernel, *settings, bias=bias is not None)
    module.weight = _shared(weight)
    if bias is not None:
        module.bias = _shared(bias)
    return "conv", (weight.path, *settings), module.eval(), weight.owner


def _batch_norm(inputs: list[Any]) -> tuple[str, tuple, nn.Module, str] | None:
    tensors, training, eps = inputs[1:5], inputs[5], inputs[7]
    if training or not all(isinstance(tensor, Weight) for tensor in tensors):
        return None
    module = nn.BatchNorm2d(len(tensors[0].tensor), eps=eps)
    module.weight, module.bias = map(_shared, tensors[:2])
    module.running_mean, module.running_var = (tensor.tensor for tensor in tensors[2:])
    return "norm", (tensors[0].path, eps), module.eval(), tensors[0].owner


def _shared(weight: Weight) -> nn.Parameter:
    return nn.Parameter(weight.tensor.detach(), requires_grad=False)


def _line(node: Any) -> str:
    place = re.search(r'File "([^"<]*)", line (\d+)', node.sourceRange())
    return f"{printable(place[1].rpartition('/')[2])} line {place[2]}" if place else "in the TorchScript network"
