"""Class names from a file."""

from pathlib import Path

import pytest
import torch
from conftest import SMALL, refusal

from isthmus_export import labels, models
from isthmus_export.cli import main
from isthmus_export.errors import ExportError



def read(tmp_path: Path, data: bytes) -> tuple[str, ...]:
    (tmp_path / "labels.txt").write_bytes(data)
    return labels.read(tmp_path / "labels.txt")


@pytest.mark.parametrize(
    "data",
    (
        b"cat\nd\xc3\xb6g\nred fox\n",
        b"\xef\xbb\xbfcat\r\nd\xc3\xb6g\r\nred fox",
        b"\n\n  cat\rd\xc3\xb6g \r\rred\tfox\r\n\r\n",
    ),
)
def test_marks_line_ends_and_blank_lines_do_not_matter(data: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, data) == ("cat", "dög", "red fox")


def test_only_ends_of_lines_end_a_name(tmp_path: Path) -> None:
    assert read(tmp_path, "a\u2028b\na\u00a0b\u200dc\n".encode()) == ("a\u2028b", "a\u00a0b\u200dc")


@pytest.mark.parametrize(
    "data",
    (
        b'["cat", "dog", "red fox"]',
        b'\xef\xbb\xbf{\n  "0": "cat",\r\n  "2": " red fox ",\n  "1": "dog"}\n',
        b'{"0": ["n02121620", "cat"], "1": ["n02084071", "dog"], "2": ["n02119789", "red fox"]}',
        b'{"dog": 1, "cat": 0, "red fox": 2}',
    ),
)
def test_json_that_names_classes_is_read(data: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, data) == ("cat", "dog", "red fox")


def test_names_may_begin_like_json(tmp_path: Path) -> None:
    assert read(tmp_path, b"[unknown]\n{other}\n") == ("[unknown]", "{other}")


@pytest.mark.parametrize(
    ("data", "reason"),
    (
        (b"cat\nd\xf6g\n", "not UTF-8: its line 2"),
        ("cat\n".encode("utf-16"), "UTF-16"),
        ("cat\n".encode("utf-16-le"), "UTF-16"),
        (b'{"0": "cat", "2": "dog"}', "JSON that holds no class names"),
        (b'["cat", 3]', "JSON that holds no class names"),
        (b'[["n01", ""]]', "JSON that holds no class names"),
        (b"{}", "JSON that holds no class names"),
        (b'["a\\u0000b"]', "no class name"),
        (b"cat\x1b[31m\n", "no class name"),
        (b"c" * 201, "at most 200 characters"),
        (bytes(5 << 20), "larger than 4 MiB"),
    ),
)
def test_files_that_are_no_labels(data: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=reason):
        read(tmp_path, data)
    with pytest.raises(ExportError, match="no such file of labels"):
        labels.read(tmp_path / "absent.txt")


def test_they_are_counted_and_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torch.save(models.find(SMALL).build(3).state_dict(), tmp_path / "three.pth")
    file = tmp_path / "labels.txt"
    file.write_bytes("\ufeffcat\r\ndög\r\n\r\n".encode())
    command = (SMALL, "--weights", tmp_path / "three.pth", "--labels", file, "--out", tmp_path / "m")
    assert "2 names for 3 classes (blank lines do not count)" in refusal(capsys, *command)
    file.write_bytes(file.read_bytes() + b"fox")
    assert main([str(argument) for argument in command]) == 0
    assert (tmp_path / "m" / "labels.txt").read_bytes() == "cat\ndög\nfox\n".encode()
    assert "labels:" not in capsys.readouterr().err
