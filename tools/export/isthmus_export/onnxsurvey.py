"""Tells which ONNX files of a folder can be exported, and why the others cannot.

tools/export/survey.py --onnx DIR [--out FILE] [--keep FILE]

Every file is exported as `export` does it, its units are compared with the file itself if Python has onnxruntime, and
the package is thrown away. Each has a process of its own with limits, forked from one that has loaded PyTorch. With
--keep FILE what was found is kept there, a line of JSON for each file, so that a run that has ended is taken up.
"""

import json
import os
import re
import signal
import tempfile
import textwrap
import time
import warnings
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from . import export, watching
from .errors import ExportError, printable
from .presets import Wishes

_SECONDS = 120  # for one file
_BYTES = 4 << 30  # of memory for one file
_PERIOD = 0.01
_EXPORTED = "exported"
_WIDTH = 120  # of a line of the page

# What a reason of the exporter's says, and how the page calls it.
_KINDS = (
    (r"must be pictures", "its input is no picture: float32 [B,3,H,W] is"),
    (r"takes \d+ inputs", "it takes several inputs, or none"),
    (r"pictures at once", "its input is several pictures at once"),
    (r"of no fixed size", "its input has no fixed size"),
    (r"of opset", "its opset is too old or too new to be cut"),
    (r"no operator of ONNX", "it has an operator of another domain"),
    (r"weights lie outside", "its weights lie outside of the file"),
    (r"is no valid ONNX", "the file is no valid ONNX"),
    (r"no float32 tensor of fixed size", "an output is no float32 tensor of fixed size for any number of pictures"),
    (r"does not depend on the", "an output does not depend on the picture"),
    (r"cannot be inferred", "the shapes of its values cannot be inferred"),
    (r"other (bits|values)|differ from", "its units give something else than the file"),
    (r"not finite", "its values or its weights are not finite"),
    (r"than [\d.]+ s", "it takes too long"),
    (r"memory", "it takes too much memory"),
)
_OTHER = "another reason"

_PAGE = """# ONNX files

Which files of a collection `./isthmus export` makes packages of, and why it refuses the others. It is made by

    tools/export/survey.py --onnx {folder} --out docs/onnx-models.md --keep FILE

{about}

| result | files | for example |
|---|---|---|
{counts}

{compared}

| file | input | units | cuts with several tensors | outputs |
|---|---|---|---|---|
{rows}
"""


@dataclass(frozen=True)
class Found:
    """What was found of a file: `reason` is empty where it was exported."""

    file: str
    reason: str = ""
    input: str = ""
    units: int = 0
    several: int = 0
    outputs: str = ""

    @property
    def kind(self) -> str:
        """The row of the page's table that it counts in."""
        if not self.reason:
            return _EXPORTED
        return next((kind for pattern, kind in _KINDS if re.search(pattern, self.reason)), _OTHER)


def run(folder: Path, page: Path | None, kept: Path | None) -> int:
    """Looks at all files of a folder and of those in it, and writes the page; returns the exit code."""
    found = {one.file: one for one in _read(kept)}
    files = sorted(path for path in folder.rglob("*.onnx") if path.is_file())
    for path in files:
        name = str(path.relative_to(folder))
        if name in found:
            continue
        found[name] = _in_own_process(path, name)
        print(f"{name}: {found[name].reason or _EXPORTED}", flush=True)
        if kept is not None:
            with kept.open("a") as file:
                file.write(json.dumps(asdict(found[name])) + "\n")
    names = {str(path.relative_to(folder)) for path in files}
    text = written(folder, [one for one in found.values() if one.file in names])
    if page is None:
        print(text, end="")
    else:
        page.write_text(text)
    return 0


def _read(kept: Path | None) -> list[Found]:
    if kept is None or not kept.exists():
        return []
    return [Found(**json.loads(line)) for line in kept.read_text().splitlines()]


def _in_own_process(path: Path, name: str) -> Found:
    """Looks at a file in a child, which is ended where it takes too long or too much memory."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer"
        child = os.fork()
        if child == 0:
            _child(path, name, Path(folder), answer)
        reason = _awaited(child)
        if reason:
            return Found(name, reason)
        return Found(**json.loads(answer.read_text()))


def _child(path: Path, name: str, folder: Path, answer: Path) -> None:
    """Never returns: what the parent has begun is none of its business."""
    code = 1
    try:
        os.setsid()  # it is ended with all that it has started
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 2)
        answer.write_text(json.dumps(asdict(look(path, name, folder / "package"))))
        code = 0
    finally:
        os._exit(code)


def _awaited(child: int) -> str:
    """Waits for a child; a reason if it did not end by itself."""
    end = time.monotonic() + _SECONDS
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            return "" if code == 0 else f"the exporter ended with {code}"
        over = time.monotonic() > end
        if over or watching.resident(child) > _BYTES:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return f"it takes more than {_SECONDS} s" if over else "it takes more than 4 GiB of memory"
        time.sleep(_PERIOD)


def look(path: Path, name: str, package: Path) -> Found:
    """Exports a file and says what it became; the package is left where it is written."""
    wishes = Wishes(mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            export.run(export.Job(str(path), package, "network", wishes=wishes), lambda note: None)
    except ExportError as error:
        return Found(name, _plain(str(error), path))
    except Exception as error:  # a defect of the exporter's: it has to be seen on the page
        return Found(name, f"{type(error).__name__}: {printable((str(error).splitlines() or [''])[0])}")
    manifest = json.loads((package / "manifest.json").read_text())
    if manifest["format"] == 1:
        shape, units = manifest["input"]["shape"], manifest["blocks"]
        outputs, several = [f"logits [{manifest['classes']}]"], 0
    else:
        shape, units = manifest["inputs"][0]["shape"], manifest["units"]
        outputs = [f"{one['kind']} {one['shape']}".replace(" ", "") for one in manifest["outputs"]]
        several = sum(len(unit["tensors"]) > 1 for unit in units[:-1])
    return Found(name, "", "x".join(map(str, shape)), len(units), several, ", ".join(outputs))


def _plain(reason: str, path: Path) -> str:
    """Without the folder, which is of this machine."""
    return " ".join(reason.replace(str(path), path.name).split())


def written(folder: Path, found: list[Found]) -> str:
    """The page."""
    counts = Counter(one.kind for one in found)
    examples: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: len(one.reason)):
        examples.setdefault(one.kind, one)
    rows = [_row(kind, number, examples[kind]) for kind, number in counts.most_common()]
    done = sorted((one for one in found if not one.reason), key=lambda one: one.file)
    listed = [f"| {one.file} | {one.input} | {one.units} | {one.several} | {one.outputs} |" for one in done]
    about = (
        f"It has {len(found)} files. A package holds a network that maps one picture, float32 [B,3,H,W], to float32"
        " tensors ([packages](packages.md#from-a-network-of-your-own)). The name of an example is that of its folder."
    )
    return _PAGE.format(
        folder=folder, about=_wrapped(about), counts="\n".join(rows), rows="\n".join(listed),
        compared=_wrapped(f"{len(done)} were exported. {_compared()}"),
    )  # fmt: skip


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False))


def _compared() -> str:
    try:
        import onnxruntime  # noqa: F401
    except ImportError:
        return "Python had no onnxruntime: the units were not compared with their file."
    return "The units were compared with their file."


def _row(kind: str, number: int, example: Found) -> str:
    text = Path(example.file).parent.name or example.file
    if example.reason and kind == _OTHER:
        text = example.reason
    room = _WIDTH - len(kind) - len(str(number)) - 10
    short = text.replace("|", "/")
    return f"| {kind} | {number} | {short if len(short) <= room else short[: room - 1] + '…'} |"
