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


def halves(tmp_path: Path, state: State, suffix: str = "safetensors") -> Path:
    """The index of a state dict in two files."""
    names = list(state)
    parts = (names[: len(names) // 2], names[len(names) // 2 :])
    places: dict[str, str] = {}
    for number, part in enumerate(parts, start=1):
        file = f"model-{number:05d}-of-00002.{suffix}"
        content = {name: state[name] for name in part}
        if suffix == "safetensors":
            safetensors(tmp_path / file, content)
        else:
            torch.save(content, tmp_path / file)
        places.update(dict.fromkeys(part, file))
    index = tmp_path / f"model.{suffix}.index.json"
    index.write_text(json.dumps({"metadata": {"total_size": 1}, "weight_map": places}))
    return index


@pytest.mark.parametrize("suffix", ("safetensors", "bin"))
@pytest.mark.parametrize("kind", (torch.float32, torch.bfloat16))
def test_an_index_stands_for_all_its_files(suffix: str, kind: torch.dtype, state: State, tmp_path: Path) -> None:
    state = {n: t.to(kind) if t.is_floating_point() else t for n, t in prefixed("model.", state).items()}
    actual, notes = loaded(halves(tmp_path, state, suffix))
    assert all(torch.equal(actual[n], state[f"model.{n}"].to(actual[n].dtype)) for n in actual)
    assert (notes[-1] == "converted from bfloat16 to 32-bit floats") == (kind == torch.bfloat16)


def test_parts_that_are_missing_or_named_alone_are_told(state: State, tmp_path: Path) -> None:
    index = halves(tmp_path, state)
    part = tmp_path / "model-00002-of-00002.safetensors"
    with pytest.raises(ExportError, match="It is one of 2 parts: name .*model.safetensors.index.json"):
        loaded(part)
    with pytest.raises(ExportError, match="is a folder; name the file of weights in it, .*index.json"):
        archive.load(tmp_path)
    table = json.loads(index.read_text())
    index.write_text(json.dumps({"weight_map": {**table["weight_map"], "more": part.name}}))
    with pytest.raises(ExportError, match="says that more is in model-00002-of-00002.safetensors, which does not hold"):
        archive.load(index)
    part.unlink()
    with pytest.raises(ExportError, match="names model-00002-of-00002.safetensors, which is not beside it"):
        archive.load(index)


@pytest.mark.parametrize(
    "text",
    (
        "{", "[1]", "3", '{"weight_map": 3}', '{"weight_map": {}}', '{"weight_map": {"a": []}}', "[" * 100_000,
        '{"weight_map": {"a": "../secret.pth"}}', '{"weight_map": {"a": "/etc/passwd"}}',
        '{"weight_map": {"a": ".hidden"}}', '{"weight_map": {"a": "w.index.json"}}', '{"weight_map": {"a": 3}}',
    ),
)  # fmt: skip
def test_an_index_that_is_none_or_leads_elsewhere_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "w.index.json").write_text(text)
    with pytest.raises(ExportError, match="is JSON, and no index|is refused: it names"):
        archive.load(tmp_path / "w.index.json")


def test_an_index_is_no_part_of_an_index(tmp_path: Path) -> None:
    (tmp_path / "w.index.json").write_text('{"weight_map": {"a": "w.bin"}}')
    (tmp_path / "w.bin").write_text('{"weight_map": {"a": "w.bin"}}')
    with pytest.raises(ExportError, match="w.bin is not a PyTorch state dict"):
        archive.load(tmp_path / "w.index.json")
