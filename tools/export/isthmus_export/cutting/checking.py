"""Compares the chain of units, as it was written, with the network as a whole."""

import io
from pathlib import Path
from typing import Callable

import torch
from torch import Tensor, nn

from ..compiling import compiled
from ..errors import ExportError

# Of the largest logit: what the order of additions may make of 32-bit floats.
TOLERANCE = 1e-4


@torch.no_grad()
def check(
    names: list[str], files: list[Path], whole: nn.Module, eager: Callable[[Tensor], Tensor], images: Tensor
) -> None:
    """Raises ExportError unless the units in `files` give what the network gives for two `images`, uint8 [2,3,H,W].

    Bit for bit what `whole`, the network in one unit, gives in the same form, wherever the chain is cut: after the wire
    tensors lie in plain order. And within TOLERANCE of `eager`, PyTorch's own run, for one image as for two.
    """
    expected = eager(images)
    if not expected.isfinite().all():
        raise ExportError("the network gives values that are not finite numbers for plain images")
    chain = [torch.jit.load(str(file)) for file in files]
    logits = _through(names, chain, images)
    if len(chain) > 1 and not same_bits(logits, _loaded(compiled(whole, images, portable=True)[0])(images)):
        raise ExportError(f"the units give other bits than the network in one, although each is deterministic{_HINT}")
    _require_near(logits, expected, "the units")
    _require_near(_through(names, chain, images[:1]), expected[:1], "for one image alone the units")


_HINT = "; the network may draw random numbers, or keep something from one call to the next"


def _through(names: list[str], chain: list[torch.jit.ScriptModule], x: Tensor) -> Tensor:
    for name, unit in zip(names, chain):
        before = x.clone(memory_format=torch.contiguous_format)
        handed_on = unit(x)
        if not same_bits(x, before):
            raise ExportError(f"unit {name} writes to its input")
        if not same_bits(unit(before), handed_on):
            raise ExportError(f"unit {name} gives other bits for an input that comes over the wire{_HINT}")
        x = handed_on
    return x


def _require_near(given: Tensor, expected: Tensor, who: str) -> None:
    if given.shape != expected.shape:
        raise ExportError(f"{who} give {list(given.shape)} and the network {list(expected.shape)}")
    difference = float((given - expected).abs().max() / expected.abs().max().clamp_min(1e-12))
    if not difference <= TOLERANCE:
        raise ExportError(
            f"{who} differ from the network by {difference:.1e} of its largest output, {TOLERANCE:.0e} at most are"
            " allowed: code that looks at its input's type or keeps state cannot be traced"
        )


def same_bits(a: Tensor, b: Tensor) -> bool:
    """Whether two tensors are of one shape and type, and equal bit for bit."""
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype == torch.float32:
        a, b = a.contiguous().view(torch.int32), b.contiguous().view(torch.int32)
    return torch.equal(a, b)


def _loaded(data: bytes) -> torch.jit.ScriptModule:
    return torch.jit.load(io.BytesIO(data))
