"""Compiles units to one of their forms."""

import copy
from typing import Sequence

import torch
from torch import Tensor, fx, nn

from . import torchscript
from .folding import fold
from .fusing import fuse
from .onnxform import to_onnx, with_sizes
from .plain import plain
from .tensors import Tensors, in_order, one_or_several, several
from .units import unit


# Of a unit's inputs and of its outputs.
Names = tuple[Sequence[str], Sequence[str]]


class _Apart(nn.Module):
    """A traced unit that would write to its inputs, or hand on parts of them: it works on copies, and gives such."""

    def __init__(self, body: nn.Module, examples: Tensors) -> None:
        super().__init__()
        self.body = body
        self.writes, self.shared = _sharing(body, examples)

    def forward(self, *tensors: Tensor) -> Tensor | Tensors:
        given = several(self.body(*(tensor.clone() if self.writes else tensor for tensor in tensors)))
        return one_or_several(tuple(_copied(t) if shared else t for t, shared in zip(given, self.shared)))


def _copied(tensor: Tensor) -> Tensor:
    return tensor.clone() if in_order(tensor) else tensor.clone(memory_format=torch.contiguous_format)


def _sharing(body: nn.Module, examples: Tensors) -> tuple[bool, list[bool]]:
    """Whether a unit writes to its inputs; and which outputs share memory with others, or lie in no order."""
    inputs = [example.clone() for example in examples]
    versions = [x._version for x in inputs]
    places = {x.storage().data_ptr() for x in inputs}
    shared = []
    for output in several(body(*inputs)):
        place = output.storage().data_ptr()
        shared.append(place in places or not in_order(output))
        places.add(place)
    return versions != [x._version for x in inputs], shared


def folded(module: nn.Module, examples: Tensors) -> nn.Module:
    """A copy of a unit, as `split` or the cutter gave it, that is ready to be compiled.

    `examples` are outputs of the unit before.
    """
    whole = unit(fold(copy.deepcopy(module)), examples).eval()
    if not any(isinstance(part, fx.GraphModule) for part in whole.modules()):
        return whole
    apart = _Apart(whole, examples)
    return apart if apart.writes or any(apart.shared) else whole


@torch.no_grad()
def compiled(
    module: nn.Module, examples: Tensors, form: str = "portable", names: Names = ((), ())
) -> tuple[bytes, Tensors]:
    """A unit as the bytes of a file, and its outputs for `examples`, outputs of the unit before.

    The form `portable` is TorchScript of plain operators; `onednn` calls oneDNN's fused ones, and is the portable form
    of a unit that has nothing to fuse; `onnx` is a graph whose inputs and outputs have these `names`. `module` stays as it is. Raises ExportError where ONNX has no form for it.
    """
    torchscript.forget_classes()
    whole = folded(module, examples)
    outputs = several(whole(*examples))
    if form == "onnx":
        copied = whole.shared if isinstance(whole, _Apart) else [False] * len(outputs)
        return with_sizes(to_onnx(whole, examples, copied, names), outputs), outputs
    script = _fused(whole, examples, outputs) if form == "onednn" else None
    if script is None:
        torchscript.forget_classes()
        script = plain(whole if form == "portable" else folded(module, examples), examples)
    return torchscript.to_bytes(script), outputs


def _fused(whole: nn.Module, examples: Tensors, outputs: Tensors) -> torch.jit.ScriptModule | None:
    """The fused form of a unit; None where it has none, so that the portable one has to stand in its place."""
    try:
        return fuse(whole, examples, outputs)
    except (RuntimeError, TypeError, ValueError):  # PyTorch's, on what it cannot script or trace
        return None
