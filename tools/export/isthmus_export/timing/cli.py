"""The command line of the profiler that needs no JVM."""

import argparse
import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import torch

from ..errors import ExportError, printable
from . import clocks, profiling, stored

_BATCHES = "1,2,4,8,16,32,64"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="measure.py",
        description="Measures how long a device takes for every unit of a package, with plain PyTorch and no JVM, and"
        " stores what ./isthmus profile would.",
    )
    parser.add_argument("package", type=Path, help="a model package: a folder or a .zip")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to store the profile (JSON)")
    parser.add_argument("--device", default="cuda:0", help="cpu or cuda:N (cuda:0)")
    parser.add_argument("--batches", default=_BATCHES, metavar="B,…", help=f"batch sizes, ascending ({_BATCHES})")
    parser.add_argument("--seconds", type=float, default=2, metavar="S", help="about how long for each of them (2)")
    parser.add_argument("--threads", type=int, metavar="N", help="threads that compute one operator on a processor")
    parser.add_argument(
        "--codecs", type=Path, metavar="PROFILE", help="take what encodings cost from a profile of the same machine"
    )
    return parser


def batches_of(text: str) -> list[int]:
    """Batch sizes. Raises ExportError unless they are whole numbers from 1 on that ascend."""
    try:
        sizes = [int(size) for size in text.split(",")]
    except ValueError:
        sizes = []
    if not sizes or sizes[0] < 1 or any(a >= b for a, b in zip(sizes, sizes[1:])):
        raise ExportError(f"--batches must be ascending whole numbers from 1 on, such as {_BATCHES}, not {text}")
    return sizes


def codecs_of(path: Path) -> Any:
    """The `codecs` of a profile. Raises ExportError where there are none."""
    try:
        codecs = json.loads(path.read_text(encoding="utf-8"))["codecs"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExportError(f"--codecs {path}: that is no profile with codecs: {printable(error)}") from error
    return codecs


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The profile. Prints a line for each batch size as soon as it is measured."""
    sizes = batches_of(options.batches)
    if not options.seconds > 0 or (options.threads is not None and options.threads < 1):
        raise ExportError("--seconds must be above 0 and --threads at least 1")
    codecs = codecs_of(options.codecs) if options.codecs else None
    device = clocks.device_named(options.device)
    if options.threads is not None:
        torch.set_num_threads(options.threads)
    package = stored.read(options.package, device)
    batches = []
    for row in profiling.profile(package, device, sizes, options.seconds):
        batches.append(row)
        total = sum(unit["median"] for unit in row["units"])
        text = f"{total:9.3f} ms, {total / row['batch']:9.3f} ms an image" if row["fits"] else "does not fit"
        print(f"batch {row['batch']:3}: {text}", flush=True)
    if not batches[0]["fits"]:
        raise ExportError(f"not even a batch of {sizes[0]} fits on {device}")
    return {
        "format": 1,
        "model": package.name,
        "fingerprint": package.fingerprint,
        "machine": clocks.machine(device),
        "measured": datetime.now(timezone.utc).isoformat().replace("+00:00", "Z"),
        "referencePixels": profiling.REFERENCE_SIDE**2 if package.is_picture else 1,
        "units": package.unit_names,
        "batches": batches,
        **({"codecs": codecs} if codecs else {}),
    }


def main(arguments: list[str] | None = None) -> int:
    """Measures, and returns the exit code: 0, or 2 with one line that says what is wrong."""
    options = _parser().parse_args(arguments)
    try:
        profile = measure(options)
        options.out.write_text(json.dumps(profile, indent=2) + "\n", encoding="utf-8")
    except (ExportError, OSError) as error:
        print(f"measure.py: {error}", file=sys.stderr)
        return 2
    print(f"stored in {options.out}")
    return 0
