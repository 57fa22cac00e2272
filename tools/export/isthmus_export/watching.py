"""Runs a process under limits on time and memory, whatever it does."""

import os
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from .limits import Limits

_PERIOD = 0.05  # seconds between two looks
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Ended:
    """How a process ended: `code` as subprocess has it, or the limit that it was ended for; and its last line."""

    code: int
    over: str | None  # "time" or "memory", or "stop" where the watch was to end
    last: str

    @property
    def signal(self) -> str | None:
        """The name of the signal that ended it."""
        return signal.Signals(-self.code).name if self.code < 0 else None


def watch(
    process: subprocess.Popen,
    lines: int,
    limits: Limits,
    hear: Callable[[str], None] = lambda line: None,
    stop: Callable[[], bool] = lambda: False,
) -> Ended:
    """Waits for a process to end. Ends it and all that it has started beyond `limits`, or where `stop` says so.

    Each line that it writes to `lines`, an open file, is heard, and begins a step with a time of its own.
    """
    os.set_blocking(lines, False)
    last, over, rest = "", None, b""
    began = time.monotonic()
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(lines, selectors.EVENT_READ)
            while over is None and process.poll() is None:
                if not selector.get_map():
                    time.sleep(_PERIOD)
                elif selector.select(_PERIOD):
                    data = _read(lines)
                    if not data:
                        selector.unregister(lines)
                    *whole, rest = (rest + data).split(b"\n")
                    for line in whole:
                        last, began = line.decode(errors="replace"), time.monotonic()
                        hear(last)
                if time.monotonic() - began > limits.seconds:
                    over = "time"
                elif resident(process.pid) > limits.bytes:
                    over = "memory"
                elif stop():
                    over = "stop"
        if over is None:
            for line in (rest + _read(lines)).splitlines():
                last = line.decode(errors="replace")
                hear(last)
    finally:
        end(process)
    return Ended(process.returncode, over, last)


def _read(file: int) -> bytes:
    try:
        return os.read(file, 1 << 16)
    except BlockingIOError:
        return b""


def end(process: subprocess.Popen) -> None:
    """Ends a process, if it runs, and all that it has started."""
    if process.poll() is None:
        for pid in reversed(_family(process.pid)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        process.kill()
    process.wait()


def resident(pid: int) -> int:
    """Bytes of memory of a process and all that it has started; 0 where this system does not tell."""
    return sum(map(_resident, _family(pid)))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


def _family(pid: int) -> list[int]:
    result, new = [pid], [pid]
    while new:
        parent = new.pop()
        for file in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                children = [int(child) for child in file.read_text().split()]
            except (OSError, ValueError):
                continue
            new += [child for child in children if child not in result]
            result += [child for child in children if child not in result]
    return result
