"""The profiler that needs no JVM, on this machine's processor and with a clock that is told the time."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from isthmus_export.cli import main as export
from isthmus_export.errors import ExportError
from isthmus_export.timing import clocks, profiling
from isthmus_export.timing.cli import batches_of, main


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("measure")
    (folder / "plain.py").write_text(
        "from torch import nn\n\n\n"
        "def net():\n"
        "    conv = [nn.Conv2d(3, 8, 3, stride=4), nn.ReLU(), nn.Conv2d(8, 4, 3, stride=2), nn.ReLU()]\n"
        "    return nn.Sequential(*conv, nn.AdaptiveAvgPool2d(1), nn.Flatten(1), nn.Linear(4, 5))\n"
    )
    import sys

    sys.path.insert(0, str(folder))
    try:
        assert export(["plain:net", "--input", "3,48,48", "--out", str(folder / "net")]) == 0
    finally:
        sys.path.remove(str(folder))
    return folder / "net"


def test_a_profile_is_what_the_services_read(package, tmp_path):
    out = tmp_path / "profile.json"
    codecs = tmp_path / "cpu.json"
    codecs.write_text(json.dumps({"codecs": [{"kind": "f16", "encodeNs": 1.0, "decodeNs": 2.0}]}))
    options = ["--device", "cpu", "--batches", "1,3", "--seconds", "0.05", "--codecs", str(codecs), "--out", str(out)]
    assert main([str(package), *options]) == 0

    profile = json.loads(out.read_text())
    manifest = json.loads((package / "manifest.json").read_text())
    assert profile["format"] == 1
    assert profile["units"] == [unit["name"] for unit in manifest["blocks"]]
    assert len(profile["fingerprint"]) == 64
    assert [row["batch"] for row in profile["batches"]] == [1, 3]
    for row in profile["batches"]:
        assert row["fits"] and len(row["units"]) == len(profile["units"])
        assert all(unit["median"] > 0 for unit in row["units"])
        assert row["decode"]["median"] > 0 and row["preprocess"]["median"] == 0
    assert profile["codecs"][0]["kind"] == "f16"


def test_together_the_medians_of_units_are_the_median_of_the_chain():
    timings = profiling.chain_timings([[1, 9], [2, 2], [9, 4]])  # chains of 10, 4 and 13
    assert sum(timing["median"] for timing in timings) == pytest.approx(10)
    assert timings[1]["median"] / timings[0]["median"] == pytest.approx(4 / 2)


def test_a_device_that_is_not_there_is_refused_and_none_is_taken_in_its_place(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ExportError, match="cuda:0.*finds no GPU"):
        clocks.device_named("cuda:0")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert clocks.device_named("cuda:0").type == "cuda"
    with pytest.raises(ExportError, match="there are 1 GPUs"):
        clocks.device_named("cuda:1")
    for name in ("gpu", "meta", ""):
        with pytest.raises(ExportError, match="--device must be cpu or cuda:N"):
            clocks.device_named(name)


def test_a_batch_that_does_not_fit_ends_the_profile(monkeypatch, package):
    def fails(stored, device, clock, batch, seconds):
        if batch > 1:
            raise RuntimeError("CUDA out of memory. Tried to allocate 8 GiB")
        return [[1.0, 2.0]]

    monkeypatch.setattr(profiling, "_laps", fails)
    monkeypatch.setattr(profiling, "_encoding", lambda *_: [1.0])
    rows = list(profiling.profile(SimpleNamespace(is_picture=True), torch.device("cpu"), [1, 2, 4], 1))
    assert [(row["batch"], row["fits"]) for row in rows] == [(1, True), (2, False)]


@pytest.mark.parametrize("text", ["", "0,1", "2,1", "1,1", "one", "1,,2"])
def test_batch_sizes_that_do_not_ascend_are_refused(text):
    with pytest.raises(ExportError, match="--batches must be ascending"):
        batches_of(text)


def test_a_unit_that_is_damaged_or_missing_is_named(package, tmp_path, capsys):
    copy = tmp_path / "copy"
    shutil.copytree(package, copy)
    unit = json.loads((copy / "manifest.json").read_text())["blocks"][0]
    out = ["--device", "cpu", "--out", str(tmp_path / "p.json")]

    (copy / unit["file"]).write_bytes(b"PK")
    assert main([str(copy), *out]) == 2
    assert f"unit {unit['name']} is damaged" in capsys.readouterr().err

    (copy / unit["file"]).unlink()
    assert main([str(copy), *out]) == 2
    assert f"unit {unit['name']} has no file" in capsys.readouterr().err

    assert main([str(tmp_path / "nothing"), *out]) == 2
    assert "is not a model package" in capsys.readouterr().err
