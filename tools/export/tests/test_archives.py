"""Zips and older files that PyTorch does not write so, and ones that are damaged."""

import io
import pickle
import struct
import warnings
import zipfile
from collections import OrderedDict
from pathlib import Path

import pytest
import torch

from isthmus_export import archive
from isthmus_export.errors import ExportError
from isthmus_export.stored import materialise


def zipped(*entries: tuple[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", compression) as target:
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, data in entries:
            target.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    (
        (zipped(("a/data.pkl", b"N."), ("a/data.pkl", b"N.")), "is another zip"),
        (zipped(("a/data.pkl", b"N."), ("b/data.pkl", b"N.")), "is another zip"),
        (zipped(("a/data.pkl", b"N."), ("a/data/0", b""), ("a/data/0", b"")), "a name twice"),
        (zipped(("a/data.pkl", b"N."), ("a/data/../../x", b"")), "never writes"),
        (zipped(("a/data.pkl", b"N."), ("a/surprise", b"")), "holds surprise"),
        (zipped(("a/data.pkl", b"N."), ("a/data/0", bytes(10**6)), compression=zipfile.ZIP_DEFLATED), "compressed"),
        (zipped(("a/data.pkl", b"N."), ("a/byteorder", b"big")), "big-endian"),
        (zipped(("a/data.pkl", b"damaged")), "is not a PyTorch state dict"),
        (zipped(("weights/arr_0.npy", b"")), "NumPy"),
        (zipped(("manifest.json", b"{}"), ("preprocess.pt", b"")), "is a model package"),
    ),
)
def test_zips_that_pytorch_does_not_write_are_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "weights.pth"
    file.write_bytes(data)
    with pytest.raises(ExportError, match=reason):
        archive.load(file)


@pytest.mark.parametrize("legacy", (False, True))
def test_a_file_that_is_cut_short_or_altered_is_refused_or_read(legacy: bool, tmp_path: Path) -> None:
    """Never anything but an ExportError."""
    good = io.BytesIO()
    state = OrderedDict(a=torch.arange(40.0), b=torch.ones(3, dtype=torch.half))
    torch.save(state, good, _use_new_zipfile_serialization=not legacy)
    data = good.getvalue()
    file = tmp_path / "weights.pth"
    for position in range(0, len(data), 7):
        for altered in (data[:position], data[:position] + b"\xff" + data[position + 1 :]):
            file.write_bytes(altered)
            try:
                archive.load(file)
            except ExportError:
                pass


class _OldStorage:
    """A storage as PyTorch before 0.4 named it: by its key, and the part of it that is meant."""

    def __init__(self, *saved: object) -> None:
        self.saved = saved


class _OldPickler(pickle.Pickler):
    def persistent_id(self, obj: object) -> object:
        return ("storage", *obj.saved) if isinstance(obj, _OldStorage) else None


class _OldTensor:
    def __init__(self, storage: _OldStorage, offset: int, shape: tuple, strides: tuple) -> None:
        self.arguments = storage, offset, shape, strides

    def __reduce__(self) -> tuple:
        return torch._utils._rebuild_tensor, self.arguments


def old_file(path: Path, part: tuple | None) -> Path:
    """A file of the older form by hand, whose one tensor lies in a storage of six elements."""
    storage = _OldStorage(torch.FloatStorage, "7", "cpu", 6, part)
    with path.open("wb") as file:
        for value in (0x1950A86A20F9469CFC6C, 1001, {"protocol_version": 1001, "little_endian": True}):
            pickle.dump(value, file, 2)
        _OldPickler(file, 2).dump(OrderedDict(w=_OldTensor(storage, 1, (2,), (1,))))
        pickle.dump(["7"], file, 2)
        file.write(struct.pack("<q6f", 6, *range(6)))
    return path


@pytest.mark.parametrize(("part", "values"), ((None, [1, 2]), (("8", 2, 4), [3, 4]), (("8", 0, 3), [1, 2])))
def test_files_of_the_first_years_are_read(part: tuple | None, values: list, tmp_path: Path) -> None:
    tensors = materialise(archive.load(old_file(tmp_path / "old.pth", part)))
    assert tensors["w"].tolist() == values


@pytest.mark.parametrize("part", (("8", 3, 4), ("8", -1, 3), ("8", 0, 2.0), ("8", 5, 1), ("8",), 3))
def test_a_part_that_is_not_inside_its_storage_is_refused(part: object, tmp_path: Path) -> None:
    with pytest.raises(ExportError):
        archive.load(old_file(tmp_path / "old.pth", part))
