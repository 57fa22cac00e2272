"""Runs a traced network once for two images and once for three, and notes what every node gives."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, fx
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten

from ..errors import ExportError, printable
from ..tensors import in_order
from .levels import Level, compute, level_of
from .tracing import path_of

IMAGES = (2, 3)


@dataclass(frozen=True)
class Fact:
    """What a node gives, for each number of IMAGES: shapes and types of its tensors, and its value if it has none."""

    level: Level
    tensors: tuple[list[tuple[torch.Size, torch.dtype]], ...]
    values: tuple[Any, ...]
    is_tensor: bool
    work: float  # multiplications for one image
    place: int  # in memory, of the one tensor: what shares it has the same
    in_order: bool  # whether its numbers lie in one of the two orders that units hand on, without gaps

    def shape_for_one_image(self) -> tuple[int, ...] | None:
        """The shape of the one tensor that a node gives, without the number of images; None for anything else."""
        if not self.is_tensor:
            return None
        first, second = (tensors[0][0] for tensors in self.tensors)
        fits = len(first) > 1 and (first[0], second[0]) == IMAGES and first[1:] == second[1:]
        return tuple(first[1:]) if fits else None

    def dtype(self) -> torch.dtype:
        return self.tensors[0][0][1]


Facts = dict[fx.Node, Fact]


@torch.no_grad()
def measure(graph_module: fx.GraphModule, shape: tuple[int, ...]) -> Facts:
    """The facts of every node but the output, for inputs of float32 [B,*shape].

    Raises ExportError that names the node which does not work on images of that shape.
    """
    torch.set_flush_denormal(True)  # values do not matter here, and tiny ones would take many times as long
    try:
        runs = [_run(graph_module, torch.zeros(images, *shape)) for images in IMAGES]
    finally:
        torch.set_flush_denormal(False)
    levels: dict[fx.Node, Level] = {}
    facts: Facts = {}
    for node in graph_module.graph.nodes:
        if node.op == "output":
            continue
        levels[node] = level_of(node, levels)
        (first, work), (second, _) = (run[node] for run in runs)
        facts[node] = Fact(
            levels[node],
            (first.tensors, second.tensors),
            (first.value, second.value),
            first.is_tensor and second.is_tensor,
            work / IMAGES[0],
            first.place,
            first.in_order and second.in_order,
        )
    return facts


@dataclass(frozen=True)
class _Seen:
    tensors: list[tuple[torch.Size, torch.dtype]]
    is_tensor: bool
    value: Any  # None where there are tensors, so that their memory is given back
    place: int
    in_order: bool


def _run(graph_module: fx.GraphModule, x: Tensor) -> dict[fx.Node, tuple[_Seen, float]]:
    values: dict[fx.Node, Any] = {}
    seen: dict[fx.Node, tuple[_Seen, float]] = {}
    last_reader = {source: node for node in graph_module.graph.nodes for source in node.all_input_nodes}
    for node in graph_module.graph.nodes:
        if node.op == "output":
            break
        with _Counter() as counter:
            values[node] = x if node.op == "placeholder" else _computed(node, values, graph_module, x)
        tensors = [value for value in tree_flatten(values[node])[0] if isinstance(value, Tensor)]
        notes = [(tensor.shape, tensor.dtype) for tensor in tensors]
        whole = isinstance(values[node], Tensor)
        place_ = tensors[0].storage().data_ptr() if whole else 0
        value = None if tensors else values[node]
        seen[node] = _Seen(notes, whole, value, place_, whole and in_order(tensors[0])), counter.products
        for source in (*node.all_input_nodes, node):
            if last_reader.get(source, node) is node:
                values.pop(source, None)
    return seen


def _computed(node: fx.Node, values: dict, graph_module: fx.GraphModule, x: Tensor) -> Any:
    try:
        return compute(node, values, graph_module)
    except Exception as error:  # whatever the network's own code raises
        line = (str(error).splitlines() or [type(error).__name__])[0]
        size = "x".join(map(str, x.shape[2:] if x.dim() == 4 and x.shape[1] == 3 else x.shape[1:]))
        what = f"images of {size} pixels" if x.dim() == 4 and x.shape[1] == 3 else f"inputs of {size} floats"
        raise ExportError(f"the network does not work on {what}, at {place(node)}: {printable(line)}") from error


def place(node: fx.Node) -> str:
    """A node by its name, and by the module it is in."""
    calls = node.meta.get("calls", ())
    path = path_of(calls[-1][0]) if calls else ""
    return f"node {node.name} of module {path}" if path else f"node {node.name}"


class _Counter(TorchDispatchMode):
    """Counts the multiplications of convolutions and products of matrices."""

    def __init__(self) -> None:
        super().__init__()
        self.products = 0.0

    def __torch_dispatch__(self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None) -> Any:
        result = func(*args, **(kwargs or {}))
        name = func._schema.name.removeprefix("aten::")
        if name in ("convolution", "_convolution", "mkldnn_convolution"):
            transposed = len(args) > 6 and args[6] is True
            self.products += (args[0] if transposed else result).numel() * args[1][0].numel()
        elif name in ("mm", "bmm"):
            self.products += result.numel() * args[0].shape[-1]
        elif name in ("addmm", "baddbmm"):
            self.products += result.numel() * args[1].shape[-1]
        elif name == "linear":
            self.products += result.numel() * args[1].shape[-1]
        elif name in ("_native_multi_head_attention", "_transformer_encoder_layer_fwd"):
            batch, tokens, width = args[0].shape
            weights = sum(arg.numel() for arg in args if isinstance(arg, Tensor) and arg.dim() == 2)
            self.products += batch * tokens * (weights + 2 * tokens * width)
        return result
