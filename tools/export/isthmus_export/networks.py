"""Makes of a network what a package is written from."""

from typing import Any, Callable

import torch
from torch import Tensor, nn

from . import cutting, onnxfile, onnxform, weights
from .cutting import checking
from .models import Spec
from .outputs import Output
from .package import PORTABLE, Check, Files, Network
from .pictures import Treatment
from .units import Chain, Normalise


def found(
    model: nn.Module,
    spec: Spec,
    parts: cutting.Cutting,
    given: tuple[Output, ...],
    forms: tuple[str, ...],
    description: str = "",
    treatment: Treatment = Treatment(),
) -> Network:
    """A network whose units were found. They are compared with the whole before the package appears."""
    crossing = (*(cut.tensors for cut in parts.cuts), len(given))
    check = _check_of(parts, model, spec)
    return Network(spec, _chain_of(parts, spec), crossing, given, description, forms, treatment, check, compared=True)


def of_onnx(
    graph: onnxfile.Graph,
    spec: Spec,
    parts: cutting.Cutting,
    given: tuple[Output, ...],
    description: str = "",
    treatment: Treatment = Treatment(),
) -> Network:
    """A network of an ONNX file. Where Python has ONNX Runtime its units are compared with the file."""
    crossing = (*(cut.tensors for cut in parts.cuts), len(given))
    names, two = [name for name, _ in parts.units], images(spec)
    normalise = Normalise(spec.transform.mean, spec.transform.std)

    def whole(some: Tensor) -> dict[str, Tensor]:
        each = [onnxform.run(["the file"], [graph.file], normalise(some[i : i + 1])) for i in range(len(some))]
        return {output.name: torch.cat(values) for output, values in zip(given, zip(*each))}

    def check(files: Files) -> None:
        checking.check_onnx(names, files["onnx"], whole, two)

    return Network(spec, parts.units, crossing, given, description, ("onnx",), treatment, check)


def _chain_of(parts: cutting.Cutting, spec: Spec) -> Chain:
    """The units that were found; the first begins with the normalisation."""
    (name, first), *others = parts.units
    return [(name, nn.Sequential(Normalise(spec.transform.mean, spec.transform.std), first)), *others]


def _check_of(parts: cutting.Cutting, model: nn.Module, spec: Spec) -> Check:
    """What compares the files of units with the network, on two images."""
    normalise = Normalise(spec.transform.mean, spec.transform.std)
    names, eager, two = [name for name, _ in parts.units], normalised(model, spec), images(spec)

    def check(files: Files) -> None:
        with weights.reproducible(), torch.no_grad():
            checking.check(names, files[PORTABLE], nn.Sequential(normalise, parts.whole), eager, two)
            if "onnx" in files:
                checking.check_onnx(names, files["onnx"], eager, two)

    return check


def normalised(model: nn.Module, spec: Spec) -> Callable[[Tensor], Any]:
    """PyTorch's own run, for bytes."""
    normalise = Normalise(spec.transform.mean, spec.transform.std)
    return lambda images: model(normalise(images))


def images(spec: Spec) -> Tensor:
    """Two images of the size that a network takes, uint8 [2,3,H,W]."""
    height, width = spec.transform.size
    return weights.synthetic_images(2, max(height, width), seed=1)[:, :, :height, :width].contiguous()
