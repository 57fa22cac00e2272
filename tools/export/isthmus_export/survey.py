"""Tells which networks of torchvision's for classes, masks and boxes can be exported, where they are cut, and why not.

tools/export/survey.py [NAME…] [--size PIXELS] [--out FILE]
tools/export/survey.py --onnx DIR [--out FILE] [--keep FILE]    for ONNX files: onnxsurvey.py

One line for each network, as soon as it is known. With --out they go to the table of a page, which is begun anew where
the file has none; networks that it holds already are not asked for again, so that a run that has ended is taken up.
Weights are random, cuts are those of the automatic cutter also where names are kept, and every package is
written, loaded and compared as `export` does it. Each network has a process of its own, with limits.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path

import torch
import torchvision.models as zoo

from . import cutting, detecting, export, inputs, limits, networks, onnxsurvey, outputs, package, steps, watching
from .cutting import checking
from .cutting.outputs import parts
from .errors import ExportError
from .models import NAMES, SEGMENTATION, Spec, find
from .package import Files
from .presets import Wishes, choose
from .tensors import Tensors, several

_START = Path(__file__).resolve().parents[1] / "survey.py"
_SECONDS = 900  # for one step of one network
_USEFUL = 0.05  # of the work has to be left behind a cut
_HEADINGS = (
    "network", "input", "result", "cuts", "several", "places", "compressive", "largest", "narrowest", "equal bits",
    "PyTorch",
)  # fmt: skip
_WIDTH = 120  # of a line of the page
_PAGE = """# Networks of torchvision

Which networks of the installed torchvision can be exported, where the automatic cutter cuts them, and how their units
compare with the network. `tools/export/survey.py --out docs/networks.md --size {size}` writes the table, the smallest
network first, and takes it up again where it was left. *Input* is the size of the picture: the published one where a
network takes no other. Weights are random.

- *cuts*: between units, of the *places* where a cut is possible; *several* of them have several tensors, *compressive*
  are those of Eq. 3.
- *largest*: the share of the multiplications that the largest unit has.
- *narrowest*: bytes of the float32 tensors at the narrowest cut that leaves 5 % of the work behind it, of the bytes of
  the input.
- *equal bits*: cut at every place, and as one unit, the answers are the same bit for bit.
- *PyTorch*: the largest difference from the network's own answers, as a share of the largest; 1e-4 is allowed.

"""


def row(spec: Spec) -> list[str]:
    """What the table says of one network; its weights are drawn and calibrated."""
    size = "x".join(map(str, spec.transform.size))
    try:
        model = export.seeded(spec, 0, compressible=False)
        steps.say(f"tracing {spec.name}")
        found = cutting.cut(model, (3, *spec.transform.size))
        difference = _written(model, spec, found)
    except (ExportError, RuntimeError, AssertionError, ValueError) as error:
        return _refused(spec.name, size, (str(error).splitlines() or [type(error).__name__])[0])
    useful = [cut for cut in found.cuts if 1 - cut.work >= _USEFUL]
    narrowest = min(useful, key=lambda cut: cut.elements, default=None)
    bytes_ = f"{4 * narrowest.elements} of {found.input_elements}" if narrowest else ""
    crossing = sum(cut.tensors > 1 for cut in found.cuts)
    counts = (len(found.cuts), crossing, len(found.candidates), len(found.compressive()))
    ends = [0.0, *(cut.work for cut in found.cuts), 1.0]
    largest = f"{max(b - a for a, b in zip(ends, ends[1:])):.0%}"
    equal = "every cut" if found.cuts else "one unit"
    return [spec.name, size, "exported", *map(str, counts), largest, bytes_, equal, f"{difference:.0e}"]


def _refused(name: str, size: str, reason: str) -> list[str]:
    around = sum(map(len, (name, size, "refused: "))) + 3 * len(_HEADINGS) + 1
    reason = reason.replace("|", "/")
    short = reason if len(reason) + around <= _WIDTH else reason[: _WIDTH - around - 1] + "…"
    return [name, size, f"refused: {short}", *[""] * (len(_HEADINGS) - 3)]


def _written(model: torch.nn.Module, spec: Spec, found: cutting.Cutting) -> float:
    """Writes the package, which compares its units with the network, and returns how far they are from it."""
    detector = isinstance(model, detecting.Detector)
    given = outputs.described(
        found.outputs, {"": "detections"} if detector else {}, spec.labels, model.rule if detector else None
    )
    network = networks.found(model, spec, found, given, ("portable",))
    differences: list[float] = []

    def check(files: Files) -> None:
        if network.check is not None:
            network.check(files)
        differences.extend(_differences(model, spec, files["portable"], [output.rule for output in given]))

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.write(replace(network, check=check), Path(folder) / "package")
    return max(differences)


@torch.no_grad()
def _differences(model: torch.nn.Module, spec: Spec, files: list[Path], rules: checking.Rules) -> list[float]:
    steps.say(f"running {spec.name}")
    images = inputs.examples(spec, seed=1)
    expected = [tensor for _, tensor in parts(networks.normalised(model, spec)(images))]
    tensors: Tensors = (images,)
    for file in files:
        tensors = several(torch.jit.load(str(file))(*tensors))
    return [checking.difference(*each) for each in zip(tensors, expected, rules, strict=True)]


def _asked(name: str, size: int | None) -> list[str]:
    """The row of a network from a process of its own; without `size` in the published one."""
    command = [sys.executable, str(_START), "--row", name, *([] if size is None else ["--size", str(size)])]
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as answer:
        environment = {**os.environ, steps.VARIABLE: str(writing)}
        process = subprocess.Popen(
            command, env=environment, pass_fds=(writing,), stdout=answer, stderr=subprocess.DEVNULL
        )
        os.close(writing)
        ended = watching.watch(process, reading, limits.Limits(_SECONDS, limits.usual_memory()))
        os.close(reading)
        answer.seek(0)
        if ended.over is None and ended.code == 0:
            return json.loads(answer.read())
    what = {"time": f"took more than {_SECONDS} s", "memory": "took more memory than there is"}
    return _refused(name, str(size or ""), f"{ended.last} {what.get(ended.over or '', 'ended the process')}")


def _in_any_size(name: str, size: int | None) -> list[str]:
    result = _asked(name, size)
    return _asked(name, None) if size is not None and result[2] != "exported" else result


def _all() -> list[str]:
    """All networks, the smallest first."""
    names = [*zoo.list_models(module=zoo), *SEGMENTATION, *detecting.ONE_STAGE, *detecting.TWO_STAGES]
    return sorted(names, key=lambda name: zoo.get_model_weights(name).DEFAULT.meta["num_params"])


def _held(page: Path) -> set[str]:
    """The networks that a page has rows of."""
    lines = page.read_text().splitlines() if page.exists() else []
    return {line.split("|")[1].strip() for line in lines if line.startswith("| ")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="networks; all of torchvision's if none is given")
    parser.add_argument("--size", type=int, metavar="PIXELS", help="height and width of the input (as published)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a page of Markdown that gets the table")
    parser.add_argument("--row", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--onnx", type=Path, metavar="DIR", help="tells of the ONNX files in a folder instead")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="with --onnx: keeps what was found, to be taken up")
    options = parser.parse_args()
    if options.onnx:
        return onnxsurvey.run(options.onnx, options.out, options.keep)
    unknown = set(options.names) - {*NAMES, *detecting.TWO_STAGES}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if options.row in detecting.TWO_STAGES:
        reason = detecting.refusal(options.row).removeprefix(f"{options.row} ")
        print(json.dumps(_refused(options.row, "", reason)))
        return 0
    if options.row:
        spec = find(options.row)
        spec = replace(spec, transform=choose(spec, Wishes(size=options.size)).transform)
        print(json.dumps(row(spec)))
        return 0
    table = [f"| {' | '.join(line)} |\n" for line in (_HEADINGS, ["---"] * len(_HEADINGS))]
    held = _held(options.out) if options.out else set()
    if not held:
        _put(options.out, (_PAGE.format(size=options.size) if options.out else "") + "".join(table))
    for name in options.names or _all():
        if name not in held:
            _put(options.out, f"| {' | '.join(_in_any_size(name, options.size))} |\n")
    return 0


def _put(page: Path | None, text: str) -> None:
    if page is None:
        print(text, end="", flush=True)
        return
    with page.open("a") as file:
        file.write(text)
