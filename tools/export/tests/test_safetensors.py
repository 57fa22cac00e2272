"""Weights in safetensors, good and hostile."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import State, loaded, prefixed

from isthmus_export import archive
from isthmus_export.errors import ExportError
from isthmus_export.reference import write_safetensors


def safetensors(path: Path, state: State, metadata: dict[str, str] | None = None) -> Path:
    kinds = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}
    header: dict[str, Any] = {"__metadata__": metadata} if metadata else {}
    data = b""
    for name, tensor in state.items():
        raw = bytes(tensor.contiguous().flatten().view(torch.uint8).numpy()) if tensor.dim() else struct.pack("<q", 0)
        place = [len(data), len(data) + len(raw)]
        header[name] = {"dtype": kinds[tensor.dtype], "shape": list(tensor.shape), "data_offsets": place}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


@pytest.mark.parametrize("name", ("model.safetensors", "model.pth"))
def test_safetensors_are_read_by_whatever_name(name: str, state: State, tmp_path: Path) -> None:
    half = {n: t.half() if t.is_floating_point() else t for n, t in prefixed("model.", state).items()}
    actual, notes = loaded(safetensors(tmp_path / name, half, {"format": "pt"}))
    assert all(torch.equal(actual[n], half[f"model.{n}"].to(actual[n].dtype)) for n in actual)
    assert notes[-1] == "converted from float16 to 32-bit floats"


def test_our_own_safetensors_are_read(tmp_path: Path) -> None:
    write_safetensors(tmp_path / "one.safetensors", "input", torch.arange(6.0).view(2, 3))
    tensors = archive.load(tmp_path / "one.safetensors")
    assert tensors["input"].shape == (2, 3) and tensors["input"].dtype == torch.float32


def entry(**changes: Any) -> dict[str, Any]:
    return {"dtype": "F32", "shape": [2], "data_offsets": [0, 8], **changes}


@pytest.mark.parametrize(
    ("header", "reason"),
    (
        ('{"x":', "no JSON"),
        ('{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{}}', "names a tensor twice"),
        ("{" * 5000, "no JSON"),
        ('{"x":' + "[" * 100_000, "no JSON"),
        ({"x": []}, "not complete"),
        ({"x": {"dtype": "F32"}}, "not complete"),
        ({"x": entry(data_offsets=[0])}, "not complete"),
        ({"x": entry(dtype=[])}, "not complete"),
        ({"x": entry(dtype="F8_E4M3")}, "of a type"),
        ({"x": entry(shape=[3])}, "another shape than data"),
        ({"x": entry(shape=[-2])}, "another shape than data"),
        ({"x": entry(shape=[2.0])}, "another shape than data"),
        ({"x": entry(shape=[True, 2])}, "another shape than data"),
        ({"x": entry(shape=[2**62, 2**62])}, "another shape than data"),
        ({"x": entry(shape=[1] * 40 + [2])}, "odd shape"),
        ({"x": entry(data_offsets=[8, 0])}, "another shape than data"),
        ({"x": entry(data_offsets=[8, 16])}, "overlap or leave a gap"),
        ({"x": entry(), "y": entry()}, "overlap or leave a gap"),
        ({"x": entry(shape=[4], data_offsets=[0, 16])}, "16 bytes of data, it has 8"),
        ({}, "0 bytes of data, it has 8"),
    ),
)
def test_safetensors_that_are_damaged_or_hostile_are_refused(
    header: str | dict, reason: str, tmp_path: Path
) -> None:
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    file = tmp_path / "weights.safetensors"
    file.write_bytes(struct.pack("<Q", len(text)) + text + bytes(8))
    with pytest.raises(ExportError, match=reason):
        archive.load(file)


def test_a_safetensors_header_beyond_the_file_is_refused(tmp_path: Path) -> None:
    for length in (10**6, 2**63, 2**64 - 1):
        file = tmp_path / "weights.safetensors"
        file.write_bytes(struct.pack("<Q", length) + b'{"x":1}')
        with pytest.raises(ExportError):
            archive.load(file)
