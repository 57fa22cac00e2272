"""The portable form of a unit: PyTorch's plain operators only, traced and frozen."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class PointwiseProduct(nn.Module):
    """A 1x1 convolution of a channels-last tensor as what it is, a product with a matrix.

    As a convolution it would go through oneDNN, where libtorch has one: version 3.7.1 of that loses some of its weights.
    """

    def __init__(self, conv: nn.Conv2d) -> None:
        super().__init__()
        self.weight = nn.Parameter(conv.weight.detach().flatten(1))
        self.bias = conv.bias
        self.stride = conv.stride

    def forward(self, x: Tensor) -> Tensor:
        pixels = x[:, :, :: self.stride[0], :: self.stride[1]].permute(0, 2, 3, 1)
        return F.linear(pixels, self.weight, self.bias).permute(0, 3, 1, 2)


def plain(unit: nn.Module, examples: tuple[Tensor, ...]) -> torch.jit.ScriptModule:
    """The portable form of a unit in evaluation mode whose batch norms are folded. It changes `unit`.

    `examples` are inputs of it.
    """
    with_products(unit)
    return torch.jit.freeze(torch.jit.trace(unit.eval(), examples, check_trace=False))


def with_products(unit: nn.Module) -> None:
    """Puts products of matrices in the place of the 1x1 convolutions of a unit."""
    for parent in list(unit.modules()):
        for name, child in list(parent.named_children()):
            if is_product(child):
                setattr(parent, name, PointwiseProduct(child))


def is_product(module: nn.Module) -> bool:
    """Whether a module is a 1x1 convolution that PointwiseProduct can take the place of."""
    if type(module) is not nn.Conv2d or module._forward_pre_hooks or module._forward_hooks:
        return False
    return module.kernel_size == (1, 1) and module.groups == 1 and module.padding in ((0, 0), "same", "valid")
