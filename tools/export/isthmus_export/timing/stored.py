"""A package as it is stored: names, shapes and modules of its units, for the form that any device of PyTorch runs."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import torch

from ..errors import ExportError, printable

_FORMATS = (1, 2)


@dataclass(frozen=True)
class StoredPackage:
    """What a profile needs of a package: `input_shape` is that of one image, without the batch."""

    name: str
    fingerprint: str
    input_shape: tuple[int, ...]
    is_picture: bool  # U8; any other input is F32
    unit_names: list[str]
    units: list[torch.jit.ScriptModule]


def read(path: Path, device: torch.device) -> StoredPackage:
    """Loads a package, a folder or a zip, onto a device. Raises ExportError where that cannot be.

    Loading TorchScript runs no code of it; running it does, as every service does.
    """
    files = _files(path)
    text = files("manifest.json")
    try:
        manifest = json.loads(text)
        entries = _units(manifest)
        shape = tuple(int(size) for size in _input(manifest)["shape"])
        is_picture = _input(manifest)["dtype"] == "U8"
        modules = [_load(files, entry, device) for entry in entries]
        names = [str(entry["name"]) for entry in entries]
        return StoredPackage(str(manifest["name"]), hashlib.sha256(text).hexdigest(), shape, is_picture, names, modules)
    except (KeyError, TypeError, ValueError) as error:
        raise ExportError(f"{path} is not a model package: its manifest lacks {printable(error)}") from error


_Files = Callable[[str], bytes]


def _files(path: Path) -> _Files:
    """A function from a name in the package to its bytes."""

    def of_folder(name: str) -> bytes:
        return (path / name).read_bytes()

    def of_zip(name: str) -> bytes:
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)

    find = of_folder if path.is_dir() else of_zip
    try:
        find("manifest.json")
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise ExportError(f"{path} is not a model package: name a folder or a .zip with manifest.json in it") from error
    return find


def _input(manifest: dict[str, Any]) -> dict[str, Any]:
    if manifest.get("format") not in _FORMATS:
        raise ExportError(f"the package has format {printable(manifest.get('format'))}; this profiler reads 1 and 2")
    if manifest["format"] == 1:
        return manifest["input"]
    if len(manifest["inputs"]) != 1:
        raise ExportError(f"the network has {len(manifest['inputs'])} inputs; a profile is measured with one")
    return manifest["inputs"][0]


def _units(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """For each unit its name, file and checksum."""
    if manifest.get("format") != 2:
        return manifest["blocks"]
    forms = [f["name"] for f in manifest["forms"] if f["engine"] == "PyTorch" and f.get("device") is None]
    if not forms:
        names = ", ".join(str(form["name"]) for form in manifest["forms"])
        raise ExportError(f"the package has no form for any device of PyTorch, only {printable(names)}; export one"
                          " with --forms portable")
    return [{"name": unit["name"], **unit["files"][forms[0]]} for unit in manifest["units"]]


def _load(files: _Files, entry: dict[str, Any], device: torch.device) -> torch.jit.ScriptModule:
    name = str(entry["name"])
    try:
        content = files(str(entry["file"]))
    except (OSError, KeyError) as error:
        raise ExportError(f"unit {printable(name)} has no file {printable(entry['file'])}") from error
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise ExportError(f"unit {printable(name)} is damaged: its file has another SHA-256 than the manifest says")
    try:
        return torch.jit.load(io.BytesIO(content), map_location=device).eval()
    except RuntimeError as error:
        if "mkldnn" in str(error):
            advice = "export it with --forms portable"
            raise ExportError(f"the package has only the form for x86-64 processors; {advice}") from error
        raise ExportError(f"unit {printable(name)} cannot be loaded: {printable(error)}") from error
