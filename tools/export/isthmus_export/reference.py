"""Writes what torchvision's own, unfolded model answers to some images: the reference of the Java tests.

python -m isthmus_export.reference MODEL --images FILE… --out FOLDER [--seed N] [--compressible]
"""

import argparse
import json
import struct
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from . import weights
from .export import seeded
from .models import find
from .pictures import prepared
from .units import Normalise

_DTYPES = {torch.uint8: "U8", torch.float32: "F32"}


def write_safetensors(path: Path, name: str, tensor: Tensor) -> None:
    """Writes one tensor as safetensors: header length, JSON header, raw little-endian data."""
    data = tensor.contiguous().numpy().tobytes()
    entry = {"dtype": _DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [0, len(data)]}
    header = json.dumps({name: entry}, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)  # the format asks for aligned data
    path.write_bytes(struct.pack("<Q", len(header)) + header + data)


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--images", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--compressible", action="store_true")
    options = parser.parse_args()

    spec = find(options.model)
    model = seeded(spec, options.seed, options.compressible)
    x = torch.stack([prepared(Image.open(path), spec.transform) for path in options.images])
    with weights.reproducible():
        logits = model(Normalise(spec.transform.mean, spec.transform.std)(x))
    options.out.mkdir(parents=True, exist_ok=True)
    write_safetensors(options.out / "input.safetensors", "input", x)
    write_safetensors(options.out / "logits.safetensors", "logits", logits)


if __name__ == "__main__":
    main()
