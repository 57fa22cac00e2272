"""The one exception that the command line turns into a line of text."""


class ExportError(Exception):
    """Something the caller got wrong; its message is one clear line."""
