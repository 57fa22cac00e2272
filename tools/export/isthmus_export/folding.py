"""Folds batch norm into the convolution before it, and lays weights channels-last."""

import torch
from torch import nn


def fold(module: nn.Module) -> nn.Module:
    """Folds every batch norm of `module` in place, and returns it.

    In all supported networks a batch norm is registered right after the convolution that feeds it.
    Raises ValueError where that does not hold.
    """
    for parent in list(module.modules()):
        conv = None
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.BatchNorm2d):
                if not isinstance(conv, nn.Conv2d):
                    raise ValueError(f"batch norm {name} of {type(parent).__name__} follows no convolution")
                _fold_into(conv, child)
                setattr(parent, name, nn.Identity())
            conv = child
    return module.to(memory_format=torch.channels_last)


@torch.no_grad()
def _fold_into(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    """Gives `conv` the weight and bias that make it equal conv followed by norm."""
    # In double precision, so that folding costs one rounding of each value only.
    scale = norm.weight.double() / (norm.running_var.double() + norm.eps).sqrt()
    bias = torch.zeros_like(norm.running_mean) if conv.bias is None else conv.bias
    shift = norm.bias.double() + (bias.double() - norm.running_mean.double()) * scale
    conv.weight = nn.Parameter((conv.weight.double() * scale.view(-1, 1, 1, 1)).float())
    conv.bias = nn.Parameter(shift.float())
