"""Opens a weights file of any known form, without running code from it: PyTorch's two forms, and safetensors."""

import pickle
import re
import struct
import zipfile
from pathlib import Path
from typing import IO, Any, Callable

import torch

from . import safetensors, sharded, unpickling
from .errors import ExportError, printable
from .stored import Storage, part_of

_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
_LEGACY_PROTOCOL = 1001
_TAR_MARK = (257, b"ustar")
_MOST_ENTRIES = 200_000

_SAVE_AGAIN = "load it where it was made and save model.state_dict() with torch.save, or as safetensors"
_NO_PYTORCH = (
    (b"\x89HDF", "an HDF5 file, such as Keras writes"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"GGUF", "a GGUF file"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"(\xb5/\xfd", "compressed with zstd: unpack it first"),
    (b"<", "text, perhaps a web page saved in place of the file"),
    (b"version https://git-lfs", "a pointer of Git LFS and not the file: git lfs pull fetches it"),
)


def load(path: Path, part: bool = False) -> Any:
    """What a weights file holds: tables of tensors that are not read yet, and what lies around them.

    An index of several files stands for all of them, unless the file is a `part` itself. No code in the file is run and
    nothing that it names is imported. Raises ExportError where it cannot be read, or where it holds code.
    """
    if path.is_dir():
        raise ExportError(str(sharded.advice(path)))
    if not path.is_file():
        raise ExportError(f"no such weights file: {path}")
    try:
        with path.open("rb") as file:
            return _reader(path, file, part)(path, file)
    except unpickling.HostileError as error:
        raise ExportError(
            f"{path} is refused: it asks for {printable(error)} to be called, which no weights need;"
            " nothing of it has been run"
        ) from error
    except ExportError:
        raise
    except Exception as error:  # a damaged file can raise nearly anything
        if isinstance(error, OSError) and error.filename:  # which cannot be opened
            raise
        raise ExportError(f"{path} is not a PyTorch state dict, or it is damaged") from error


def _reader(path: Path, file: IO[bytes], part: bool) -> Callable[[Path, IO[bytes]], Any]:
    start = file.read(512)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return _zip
    if safetensors.looks_like(start, path.stat().st_size):
        return safetensors.load
    if not part and sharded.is_index(path, start):
        return lambda path, _: sharded.load(path, lambda file: load(file, part=True))
    if start[_TAR_MARK[0] :].startswith(_TAR_MARK[1]):
        raise ExportError(f"{path} is a tar archive, PyTorch's form until 2017 or none of its own; {_SAVE_AGAIN}")
    for magic, what in _NO_PYTORCH:
        if start.startswith(magic):
            raise ExportError(f"{path} is not a PyTorch state dict: it is {what}")
    return _legacy


def _zip(path: Path, file: IO[bytes]) -> Any:
    """The form of PyTorch 1.6 and later: a zip of data.pkl and a file for each storage."""
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        top = _top_folder(path, names)
        if len(names) > _MOST_ENTRIES or len(names) != len(set(names)):
            raise ExportError(f"{path} is refused: it holds a name twice, or more files than weights have")
        if any(entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1 for entry in entries):
            raise ExportError(f"{path} is refused: it is compressed or encrypted, which torch.save never does")
        if sum(entry.file_size for entry in entries) > path.stat().st_size:
            raise ExportError(f"{path} is refused: its files are larger than it is")
        if f"{top}byteorder" in names and archive.read(f"{top}byteorder") != b"little":
            raise ExportError(f"{path} was saved on a big-endian machine; {_SAVE_AGAIN}")

        storages: dict[str, Storage] = {}

        def find(key: str, dtype: torch.dtype, elements: int, _part: Any) -> Storage:
            if key not in storages:  # one object for one key, so that it is read once
                storages[key] = Storage(dtype, elements, lambda: _read_entry(path, f"{top}data/{key}"))
            return _same(storages[key], dtype, elements)

        with archive.open(f"{top}data.pkl") as pickled:
            return unpickling.load(pickled, find)


# Beside data.pkl and data/N, what PyTorch's versions write.
_ENTRY = re.compile(
    r"data\.pkl|data/[^/]+|version|byteorder|\.format_version|\.storage_alignment|\.data/serialization_id"
)


def _top_folder(path: Path, names: list[str]) -> str:
    """The folder that all names begin with, or nothing. Refuses what torch.save does not write, TorchScript first."""
    pickles = [name for name in names if re.fullmatch(r"([^/]*/)?data\.pkl", name)]
    top = pickles[0][: -len("data.pkl")] if len(pickles) == 1 else ""
    inside = [name[len(top) :] if name.startswith(top) else name for name in names]
    for name in inside:
        if _is_code(name):
            raise ExportError(
                f"{path} is refused: it is a TorchScript archive, which holds code ({printable(name)});"
                f" nothing of it has been run; {_SAVE_AGAIN}"
            )
    if len(pickles) == 1:
        odd = next((name for name in inside if not _ENTRY.fullmatch(name)), None)
        if odd is not None:
            raise ExportError(f"{path} is refused: it holds {printable(odd)}, which torch.save never writes")
        return top
    if "manifest.json" in names:
        raise ExportError(f"{path} is a model package; it needs no export")
    kind = "a NumPy archive" if any(name.endswith(".npy") for name in names) else "another zip"
    raise ExportError(f"{path} is not a PyTorch state dict: it is {kind}")


def _is_code(name: str) -> bool:
    """Whether PyTorch might run what is in an archive with such a name; at any depth and in any case."""
    *folders, last = re.split(r"[/\\]", name.lower())
    return "code" in folders or last in ("constants.pkl", "code") or last.endswith((".py", ".pyc", ".debug_pkl"))


def _read_entry(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def _legacy(path: Path, file: IO[bytes]) -> Any:
    """The form before PyTorch 1.6: five pickles in a row, then the data of the storages in the order of the last."""
    if file.peek(2)[:1] != b"\x80":
        raise ExportError(f"{path} is not a PyTorch state dict, nor safetensors")

    storages: dict[str, Storage] = {}
    places: dict[str, int] = {}

    def find(key: str, dtype: torch.dtype, elements: int, part: Any) -> Storage:
        if key not in storages:
            storages[key] = Storage(dtype, elements, lambda: _read_part(path, places[key], storages[key].size))
        return _same(storages[key], dtype, elements) if part is None else part_of(storages[key], *part[1:])

    def refuse(*_: Any) -> Storage:
        raise pickle.UnpicklingError("a tensor where there should be none")

    if unpickling.load(file, refuse) != _LEGACY_MAGIC:
        raise ExportError(f"{path} is a pickle that torch.save has not written; {_SAVE_AGAIN}")
    if unpickling.load(file, refuse) != _LEGACY_PROTOCOL:
        raise ExportError(f"{path} is of a form of PyTorch's that is not known; {_SAVE_AGAIN}")
    if unpickling.load(file, refuse).get("little_endian") is not True:
        raise ExportError(f"{path} was saved on a big-endian machine; {_SAVE_AGAIN}")
    content = unpickling.load(file, find)
    for key in unpickling.load(file, refuse):
        storage = storages[str(key)]
        (elements,) = struct.unpack("<q", file.read(8))
        if elements != storage.elements:
            raise ValueError("a storage of another length than was said")
        places[str(key)] = file.tell()
        file.seek(storage.size, 1)
    if file.tell() > path.stat().st_size:
        raise ValueError("it ends before its tensors do")
    return content


def _read_part(path: Path, place: int, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(place)
        return file.read(size)


def _same(storage: Storage, dtype: torch.dtype, elements: int) -> Storage:
    if (storage.dtype, storage.elements) != (dtype, elements):
        raise pickle.UnpicklingError("a storage of two types")
    return storage
