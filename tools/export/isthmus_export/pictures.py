"""How pictures become inputs: what a manifest says of it, and torchvision's own way to do the same."""

from dataclasses import dataclass
from typing import Any

import numpy
import torch
from PIL import Image, ImageOps
from torch import Tensor
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

from .models import Transform

ORIENTATIONS = ("apply", "ignore")
COLOURS = ("ignore", "srgb")
FITS = ("crop", "stretch", "letterbox")


@dataclass(frozen=True)
class Treatment:
    """What a package wants done to pictures beside resizing: docs/inputs.md."""

    orientation: str = "apply"
    colours: str = "ignore"
    reduced_decoding: bool = False


def entry(transform: Transform, treatment: Treatment) -> dict[str, Any]:
    """The manifest's `preprocess`."""
    return {
        **_shape(transform),
        "interpolation": "bicubic" if transform.bicubic else "bilinear",
        "orientation": treatment.orientation,
        "colours": treatment.colours,
        "reducedDecoding": treatment.reduced_decoding,
    }


def _shape(transform: Transform) -> dict[str, Any]:
    if transform.fit == "crop":
        return {"resize": transform.resize}
    padding = {"padding": list(transform.padding)} if transform.fit == "letterbox" else {}
    return {"fit": transform.fit, **padding}


def prepared(image: Image.Image, transform: Transform) -> Tensor:
    """An RGB picture as uint8 [3,crop,crop], by torchvision on PIL: what the services do bit for bit."""
    if transform.fit != "crop":
        return _fitted(image.convert("RGB"), transform)
    kind = InterpolationMode.BICUBIC if transform.bicubic else InterpolationMode.BILINEAR
    resized = F.resize(image.convert("RGB"), [transform.resize], interpolation=kind)
    cropped = F.center_crop(resized, list(transform.size))
    return torch.from_numpy(numpy.array(cropped)).permute(2, 0, 1).contiguous()


def _fitted(image: Image.Image, transform: Transform) -> Tensor:
    """A whole picture, by PIL."""
    height, width = transform.size
    kind = Image.Resampling.BICUBIC if transform.bicubic else Image.Resampling.BILINEAR
    if transform.fit == "stretch":
        fitted = image.resize((width, height), kind)
    else:
        fitted = ImageOps.pad(image, (width, height), kind, color=transform.padding)
    return torch.from_numpy(numpy.array(fitted)).permute(2, 0, 1).contiguous()
