"""What a TorchScript network does with numbers, lists and shapes, done in Python while it is traced."""

import math
import operator
from dataclasses import dataclass
from typing import Any

from torch import Tensor, fx

from .levels import reads_shape_only

UNKNOWN = object()


@dataclass(frozen=True)
class Weight:
    """A tensor that the network holds, and its name. `owner` is the module that it is a part of."""

    tensor: Tensor
    path: str
    owner: str


_SAME = ("NumToTensor", "Int", "Float", "ScalarImplicit", "IntImplicit", "FloatImplicit", "unchecked_cast", "Scalar")
_ON_NUMBERS = {
    "add": lambda a, b, *_: a + b,
    "sub": lambda a, b, *_: a - b,
    "mul": operator.mul,
    "div": lambda a, b, rounding=None: a / b if rounding is None else a // b,
    "floordiv": operator.floordiv,
    "floor_divide": operator.floordiv,
    "remainder": operator.mod,
    "neg": operator.neg,
    "pow": operator.pow,
    "ceil": math.ceil,
    "floor": math.floor,
    "min": min,
    "max": max,
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "__and__": operator.and_,
    "__or__": operator.or_,
    "__not__": operator.not_,
    "Bool": bool,
    "__contains__": lambda held, key: key in held,
}
_ON_LISTS = {
    "__getitem__": lambda held, index: item(held, index),
    "append": lambda held, value: held.append(value) or held,
    "len": len,
    "list": list,
    "slice": lambda held, start, end, step: held[start:end:step],
    "add": operator.add,
    "eq": operator.eq,
    "ne": operator.ne,
    "__contains__": lambda held, key: key in held,
}


def computed(kind: str, inputs: list[Any]) -> Any:
    """What a step gives that works on no tensors, or asks one for its shape; UNKNOWN for any other.

    `inputs` may be values that are not there yet. Lists are changed in place, as TorchScript changes them.
    """
    space, _, name = kind.partition("::")
    if space == "prim":
        made = _made(name, inputs)
        if made is not UNKNOWN:
            return made
    if name in _SAME and not _is_tensor(inputs[0]):
        return inputs[0]
    if name in ("__is__", "__isnot__"):
        return (inputs[0] is inputs[1]) == (name == "__is__")
    if name in ("format", "warn"):
        return ""
    if name in ("size", "dim", "numel") and _is_tensor(inputs[0]):
        tensor = inputs[0].tensor if isinstance(inputs[0], Weight) else inputs[0]
        return getattr(tensor, name)(*inputs[1:])
    if inputs and isinstance(inputs[0], (list, tuple, dict)) and name in _ON_LISTS:
        return _ON_LISTS[name](*inputs)
    if inputs and any(map(_is_tensor, inputs)):
        return UNKNOWN
    if name in ("__getitem__", "len"):  # of a shape that is not known yet
        return _ON_LISTS[name](*inputs)
    if name in _ON_NUMBERS and not any(isinstance(value, (list, tuple)) for value in inputs):
        return _ON_NUMBERS[name](*inputs)
    return UNKNOWN


def item(held: Any, index: int) -> Any:
    """One of several values, also of a list that is not there yet."""
    return held[index]


def _made(name: str, inputs: list[Any]) -> Any:
    if name == "ListConstruct":
        return list(inputs)
    if name == "TupleConstruct":
        return tuple(inputs)
    if name == "DictConstruct":
        return dict(zip(inputs[::2], inputs[1::2]))
    if name == "TupleIndex":
        return item(*inputs)
    if name == "Uninitialized":
        return None
    if name in ("dtype", "device"):
        return getattr(inputs[0].tensor if isinstance(inputs[0], Weight) else inputs[0], name)
    return UNKNOWN


def _is_tensor(value: Any) -> bool:
    """Whether a value is a tensor; one that is not there yet is none if it comes from a shape."""
    if not isinstance(value, fx.Proxy):
        return isinstance(value, (Tensor, Weight))
    return not _is_of_shape(value.node)


def _is_of_shape(node: fx.Node) -> bool:
    if node.op in ("placeholder", "get_attr", "call_module"):
        return False
    if reads_shape_only(node):
        return True
    plain = node.op == "call_function" and getattr(node.target, "__module__", "") in ("_operator", "builtins")
    return plain and bool(node.all_input_nodes) and all(map(_is_of_shape, node.all_input_nodes))
