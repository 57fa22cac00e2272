"""Makes of a network what a package is written from: its units by hand, or as they were found."""

from pathlib import Path

import torch
from torch import nn

from . import cutting, outputs, weights
from .cutting import checking
from .models import Spec
from .outputs import Output
from .package import Check, Network
from .pictures import Treatment
from .units import Chain, Normalise, split


def by_hand(
    model: nn.Module,
    spec: Spec,
    classes: int,
    forms: tuple[str, ...],
    description: str = "",
    treatment: Treatment = Treatment(),
) -> Network:
    """A network whose chain is written by hand, with as many logits as `classes`."""
    chain = split(model.eval(), spec.transform)
    return Network(spec, chain, (1,) * len(chain), outputs.logits(classes), description, forms, treatment)


def found(
    model: nn.Module,
    spec: Spec,
    parts: cutting.Cutting,
    given: tuple[Output, ...],
    forms: tuple[str, ...],
    description: str = "",
    treatment: Treatment = Treatment(),
) -> Network:
    """A network whose units were found. They are compared with the whole before the package appears."""
    crossing = (*(cut.tensors for cut in parts.cuts), len(given))
    check = _check_of(parts, model, spec)
    return Network(spec, _chain_of(parts, spec), crossing, given, description, forms, treatment, check)


def _chain_of(parts: cutting.Cutting, spec: Spec) -> Chain:
    """The units that were found; the first begins with the normalisation."""
    (name, first), *others = parts.units
    return [(name, nn.Sequential(Normalise(spec.transform.mean, spec.transform.std), first)), *others]


def _check_of(parts: cutting.Cutting, model: nn.Module, spec: Spec) -> Check:
    """What compares the files of units with the network, on two images."""
    height, width = spec.transform.size
    normalise = Normalise(spec.transform.mean, spec.transform.std)
    images = weights.synthetic_images(2, max(height, width), seed=1)[:, :, :height, :width].contiguous()
    names = [name for name, _ in parts.units]

    def check(files: list[Path]) -> None:
        whole = nn.Sequential(normalise, parts.whole)
        with weights.reproducible(), torch.no_grad():
            checking.check(names, files, whole, lambda x: model(normalise(x)), images)

    return check
