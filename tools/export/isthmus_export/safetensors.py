"""Reads safetensors: eight bytes of length, a JSON header, and the tensors' data."""

import json
import math
import struct
from pathlib import Path
from typing import IO, Any

import torch

from .errors import ExportError
from .stored import Storage, Stored, contiguous

_MOST_HEADER = 100_000_000  # bytes, as the format's own reader has it

_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


def looks_like(start: bytes, size: int) -> bool:
    """Whether a file of `size` bytes that begins so is safetensors: a possible header length, then a JSON object."""
    return len(start) > 8 and start[8:9] == b"{" and struct.unpack("<Q", start[:8])[0] <= size - 8


def load(path: Path, file: IO[bytes]) -> dict[str, Stored]:
    """The tensors of a file by name. Raises ExportError that says what is wrong with the header."""
    (length,) = struct.unpack("<Q", file.read(8))
    if length > _MOST_HEADER:
        raise _damaged(path, "its header is longer than 100 MB")
    try:
        header = json.loads(file.read(length).decode(), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise _damaged(path, "its header is no JSON, or names a tensor twice") from error
    first = 8 + length
    ranges, tensors = [], {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, tensors[name] = _tensor(path, first, name, entry)
            ranges.append((begin, begin + tensors[name].storage.size))
    _require_filled(path, sorted(ranges), path.stat().st_size - first)
    return tensors


def _tensor(path: Path, first: int, name: str, entry: Any) -> tuple[int, Stored]:
    try:
        shape, (begin, end) = entry["shape"], entry["data_offsets"]
        numbers = (*shape, begin, end)
        good = all(type(number) is int and number >= 0 for number in numbers)
        dtype = _DTYPES.get(entry["dtype"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, f"its entry {name[:80]!a} is not complete") from error
    if dtype is None:
        raise ExportError(f"{path}: {name[:80]!a} is of a type that no weights of these networks have")
    elements = math.prod(shape) if good else -1

    def read() -> bytes:
        with path.open("rb") as file:
            file.seek(first + begin)
            return file.read(end - begin)

    storage = Storage(dtype, elements, read)
    if not good or storage.size != end - begin:
        raise _damaged(path, f"its entry {name[:80]!a} has another shape than data")
    try:
        return begin, contiguous(storage, tuple(shape))
    except ValueError as error:
        raise _damaged(path, f"its entry {name[:80]!a} has an odd shape") from error


def _require_filled(path: Path, ranges: list[tuple[int, int]], size: int) -> None:
    """Every byte of the data belongs to one tensor, as the format asks for."""
    position = 0
    for begin, end in ranges:
        if begin != position:
            raise _damaged(path, "its tensors overlap or leave a gap")
        position = end
    if position != size:
        raise _damaged(path, f"its header tells of {position} bytes of data, it has {size}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name stands twice")
    return table


def _damaged(path: Path, reason: str) -> ExportError:
    return ExportError(f"{path} is damaged safetensors: {reason}")
