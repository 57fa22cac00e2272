"""Networks with weights of a seed, and the bar that long work shows."""

import sys

import torch
from torch import nn
from tqdm import tqdm

from . import detecting, steps, weights
from .models import CHAINED, Spec
from .units import Normalise, split


def seeded(spec: Spec, seed: int, compressible: bool) -> nn.Module:
    """The network of `spec` with weights drawn from `seed` and calibrated, in evaluation mode."""
    torch.manual_seed(seed)  # for what is not drawn, such as tokens and embeddings
    model = spec.finished(spec.build(len(spec.labels)))
    steps.say(f"calibrating {spec.name}")
    if spec.name not in CHAINED:
        with weights.reproducible():
            weights.draw(model, seed, compressible)
            weights.calibrate_whole(model, spec.transform.size, seed)
            if isinstance(model, detecting.Detector):
                height, width = spec.transform.size
                images = weights.synthetic_images(2, max(height, width), seed)[:, :, :height, :width]
                model.settle(Normalise(spec.transform.mean, spec.transform.std)(images))
        return model.eval()
    chain = split(model, spec.transform)
    with weights.reproducible(), bar(len(chain), "calibrating") as shown:
        weights.draw(model, seed, compressible)
        weights.calibrate(chain, spec.transform.crop, seed, lambda _: (shown.update(), steps.say("calibrating")))
    return model.eval()


def bar(total: int, what: str) -> tqdm:
    """A bar of progress on standard error, for `total` units."""
    return tqdm(total=total, desc=what, unit="unit", leave=False, file=sys.stderr)
