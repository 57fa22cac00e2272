"""What a node of a traced graph computes, however it was written: as a module, a function, a method or TorchScript."""

import operator
from dataclasses import dataclass
from typing import Any, Callable

import torch
from torch import fx, nn
from torch.nn import functional as F

_NAMES = (
    "relu", "relu6", "hardtanh", "clamp", "silu", "hardswish", "sigmoid", "hardsigmoid", "tanh", "leaky_relu", "gelu",
    "add", "iadd", "mul", "imul", "mean", "adaptive_avg_pool2d", "flatten", "reshape", "squeeze", "unsqueeze", "conv2d",
    "linear", "dropout",
)  # fmt: skip


def _functions() -> dict[Any, str]:
    """The functions of PyTorch that have one of these names, in place or not."""
    result = {}
    for space in (torch, F, operator, torch._C._nn):
        for name in _NAMES:
            for spelled in (name, f"{name}_"):
                function = getattr(space, spelled, None)
                if callable(function):
                    result[function] = name
    return result


_FUNCTIONS = _functions()


@dataclass(frozen=True)
class Activation:
    """A function of single values by oneDNN's name, and the numbers that it takes."""

    name: str
    scalars: tuple[float, ...] = ()
    algorithm: str | None = None


def _between(min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> Activation:
    return Activation("hardtanh", (float(min_val), float(max_val)))


def _clamped(min: float, max: float) -> Activation:
    return _between(min, max)


def _leaky(negative_slope: float = 0.01, inplace: bool = False) -> Activation:
    return Activation("leaky_relu", (float(negative_slope),))


def _gelu(approximate: str = "none") -> Activation:
    return Activation("gelu", (), approximate)


def _plain(name: str, *scalars: float) -> Callable[..., Activation]:
    return lambda inplace=False: Activation(name, scalars)


# By the operator's name; called with what stands behind the tensor.
_ACTIVATIONS: dict[str, Callable[..., Activation]] = {
    "relu": _plain("relu"),
    "relu6": _plain("hardtanh", 0.0, 6.0),
    "silu": _plain("swish"),
    "hardswish": _plain("hardswish"),
    "sigmoid": _plain("sigmoid"),
    "hardsigmoid": _plain("hardsigmoid"),
    "tanh": _plain("tanh"),
    "hardtanh": _between,
    "clamp": _clamped,
    "leaky_relu": _leaky,
    "gelu": _gelu,
}
# Not their subclasses, which may compute something else.
_MODULES: dict[type, Callable[[Any], Activation]] = {
    nn.ReLU: lambda m: Activation("relu"),
    nn.ReLU6: lambda m: _between(m.min_val, m.max_val),
    nn.Hardtanh: lambda m: _between(m.min_val, m.max_val),
    nn.SiLU: lambda m: Activation("swish"),
    nn.Hardswish: lambda m: Activation("hardswish"),
    nn.Sigmoid: lambda m: Activation("sigmoid"),
    nn.Hardsigmoid: lambda m: Activation("hardsigmoid"),
    nn.Tanh: lambda m: Activation("tanh"),
    nn.LeakyReLU: lambda m: _leaky(m.negative_slope),
    nn.GELU: lambda m: _gelu(m.approximate),
}


def name_of(node: fx.Node) -> str:
    """`relu` for F.relu, torch.relu, x.relu_() and aten::relu; empty for a module and for what is not PyTorch's."""
    if node.op == "call_method":
        return node.target.strip("_")
    if node.op != "call_function":
        return ""
    if isinstance(node.target, torch._ops.OpOverload):
        space, _, name = node.target._schema.name.partition("::")
        return name.rstrip("_") if space == "aten" else ""
    try:
        return _FUNCTIONS.get(node.target, "")
    except TypeError:  # what has no hash
        return ""


def module_of(node: Any, part: fx.GraphModule) -> nn.Module | None:
    """The module that a node calls on one tensor, if nothing else is done at the call."""
    if not isinstance(node, fx.Node) or node.op != "call_module" or len(node.args) != 1 or node.kwargs:
        return None
    module = part.get_submodule(node.target)
    return None if module._forward_hooks or module._forward_pre_hooks else module


def activation(node: Any, part: fx.GraphModule) -> Activation | None:
    """The activation that a node is, of its first argument."""
    module = module_of(node, part)
    if module is not None:
        made = _MODULES.get(type(module))
        return made(module) if made else None
    if not isinstance(node, fx.Node) or not node.args or node.args[0] not in node.all_input_nodes:
        return None
    rule = _ACTIVATIONS.get(name_of(node))
    try:
        return rule(*node.args[1:], **node.kwargs) if rule and len(node.all_input_nodes) == 1 else None
    except (TypeError, ValueError):  # it has other arguments
        return None


def summands(node: fx.Node) -> tuple[fx.Node, fx.Node] | None:
    """The two tensors whose sum a node is."""
    return _two(node, ("add", "iadd"))


def factors(node: fx.Node) -> tuple[fx.Node, fx.Node] | None:
    """The two tensors whose product a node is."""
    return _two(node, ("mul", "imul"))


def _two(node: fx.Node, names: tuple[str, ...]) -> tuple[fx.Node, fx.Node] | None:
    if name_of(node) not in names or len(node.args) != 2 or dict(node.kwargs) not in ({}, {"alpha": 1}):
        return None
    first, second = node.args
    both = isinstance(first, fx.Node) and isinstance(second, fx.Node)
    return (first, second) if both and first is not second else None


def writes_to(node: fx.Node, part: fx.GraphModule) -> Any:
    """The argument that a node changes in place; None where it changes nothing."""
    if not node.args:
        return None
    if node.op == "call_module":
        return node.args[0] if getattr(part.get_submodule(node.target), "inplace", False) else None
    if node.op == "call_function" and isinstance(node.target, torch._ops.OpOverload):
        spelled = node.target._schema.name
    else:
        spelled = node.target if isinstance(node.target, str) else getattr(node.target, "__name__", "")
    changes = (spelled.endswith("_") and not spelled.endswith("__")) or spelled.strip("_") in _IN_PLACE
    return node.args[0] if changes or node.kwargs.get("inplace") or _says_inplace(node) else None


_IN_PLACE = {"iadd", "imul", "isub", "itruediv", "setitem"}


def _says_inplace(node: fx.Node) -> bool:
    """Whether a function such as F.relu(x, True) was called so: its last argument says it."""
    return node.op == "call_function" and name_of(node) in _ACTIVATIONS and node.args[-1] is True


def does_nothing(node: fx.Node, part: fx.GraphModule) -> bool:
    """Whether a node gives its first argument as it is, in evaluation mode."""
    module = module_of(node, part)
    if module is not None:
        return type(module) in (nn.Identity, nn.Dropout, nn.Dropout2d)
    if name_of(node) != "dropout" or not node.args or not isinstance(node.args[0], fx.Node):
        return False
    training = node.kwargs.get("training", node.args[2] if len(node.args) > 2 else True)
    return training is False
