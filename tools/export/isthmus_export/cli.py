"""The command line: `python -m isthmus_export MODEL --out FILE`."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn, Sequence

from .errors import ExportError


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # One line, without the usage that argparse prints first.
        self.exit(2, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="isthmus export", description="Makes a model package from a torchvision network.")
    parser.add_argument("model", nargs="?", metavar="MODEL", help="a name of --list")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the package: a .zip, or a folder")
    parser.add_argument("--weights", type=Path, metavar="FILE", help="torchvision's own state dict (.pth)")
    parser.add_argument("--seed", type=int, metavar="N", help="seed of the weights where no file is given (0)")
    parser.add_argument(
        "--compressible", action="store_true", help="seeded weights of two values per channel, which pack well"
    )
    parser.add_argument(
        "--size",
        type=int,
        metavar="PIXELS",
        help="height and width of the input, for networks that take any: less work and less to send, less precise (the network's own)",
    )
    parser.add_argument(
        "--portable",
        action="store_true",
        help="plain operators only, for a libtorch without oneDNN; slower. Networks not tried with oneDNN get them anyway",
    )
    parser.add_argument("--list", action="store_true", help="print the models' names and exit")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the exporter. Returns 0 on success and 2, after one line on stderr, on wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.list:
        if options.model is None or options.out is None:
            parser.error("name a MODEL and --out FILE, or --list")
        if options.weights and (options.seed is not None or options.compressible):
            parser.error("--seed and --compressible make weights; they do not go with --weights")
        if options.size is not None and not 32 <= options.size <= 1024:
            parser.error("--size takes 32 to 1024 pixels")
        if options.seed is not None and not 0 <= options.seed < 2**63:
            parser.error("--seed takes a number from 0 up")
    try:
        # Imported here, so that --help and wrong usage answer without PyTorch.
        from . import export
    except ImportError as error:
        parser.error(
            f"cannot import {error.name}; the exporter needs PyTorch, torchvision and tqdm: on Debian"
            " apt install python3-torch python3-torchvision python3-tqdm, elsewhere pip install torch torchvision tqdm"
        )
    if options.list:
        print("\n".join(export.NAMES))
        return 0
    try:
        seed = options.seed or 0
        print(
            export.run(
                options.model, options.out, options.weights, seed, options.compressible, options.portable, options.size
            )
        )
    except ExportError as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(f"{error.filename or options.out}: {error.strerror or error}")
    return 0
