"""The program in docs/packages.md that makes a package by hand."""

import hashlib
import re
from pathlib import Path

import pytest
import torch
from conftest import load_units

PAGE = Path(__file__).parents[3] / "docs" / "packages.md"


def test_the_program_of_the_page_makes_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert program
    monkeypatch.chdir(tmp_path)
    with torch.enable_grad():
        # Real names, since TorchScript wants to read the sources of what it compiles.
        (tmp_path / "by_hand.py").write_text(program[1], encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        __import__("by_hand")

    folder = tmp_path / "by-hand"
    manifest, units = load_units(folder)
    for entry in (manifest["preprocess"], *manifest["blocks"]):
        assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    side = manifest["input"]["shape"][1]
    preprocess = torch.jit.load(str(folder / manifest["preprocess"]["file"]))
    for height, width in ((1, 1), (20, 300)):
        image = torch.full((3, height, width), 9, dtype=torch.uint8)
        assert torch.equal(preprocess(image), torch.full((3, side, side), 9, dtype=torch.uint8))
    for batch in (1, 3):
        x = torch.randint(0, 256, (batch, 3, side, side), dtype=torch.uint8)
        for block, unit in zip(manifest["blocks"], units):
            again = unit(x.clone(memory_format=torch.contiguous_format))
            x = unit(x)
            assert list(x.shape) == [batch, *block["output"]] and torch.equal(x, again)
