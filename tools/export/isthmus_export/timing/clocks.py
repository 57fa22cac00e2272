"""Clocks of devices: marks between units, and the time between two marks."""

import os
import platform
import time
from typing import Any, Protocol

import torch

from ..errors import ExportError


class Clock(Protocol):
    """Marks places in the work of a device. A mark costs little and waits for nothing."""

    def mark(self) -> Any:
        """A mark behind all work that was given to the device so far."""

    def finish(self) -> None:
        """Waits until the device has done all its work; before that no time between marks is known."""

    def milliseconds(self, start: Any, end: Any) -> float:
        """The time from one mark to another."""


class CpuClock:
    """Of a processor, whose work is done when the call returns."""

    def mark(self) -> float:
        return time.perf_counter()

    def finish(self) -> None:
        pass

    def milliseconds(self, start: float, end: float) -> float:
        return 1000 * (end - start)


class CudaClock:
    """Of a GPU, which works behind the caller: events in its stream, so that nothing waits between two units."""

    def mark(self) -> Any:
        event = torch.cuda.Event(enable_timing=True)
        event.record()
        return event

    def finish(self) -> None:
        torch.cuda.synchronize()

    def milliseconds(self, start: Any, end: Any) -> float:
        return start.elapsed_time(end)


def device_named(text: str) -> torch.device:
    """`cpu`, `cuda` or `cuda:N`. Raises ExportError for any other, and for one that is not there: nothing else is taken
    in its place."""
    try:
        device = torch.device(text)
    except RuntimeError as error:
        raise ExportError(f"--device must be cpu or cuda:N, not {text}") from error
    if device.type == "cpu":
        return device
    if device.type != "cuda":
        raise ExportError(f"--device must be cpu or cuda:N, not {text}")
    if not torch.cuda.is_available():
        raise ExportError(f"--device {text}: this PyTorch ({torch.__version__}) finds no GPU")
    if (device.index or 0) >= torch.cuda.device_count():
        raise ExportError(f"--device {text}: there are {torch.cuda.device_count()} GPUs, from cuda:0 on")
    return device


def clock_of(device: torch.device) -> Clock:
    """The clock of a device."""
    return CudaClock() if device.type == "cuda" else CpuClock()


def machine(device: torch.device) -> dict[str, Any]:
    """A profile's `machine`."""
    cuda = device.type == "cuda"
    return {
        "processor": torch.cuda.get_device_name(device) if cuda else _processor(),
        "architecture": {"x86_64": "amd64"}.get(platform.machine(), platform.machine()),
        "cores": len(os.sched_getaffinity(0)),
        "threads": torch.get_num_threads(),
        "engine": f"PyTorch {torch.__version__}" + (f", CUDA {torch.version.cuda}" if cuda else ""),
        "device": f"cuda:{device.index or 0}" if cuda else "cpu",
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            named = (line.partition(":")[2].strip() for line in info if line.startswith("model name"))
            return next(named, platform.machine())
    except OSError:
        return platform.machine()
