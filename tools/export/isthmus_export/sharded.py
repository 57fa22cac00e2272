"""Weights that are spread over several files, with an index that says which tensor is in which."""

import json
import re
from pathlib import Path
from typing import Any, Callable

from .errors import ExportError, printable

_MOST_BYTES = 100_000_000
_MOST_FILES = 10_000
_SUFFIX = ".index.json"
_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_PART = re.compile(r"(.+)-([0-9]{5})-of-([0-9]{5})(\.[a-z]+)")


def is_index(path: Path, start: bytes) -> bool:
    """Whether a file that begins so may be an index."""
    return path.name.endswith(".json") or start.lstrip()[:1] == b"{"


def load(path: Path, read: Callable[[Path], Any]) -> dict[str, Any]:
    """The tensors that an index names, each from the file that it names, as `read` gives what a file holds.

    The files lie beside the index. Raises ExportError that names what is wrong or missing.
    """
    places = _places(path)
    files: dict[str, dict[str, Any]] = {}
    for file in sorted(set(places.values())):
        if not (path.parent / file).is_file():
            raise ExportError(f"{path} names {file}, which is not beside it: all parts have to be there")
        content = read(path.parent / file)
        files[file] = content if isinstance(content, dict) else {}
    missing = next((name for name, file in places.items() if name not in files[file]), None)
    if missing is not None:
        raise ExportError(f"{path} says that {printable(missing)} is in {places[missing]}, which does not hold it")
    return {name: files[file][name] for name, file in places.items()}


def _places(path: Path) -> dict[str, str]:
    refusal = f"{path} is JSON, and no index of weights ({_SUFFIX[1:]}) as safetensors and PyTorch's files have them"
    if path.stat().st_size > _MOST_BYTES:
        raise ExportError(refusal)
    try:
        table = json.loads(path.read_bytes())["weight_map"]
        files = set(table.values())
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ExportError(refusal) from error
    odd = next((f for f in files if not isinstance(f, str) or not _FILE.fullmatch(f) or f.endswith(".json")), None)
    if odd is not None or not 0 < len(files) <= _MOST_FILES:
        raise ExportError(f"{path} is refused: it names {printable(odd)}, and parts lie beside their index")
    return table


def advice(path: Path) -> str | None:
    """What to name in the place of `path`: the file of weights in a folder, or the index that a part belongs to."""
    if path.is_dir():
        indexes = [file.name for file in sorted(path.glob(f"*{_SUFFIX}"))]
        known = [*indexes, *(n for n in ("model.safetensors", "pytorch_model.bin") if (path / n).is_file())]
        return f"{path} is a folder; name the file of weights in it" + (f", {path / known[0]}" if known else "")
    part = _PART.fullmatch(path.name)
    if part is None or int(part[3]) < 2:
        return None
    index = path.with_name(part[1] + part[4] + _SUFFIX)
    hint = f"name {index}" if index.is_file() else f"name their index, {index.name}, which is not here"
    return f"it is one of {int(part[3])} parts: {hint}"
