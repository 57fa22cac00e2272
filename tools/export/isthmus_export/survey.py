"""Prints which networks of torchvision's for classes and masks can be exported, where they are cut, and why not.

tools/export/survey.py [NAME…] [--size PIXELS]

One line for each network, as soon as it is known; NAMEs take up again where a run has ended. Weights are random, cuts
are those of the automatic cutter also where a chain is written by hand, and every package is written, loaded and
compared as `export` does it.
"""

import argparse
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path

import torch
import torchvision.models as zoo

from . import cutting, export, networks, outputs, package
from .errors import ExportError
from .models import NAMES, SEGMENTATION, Spec, find
from .presets import Wishes, choose

_USEFUL = 0.05  # of the work has to be left behind a cut
_HEADINGS = (
    "network", "input", "result", "cuts", "of several tensors", "places", "compressive", "largest unit",
    "narrowest useful cut, bytes", "equal",
)  # fmt: skip


def row(spec: Spec) -> list[str]:
    """What the table says of one network; its weights are drawn and calibrated."""
    size = "x".join(map(str, spec.transform.size))
    try:
        # A name that no chain is known for, so that the weights are drawn as for a network that is cut by itself.
        model = export.seeded(replace(spec, name=f"{spec.name} by itself"), 0, compressible=False)
        found = cutting.cut(model, (3, *spec.transform.size))
        _write(model, spec, found)
    except (ExportError, RuntimeError) as error:
        return [spec.name, size, f"refused: {str(error).splitlines()[0]}", *[""] * (len(_HEADINGS) - 3)]
    useful = [cut for cut in found.cuts if 1 - cut.work >= _USEFUL]
    narrowest = min(useful, key=lambda cut: cut.elements, default=None)
    bytes_ = f"{4 * narrowest.elements} of {found.input_elements}" if narrowest else ""
    several = sum(cut.tensors > 1 for cut in found.cuts)
    counts = (len(found.cuts), several, len(found.candidates), len(found.compressive()))
    ends = [0.0, *(cut.work for cut in found.cuts), 1.0]
    largest = f"{max(b - a for a, b in zip(ends, ends[1:])):.0%} of the work"
    equal = "every cut" if found.cuts else "one unit"
    return [spec.name, size, "exported", *map(str, counts), largest, bytes_, equal]


def _write(model: torch.nn.Module, spec: Spec, found: cutting.Cutting) -> None:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = outputs.described(found.outputs, {}, spec.labels)
        package.write(networks.found(model, spec, found, given, ("portable",)), Path(folder) / "package")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="networks; all of torchvision's if none is given")
    parser.add_argument("--size", type=int, metavar="PIXELS", help="height and width of the input (as published)")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    for line in (_HEADINGS, ["---"] * len(_HEADINGS)):
        print(f"| {' | '.join(line)} |", flush=True)
    for name in options.names or [*zoo.list_models(module=zoo), *SEGMENTATION]:
        spec = find(name)
        spec = replace(spec, transform=choose(spec, Wishes(size=options.size)).transform)
        print(f"| {' | '.join(row(spec))} |", flush=True)
    return 0
