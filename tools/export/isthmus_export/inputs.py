"""What a network takes: pictures, or something else as it is."""

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from . import weights
from .models import Spec
from .units import Normalise

LONGER = ("start", "centre")


@dataclass(frozen=True)
class Plain:
    """An input that is no picture: float32 [B,*shape], which the network takes as it is.

    With a `rate`, in samples a second, it is mono sound, of which the services make it; `longer` says which part of a
    longer sound they take.
    """

    shape: tuple[int, ...]
    rate: int | None = None
    longer: str = LONGER[0]

    def __str__(self) -> str:
        if self.rate is None:
            return f"a tensor of {'x'.join(map(str, self.shape))} floats"
        part = {"start": "the start", "centre": "the middle"}[self.longer]
        seconds = self.shape[0] / self.rate
        return f"{self.shape[0]} samples of mono sound at {self.rate} Hz ({seconds:.3g} s; {part} of longer ones)"


def entry(spec: Spec) -> dict[str, Any]:
    """What a manifest of format 2 says of the input, beside its name."""
    plain = spec.plain
    if plain is None:
        return {"shape": [3, *spec.transform.size], "dtype": "U8", "kind": "image"}
    about = {"shape": list(plain.shape), "dtype": "F32"}
    if plain.rate is None:
        return {**about, "kind": "tensor"}
    return {**about, "kind": "audio", "sampleRate": plain.rate, "longer": plain.longer}


def shape(spec: Spec) -> tuple[int, ...]:
    """The shape of one input."""
    return (3, *spec.transform.size) if spec.plain is None else spec.plain.shape


def zeros(spec: Spec, count: int) -> Tensor:
    """So many inputs of zeros, as the first unit takes them."""
    return torch.zeros(count, *shape(spec), dtype=torch.uint8 if spec.plain is None else torch.float32)


def examples(spec: Spec, seed: int, count: int = 2) -> Tensor:
    """Inputs to compare networks with, as the first unit takes them: uint8 [count,3,H,W], or float32 from -1 to 1."""
    if spec.plain is None:
        height, width = spec.transform.size
        images = weights.synthetic_images(count, max(height, width), seed=seed)
        return images[:, :, :height, :width].contiguous()
    generator = torch.Generator().manual_seed(seed)
    noise = torch.rand(count, *spec.plain.shape, generator=generator) * 2 - 1
    if spec.plain.rate is None:
        return noise
    # A chirp over all frequencies, and noise: no part of the spectrum is empty.
    time = torch.arange(spec.plain.shape[0]) / spec.plain.shape[0]
    return 0.5 * torch.sin(math.pi * spec.plain.shape[0] / 2 * time**2) + 0.25 * noise


def prologue(spec: Spec) -> nn.Module | None:
    """What the first unit begins with: of pictures the normalisation; None where there is nothing."""
    return Normalise(spec.transform.mean, spec.transform.std) if spec.plain is None else None
