"""Rewrites the graph of a unit: convolution, shortcut and activation in one call each, squeeze-and-excite in another."""

from typing import Any

import torch
from torch import Tensor, fx, nn

from ..cutting.levels import reads_shape_only
from ..plain import is_product
from . import operators, squeezing
from .kernels import FUSED, FUSED_WITH_SUM, SqueezeExcite, fused

# Channels in and out of the 1x1 convolutions that oneDNN 3.7.1 has a rule of its own for, those of ResNet-50: it divides
# by a number of blocks that is zero where the processor, as virtual machines do, tells of a small first cache.
_DIVIDE_BY_ZERO = {(256, 1024), (512, 1024), (512, 2048), (1024, 512), (1024, 2048)}


class Rewriting:
    """One graph on its way. `shapes` are those of its values for one image, of which it gets `inputs`."""

    def __init__(self, part: fx.GraphModule, inputs: tuple[Tensor, ...]) -> None:
        self.part = part
        self.graph = part.graph
        seeing = _Seeing(part)
        seeing.run(*(x.clone() if isinstance(x, Tensor) else x for x in inputs))
        self.shapes = seeing.shapes
        self.order = {node: place for place, node in enumerate(self.graph.nodes)}
        self.count = 0

    def run(self) -> int:
        """Rewrites the graph in place, and returns in how many places."""
        for node in list(self.graph.nodes):
            if operators.does_nothing(node, self.part):
                node.replace_all_uses_with(node.args[0])
                self.graph.erase_node(node)
            elif operators.name_of(node) == "conv2d":
                self.as_module(node)
        found = [squeezing.find(node, self.part, self.shapes) for node in self.graph.nodes]
        squeezes = [(self.squeeze(each), each) for each in found if each and self.is_left(each.source, each.product)]
        for node in list(self.graph.nodes):
            module = operators.module_of(node, self.part)
            if module is not None and is_fusable(module) and len(self.shapes.get(node.args[0], ())) == 4:
                self.fuse(node, module)
        for node, squeeze in squeezes:
            fresh = node.args[0].op == "call_module" and node.args[0].target.startswith("fused.")
            alone = fresh and len(node.args[0].users) == 1
            node.target = self.add(SqueezeExcite(squeeze, in_place=alone))
        self.part.delete_all_unused_submodules()
        self.graph.lint()
        self.part.recompile()
        return self.count

    def fuse(self, node: fx.Node, conv: nn.Conv2d) -> None:
        """Puts one call in the place of the convolution, the addition of a shortcut and the activation after it."""
        chain, shortcut, activation = [node], None, None
        follower = _only_user(node)
        if follower is not None and (shortcut := self.shortcut(node, follower, conv)) is not None:
            chain.append(follower)
            follower = _only_user(follower)
        kinds = FUSED if shortcut is None else FUSED_WITH_SUM
        if follower is not None:
            activation = operators.activation(follower, self.part)
            activation = activation if activation is not None and activation.name in kinds else None
            chain += [follower] if activation is not None else []
        if not self.may_move(node.args[0], node, chain[-1]):
            chain, shortcut, activation = [node], None, None
        channels, height, width = self.shapes[node.args[0]][1:]
        name = self.add(fused(conv, [1, channels, height, width], activation, shortcut is not None))
        with self.graph.inserting_before(chain[-1]):
            call = self.graph.call_module(name, (node.args[0],) if shortcut is None else (node.args[0], shortcut))
        self.replace(chain, call)

    def shortcut(self, node: fx.Node, follower: fx.Node, conv: nn.Conv2d) -> fx.Node | None:
        """What `follower` adds to the convolution `node`, if it is of the same shape and not changed by that."""
        both = operators.summands(follower)
        if both is None or conv.groups != 1:  # oneDNN does not add to groups
            return None
        other = both[1] if both[0] is node else both[0]
        if self.shapes.get(other) != self.shapes[node]:
            return None
        return other if self.is_left(other, follower) else None

    def is_left(self, value: fx.Node, writer: fx.Node) -> bool:
        """Whether nothing reads `value` behind `writer`, or that does not write to it: it may be computed otherwise."""
        last = max((self.order.get(user, 0) for user in value.users), default=0)
        return operators.writes_to(writer, self.part) is not value or last <= self.order[writer]

    def may_move(self, value: Any, first: fx.Node, last: fx.Node) -> bool:
        """Whether a value is the same at two places: nothing between them writes to it."""
        between = [user for user in value.users if self.order.get(first, 0) < self.order.get(user, 0)]
        between = [user for user in between if self.order.get(user, 0) < self.order[last]]
        return not any(operators.writes_to(user, self.part) is value for user in between)

    def squeeze(self, found: squeezing.Squeeze) -> fx.Node:
        """Puts a call in the place of the product that squeeze-and-excite ends with; its module is added later."""
        name = f"squeeze.{found.product.name}"
        self.part.add_submodule(name, nn.Identity())
        with self.graph.inserting_before(found.product):
            call = self.graph.call_module(name, (found.source,))
        self.replace([*found.steps, found.product], call)
        for node in list(found.source.users):
            if reads_shape_only(node) and not node.users:  # what a view was told
                self.graph.erase_node(node)
        return call

    def as_module(self, node: fx.Node) -> None:
        """Makes a module of a convolution that is called as a function with weights of the network."""
        conv = _convolution(node, self.part)
        if conv is None:
            return
        name = f"functional.{len(self.order)}.{node.name}"
        self.part.add_submodule(name, conv)
        with self.graph.inserting_before(node):
            call = self.graph.call_module(name, (node.args[0],))
        weights = [arg for arg in (*node.args[1:3], *node.kwargs.values()) if isinstance(arg, fx.Node)]
        self.replace([node], call)
        for weight in weights:
            if not weight.users:
                self.graph.erase_node(weight)

    def replace(self, steps: list[fx.Node], call: fx.Node) -> None:
        """Lets `call` stand for the last of `steps`, which are used by one another only."""
        self.shapes[call] = self.shapes[steps[-1]]
        self.order[call] = self.order[steps[-1]]
        steps[-1].replace_all_uses_with(call)
        for step in reversed(steps):
            self.graph.erase_node(step)

    def add(self, kernel: nn.Module) -> str:
        self.count += 1
        name = f"fused.part{self.count}"
        self.part.add_submodule(name, torch.jit.script(kernel.eval()))
        return name


class _Seeing(fx.Interpreter):
    def __init__(self, part: fx.GraphModule) -> None:
        super().__init__(part)
        self.shapes: dict[fx.Node, tuple[int, ...]] = {}

    def run_node(self, node: fx.Node) -> Any:
        result = super().run_node(node)
        if isinstance(result, Tensor):
            self.shapes[node] = tuple(result.shape)
        return result


def is_fusable(module: nn.Module) -> bool:
    """Whether a module is a convolution that oneDNN computes in one call with what follows it."""
    if type(module) is not nn.Conv2d or module._forward_hooks or module._forward_pre_hooks:
        return False
    plain = module.padding_mode == "zeros" and isinstance(module.padding, tuple)
    return plain and module.weight.dtype == torch.float32 and not divides_by_zero(module)


def divides_by_zero(conv: nn.Conv2d) -> bool:
    """Whether oneDNN may end the process over a convolution; it is then computed as a product of matrices."""
    return (conv.in_channels, conv.out_channels) in _DIVIDE_BY_ZERO and is_product(conv)


def _only_user(node: fx.Node) -> fx.Node | None:
    return next(iter(node.users)) if len(node.users) == 1 else None


def _convolution(node: fx.Node, part: fx.GraphModule) -> nn.Conv2d | None:
    names = ("input", "weight", "bias", "stride", "padding", "dilation", "groups")
    given = {**dict(zip(names, node.args)), **node.kwargs}
    weight, bias = given.get("weight"), given.get("bias")
    held = [value for value in (weight, bias) if value is not None]
    if not all(isinstance(value, fx.Node) and value.op == "get_attr" for value in held) or "input" in node.kwargs:
        return None
    settings = {name: given[name] for name in names[3:] if name in given}
    if weight is None or any(isinstance(value, fx.Node) for value in settings.values()):
        return None
    tensors = [_attribute(part, value.target) for value in held]
    groups = settings.get("groups", 1)
    outputs, each, *kernel = tensors[0].shape
    if len(kernel) != 2 or not all(isinstance(v, (int, tuple, list, str)) for v in settings.values()):
        return None
    settings = {name: tuple(v) if isinstance(v, list) else v for name, v in settings.items()}
    conv = nn.Conv2d(each * groups, outputs, tuple(kernel), bias=bias is not None, **settings)
    conv.weight = nn.Parameter(tensors[0].detach(), requires_grad=False)
    if bias is not None:
        conv.bias = nn.Parameter(tensors[1].detach(), requires_grad=False)
    return conv.eval()


def _attribute(part: fx.GraphModule, target: str) -> Tensor:
    owner, _, name = target.rpartition(".")
    return getattr(part.get_submodule(owner), name)
