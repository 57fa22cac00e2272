"""Runs units one after another and writes what they give: the part of a trial that may crash.

trial.py THREADS SHAPE BATCHES IMAGES ANSWERS FILE…

Says each step on standard output before it takes it: `ready`, `load N`, `run N BATCH`; or `failed REASON`. SHAPE is a type
and sizes, such as U8:3,224,224; IMAGES holds that for the largest of BATCHES. ANSWERS gets for every batch, unit and tensor
an int32 with a number of values, and those as float32: about 65536 from all over the tensor. The engine of the services
has a program with the same
arguments (TorchTrial).
"""

import math
import struct
import sys
from pathlib import Path

del sys.path[0]  # this folder, whose modules have names that others have, too

import torch  # noqa: E402

_SAMPLES = 1 << 16
_DTYPES = {"U8": torch.uint8, "F32": torch.float32}


def _say(line: str) -> None:
    print(line, flush=True)


@torch.no_grad()
def main(arguments: list[str]) -> int:
    """Returns 0, or 1 after a line that begins with `failed`."""
    threads, shape, batches, images, answers, *files = arguments
    torch.set_num_threads(int(threads))
    dtype, _, numbers = shape.partition(":")
    sizes = [int(size) for size in numbers.split(",")]
    data = bytearray(Path(images).read_bytes())
    _say("ready")
    try:
        units = []
        for number, file in enumerate(files):
            _say(f"load {number}")
            units.append(torch.jit.load(file))
        with Path(answers).open("wb") as out:
            for batch in map(int, batches.split(",")):
                first = torch.frombuffer(data, dtype=_DTYPES[dtype], count=batch * math.prod(sizes))
                tensors = (first.view(batch, *sizes),)
                for number, unit in enumerate(units):
                    _say(f"run {number} {batch}")
                    given = unit(*tensors)
                    tensors = (given,) if isinstance(given, torch.Tensor) else given
                    for tensor in tensors:
                        out.write(_sample(tensor))
    except Exception as error:  # whatever the units raise
        _say(f"failed {(str(error).strip().splitlines() or [type(error).__name__])[-1]}")
        return 1
    return 0


def _sample(tensor: torch.Tensor) -> bytes:
    if tensor.dtype != torch.float32:
        raise ValueError(f"a tensor is {str(tensor.dtype).removeprefix('torch.')} and not float32")
    flat = tensor.contiguous().flatten()
    values = flat[:: max(1, flat.numel() // _SAMPLES)].contiguous()
    return struct.pack("<i", values.numel()) + values.numpy().tobytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
