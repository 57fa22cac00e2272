"""The one exception that the command line turns into a line of text, and text that is fit for it."""

import re


class ExportError(Exception):
    """Something the caller got wrong; its message is one clear line."""


def printable(text: object) -> str:
    """Text from a file or a stranger, fit to be shown: one line of plain characters, and not endless."""
    plain = re.sub(r"[^\x20-\x7e]", "?", str(text))
    return plain if len(plain) <= 80 else plain[:79] + "…"
