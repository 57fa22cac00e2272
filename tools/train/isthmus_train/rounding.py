"""Weights of few values for each output channel, so that a package of them is small when it is packed.

Batch norm is folded first, since the exporter folds it too: what it folded would have other values in every channel.
Steps are powers of two. The lower half of each float32 is zero then, which packs well.
"""

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

_WIDE_LEVELS, _NARROW_LEVELS = 5, 63  # on either side of zero
_WIDE = 4096  # parameters: what has fewer is not worth packing


@torch.no_grad()
def fold(model: nn.Module) -> None:
    """Moves every batch norm of `model` into the convolution before it; what is left of it is the identity."""
    for parent in list(model.modules()):
        before = None
        for child in parent.children():
            if isinstance(child, nn.BatchNorm2d):
                _fold(before, child)
            before = child


def _fold(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    conv.weight.mul_(scale.view(-1, 1, 1, 1))
    norm.bias.sub_(norm.running_mean * scale)
    norm.running_mean.zero_()
    norm.running_var.fill_(1 - norm.eps)
    norm.weight.fill_(1)


class Rounded(nn.Module):
    """The weights, rounded; their gradient goes through as if they were not (straight-through estimator)."""

    def __init__(self, levels: int) -> None:
        super().__init__()
        self.levels = levels

    def forward(self, weight: Tensor) -> Tensor:
        return weight + (rounded(weight, self.levels) - weight).detach()


@torch.no_grad()
def rounded(weight: Tensor, levels: int) -> Tensor:
    """`weight` [O,...] as k·2^e with |k| <= `levels`; of each channel's steps the one with the least squared error."""
    rows = weight.flatten(1)
    largest = rows.abs().amax(1, keepdim=True).clamp_min(1e-12)
    best, error = torch.zeros_like(rows), torch.full_like(largest, torch.inf)
    for finer in range(4):
        step = torch.exp2(torch.ceil(torch.log2(largest / levels)) - finer)
        candidate = (rows / step).round().clamp(-levels, levels) * step
        its_error = (candidate - rows).square().sum(1, keepdim=True)
        best = torch.where(its_error < error, candidate, best)
        error = torch.minimum(error, its_error)
    return best.view_as(weight)


def attach(model: nn.Module) -> None:
    """Makes every convolution and linear layer of `model` compute with rounded weights."""
    for module in list(model.modules()):
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            wide = module.weight.numel() >= _WIDE and module.weight[0].numel() > 25
            parametrize.register_parametrization(
                module, "weight", Rounded(_WIDE_LEVELS if wide else _NARROW_LEVELS), unsafe=True
            )


def bake(model: nn.Module) -> None:
    """Replaces the weights by their rounded values, for good."""
    for module in list(model.modules()):
        if parametrize.is_parametrized(module):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=True)
