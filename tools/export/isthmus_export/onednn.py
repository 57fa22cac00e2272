"""oneDNN's fused convolutions as libtorch registers them, for a Python whose PyTorch is older.

A fused unit calls operators that libtorch 2.x has and PyTorch 1.13 lacks. Where they are missing they are declared here,
with the same schema and a plain implementation, so that units can be scripted, saved and tried.
"""

from typing import Optional

import torch
from torch import Tensor
from torch.nn import functional as F

ACTIVATIONS = {
    "none": lambda x: x,
    "relu": F.relu,
    "swish": F.silu,
    "hardswish": F.hardswish,
    "sigmoid": torch.sigmoid,
    "hardsigmoid": F.hardsigmoid,
    "tanh": torch.tanh,
    "hardtanh": F.hardtanh,
    "leaky_relu": F.leaky_relu,
}

_SIZES = "int[] padding, int[] stride, int[] dilation, int groups"
_MKLDNN = {
    "_convolution_pointwise": f"(Tensor X, Tensor W, Tensor? B, {_SIZES}, str attr, Scalar?[] scalars,"
    " str? algorithm) -> Tensor Y",
    "_convolution_pointwise.binary": f"(Tensor X, Tensor other, Tensor W, Tensor? B, {_SIZES}, str binary_attr,"
    " Scalar? alpha, str? unary_attr, Scalar?[] unary_scalars, str? unary_algorithm) -> Tensor Y",
    "_reorder_convolution_weight": "(Tensor self, int[2] padding=0, int[2] stride=1, int[2] dilation=1, int groups=1,"
    " int[]? input_size=None) -> Tensor Y",
}
# libtorch 2.x has this one without an overload name; code that calls it is the same.
_ATEN = {
    "mkldnn_reorder_conv2d_weight.sized": "(Tensor self, int[2] padding, int[2] stride, int[2] dilation, int groups,"
    " int[]? input_size) -> Tensor"
}


def _convolution(x, weight, bias, padding, stride, dilation, groups, attr, scalars, algorithm) -> Tensor:
    result = F.conv2d(x, weight, bias, stride, padding, dilation, groups)
    return F.gelu(result, approximate=algorithm) if attr == "gelu" else ACTIVATIONS[attr](result, *scalars)


def _convolution_and_add(
    x, other, weight, bias, padding, stride, dilation, groups, binary, alpha, unary: Optional[str], scalars, algorithm
) -> Tensor:
    return ACTIVATIONS[unary or "none"](F.conv2d(x, weight, bias, stride, padding, dilation, groups) + other)


def _unpacked(weight, padding=0, stride=1, dilation=1, groups=1, input_size=None) -> Tensor:
    return weight


def _declare() -> list:
    """Declares what is missing. The registrations live as long as what this returns."""
    mkldnn = torch._C._dispatch_library("FRAGMENT", "mkldnn", "", __file__, 0)
    for name, schema in _MKLDNN.items():
        mkldnn.define(name + schema, "")
    mkldnn.impl("_convolution_pointwise", "CPU", _convolution)
    mkldnn.impl("_convolution_pointwise.binary", "CPU", _convolution_and_add)
    mkldnn.impl("_reorder_convolution_weight", "CPU", _unpacked)
    aten = torch._C._dispatch_library("FRAGMENT", "aten", "", __file__, 0)
    for name, schema in _ATEN.items():
        aten.define(name + schema, "")
        aten.impl(name, "CPU", _unpacked)
    return [mkldnn, aten]


NATIVE = hasattr(torch.ops.mkldnn, "_convolution_pointwise")  # whether this PyTorch has them itself
_registrations = [] if NATIVE else _declare()
