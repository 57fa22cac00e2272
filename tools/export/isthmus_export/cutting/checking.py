"""Compares the chain of units, as it was written, with the network as a whole."""

import io
from pathlib import Path
from typing import Any, Callable, Sequence

import torch
from torch import Tensor, nn

from .. import candidates, onnxform
from ..candidates import Rule
from ..compiling import compiled
from ..errors import ExportError, printable
from ..tensors import Tensors, several
from .outputs import parts

# Of the largest output: what the order of additions may make of 32-bit floats.
TOLERANCE = 1e-4
Rules = Sequence[Rule | None]


@torch.no_grad()
def check(
    names: list[str],
    files: list[Path],
    whole: nn.Module,
    eager: Callable[[Tensor], Any],
    images: Tensor,
    rules: Rules = (),
) -> None:
    """Raises ExportError unless the units in `files` give what the network gives for two `images`, uint8 [2,3,H,W].

    Bit for bit what `whole`, the network in one unit, gives in the same form, wherever the chain is cut: after the wire
    tensors lie in plain order. And within TOLERANCE of `eager`, PyTorch's own run, for one image as for two. `rules`
    are those of the outputs that are candidates for detections, None for others.
    """
    expected = dict(parts(eager(images)))
    for name, tensor in expected.items():
        if not tensor.isfinite().all():
            what = f" in output {printable(name)!r}" if name else ""
            raise ExportError(f"the network gives values that are not finite numbers for plain images{what}")
    for (name, tensor), rule in zip(expected.items(), rules):
        if rule is not None:
            candidates.require_sound(f"output {printable(name)!r}" if name else "the output", tensor, rule)
    chain = [torch.jit.load(str(file)) for file in files]
    outputs = _through(names, chain, images)
    if len(chain) > 1:
        alone = several(_loaded(compiled(whole, (images,))[0])(images))
        if not _same(outputs, alone):
            raise ExportError(
                f"the units give other bits than the network in one, although each is deterministic{_HINT}"
            )
    _require_near(outputs, expected, "the units", rules)
    first = {name: tensor[:1] for name, tensor in expected.items()}
    _require_near(_through(names, chain, images[:1]), first, "for one image alone the units", rules)


@torch.no_grad()
def check_onnx(
    names: list[str], files: list[Path], eager: Callable[[Tensor], Any], images: Tensor, rules: Rules = ()
) -> None:
    """Raises ExportError unless ONNX Runtime gives what the network gives, within TOLERANCE, for two images and for one.

    Does nothing where Python has no ONNX Runtime.
    """
    if not onnxform.can_run():
        return
    for count, who in ((len(images), "the units in the form onnx"), (1, "for one image alone those in the form onnx")):
        given = onnxform.run(names, files, images[:count])
        _require_near(given, dict(parts(eager(images[:count]))), who, rules)


_HINT = "; the network may draw random numbers, or keep something from one call to the next"


def _through(names: list[str], chain: list[torch.jit.ScriptModule], images: Tensor) -> Tensors:
    tensors: Tensors = (images,)
    for name, unit in zip(names, chain):
        before = tuple(x.clone(memory_format=torch.contiguous_format) for x in tensors)
        handed_on = several(unit(*tensors))
        if not _same(tensors, before):
            raise ExportError(f"unit {name} writes to its input")
        if not _same(several(unit(*before)), handed_on):
            raise ExportError(f"unit {name} gives other bits for an input that comes over the wire{_HINT}")
        tensors = handed_on
    return tensors


def difference(given: Tensor, expected: Tensor, rule: Rule | None = None) -> float:
    """The largest difference, as a share of the largest value; of candidates from those that they resemble."""
    if rule is not None:
        return candidates.difference(given, expected, TOLERANCE)
    return float((given - expected).abs().max() / expected.abs().max().clamp_min(1e-12))


def _require_near(given: Tensors, expected: dict[str, Tensor], who: str, rules: Rules) -> None:
    for tensor, (name, wanted), rule in zip(given, expected.items(), [*rules, *[None] * len(given)]):
        where = f" in output {printable(name)!r}" if name else ""
        if tensor.shape != wanted.shape:
            raise ExportError(f"{who} give {list(tensor.shape)} and the network {list(wanted.shape)}{where}")
        apart = difference(tensor, wanted, rule)
        if not apart <= TOLERANCE:
            raise ExportError(
                f"{who} differ from the network by {apart:.1e} of its largest output{where}, {TOLERANCE:.0e} at"
                " most are allowed: code that looks at its input's type or keeps state cannot be traced"
            )


def _same(some: Tensors, others: Tensors) -> bool:
    return len(some) == len(others) and all(map(same_bits, some, others))


def same_bits(a: Tensor, b: Tensor) -> bool:
    """Whether two tensors are of one shape and type, and equal bit for bit."""
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype == torch.float32:
        a, b = a.contiguous().view(torch.int32), b.contiguous().view(torch.int32)
    return torch.equal(a, b)


def _loaded(data: bytes) -> torch.jit.ScriptModule:
    return torch.jit.load(io.BytesIO(data))
