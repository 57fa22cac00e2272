"""How long a step of an export may take and how much memory it may have."""

import re
from dataclasses import dataclass
from pathlib import Path

SECONDS = 600  # that a step may take, if nothing else is said
_SHARE = 0.8  # of the memory that is free when the export begins
_LEAST = 1 << 30  # bytes
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


@dataclass(frozen=True)
class Limits:
    """What a process may use: seconds for each of its steps, and bytes of memory with all that it starts."""

    seconds: float = SECONDS
    bytes: int = 8 << 30

    @property
    def memory(self) -> str:
        """The bytes as text."""
        return f"{self.bytes / (1 << 30):.1f} GiB" if self.bytes >= 1 << 30 else f"{self.bytes / (1 << 20):.0f} MiB"


def seconds(text: str) -> float:
    """Seconds as a user writes them. Raises ValueError."""
    number = float(text)
    if not 1 <= number <= 7 * 24 * 3600:
        raise ValueError(text)
    return number


def size(text: str) -> int:
    """Bytes as a user writes them: 800m, 4g, 1.5G. Raises ValueError."""
    match = re.fullmatch(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)([kmg]?)(?:i?b)?", text.strip().lower())
    if match is None or not (1 << 26) <= (count := int(float(match[1]) * _UNITS[match[2]])) <= 1 << 50:
        raise ValueError(text)
    return count


def usual_memory() -> int:
    """Bytes that an export may have if nothing is said: most of what this machine, or this container, has free."""
    free = [_LEAST * 8]  # where nothing tells
    try:
        table = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
        free = [int(table["MemAvailable"].split()[0]) * 1024]
    except (OSError, KeyError, ValueError):
        pass
    for file in _CGROUPS:
        try:
            free.append(int(Path(file).read_text()))
        except (OSError, ValueError):  # no such file, or "max"
            continue
    return max(_LEAST, int(_SHARE * min(free)))
