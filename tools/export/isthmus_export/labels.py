"""Class names from a file."""

import re
import unicodedata
from pathlib import Path

from .errors import ExportError

_MOST_BYTES = 4 << 20  # as the services have it
_LONGEST = 200  # characters


def read(path: Path) -> tuple[str, ...]:
    """One name a line, in UTF-8, in the order of the classes.

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
    # Not splitlines(), which takes form feeds and other odd characters for ends of lines, too.
    names = [name for line in re.split(r"\r\n|\r|\n", text) if (name := line.strip().replace("\t", " "))]
    for name in names:
        if len(name) > _LONGEST or any(unicodedata.category(character) == "Cc" for character in name):
            rule = f"at most {_LONGEST} characters, none of them a control character"
            raise ExportError(f"{path}: {name[:40]!a} is no class name: {rule}")
    return tuple(names)


def require_count(path: Path, names: tuple[str, ...], classes: int) -> None:
    """Raises ExportError unless there are as many names as classes."""
    if len(names) != classes:
        hint = "; it looks like JSON, and should hold one name a line" if names and names[0][0] in "{[" else ""
        raise ExportError(
            f"{path} holds {len(names)} names for {classes} classes (blank lines do not count){hint}"
        )
