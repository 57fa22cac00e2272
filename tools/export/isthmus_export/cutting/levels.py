"""What a value of a traced network depends on, and how one node of its graph is computed."""

import operator
from enum import IntEnum
from typing import Any, Mapping

from torch import fx, nn


class Level(IntEnum):
    """What a value depends on: nothing, the shape of the input, or the pixels. The greatest of its inputs decides."""

    CONSTANT = 0
    SHAPE = 1
    DATA = 2


_SHAPE_METHODS = {"size", "dim", "ndimension", "numel", "nelement", "stride", "is_contiguous", "is_floating_point"}
_SHAPE_ATTRIBUTES = {"shape", "ndim", "dtype", "device", "layout", "requires_grad", "is_cuda"}


def reads_shape_only(node: fx.Node) -> bool:
    """Whether the node asks a tensor for its shape, type or place: that is known without the tensor's values."""
    if node.op == "call_method":
        return node.target in _SHAPE_METHODS
    if node.op != "call_function":
        return False
    if node.target is getattr:
        return node.args[1] in _SHAPE_ATTRIBUTES
    return node.target is len or getattr(node.target, "__name__", "") in ("numel", "is_floating_point", "is_tensor")


def level_of(node: fx.Node, levels: Mapping[fx.Node, Level]) -> Level:
    """The level of a node whose inputs' levels are known."""
    if node.op == "placeholder":
        return Level.DATA
    level = max((levels[source] for source in node.all_input_nodes), default=Level.CONSTANT)
    return min(level, Level.SHAPE) if reads_shape_only(node) else level


def compute(node: fx.Node, values: Mapping[fx.Node, Any], root: nn.Module) -> Any:
    """The value of a node that is neither placeholder nor output, from the values of its inputs."""
    args = fx.node.map_arg(node.args, lambda source: values[source])
    kwargs = fx.node.map_arg(node.kwargs, lambda source: values[source])
    if node.op == "call_module":
        return root.get_submodule(node.target)(*args, **kwargs)
    if node.op == "call_function":
        return node.target(*args, **kwargs)
    if node.op == "call_method":
        return getattr(args[0], node.target)(*args[1:], **kwargs)
    return operator.attrgetter(node.target)(root)
