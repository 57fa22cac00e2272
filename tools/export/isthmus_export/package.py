"""Writes a model package: manifest, one TorchScript module per unit, labels."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Callable, Iterator

import torch
from torch import nn

from . import torchscript
from .compiling import compiled
from .errors import ExportError
from .models import Spec
from .pictures import Treatment, entry
from .units import Chain, split


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
    model: nn.Module,
    spec: Spec,
    classes: int,
    description: str,
    out: Path,
    progress: Callable[[str], None],
    portable: bool = False,
    treatment: Treatment = Treatment(),
    chain: Chain | None = None,
    check: Callable[[list[Path]], None] = lambda files: None,
) -> str:
    """Writes the package of `model` to `out`, a .zip or a folder, and returns its fingerprint.

    `out` appears whole or not at all. Calls `progress` with the name of each unit written. With `portable`, units call
    PyTorch's plain operators only, which every build of libtorch has; without it they call oneDNN. `chain` is that of
    units.split where it is not given. `check` gets the units' files before the package appears, and may raise.
    Raises ExportError as check_target does.
    """
    check_target(out)
    with _replacing(out) as temporary:
        folder = temporary / "package"
        units = chain or split(model, spec.transform)
        fingerprint = _write_folder(units, spec, classes, description, folder, progress, portable, treatment)
        check(sorted((folder / "blocks").iterdir()))
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
    temporary = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_folder(
    units: Chain,
    spec: Spec,
    classes: int,
    description: str,
    folder: Path,
    progress: Callable[[str], None],
    portable: bool,
    treatment: Treatment,
) -> str:
    height, width = spec.transform.size
    (folder / "blocks").mkdir(parents=True)

    def put(file: str, data: bytes) -> dict[str, str]:
        (folder / file).write_bytes(data)
        return {"file": file, "sha256": hashlib.sha256(data).hexdigest()}

    manifest = {
        "format": 1,
        "name": spec.name,
        "description": description,
        "classes": classes,
        "input": {"shape": [3, height, width], "dtype": "U8"},
        "preprocess": entry(spec.transform, treatment),
        "blocks": [],
    }
    # Two images, since tracing with one would hide a batch size baked in.
    x = torch.zeros(2, 3, height, width, dtype=torch.uint8)
    for number, (name, module) in enumerate(units, start=1):
        data, x = compiled(module, x, portable)
        manifest["blocks"].append(
            {
                "name": name,
                **put(f"blocks/{number:02d}-{name}.pt", data),
                "output": list(x.shape[1:]),
                "dtype": "F32",
                "parameters": sum(p.numel() for p in module.parameters()),
            }
        )
        progress(name)
    if spec.labels and classes == len(spec.labels):
        manifest["labels"] = put("labels.txt", "".join(f"{label}\n" for label in spec.labels).encode())
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    return put("manifest.json", text.encode())["sha256"]


def _pack(folder: Path, target: Path) -> None:
    """Zips `folder`: the manifest first, then by name, so that the same files give the same bytes."""
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    files.sort(key=lambda name: name != "manifest.json")
    with zipfile.ZipFile(target, "w") as archive:
        for name in files:
            info = torchscript.entry(name, zipfile.ZIP_DEFLATED)
            archive.writestr(info, (folder / name).read_bytes(), compresslevel=9)
