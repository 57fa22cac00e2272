"""Class names from a file."""

import json
import re
import unicodedata
from pathlib import Path

from .errors import ExportError

_MOST_BYTES = 4 << 20  # as the services have it
_LONGEST = 200  # characters


def read(path: Path) -> tuple[str, ...]:
    """One name a line, in UTF-8, in the order of the classes; or JSON, as ImageNet's class index.

    A byte order mark, Windows' line ends, blank lines and spaces around a name do not matter. Raises ExportError.
    """
    if not path.is_file():
        raise ExportError(f"no such file of labels: {path}")
    data = path.read_bytes()
    if len(data) > _MOST_BYTES:
        raise ExportError(f"{path} is larger than 4 MiB; labels are one name a line")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ExportError(f"{path} is UTF-16; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ExportError(f"{path} is not UTF-8: its line {line} cannot be read; save it as UTF-8") from error
    if "\x00" in text:
        raise ExportError(f"{path} is UTF-16 or no text; save it as UTF-8")
    # Not splitlines(), which takes form feeds and other odd characters for ends of lines, too.
    lines = _of_json(path, text) if text.lstrip()[:1] in "{[" and text.strip() else re.split(r"\r\n|\r|\n", text)
    names = [name for line in lines if (name := line.strip().replace("\t", " "))]
    for name in names:
        if len(name) > _LONGEST or any(unicodedata.category(character) == "Cc" for character in name):
            rule = f"at most {_LONGEST} characters, none of them a control character"
            raise ExportError(f"{path}: {name[:40]!a} is no class name: {rule}")
    return tuple(names)


def _of_json(path: Path, text: str) -> list[str]:
    """Names from JSON: a list; or classes by number, as ImageNet's index has them (a name is the last of a list), or
    numbers by class. Text that only begins like JSON is lines."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return re.split(r"\r\n|\r|\n", text)
    wanted = "a list of names, an object of names by number from 0 up, or one of numbers by name"
    if isinstance(content, dict) and content and all(type(number) is int for number in content.values()):
        content = {str(number): name for name, number in content.items()}
    if isinstance(content, dict):
        content = [content.get(str(number)) for number in range(len(content))]
    content = content if isinstance(content, list) else [None]
    names = [name[-1] if isinstance(name, list) and name else name for name in content]
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise ExportError(f"{path} is JSON that holds no class names: it takes {wanted}")
    return [str(name) for name in names]


def require_count(path: Path, names: tuple[str, ...], classes: int) -> None:
    """Raises ExportError unless there are as many names as classes."""
    if len(names) != classes:
        raise ExportError(f"{path} holds {len(names)} names for {classes} classes (blank lines do not count)")
