"""Makes of a network what a package is written from."""

from typing import Any, Callable

import torch
from torch import Tensor, nn

from . import cutting, inputs, onnxfile, onnxform, weights
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
    check = _check_of(parts, model, spec, [output.rule for output in given])
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
    names, two = [name for name, _ in parts.units], inputs.examples(spec, seed=1)
    normalise = Normalise(spec.transform.mean, spec.transform.std)

    def whole(some: Tensor) -> dict[str, Tensor]:
        each = [onnxform.run(["the file"], [graph.file], normalise(some[i : i + 1])) for i in range(len(some))]
        return {output.name: torch.cat(values) for output, values in zip(given, zip(*each))}

    def check(files: Files) -> None:
        checking.check_onnx(names, files["onnx"], whole, two, [output.rule for output in given])

    return Network(spec, parts.units, crossing, given, description, ("onnx",), treatment, check)


def _chain_of(parts: cutting.Cutting, spec: Spec) -> Chain:
    """The units that were found; the first begins with the normalisation of pictures."""
    (name, first), *others = parts.units
    before = inputs.prologue(spec)
    return parts.units if before is None else [(name, nn.Sequential(before, first)), *others]


def _check_of(parts: cutting.Cutting, model: nn.Module, spec: Spec, rules: checking.Rules) -> Check:
    """What compares the files of units with the network, on two inputs."""
    before = inputs.prologue(spec)
    whole = parts.whole if before is None else nn.Sequential(before, parts.whole)
    names, eager, two = [name for name, _ in parts.units], normalised(model, spec), inputs.examples(spec, seed=1)

    def check(files: Files) -> None:
        with weights.reproducible(), torch.no_grad():
            checking.check(names, files[PORTABLE], whole, eager, two, rules)
            if "onnx" in files:
                checking.check_onnx(names, files["onnx"], eager, two, rules)

    return check


def normalised(model: nn.Module, spec: Spec) -> Callable[[Tensor], Any]:
    """PyTorch's own run, for what the first unit takes."""
    before = inputs.prologue(spec)
    return model if before is None else lambda images: model(before(images))
