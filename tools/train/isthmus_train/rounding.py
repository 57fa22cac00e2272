"""Weights of few values for each output channel, so that a package of them is small when it is packed.

Batch norm is folded first, since the exporter folds it too: what it folded would have other values in every channel.
Steps are powers of two. The lower half of each float32 is zero then, which packs well.
"""

from typing import Iterator

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

_WIDE_LEVELS, _NARROW_LEVELS = 5, 63  # on either side of zero
_WIDE = 4096  # parameters: what has fewer is not worth packing


@torch.no_grad()
def fold(model: nn.Module) -> None:
    """Moves every batch norm of `model` into the convolution before it; what is left of it is the identity."""
    for conv, norm in list(_pairs(model)):
        _fold(conv, norm)


def _pairs(model: nn.Module) -> Iterator[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    for parent in model.modules():
        before = None
        for child in parent.children():
            if isinstance(child, nn.BatchNorm2d):
                yield before, child
            before = child


def _fold(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    scale = _scale(norm)
    conv.weight.mul_(scale.view(-1, 1, 1, 1))
    norm.bias.sub_(norm.running_mean * scale)
    norm.running_mean.zero_()
    norm.running_var.fill_(1 - norm.eps)
    norm.weight.fill_(1)


class Rounded(nn.Module):
    """The weights, rounded; their gradient goes through as if they were not (straight-through estimator).

    A convolution before a batch norm is rounded as it will be once that is folded into it.
    """

    _LASTS = 20  # trainings for which steps, once chosen, stay

    def __init__(self, levels: int, norm: nn.BatchNorm2d | None) -> None:
        super().__init__()
        self.levels = levels
        self.norm = (norm,)  # a tuple: no submodule
        self.steps: Tensor | None = None
        self.age = 0

    def forward(self, weight: Tensor) -> Tensor:
        with torch.no_grad():
            scale = _scale(self.norm[0]) if self.norm[0] is not None else torch.ones(len(weight))
            scale = scale.view(-1, *(1,) * (weight.dim() - 1))
            folded = weight * scale
            if self.steps is None or self.age % self._LASTS == 0:
                self.steps = steps(folded, self.levels)
            self.age += 1
            change = _on(folded, self.steps, self.levels).div_(scale).sub_(weight)
        return weight + change


def _scale(norm: nn.BatchNorm2d) -> Tensor:
    """What a channel is multiplied by when `norm` is folded: 0 never, since a weight is divided by it."""
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    return torch.where(scale.abs() < 1e-6, torch.full_like(scale, 1e-6), scale)


@torch.no_grad()
def rounded(weight: Tensor, levels: int) -> Tensor:
    """`weight` [O,...] as k·2^e with |k| <= `levels`; of each channel's steps the one with the least squared error."""
    return _on(weight, steps(weight, levels), levels)


def _on(weight: Tensor, step: Tensor, levels: int) -> Tensor:
    step = step.view(-1, *(1,) * (weight.dim() - 1))
    return (weight / step).round_().clamp_(-levels, levels).mul_(step)


@torch.no_grad()
def steps(weight: Tensor, levels: int) -> Tensor:
    """The step [O] of each channel: a power of two."""
    rows = weight.flatten(1)
    coarsest = torch.exp2(torch.ceil(torch.log2(rows.abs().amax(1).clamp_min(1e-12) / levels)))
    candidates = [coarsest / 2**finer for finer in range(4)]
    errors = torch.stack([(_on(rows, step, levels) - rows).square().sum(1) for step in candidates])
    return torch.stack(candidates).gather(0, errors.argmin(0, keepdim=True))[0]


def attach(model: nn.Module) -> None:
    """Makes every convolution and linear layer of `model` compute with rounded weights."""
    norms = {before: child for before, child in _pairs(model)}
    for module in list(model.modules()):
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            wide = module.weight.numel() >= _WIDE and module.weight[0].numel() > 25
            rounding = Rounded(_WIDE_LEVELS if wide else _NARROW_LEVELS, norms.get(module))
            parametrize.register_parametrization(module, "weight", rounding, unsafe=True)


def detach(model: nn.Module) -> None:
    """Gives every layer the weights back that it had been trained with before they were rounded."""
    for module in list(model.modules()):
        if parametrize.is_parametrized(module):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=False)


def bake(model: nn.Module) -> None:
    """Replaces the weights by their rounded values, for good."""
    for module in list(model.modules()):
        if parametrize.is_parametrized(module):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=True)
