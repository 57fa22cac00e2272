"""Writes what torchvision's own, unfolded model answers to some images: the reference of the Java tests.

python -m isthmus_export.reference MODEL --images FILE… --out FOLDER [--seed N] [--compressible]
python -m isthmus_export.reference MODEL --images FILE… --out FOLDER --weights FILE --side PIXELS --mean M --std S
"""

import argparse
import json
import struct
from dataclasses import replace
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor, nn

from . import archive, loading, weights
from .export import seeded
from .models import Spec, Transform, find
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
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--side", type=int, default=224, help="with --weights: pixels of an input")
    parser.add_argument("--mean", type=float, default=0.5, help="with --weights: of every channel")
    parser.add_argument("--std", type=float, default=0.5, help="with --weights: of every channel")
    options = parser.parse_args()

    spec = find(options.model)
    if options.weights:
        mean, std = (options.mean,) * 3, (options.std,) * 3
        spec = replace(spec, transform=Transform(options.side, options.side, bicubic=False, mean=mean, std=std))
        model = _loaded(spec, options.weights)
    else:
        model = seeded(spec, options.seed, options.compressible)
    x = torch.stack([prepared(Image.open(path), spec.transform) for path in options.images])
    with weights.reproducible():
        logits = model(Normalise(spec.transform.mean, spec.transform.std)(x))
    options.out.mkdir(parents=True, exist_ok=True)
    write_safetensors(options.out / "input.safetensors", "input", x)
    write_safetensors(options.out / "logits.safetensors", "logits", logits)


def _loaded(spec: Spec, file: Path) -> nn.Module:
    model = spec.build(len(spec.labels))
    chosen = loading.choose(archive.load(file), model, file, None)
    model = spec.build(loading.classes_of(chosen.tensors, model))
    loading.load(model, chosen, file)
    return model.eval()


if __name__ == "__main__":
    main()
