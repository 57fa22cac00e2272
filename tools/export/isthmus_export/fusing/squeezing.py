"""Finds squeeze-and-excite in a graph: a tensor times what two small layers make of the means of its channels."""

from dataclasses import dataclass
from typing import Any

from torch import Tensor, fx, nn

from . import operators
from .operators import Activation

_VIEWS = ("view", "reshape", "flatten", "squeeze", "unsqueeze", "expand_as", "expand")
_GATES = ("sigmoid", "hardsigmoid")


@dataclass(frozen=True)
class Squeeze:
    """One that was found: `product` is its last node, `steps` those before it in order, `source` what is scaled."""

    product: fx.Node
    source: fx.Node
    steps: tuple[fx.Node, ...]
    squeeze: nn.Module  # a 1x1 convolution or a linear layer, as `excite`
    excite: nn.Module
    activation: Activation
    gate: Activation
    pixels: int


def find(node: fx.Node, part: fx.GraphModule, shapes: dict[fx.Node, tuple[int, ...]]) -> Squeeze | None:
    """The squeeze-and-excite that `node` ends, if it does; `shapes` are those of the graph's values."""
    both = operators.factors(node)
    if both is None:
        return None
    for source, scale in (both, both[::-1]):
        shape = shapes.get(source, ())
        if len(shape) == 4 and shapes.get(scale) in ((*shape[:2], 1, 1), shape):
            found = _Walk(part).of(node, source, scale, shape[2] * shape[3])
            if found is not None:
                return found
    return None


class _Walk:
    """From the scale back to the mean, along nodes that nothing else uses."""

    def __init__(self, part: fx.GraphModule) -> None:
        self.part = part
        self.steps: list[fx.Node] = []

    def of(self, product: fx.Node, source: fx.Node, scale: fx.Node, pixels: int) -> Squeeze | None:
        gate, node = self.activation(self.through_views(scale))
        excite, node = self.layer(node)
        activation, node = self.activation(node)
        squeeze, node = self.layer(node)
        mean = self.through_views(node)
        if gate is None or excite is None or activation is None or squeeze is None or gate.name not in _GATES:
            return None
        if not _is_mean(mean, self.part) or mean.args[0] is not source:
            return None
        self.steps.append(mean)
        if any(len(step.users) != 1 for step in self.steps):
            return None
        return Squeeze(product, source, tuple(reversed(self.steps)), squeeze, excite, activation, gate, pixels)

    def through_views(self, node: Any) -> Any:
        while isinstance(node, fx.Node) and operators.name_of(node) in _VIEWS:
            self.steps.append(node)
            node = node.args[0]
        return node

    def activation(self, node: Any) -> tuple[Activation | None, Any]:
        node = self.through_views(node)
        found = operators.activation(node, self.part)
        if found is None:
            return None, None
        self.steps.append(node)
        return found, node.args[0]

    def layer(self, node: Any) -> tuple[nn.Module | None, Any]:
        node = self.through_views(node)
        module = operators.module_of(node, self.part)
        fits = type(module) is nn.Linear or (
            type(module) is nn.Conv2d and module.kernel_size == (1, 1) and module.groups == 1
            and module.stride == (1, 1) and module.padding in ((0, 0), "same", "valid")
        )  # fmt: skip
        if not fits:
            return None, None
        self.steps.append(node)
        return module, node.args[0]


def _is_mean(node: Any, part: fx.GraphModule) -> bool:
    """Whether a node is the mean of all pixels of every channel of its first argument."""
    if not isinstance(node, fx.Node) or not node.args or not isinstance(node.args[0], fx.Node):
        return False
    module = operators.module_of(node, part)
    if module is not None:
        return type(module) is nn.AdaptiveAvgPool2d and module.output_size in (1, (1, 1))
    name, rest = operators.name_of(node), node.args[1:]
    if name == "adaptive_avg_pool2d":
        size = rest[0] if rest else node.kwargs.get("output_size")
        return size == 1 or (isinstance(size, (tuple, list)) and tuple(size) == (1, 1))
    if name == "mean":
        sides = rest[0] if rest else node.kwargs.get("dim")
        return isinstance(sides, (tuple, list)) and sorted(side % 4 for side in sides) == [2, 3]
    return False


def weight_of(layer: nn.Module) -> Tensor:
    """The matrix [outputs,inputs] of a layer of a squeeze-and-excite."""
    return layer.weight.detach().flatten(1)
