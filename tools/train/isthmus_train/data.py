"""Fashion-MNIST as tensors, from the files of Debian's package dataset-fashion-mnist."""

import gzip
import struct
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

LABELS = ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
MEAN, STD = 0.5, 0.5
_SIDE = 28  # pixels of a picture


@dataclass(frozen=True)
class Pictures:
    """uint8 [N,28,28] and int64 [N]."""

    images: Tensor
    labels: Tensor

    def first(self, count: int) -> "Pictures":
        return Pictures(self.images[:count], self.labels[:count])

    def __len__(self) -> int:
        return len(self.labels)


def read(folder: Path, part: str) -> Pictures:
    """The pictures of `part`: "train" (60,000) or "t10k" (10,000). Raises OSError or ValueError."""
    images = _idx(folder / f"{part}-images-idx3-ubyte.gz", 3).view(-1, _SIDE, _SIDE)
    labels = _idx(folder / f"{part}-labels-idx1-ubyte.gz", 1)
    return Pictures(images, labels.long())


def _idx(path: Path, dimensions: int) -> Tensor:
    """The bytes of an IDX file: a header of big-endian numbers, then the values."""
    data = gzip.decompress(path.read_bytes())
    magic, *shape = struct.unpack(f">{dimensions + 1}I", data[: 4 * (dimensions + 1)])
    if magic != 0x0800 + dimensions:
        raise ValueError(f"{path} is no IDX file of bytes with {dimensions} dimensions")
    return torch.frombuffer(bytearray(data[4 * (dimensions + 1) :]), dtype=torch.uint8).view(shape)


def augment(images: Tensor, generator: torch.Generator) -> Tensor:
    """Mirrors half of the pictures, and moves each by up to two pixels. uint8 [B,28,28] to the same."""
    mirrored = torch.rand(len(images), generator=generator) < 0.5
    images = torch.where(mirrored.view(-1, 1, 1), images.flip(2), images)
    padded = nn.functional.pad(images, (2, 2, 2, 2))
    across, down = torch.randint(0, 5, (2, len(images)), generator=generator)
    return torch.stack([p[y : y + _SIDE, x : x + _SIDE] for p, x, y in zip(padded, across, down)])


def scaled(images: Tensor, side: int) -> Tensor:
    """uint8 [B,28,28] to uint8 [B,3,side,side], as an image file would be resized: bilinear, rounded."""
    grey = nn.functional.interpolate(images[:, None].float(), size=(side, side), mode="bilinear", align_corners=False)
    return grey.round().clamp(0, 255).to(torch.uint8).expand(-1, 3, -1, -1)


def normalised(images: Tensor) -> Tensor:
    """uint8 of any shape to float32, as the package's first unit does it."""
    x = images.float().div_(255).sub_(MEAN).div_(STD)
    return x.contiguous(memory_format=torch.channels_last)
