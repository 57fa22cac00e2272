"""Measures how long a device takes for every unit and batch size, as a timing profile records it."""

import io
import statistics
import time
from typing import Any, Callable, Iterator

import numpy
import torch
from PIL import Image
from torch import Tensor
from torchvision.transforms import functional as F

from ..errors import ExportError, printable
from .clocks import Clock, clock_of
from .stored import StoredPackage

REFERENCE_SIDE = 512  # pixels of the pictures that are decoded, as the services' own profiles have it
_LEAST_RUNS = 3
_WARM_UPS = 2
_MEMORY_ERROR = "out of memory"

Laps = list[float]


def profile(stored: StoredPackage, device: torch.device, batches: list[int], seconds: float) -> Iterator[dict[str, Any]]:
    """Measures batch sizes in their order: a profile's `batches`, one by one. The first that does not fit ends them.

    Each is run for about so many seconds, three times at least, on random inputs. The copy of the input to the device
    counts to the first unit, that of the answer from it to the last one.
    """
    clock = clock_of(device)
    decode = _decoding() if stored.is_picture else [0.0]
    for batch in batches:
        try:
            # No optimiser of graphs, as the services run units: it costs seconds at each new batch size.
            with torch.inference_mode(), torch.jit.optimized_execution(False):
                laps = _laps(stored, device, clock, batch, seconds)
                encode = _encoding(stored, device, batch)
        except RuntimeError as error:
            if _MEMORY_ERROR not in str(error):
                raise ExportError(f"the units cannot run on {device}: {printable(error)}") from error
            yield {"batch": batch, "fits": False, "units": []}
            return
        yield {
            "batch": batch,
            "fits": True,
            "units": chain_timings(laps),
            "decode": timing([batch * ms for ms in decode]),
            "preprocess": timing([0.0]),
            "encode": timing(encode),
        }


def _laps(stored: StoredPackage, device: torch.device, clock: Clock, batch: int, seconds: float) -> list[Laps]:
    """For each run of the chain the milliseconds of its units."""
    generator = torch.Generator().manual_seed(batch)
    shape = (batch, *stored.input_shape)
    if stored.is_picture:
        images = torch.randint(0, 256, shape, dtype=torch.uint8, generator=generator)
    else:
        images = torch.rand(shape, generator=generator) * 2 - 1
    for _ in range(_WARM_UPS):
        _run(stored, images, device, clock)
    runs: list[Laps] = []
    end = time.monotonic() + seconds
    while len(runs) < _LEAST_RUNS or time.monotonic() < end:
        runs.append(_run(stored, images, device, clock))
    return runs


def _run(stored: StoredPackage, images: Tensor, device: torch.device, clock: Clock) -> Laps:
    marks = [clock.mark()]
    tensors: tuple[Tensor, ...] = (images.to(device),)
    for unit in stored.units:
        out = unit(*tensors)
        tensors = out if isinstance(out, tuple) else (out,)
        if unit is stored.units[-1]:
            tensors = tuple(tensor.cpu() for tensor in tensors)
        marks.append(clock.mark())
    clock.finish()
    return [clock.milliseconds(start, end) for start, end in zip(marks, marks[1:])]


def _encoding(stored: StoredPackage, device: torch.device, batch: int) -> list[float]:
    """Milliseconds to bring the first unit's output to where a body is written from."""
    dtype = torch.uint8 if stored.is_picture else torch.float32
    first = stored.units[0](torch.zeros((batch, *stored.input_shape), dtype=dtype, device=device))
    tensors = first if isinstance(first, tuple) else (first,)
    return _times(lambda: [tensor.cpu().contiguous().numpy().tobytes() for tensor in tensors])


def _decoding() -> list[float]:
    """Milliseconds for one JPEG of the reference size, decoded and made smaller on the processor."""
    ramp = numpy.linspace(0, 6, REFERENCE_SIDE)
    waves = 127 + 60 * numpy.sin(ramp[:, None] * 9) + 60 * numpy.sin(ramp[None, :] * 17)
    noise = numpy.random.default_rng(0).normal(0, 6, (REFERENCE_SIDE, REFERENCE_SIDE, 3))
    pixels = (waves[:, :, None] + noise).clip(0, 255).astype(numpy.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=90)

    def decode() -> None:
        picture = Image.open(io.BytesIO(file.getvalue())).convert("RGB")
        F.resize(picture, [256])

    return _times(decode)


def _times(work: Callable[[], Any], runs: int = 10) -> list[float]:
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return times


def chain_timings(runs: list[Laps]) -> list[dict[str, float]]:
    """A timing for each unit. Together their medians are the median of the chain, as in the services' profiles."""
    units = [timing(list(laps)) for laps in zip(*runs)]
    together = sum(unit["median"] for unit in units)
    whole = statistics.median(sum(laps) for laps in runs)
    factor = whole / together if together > 0 else 1.0
    return [{"median": unit["median"] * factor, "spread": unit["spread"]} for unit in units]


def timing(milliseconds: list[float]) -> dict[str, float]:
    """Median and distance of the quartiles."""
    low, median, high = numpy.quantile(milliseconds, [0.25, 0.5, 0.75])
    return {"median": float(median), "spread": float(high - low)}
