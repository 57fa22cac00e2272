"""One export, from a name to a package."""

import sys
import warnings
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable

import torch
from torch import nn
from tqdm import tqdm

from . import archive, checkpoint, labels, loading, package, presets, weights
from .errors import ExportError
from .models import FUSED, NAMES, Spec, find
from .pictures import Treatment
from .presets import Wishes
from .units import split

__all__ = ["NAMES", "Job", "run", "seeded"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """What to export: the network `model`, to `out`, by the name `name`, with the weights of a file or of a seed."""

    model: str
    out: Path
    name: str
    weights: Path | None = None
    key: str | None = None
    labels: Path | None = None
    seed: int = 0
    compressible: bool = False
    portable: bool = False
    wishes: Wishes = field(default_factory=Wishes)
    treatment: Treatment = field(default_factory=Treatment)


def run(job: Job, say: Say) -> str:
    """Exports a network and returns one line that sums it up.

    Calls `say` with what was chosen, once nothing can be refused any more. Raises ExportError.
    """
    spec = find(job.model)
    package.check_target(job.out)
    names = labels.read(job.labels) if job.labels else None
    content = archive.load(job.weights) if job.weights else None
    choice = presets.choose(spec, job.wishes, job.weights, checkpoint.arguments_of(content))
    spec = replace(spec, transform=choice.transform)
    if job.wishes.size or job.wishes.crop:
        _require_fits(spec)
    model, classes, notes = _loaded(spec, job, content) if job.weights else (None, len(spec.labels), [])
    if job.labels and names is not None:
        labels.require_count(job.labels, names, classes)
    for note in (f"images: {choice} ({choice.reason})", *notes, *_about_labels(spec, classes, job)):
        say(note)
    if model is None:
        model = seeded(spec, job.seed, job.compressible)
    if job.wishes.mean or job.wishes.std:
        _without_own_normalisation(model, say)
    if names is None:
        names = spec.labels if classes == len(spec.labels) else ()
    spec = replace(spec, name=job.name, labels=names)
    return _write(model, spec, classes, _description(job, choice), job)


def _loaded(spec: Spec, job: Job, content: object) -> tuple[nn.Module, int, list[str]]:
    """The network with the weights of a file, for as many classes as they have, and what was done to them."""
    assert job.weights
    model = spec.build(len(spec.labels))
    chosen = loading.choose(content, model, job.weights, job.key)
    classes = loading.classes_of(chosen.tensors, model)
    if classes != len(spec.labels):
        model = spec.build(classes)
    converted = loading.load(model, chosen, job.weights)
    return model, classes, [f"weights: {note}" for note in (*chosen.notes, *converted)]


def _about_labels(spec: Spec, classes: int, job: Job) -> list[str]:
    if job.labels or not job.weights:
        return []
    if classes != len(spec.labels):
        return [f"labels: none for these {classes} classes; --labels FILE gives them names"]
    return [f"labels: ImageNet's, since there are {classes} classes; --labels FILE gives them others"]


def _without_own_normalisation(model: nn.Module, say: Say) -> None:
    """What --mean and --std say is all that is done: Inception would normalise once more."""
    if getattr(model, "transform_input", False):
        model.transform_input = False
        say("images: the network's own transform_input is left out, since --mean or --std was given")


def _description(job: Job, choice: presets.Choice) -> str:
    if job.weights:
        return f"{job.model} with the weights of {job.weights.name}; {choice}."
    values = "two values per channel, " if job.compressible else ""
    return (
        f"{job.model} with random weights ({values}seed {job.seed}), calibrated on synthetic images:"
        " its class names mean nothing."
    )


def _write(model: nn.Module, spec: Spec, classes: int, description: str, job: Job) -> str:
    model.eval()
    units = len(split(model, spec.transform))
    plain = job.portable or job.model not in FUSED
    with _bar(units, "writing") as bar, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's, on what freezing removes anyway
        fingerprint = package.write(
            model, spec, classes, description, job.out, lambda _: bar.update(), plain, job.treatment
        )
    files = [job.out] if job.out.is_file() else [p for p in job.out.rglob("*") if p.is_file()]
    written = sum(p.stat().st_size for p in files)
    return f"{spec.name}: {units} units, {written / 1e6:.2f} MB, fingerprint {fingerprint}"


def _require_fits(spec: Spec) -> None:
    size = spec.transform.crop
    try:
        with torch.no_grad():
            spec.build(len(spec.labels)).eval()(torch.zeros(1, 3, size, size))
    except RuntimeError as error:
        raise ExportError(f"{spec.name} does not work on images of {size} pixels") from error


def seeded(spec: Spec, seed: int, compressible: bool) -> nn.Module:
    """The network of `spec` with weights drawn from `seed` and calibrated, in evaluation mode."""
    model = spec.build(len(spec.labels))
    chain = split(model, spec.transform)
    with weights.reproducible(), _bar(len(chain), "calibrating") as bar:
        weights.draw(model, seed, compressible)
        weights.calibrate(chain, spec.transform.crop, seed, lambda _: bar.update())
    return model.eval()


def _bar(total: int, what: str) -> tqdm:
    return tqdm(total=total, desc=what, unit="unit", leave=False, file=sys.stderr)
