"""The fused form of any unit: what oneDNN computes in one call becomes one, and weights are packed when it is loaded."""

from pathlib import Path
from typing import Iterable

import torch
from torch import fx, nn

from ..plain import with_products
from ..tensors import Tensors, several
from . import operators
from .rewriting import Rewriting, divides_by_zero, is_fusable

__all__ = ["divides_by_zero", "fuse", "is_fused", "pays"]

# Of a network's convolutions: what has to be pointwise, depthwise or grouped, or have a shortcut added. Others are
# computed by the same kernels in both forms.
_ENOUGH = 0.25
_CALL = b"mkldnn._convolution_pointwise"
_TOLERANCE = 1e-4  # of the largest value


def fuse(unit: nn.Module, examples: Tensors, outputs: Tensors) -> torch.jit.ScriptModule | None:
    """The fused form of a unit in evaluation mode whose batch norms are folded. It changes `unit`.

    `examples` are inputs of it for several images, and `outputs` what it gives for them. It is one graph: the services
    run it without optimisation, where every call of a module inside would cost some microseconds. None where nothing
    can be fused, or where the fused unit gives other values for several images, or for one in the other memory layout.
    """
    one = tuple(_laid_out_anew(x[:1]) for x in examples)
    parts = [part for part in unit.modules() if isinstance(part, fx.GraphModule)]
    inputs, expected = _run(unit, parts, one)
    if not sum(Rewriting(part, inputs[part]).run() for part in parts if part in inputs):
        return None
    with_products(unit)
    script = torch.jit.trace(unit.eval(), examples, check_trace=False)
    torch._C._jit_pass_inline(script.graph)
    same = _near(_given(script, examples), outputs) and _near(_given(script, one), expected)
    return script if same else None


def pays(units: Iterable[nn.Module]) -> bool:
    """Whether a network of these units is faster in the fused form: docs/kernels.md has the figures."""
    units = list(units)
    convolutions = [m for unit in units for m in unit.modules() if type(m) is nn.Conv2d]
    better = [conv for conv in convolutions if is_fusable(conv) and (conv.groups > 1 or conv.kernel_size == (1, 1))]
    shortcuts = sum(_shortcuts(unit) for unit in units if isinstance(unit, fx.GraphModule))
    return bool(convolutions) and len(better) + shortcuts >= _ENOUGH * len(convolutions)


def _shortcuts(part: fx.GraphModule) -> int:
    """How many convolutions, or batch norms behind them, have a shortcut added."""
    sums = [both for node in part.graph.nodes if (both := operators.summands(node)) is not None]
    return sum(any(isinstance(operators.module_of(n, part), (nn.Conv2d, nn.BatchNorm2d)) for n in both) for both in sums)


def is_fused(file: Path) -> bool:
    """Whether a unit that was written calls oneDNN's operators; the code in its file is not compressed."""
    return _CALL in file.read_bytes()


def _laid_out_anew(x: torch.Tensor) -> torch.Tensor:
    if x.dim() != 4 or not x.is_contiguous():
        return x.contiguous()
    return x.contiguous(memory_format=torch.channels_last)


def _run(
    unit: nn.Module, parts: list[fx.GraphModule], inputs: Tensors
) -> tuple[dict[fx.GraphModule, Tensors], Tensors]:
    """What the traced parts of a unit are given for its `inputs`, and what the unit gives."""
    seen: dict[fx.GraphModule, Tensors] = {}

    def note(part: fx.GraphModule, given: Tensors) -> None:
        seen[part] = given

    hooks = [part.register_forward_pre_hook(note) for part in parts]
    outputs = _given(unit, inputs)
    for hook in hooks:
        hook.remove()
    return seen, outputs


def _given(unit: nn.Module, inputs: Tensors) -> Tensors:
    return several(unit(*(x.clone() for x in inputs)))


def _near(given: Tensors, expected: Tensors) -> bool:
    if len(given) != len(expected):
        return False
    for some, other in zip(given, expected):
        if some.shape != other.shape:
            return False
        if not (some - other).abs().max() <= _TOLERANCE * other.abs().max().clamp_min(1e-12):
            return False
    return True
