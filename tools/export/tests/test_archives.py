"""Zips and older files that PyTorch does not write so, and ones that are damaged."""

import io
import warnings
import zipfile
from collections import OrderedDict
from pathlib import Path

import pytest
import torch

from isthmus_export import archive
from isthmus_export.errors import ExportError


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
