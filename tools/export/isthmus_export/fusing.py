"""Turns a unit into its fused form: convolution, activation and shortcut in one call each, weights packed."""

import operator
from typing import Optional

import torch
from torch import Tensor, fx, nn
from torch.nn import functional as F
from torchvision.ops import SqueezeExcitation, StochasticDepth

from .kernels import Dense, FusedConv, FusedConvAdd, SqueezeExcite
from .plain import PointwiseProduct, is_product
from .units import Normalise

# oneDNN's names of what may follow a convolution.
_ACTIVATIONS = {nn.SiLU: "swish", nn.ReLU: "relu", nn.Hardswish: "hardswish", F.relu: "relu"}
# Channels in and out of the 1x1 convolutions that oneDNN 3.7.1 has a rule of its own for, those of ResNet-50: it divides
# by a number of blocks that is zero where the processor, as virtual machines do, tells of a small first cache.
_DIVIDE_BY_ZERO = {(256, 1024), (512, 1024), (512, 2048), (1024, 512), (1024, 2048)}
_SUMS = (operator.add, operator.iadd, torch.add)
_NOTHING_IN_EVALUATION = (nn.Identity, nn.Dropout, StochasticDepth)
_WHOLE = (SqueezeExcitation, StochasticDepth, Normalise)


class _Tracer(fx.Tracer):
    def is_leaf_module(self, module: nn.Module, name: str) -> bool:
        return isinstance(module, _WHOLE) or super().is_leaf_module(module, name)


def fuse(unit: nn.Module, example: Tensor) -> torch.jit.ScriptModule:
    """The fused form of a unit in evaluation mode whose batch norms are folded; `example` is an input of it.

    It is one graph: the services run it without optimisation, where every call of a module inside would cost some
    microseconds.
    """
    script = torch.jit.script(_Fusing(unit, example).run())
    torch._C._jit_pass_inline(script.graph)
    return script


class _Fusing:
    """One unit on its way: `graph` is rewritten, and `modules` collects what the new graph calls."""

    def __init__(self, unit: nn.Module, example: Tensor) -> None:
        self.old = dict(unit.named_modules())
        self.unit = unit
        self.graph = _Tracer().trace(unit)
        self.modules: dict[str, object] = {}
        self.sizes = _input_sizes(unit, example)

    def run(self) -> fx.GraphModule:
        for node in list(self.graph.nodes):
            if isinstance(self.module(node), _NOTHING_IN_EVALUATION):
                node.replace_all_uses_with(node.args[0])
                self.graph.erase_node(node)
        for node in list(self.graph.nodes):
            module = self.module(node)
            if isinstance(module, nn.Conv2d) and not divides_by_zero(module):
                self.fuse_convolution(node)
        for node in self.graph.nodes:
            if node.op == "call_module" and node.target in self.old:
                node.target = self.add(self.in_fused_form(node.target))
            elif node.op == "get_attr":
                node.target = self.add(operator.attrgetter(node.target)(self.unit).detach())
        self.graph.lint()
        return fx.GraphModule(self.modules, self.graph, "FusedUnit").eval()

    def fuse_convolution(self, node: fx.Node) -> None:
        """Puts one call in the place of the convolution, the addition of a shortcut and the activation after it."""
        chain, shortcut, activation = [node], None, "none"
        follower = _only_user(node)
        if follower is not None and follower.target in _SUMS:
            shortcut = next(a for a in follower.args if a is not node)
            chain.append(follower)
            follower = _only_user(follower)
        if follower is not None and (shortcut is None or self.activation(follower) == "relu"):
            activation = self.activation(follower)
            chain += [follower] if activation != "none" else []
        kernel = FusedConv if shortcut is None else FusedConvAdd
        name = self.add(kernel(self.module(node), self.sizes[node.target], activation))
        with self.graph.inserting_before(chain[-1]):
            fused = self.graph.call_module(name, (node.args[0],) if shortcut is None else (node.args[0], shortcut))
        chain[-1].replace_all_uses_with(fused)
        for done in reversed(chain):
            self.graph.erase_node(done)

    def activation(self, node: fx.Node) -> str:
        module = self.module(node)
        return _ACTIVATIONS.get(node.target if module is None else type(module), "none")

    def module(self, node: fx.Node) -> Optional[nn.Module]:
        return self.old.get(node.target) if node.op == "call_module" else None

    def in_fused_form(self, name: str) -> nn.Module:
        module = self.old[name]
        if isinstance(module, SqueezeExcitation):
            height, width = self.sizes[name][2:]
            return SqueezeExcite(module, height * width)
        if isinstance(module, nn.Conv2d):
            return PointwiseProduct(module)
        return Dense(module) if isinstance(module, nn.Linear) else module

    def add(self, thing: object) -> str:
        name = f"part{len(self.modules)}"
        self.modules[name] = thing
        return name


def divides_by_zero(conv: nn.Conv2d) -> bool:
    """Whether oneDNN may end the process over a convolution; it is then computed as a product of matrices."""
    return (conv.in_channels, conv.out_channels) in _DIVIDE_BY_ZERO and is_product(conv)


def _only_user(node: fx.Node) -> Optional[fx.Node]:
    return next(iter(node.users)) if len(node.users) == 1 else None


def _input_sizes(unit: nn.Module, example: Tensor) -> dict[str, list[int]]:
    """The size of the input for one image of every convolution and every squeeze-and-excitation, by name."""
    sizes: dict[str, list[int]] = {}
    hooks = []
    for name, module in unit.named_modules():
        if isinstance(module, (nn.Conv2d, SqueezeExcitation)):
            hook = lambda _, inputs, name=name: sizes.update({name: [1, *inputs[0].shape[1:]]})  # noqa: E731
            hooks.append(module.register_forward_pre_hook(hook))
    unit(example)
    for hook in hooks:
        hook.remove()
    return sizes
