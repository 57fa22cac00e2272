"""The survey of networks: a page that is taken up where it was left, and one row from a process of its own."""

import sys
from pathlib import Path

import pytest

from isthmus_export import survey

NAMES = ("resnet18", "alexnet", "vit_b_16")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> list[tuple[str, int | None]]:
    """The networks that a run has asked for, with their sizes."""
    asked: list[tuple[str, int | None]] = []

    def row(name: str, size: int | None) -> list[str]:
        asked.append((name, size))
        if name == "vit_b_16" and size is not None:
            return survey._refused(name, str(size), "it does not work on | such images, " + "and says so " * 20)
        return [name, str(size), "exported", *["1"] * (len(survey._HEADINGS) - 3)]

    monkeypatch.setattr(survey, "_asked", row)
    monkeypatch.setattr(sys, "argv", ["survey.py", *map(str, arguments)])
    assert survey.main() == 0
    return asked


def test_a_page_is_taken_up_where_it_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "networks.md"
    assert run(monkeypatch, *NAMES[:2], "--size", 64, "--out", page) == [("resnet18", 64), ("alexnet", 64)]
    before = page.read_text()
    assert run(monkeypatch, *NAMES, "--size", 64, "--out", page) == [("vit_b_16", 64), ("vit_b_16", None)]
    assert page.read_text().startswith(before) and page.read_text().count("# Networks") == 1
    rows = [line for line in page.read_text().splitlines() if line.startswith("| ")]
    assert [row.split("|")[1].strip() for row in rows[2:]] == list(NAMES)
    assert all(row.count("|") == rows[0].count("|") for row in rows)


def test_lines_are_within_their_width(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "_in_any_size", lambda name, size: survey._refused(name, "64x64", "no | " * 50))
    page = tmp_path / "networks.md"
    run(monkeypatch, "vit_b_16", "--size", 64, "--out", page)
    lines = page.read_text().splitlines()
    assert max(map(len, lines)) <= 120 and "refused: no / no" in lines[-1] and lines[-1].count("|") == 12


def test_a_row_comes_from_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    row = survey._asked("shufflenet_v2_x0_5", 32)
    assert row[:3] == ["shufflenet_v2_x0_5", "32x32", "exported"] and float(row[-1]) <= 1e-4
    monkeypatch.setattr(survey, "_SECONDS", 0.2)
    assert "took more than 0.2 s" in survey._asked("shufflenet_v2_x0_5", 32)[2]
