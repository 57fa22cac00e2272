"""The modules that a fused unit is made of: each is few calls into oneDNN, and packs its weights when it is loaded."""

from typing import Callable, Dict, Final, List, Optional, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .. import onednn  # noqa: F401, declares the operators
from .operators import Activation
from .squeezing import Squeeze, weight_of

# What oneDNN computes at the end of a convolution, and after the addition of a shortcut.
FUSED = ("relu", "swish", "hardswish", "sigmoid", "hardsigmoid", "tanh", "hardtanh", "leaky_relu", "gelu")
FUSED_WITH_SUM = ("relu",)

# What a convolution is saved as: weight, bias, padding, stride, dilation, groups, size of its input for one image,
# activation, its numbers, its algorithm, training.
_State = Tuple[
    Tensor, Tensor, List[int], List[int], List[int], int, List[int], str, List[float], Optional[str], bool
]


class FusedConv(nn.Module):
    """A convolution of a channels-last tensor with its bias and its activation, in one call into oneDNN.

    The weights are saved as they are and packed for the machine that loads them. Packed once: libtorch's own convolution
    does so at every call, and leaves 1x1 convolutions of small batches to slower code besides. Where several threads share
    few outputs oneDNN wants another layout for a batch than for one image, and would pack anew at every call: weights of
    convolutions that narrow are kept in both. All batches want the same.
    """

    scalars: List[float]
    algorithm: Optional[str]

    def __init__(self, conv: nn.Conv2d, input_size: List[int], activation: Activation | None = None) -> None:
        super().__init__()
        self.weight = conv.weight.detach().contiguous()
        self.weight_for_batches = self.weight
        self.bias = torch.zeros(conv.out_channels) if conv.bias is None else conv.bias.detach()
        self.padding, self.stride, self.dilation = list(conv.padding), list(conv.stride), list(conv.dilation)
        self.groups = conv.groups
        self.input_size = input_size
        self.activation = "none" if activation is None else activation.name
        self.scalars = [] if activation is None else list(activation.scalars)
        self.algorithm = None if activation is None else activation.algorithm

    @torch.jit.export
    def __getstate__(self) -> _State:
        return (
            self.weight,
            self.bias,
            self.padding,
            self.stride,
            self.dilation,
            self.groups,
            self.input_size,
            self.activation,
            self.scalars,
            self.algorithm,
            self.training,
        )

    @torch.jit.export
    def __setstate__(self, state: _State) -> None:
        self.bias = state[1]
        self.padding = state[2]
        self.stride = state[3]
        self.dilation = state[4]
        self.groups = state[5]
        self.input_size = state[6]
        self.activation = state[7]
        self.scalars = state[8]
        self.algorithm = state[9]
        self.training = state[10]
        self.weight = self.packed(state[0], 1)
        self.weight_for_batches = self.weight
        if state[0].size(0) < state[0].size(1):
            self.weight_for_batches = self.packed(state[0], 2)

    def packed(self, weight: Tensor, batch: int) -> Tensor:
        """`weight` in the layout that oneDNN wants for a batch of this input.

        oneDNN 3.7.1, which libtorch 2.7.1 contains, loses weights of 1x1 convolutions on the way to some layouts
        (its issue 3280). What is packed is therefore tried, and packed by way of another layout where it is wrong.
        """
        size = [batch] + self.input_size[1:]
        direct = torch.ops.mkldnn._reorder_convolution_weight(
            weight, self.padding, self.stride, self.dilation, self.groups, size
        )
        if self.is_faithful(direct, weight, batch):
            return direct
        blocked = torch.ops.mkldnn._reorder_convolution_weight(
            weight, self.padding, self.stride, self.dilation, self.groups
        )
        indirect = torch._C._nn.mkldnn_reorder_conv2d_weight(
            blocked, self.padding, self.stride, self.dilation, self.groups, size
        )
        assert self.is_faithful(indirect, weight, batch), "oneDNN does not pack the weights of this unit faithfully"
        return indirect

    def is_faithful(self, packed: Tensor, weight: Tensor, batch: int) -> bool:
        """Whether one pixel of the convolution with `packed` is that of a plain sum of products with `weight`."""
        b, c, h, w = batch, self.input_size[1], self.input_size[2], self.input_size[3]
        x = torch.arange(b * c * h * w, dtype=torch.float).mul_(0.7).sin_().view(b, h, w, c).permute(0, 3, 1, 2)
        y = torch.ops.mkldnn._convolution_pointwise(
            x, packed, None, self.padding, self.stride, self.dilation, self.groups, "none", [], None
        )
        row, column = y.size(2) // 2, y.size(3) // 2
        p, s, d = self.padding, self.stride, self.dilation
        patch = F.pad(x, [p[1], p[1], p[0], p[0]])[
            b - 1,
            :,
            row * s[0] : row * s[0] + d[0] * (weight.size(2) - 1) + 1 : d[0],
            column * s[1] : column * s[1] + d[1] * (weight.size(3) - 1) + 1 : d[1],
        ]
        products = weight.reshape(self.groups, weight.size(0) // self.groups, -1) * patch.reshape(self.groups, 1, -1)
        expected = products.sum(2).flatten()
        return bool((y[b - 1, :, row, column] - expected).abs().max() <= 1e-3 * expected.abs().max())

    def weight_for(self, x: Tensor) -> Tensor:
        return self.weight if x.size(0) == 1 else self.weight_for_batches

    def forward(self, x: Tensor) -> Tensor:
        return torch.ops.mkldnn._convolution_pointwise(
            x,
            self.weight_for(x),
            self.bias,
            self.padding,
            self.stride,
            self.dilation,
            self.groups,
            self.activation,
            [],
            self.algorithm,
        )


class FusedConvBounded(FusedConv):
    """A convolution whose activation takes numbers, such as bounds."""

    def forward(self, x: Tensor) -> Tensor:
        scalars: List[Optional[number]] = []  # noqa: F821, TorchScript's name of the type
        for scalar in self.scalars:
            scalars.append(scalar)
        return torch.ops.mkldnn._convolution_pointwise(
            x,
            self.weight_for(x),
            self.bias,
            self.padding,
            self.stride,
            self.dilation,
            self.groups,
            self.activation,
            scalars,
            self.algorithm,
        )


class FusedConvAdd(FusedConv):
    """The convolution that ends a residual branch: its result and the shortcut are added before the activation."""

    def forward(self, x: Tensor, shortcut: Tensor) -> Tensor:
        unary: Optional[str] = None
        if self.activation != "none":
            unary = self.activation
        return torch.ops.mkldnn._convolution_pointwise(
            x,
            shortcut,
            self.weight_for(x),
            self.bias,
            self.padding,
            self.stride,
            self.dilation,
            self.groups,
            "add",
            None,
            unary,
            [],
            None,
        )


class SqueezeExcite(nn.Module):
    """Scales the channels of x by what two small layers make of their means.

    The layers see one pixel an image: they are products with a matrix. The first takes the sum of a channel's pixels,
    whose division is in the weights. With `in_place` it writes to x: that is what the convolution before it gave, and
    nobody else has it.
    """

    in_place: Final[bool]

    def __init__(self, found: Squeeze, in_place: bool) -> None:
        super().__init__()
        self.squeeze = weight_of(found.squeeze).t().contiguous() / found.pixels
        self.squeeze_bias = _bias_of(found.squeeze, self.squeeze)
        self.excite = weight_of(found.excite).t().contiguous()
        self.excite_bias = _bias_of(found.excite, self.excite)
        self.activation = _MODULES[found.activation.name](found.activation)
        self.gate = _MODULES[found.gate.name](found.gate)
        self.in_place = in_place

    def forward(self, x: Tensor) -> Tensor:
        squeezed = self.activation(torch.addmm(self.squeeze_bias, x.sum([2, 3]), self.squeeze))
        scale = self.gate(torch.addmm(self.excite_bias, squeezed, self.excite)).view(x.size(0), x.size(1), 1, 1)
        if self.in_place:
            return x.mul_(scale)
        return x * scale


_MODULES: Dict[str, Callable[[Activation], nn.Module]] = {
    "relu": lambda _: nn.ReLU(),
    "swish": lambda _: nn.SiLU(),
    "hardswish": lambda _: nn.Hardswish(),
    "sigmoid": lambda _: nn.Sigmoid(),
    "hardsigmoid": lambda _: nn.Hardsigmoid(),
    "tanh": lambda _: nn.Tanh(),
    "hardtanh": lambda found: nn.Hardtanh(*found.scalars),
    "leaky_relu": lambda found: nn.LeakyReLU(*found.scalars),
    "gelu": lambda found: nn.GELU(found.algorithm),
}


def _bias_of(layer: nn.Module, weight: Tensor) -> Tensor:
    return torch.zeros(weight.size(1)) if layer.bias is None else layer.bias.detach()


def fused(conv: nn.Conv2d, input_size: List[int], activation: Activation | None, with_sum: bool) -> FusedConv:
    """The kernel of a convolution with what follows it; see FUSED and FUSED_WITH_SUM."""
    if with_sum:
        return FusedConvAdd(conv, input_size, activation)
    numbers = activation is not None and activation.scalars
    return (FusedConvBounded if numbers else FusedConv)(conv, input_size, activation)
