"""The survey of ONNX files: what is found of a file, a run that is taken up, and the page."""

import sys
from pathlib import Path

import pytest

onnx = pytest.importorskip("onnx")

from onnx import TensorProto, helper  # noqa: E402

from isthmus_export import onnxsurvey, survey  # noqa: E402


def write(file: Path, shape: list[int], opset: int = 13) -> None:
    """A file of one operator on a float32 of that shape."""
    file.parent.mkdir(parents=True, exist_ok=True)
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "one", values[:1], values[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    onnx.save(model, str(file))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["survey.py", *map(str, arguments)])
    assert survey.main() == 0


def test_the_page_counts_reasons_and_lists_what_was_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models, page, kept = tmp_path / "models", tmp_path / "page.md", tmp_path / "kept"
    write(models / "good" / "model.onnx", [1, 3, 32, 32])
    write(models / "flat" / "model.onnx", [2, 5])
    write(models / "old" / "model.onnx", [1, 3, 32, 32], opset=5)
    (models / "text.onnx").write_text("no ONNX")
    run(monkeypatch, "--onnx", models, "--out", page, "--keep", kept)
    text = page.read_text()
    assert "It has 4 files." in text and "1 were exported." in text
    assert "| exported | 1 | good |" in text
    assert "| its input is no picture: float32 [B,3,H,W] is | 1 | flat |" in text
    assert "| its opset is too old or too new to be cut | 1 | old |" in text
    assert "| the file is no valid ONNX | 1 | text.onnx |" in text
    assert "| good/model.onnx | 3x32x32 | 1 | 0 | tensor[3,32,32] |" in text
    assert max(len(line) for line in text.splitlines() if not line.startswith("    ")) <= 120

    monkeypatch.setattr(onnxsurvey, "_in_own_process", lambda path, name: pytest.fail("it was known"))
    run(monkeypatch, "--onnx", models, "--out", page, "--keep", kept)
    assert page.read_text() == text


def test_a_file_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnxsurvey, "_SECONDS", 0.2)
    monkeypatch.setattr(onnxsurvey, "look", lambda path, name, package: onnxsurvey.time.sleep(60))
    found = onnxsurvey._in_own_process(tmp_path / "model.onnx", "model.onnx")
    assert found.reason == "it takes more than 0.2 s" and found.kind == "it takes too long"


def test_what_ends_the_process_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnxsurvey, "look", lambda path, name, package: onnxsurvey.os.abort())
    found = onnxsurvey._in_own_process(tmp_path / "model.onnx", "model.onnx")
    assert found.reason == "the exporter ended with -6" and found.kind == "another reason"
