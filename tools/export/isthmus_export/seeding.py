"""Networks with weights of a seed, and the bar that long work shows."""

import sys

import torch
from torch import nn
from tqdm import tqdm

from . import detecting, steps, weights
from .families import PLACES
from .models import Spec
from .units import Normalise

_FEW, _MANY = 8, 32  # images to calibrate with
_SETTLING = 2
_SMALL = 160  # pixels at most of many: statistics hardly depend on the size, time and memory do


@torch.no_grad()
def seeded(spec: Spec, seed: int, compressible: bool) -> nn.Module:
    """The network of `spec` with weights drawn from `seed` and calibrated, in evaluation mode."""
    torch.manual_seed(seed)  # for what is not drawn, such as tokens and embeddings
    model = spec.finished(spec.build(len(spec.labels)))
    steps.say(f"calibrating {spec.name}")
    height, width = spec.transform.size
    normalise = Normalise(spec.transform.mean, spec.transform.std)
    if spec.name in PLACES:
        images = weights.synthetic_images(_MANY, min(height, _SMALL), seed)
    else:  # it may take images of its own size only
        images = weights.synthetic_images(_FEW, max(height, width), seed)[:, :, :height, :width]
    with weights.reproducible():
        weights.draw(model, seed, compressible)
        weights.calibrate(model, normalise(images))
        if isinstance(model, detecting.Detector):
            model.settle(normalise(images[:_SETTLING]))
    return model.eval()


def bar(total: int, what: str) -> tqdm:
    """A bar of progress on standard error, for `total` units."""
    return tqdm(total=total, desc=what, unit="unit", leave=False, file=sys.stderr)
