"""Runs the exporter in a process of its own, which is watched: a network's code may loop for ever, or allocate so.

What is wrong with the options is told before anything starts.
"""

import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from . import cli, steps, watching
from .files import unfinished_prefix
from .limits import Limits
from .watching import Ended

_START = Path(__file__).resolve().parents[1] / "run.py"


def main() -> int:
    """The exit code of an export with the arguments of this process."""
    arguments = sys.argv[1:]
    if steps.VARIABLE in os.environ:
        return cli.main(arguments)
    options = cli.parsed(arguments)
    if options.list:
        return cli.main(arguments)
    told: list[int] = []  # signals; to raise an exception might leave a process behind that was just started
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    limits = Limits(options.time_limit, options.memory_limit)
    with tempfile.TemporaryDirectory(prefix="isthmus-export-") as temporary:
        reading, writing = os.pipe()
        environment = {**os.environ, steps.VARIABLE: str(writing), "TMPDIR": temporary}
        command = [sys.executable, str(_START), *arguments]
        process = subprocess.Popen(command, env=environment, pass_fds=(writing,))
        os.close(writing)
        ended = watching.watch(process, reading, limits, stop=lambda: bool(told))
    for unfinished in options.out.parent.glob(f"{glob.escape(unfinished_prefix(options.out, process.pid))}*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    if told:
        return 128 + told[0]
    reason = _reason(ended, limits)
    if reason:
        print(f"\risthmus export: {reason}", file=sys.stderr)
        return 2
    return ended.code


def _reason(ended: Ended, limits: Limits) -> str | None:
    """What to say of an export that did not end by itself."""
    step = ended.last or "starting"
    if ended.over == "time":
        return f"{step} took more than {limits.seconds:g} s and was ended; --time-limit SECONDS allows more"
    if ended.over == "memory":
        return f"{step} took more than {limits.memory} of memory and was ended; --memory-limit SIZE allows more"
    if ended.signal == "SIGKILL":
        return f"{step} was ended by the system, perhaps for want of memory"
    return f"{step} ended the process with {ended.signal}" if ended.signal else None
