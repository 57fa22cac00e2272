"""Runs torchvision's own network in PyTorch, as `bench compute` asks for it line by line.

python -m isthmus_export.eager MODEL --weights FILE --images FILE --threads N

`time BATCH CALLS` is answered with the median milliseconds of a call, `logits BATCH` with the logits of the first images.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy
import torch

from .models import find
from .units import Normalise


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    spec = find(options.model)
    model = spec.build(len(spec.labels)).eval()
    model.load_state_dict(torch.load(options.weights, map_location="cpu"))
    normalise = Normalise(spec.transform.mean, spec.transform.std)
    side = spec.transform.crop
    images = torch.from_numpy(numpy.fromfile(options.images, dtype=numpy.uint8)).view(-1, 3, side, side)
    print("ready", flush=True)
    for line in sys.stdin:
        word, batch, *rest = line.split()
        x = images[: int(batch)]
        if word == "logits":
            print(" ".join(map(str, model(normalise(x)).flatten().tolist())), flush=True)
            continue
        times = []
        for _ in range(int(rest[0])):
            start = time.perf_counter()
            model(normalise(x))
            times.append(1000 * (time.perf_counter() - start))
        print(statistics.median(times), flush=True)


if __name__ == "__main__":
    main()
