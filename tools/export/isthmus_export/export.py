"""One export, from a name to a package."""

import sys
import warnings
from pathlib import Path

import torch
from torch import nn
from tqdm import tqdm

from . import package, weights
from .errors import ExportError
from .models import FUSED, NAMES, Spec, find, resized
from .units import split

__all__ = ["NAMES", "run", "seeded"]


def run(
    name: str,
    out: Path,
    weights_file: Path | None,
    seed: int,
    compressible: bool,
    portable: bool = False,
    size: int | None = None,
) -> str:
    """Exports the network `name` to `out` and returns one line that sums it up. Raises ExportError.

    `size` is the height and width of its input in pixels, where it is not to be the network's own.
    """
    spec = find(name, weights_file.name if weights_file else None)
    if size is not None:
        spec = resized(spec, size)
        _require_fits(spec)
    package.check_target(out)
    classes = len(spec.labels)
    if weights_file:
        state = weights.read(weights_file)
        model = spec.build(classes)
        if weights.classes_of(state, model) != classes:
            classes = weights.classes_of(state, model)
            model = spec.build(classes)
        weights.load(model, state, str(weights_file))
        description = f"{name} with the weights of {weights_file.name}."
    else:
        model = seeded(spec, seed, compressible)
        values = "two values per channel, " if compressible else ""
        description = (
            f"{name} with random weights ({values}seed {seed}), calibrated on synthetic images:"
            " its class names mean nothing."
        )
    model.eval()
    units = len(split(model, spec.transform))
    plain = portable or name not in FUSED
    with _bar(units, "writing") as bar, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's, on what freezing removes anyway
        fingerprint = package.write(model, spec, classes, description, out, lambda _: bar.update(), plain)
    files = [out] if out.is_file() else [p for p in out.rglob("*") if p.is_file()]
    written = sum(p.stat().st_size for p in files)
    return f"{name}: {units} units, {written / 1e6:.2f} MB, fingerprint {fingerprint}"


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
