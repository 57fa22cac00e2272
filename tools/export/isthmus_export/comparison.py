"""Writes one seeded network in the forms that `bench compute` sets side by side.

python -m isthmus_export.comparison MODEL --out FOLDER [--seed N]

That is package.zip for our own engines, portable.zip with plain operators, model.onnx for ONNX Runtime, and weights.pth for PyTorch.
"""

import argparse
import warnings
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from . import cutting, networks, outputs, package
from .export import seeded
from .families import PLACES
from .models import find
from .units import Normalise


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    spec = find(options.model)
    model = seeded(spec, options.seed, compressible=False)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), options.out / "weights.pth")
    parts = cutting.cut(model, (3, *spec.transform.size), PLACES.get(spec.name))
    given = outputs.described(parts.outputs, {}, spec.labels)
    network = networks.found(model, spec, parts, given, ("onednn", "onnx"), "Made for a comparison.")
    network = replace(network, check=None, compared=False)  # whoever measures compares, too
    package.write(network, options.out / "package.zip")
    package.write(replace(network, forms=("portable",)), options.out / "portable.zip")
    # Unfolded, bytes in and logits out, as the package: ONNX Runtime folds batch norms itself.
    whole = nn.Sequential(Normalise(spec.transform.mean, spec.transform.std), model).eval()
    with warnings.catch_warnings(), torch.enable_grad():  # as onnxform does it, for the sake of attention
        warnings.simplefilter("ignore")
        torch.onnx.export(
            whole,
            torch.zeros(1, 3, spec.transform.crop, spec.transform.crop, dtype=torch.uint8),
            str(options.out / "model.onnx"),
            opset_version=15,
            input_names=["input"],
            output_names=["logits"],
            dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}},
        )


if __name__ == "__main__":
    main()
