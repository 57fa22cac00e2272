"""Puts the weights of a file into a network."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torchvision.models import DenseNet

from . import detecting, sharded
from .checkpoint import Weights, body_of, classifier_of, find
from .errors import ExportError, printable
from .stored import Stored, materialise

# Auxiliary classifiers, used in training only.
_TRAINING_ONLY = {
    "Inception3": ("AuxLogits.",),
    "GoogLeNet": ("aux1.", "aux2."),
    "FCN": ("aux_classifier.",),
    "DeepLabV3": ("aux_classifier.",),
}
# torchvision's published files of DenseNet are older than its names: norm.1 for norm1.
_OLD_DENSENET = re.compile(r"(denselayer\d+\.(?:norm|conv))\.([12]\.)")
_FLOATS = (torch.float32, torch.float16, torch.bfloat16, torch.float64)


def choose(content: Any, model: nn.Module, source: Path, key: str | None = None) -> Weights:
    """The weights for a network like `model`, of any number of classes, in what a file holds. Raises ExportError."""
    weights = find(content, model, source, key)
    unused = _TRAINING_ONLY.get(type(model).__name__, ())
    tensors = {name: t for name, t in weights.tensors.items() if not name.startswith(unused)}
    if isinstance(model, DenseNet):
        tensors = {_OLD_DENSENET.sub(r"\1\2", name): t for name, t in tensors.items()}
    return _with_plain_classifier(Weights(tensors, weights.notes), model)


def _with_plain_classifier(weights: Weights, model: nn.Module) -> Weights:
    """Renames a classifier that training has put elsewhere, such as fc.1 after a dropout in place of fc."""
    head = classifier_of(model)
    if not head:
        return weights
    own = model.state_dict()
    other = [name.rpartition(".")[0] for name in weights.tensors if name not in own]
    if f"{head}.weight" in weights.tensors or len(other) != 2 or other[0] != other[1]:
        return weights
    old = other[0]
    names = {f"{old}.weight": f"{head}.weight", f"{old}.bias": f"{head}.bias"}
    if not names.keys() <= weights.tensors.keys():
        return weights
    if weights.tensors[f"{old}.weight"].shape[1:] != tuple(own[f"{head}.weight"].shape[1:]):
        return weights
    tensors = {names.get(name, name): tensor for name, tensor in weights.tensors.items()}
    note = f"{old} was taken as the classifier {head}; layers without weights beside it, such as dropout, are left out"
    return replace(weights, tensors=tensors, notes=[*weights.notes, note])


def _strangers(tensors: dict[str, Stored], model: nn.Module) -> list[str]:
    """Names beneath the classifier's that the network does not have itself."""
    root = classifier_of(model).split(".")[0] + "."
    own = model.state_dict()
    return [name for name in tensors if name.startswith(root) and name not in own]


def classes_of(tensors: dict[str, Stored], model: nn.Module) -> int:
    """The number of classes of weights for a network like `model`; the model's own where they have no classifier, and 0
    where the network has none that is known."""
    head = classifier_of(model)
    if not head:
        return 0
    own, rows = model.get_submodule(head).weight, detecting.per_class(model)
    weight = tensors.get(f"{head}.weight")
    if weight is None or weight.shape[1:] != tuple(own.shape[1:]) or weight.shape[0] % rows:
        return own.shape[0] // rows  # for load to refuse
    # A tensor may claim to be larger than its data are, by strides of 0.
    real = 0 < weight.shape[0] <= weight.storage.elements // own[0].numel()
    return (weight.shape[0] if real else own.shape[0]) // rows


@torch.no_grad()
def give_classes(model: nn.Module, classes: int) -> None:
    """Puts a classifier for as many classes in the place of a network's own."""
    parent, _, name = classifier_of(model).rpartition(".")
    old = model.get_submodule(classifier_of(model))
    bias = old.bias is not None
    if isinstance(old, nn.Linear):
        new: nn.Module = nn.Linear(old.in_features, classes, bias)
    else:
        new = nn.Conv2d(old.in_channels, classes, 1, old.stride, old.padding, bias=bias)
    setattr(model.get_submodule(parent), name, new)


def load(model: nn.Module, weights: Weights, source: Path) -> list[str]:
    """Loads weights that fit exactly, as 32-bit floats; says what was converted.

    Files from before batch norm counted its batches lack that count, which inference does not use. Raises ExportError
    that names some of the tensors that do not fit, and what to do.
    """
    tensors, own = weights.tensors, model.state_dict()
    _require_fit(tensors, model, source)
    kinds = {tensors[name].dtype for name in own if name in tensors and own[name].is_floating_point()}
    odd = kinds - set(_FLOATS)
    if odd:
        raise ExportError(
            f"{source} holds weights of the type {_name(odd.pop())}, perhaps of a quantised network;"
            " save those of the network before it was quantised"
        )
    try:
        state = materialise({name: tensors[name] for name in own if name in tensors})
    except Exception as error:  # a storage that is missing, damaged or cut short
        raise ExportError(f"{source} is damaged: its tensors cannot be read") from error
    if infinite := _not_finite(state):
        reason = f"holds values that are not finite numbers, in {infinite}: the training has diverged"
        raise ExportError(f"{source} {reason}")
    model.load_state_dict(state, strict=False)
    if infinite := _not_finite(model.state_dict()):
        raise ExportError(f"{source} holds values that are too large for 32-bit floats, in {infinite}")
    return [f"converted from {_name(kind)} to 32-bit floats" for kind in kinds if kind != torch.float32]


def _not_finite(state: dict[str, torch.Tensor]) -> str:
    """The first tensors that hold values which are not finite, and how many such values; empty if there is none."""
    counts = [(name, int(value.isfinite().logical_not().sum()), value.numel()) for name, value in state.items()]
    odd = [f"{printable(name)} ({count} of {of})" for name, count, of in counts if count]
    return _few(odd)


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _name(kind: torch.dtype) -> str:
    return str(kind).removeprefix("torch.")


def _require_fit(tensors: dict[str, Stored], model: nn.Module, source: Path) -> None:
    own = model.state_dict()
    missing = [k for k in own if k not in tensors and not k.endswith("num_batches_tracked")]
    unexpected = [printable(k) for k in tensors if k not in own]
    misshapen = [
        f"{printable(k)} is {list(tensors[k].shape)} in the file and {list(own[k].shape)} in the network"
        for k in own
        if k in tensors and tensors[k].shape != tuple(own[k].shape)
    ]
    problems = [
        f"{what}: {_few(keys)}"
        for what, keys in (("missing", missing), ("unexpected", unexpected), ("of another shape", misshapen))
        if keys
    ]
    if problems:
        advice = _advice(tensors, model, source)
        raise ExportError(f"{source} does not fit this model; {'; '.join(problems)}. {advice}")


def _advice(tensors: dict[str, Stored], model: nn.Module, source: Path) -> str:
    body, head = body_of(model), classifier_of(model)
    present = [name for name in body if name in tensors]
    if (part := sharded.advice(source)) is not None:
        return part[0].upper() + part[1:]
    if not type(model).__module__.startswith(("torchvision.", "isthmus_export.")):
        return "The file has to hold the state_dict() of the network that the factory makes"
    if len(present) * 2 < len(body):
        return (
            "These are weights of another network, or of another library's of that name: export takes the state dict"
            " of torchvision's own, torchvision.models.get_model(NAME)"
        )
    if any(tuple(model.state_dict()[name].shape) != tensors[name].shape for name in present):
        return "The network was built with other widths or kernels than torchvision's, or it is one of its other sizes"
    if len(present) < len(body):
        return "It lacks layers of this network: it is one of its smaller sizes, or a part of it"
    if _strangers(tensors, model):
        return f"Its classifier has layers of its own: export takes one layer in the place of {head}"
    if all(name in model.state_dict() for name in tensors):
        return f"It has no classifier that fits: export takes weights with {head} as torchvision's network has it"
    return "It is a larger network than this one, or holds more than the network: save its state_dict() and no more"
