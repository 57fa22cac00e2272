"""What passes between units: one tensor or a tuple of several, and how each lies in memory."""

import torch
from torch import Tensor

Tensors = tuple[Tensor, ...]


def several(given: Tensor | Tensors) -> Tensors:
    """What a unit gives, as a tuple: it gives a tensor where that is one."""
    return (given,) if isinstance(given, Tensor) else tuple(given)


def one_or_several(tensors: Tensors) -> Tensor | Tensors:
    """What a unit gives for these tensors."""
    return tensors[0] if len(tensors) == 1 else tensors


def in_order(tensor: Tensor) -> bool:
    """Whether a tensor lies in plain order or channels-last, the two orders in which units hand tensors on."""
    return tensor.is_contiguous() or (tensor.dim() == 4 and tensor.is_contiguous(memory_format=torch.channels_last))
