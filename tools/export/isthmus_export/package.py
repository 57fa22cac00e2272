"""Writes a model package: manifest, the files of its units in one form or several, labels."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

import torch
from torch import nn

from . import forms, inputs, manifests, onnxfile, steps, torchscript
from .compiling import Names, compiled
from .errors import ExportError
from .files import unfinished_prefix
from .models import Spec
from .outputs import Output
from .pictures import Treatment, entry
from .tensors import Tensors
from .units import Chain

# The units' files by the name of their form.
Files = dict[str, list[Path]]
Check = Callable[[Files], None]
Attempt = Callable[[forms.Form, list[Path]], None]
FUSED = "onednn"
PORTABLE = "portable"


@dataclass(frozen=True)
class Network:
    """What a package is made of.

    `spec` gives its name, its transform and its labels; `chain` the units, each a function of the tensors that the one
    before gives, and `crossing` how many tensors each gives. `check` gets the files of every form before the package
    appears, and may raise; with `compared` also those of the portable form that the package does not have.
    """

    spec: Spec
    chain: Chain
    crossing: tuple[int, ...]
    outputs: tuple[Output, ...]
    description: str
    forms: tuple[str, ...]
    treatment: Treatment = Treatment()
    check: Check | None = None
    compared: bool = False


def check_target(out: Path) -> None:
    """Raises ExportError where a package may not be written to `out`."""
    if out.suffix == ".zip":
        if out.is_dir():
            raise ExportError(f"{out} is a folder")
    elif out.exists() and not out.is_dir():
        raise ExportError(f"{out} is a file; name a folder or a .zip")
    elif out.is_dir() and any(out.iterdir()) and not (out / "manifest.json").is_file():
        raise ExportError(f"{out} is not empty and holds no package; it is left as it is")


def write(
    network: Network,
    out: Path,
    progress: Callable[[str], None] = lambda name: None,
    attempt: Attempt = lambda form, files: None,
) -> str:
    """Writes the package of `network` to `out`, a .zip or a folder, and returns its fingerprint.

    `out` appears whole or not at all. Calls `progress` with the name of each unit written, and `attempt` with the files
    of each form before the package appears. Raises ExportError as check_target and the network's `check` do, and what
    `attempt` raises.
    """
    check_target(out)
    with _replacing(out) as temporary:
        folder = temporary / "package"
        (temporary / "aside").mkdir()
        writing = _Writing(network, folder, temporary / "aside")
        fingerprint = writing.run(progress)
        if network.check is not None:
            steps.say("comparing the units with the network")
            network.check(writing.written)
        for form in writing.forms:
            attempt(form, writing.written[form.name])
        if out.suffix == ".zip":
            packed = temporary / "package.zip"
            _pack(folder, packed)
            os.replace(packed, out)
        else:
            if out.exists():
                out.rename(temporary / "previous")
            folder.rename(out)
    return fingerprint


@contextlib.contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A temporary folder next to `out`, on the same file system, so that a rename is enough to publish from it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=unfinished_prefix(out, os.getpid()), dir=out.parent))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


class _Writing:
    """One package on its way. The portable form is written `aside` where it is only checked."""

    def __init__(self, network: Network, folder: Path, aside: Path) -> None:
        self.network = network
        self.folder = folder
        self.forms = forms.find(network.forms)
        self.old = network.spec.plain is None and manifests.fits_format_1(network.outputs, self.forms, network.crossing)
        self.aside = aside
        self.written: Files = {}

    def run(self, progress: Callable[[str], None]) -> str:
        """Writes all files and returns the manifest's SHA-256."""
        spec, outputs = self.network.spec, self.network.outputs
        units = self.units(progress)
        labelled = {o.name for o in outputs if spec.labels and o.classes == len(spec.labels)}
        labels = self.put("labels.txt", "".join(f"{label}\n" for label in spec.labels).encode()) if labelled else None
        preprocess = entry(spec.transform, self.network.treatment) if spec.plain is None else None
        heading = manifests.Heading(
            spec.name, self.network.description, inputs.entry(spec), outputs, preprocess, labels
        )
        if self.old:
            manifest = manifests.format_1(heading, units)
        else:
            manifest = manifests.format_2(heading, self.forms, units, labelled)
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        return self.put("manifest.json", text.encode())["sha256"]

    def units(self, progress: Callable[[str], None]) -> list[manifests.Unit]:
        counts = [(name, count) for (name, _), count in zip(self.network.chain, self.network.crossing)]
        names = [["input"], *manifests.tensor_names(counts, self.network.outputs)]
        result: list[manifests.Unit] = []
        # Two images, since tracing with one would hide a batch size baked in.
        tensors: Tensors = (inputs.zeros(self.network.spec, 2),)
        for (name, module), *around in zip(self.network.chain, names, names[1:]):
            steps.say(f"writing unit {name}")
            try:
                files, tensors = self.unit(module, tensors, f"{len(result) + 1:02d}-{name}", (around[0], around[1]))
            except ExportError as error:
                raise ExportError(f"unit {name} {error}") from error
            shapes = tuple((n, tuple(tensor.shape[1:])) for n, tensor in zip(around[1], tensors, strict=True))
            result.append(manifests.Unit(name, shapes, sum(p.numel() for p in module.parameters()), files))
            progress(name)
        return result

    def unit(
        self, module: nn.Module, examples: Tensors, stem: str, names: Names
    ) -> tuple[dict[str, manifests.File], Tensors]:
        """Writes one unit in every form; `examples` are outputs of the unit before, and what it returns its own."""
        files: dict[str, manifests.File] = {}
        outputs: Tensors = ()
        for form in self.forms:
            if isinstance(module, onnxfile.Part):
                data, outputs = module.to_bytes(*map(list, names)), module.outputs()
            else:
                data, outputs = compiled(module, examples, form.name, names)
            name = f"blocks/{stem}{form.suffix}" if self.old else f"units/{stem}.{form.name}{form.suffix}"
            files[form.name] = self.put(name, data)
            self.written.setdefault(form.name, []).append(self.folder / name)
        if self.network.compared and PORTABLE not in files:
            path = self.aside / f"{stem}.pt"
            path.write_bytes(compiled(module, examples)[0])
            self.written.setdefault(PORTABLE, []).append(path)
        return files, outputs

    def put(self, file: str, data: bytes) -> manifests.File:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return {"file": file, "sha256": hashlib.sha256(data).hexdigest()}


def _pack(folder: Path, target: Path) -> None:
    """Zips `folder`: the manifest first, then by name, so that the same files give the same bytes."""
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    files.sort(key=lambda name: name != "manifest.json")
    with zipfile.ZipFile(target, "w") as archive:
        for name in files:
            steps.say(f"packing {name}")
            info = torchscript.entry(name, zipfile.ZIP_DEFLATED)
            archive.writestr(info, (folder / name).read_bytes(), compresslevel=9)
