"""Compiles units to TorchScript in one of their forms."""

import copy

import torch
from torch import Tensor, fx, nn

from . import torchscript
from .folding import fold
from .fusing import fuse
from .plain import plain
from .units import unit


class _Apart(nn.Module):
    """A traced unit that would write to its input, or hand on a part of it: it works on a copy, and gives one."""

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        return self.body(x.clone()).contiguous()


@torch.no_grad()
def compiled(module: nn.Module, example: Tensor, portable: bool) -> tuple[bytes, Tensor]:
    """A unit as TorchScript bytes, and its output for `example`, an output of the unit before.

    With `portable` it calls plain operators only, without it oneDNN. `module` stays as it is.
    """
    torchscript.forget_classes()
    whole = unit(fold(copy.deepcopy(module)), example).eval()
    if any(isinstance(part, fx.GraphModule) for part in whole.modules()) and not _keeps_apart(whole, example):
        whole = _Apart(whole)
    output = whole(example)
    script = plain(whole, example) if portable else fuse(whole, example)
    return torchscript.to_bytes(script), output


def _keeps_apart(whole: nn.Module, example: Tensor) -> bool:
    """Whether a unit leaves its input alone and gives a tensor in memory of its own, in one of the two orders."""
    x = example.clone()
    version = x._version
    output = whole(x)
    apart = output.storage().data_ptr() != x.storage().data_ptr() and x._version == version
    in_order = output.is_contiguous() or (output.dim() == 4 and output.is_contiguous(memory_format=torch.channels_last))
    return apart and in_order
