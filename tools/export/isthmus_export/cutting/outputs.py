"""What a network gives: one tensor, or several by name."""

from dataclasses import dataclass
from typing import Any, Iterator

import torch
from torch import fx

from ..errors import ExportError, printable
from . import measuring

_WANTED = "a network must give float32 tensors [B,…], one or several in a tuple or by name in a dict"
MOST_OUTPUTS = 8


@dataclass(frozen=True)
class Output:
    """One tensor that a network gives: its name, empty where there is only this one, and its shape for one image."""

    name: str
    shape: tuple[int, ...]


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """The tensors of what a network gives, by name; of what a traced network gives, their nodes.

    Those of a dict have its keys' names, those of a tuple numbers. What is None is left out, as where a network was
    made without one of its outputs.
    """
    named: list[tuple[str, Any]] = [("", value)]
    if isinstance(value, dict):
        named = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, (tuple, list)):
        names = getattr(value, "_fields", [f"output{index}" for index in range(len(value))])
        named = list(zip(names, value)) if len(value) != 1 else [("", value[0])]
    yield from ((name, item) for name, item in named if item is not None)


def of(value: Any, facts: measuring.Facts) -> tuple[list[fx.Node], tuple[Output, ...]]:
    """The nodes of the output `value` of a traced network, and what each is.

    Raises ExportError that names the output which is no float32 tensor of images.
    """
    given = list(parts(value))
    if not 0 < len(given) <= MOST_OUTPUTS:
        raise ExportError(f"the network gives {len(given)} tensors; it may give 1 to {MOST_OUTPUTS}")
    for name, node in given:
        _require_tensor(f"output {printable(name)!r}" if name else "the output", node, facts)
    nodes = [node for _, node in given]
    return nodes, tuple(Output(name, facts[node].shape_for_one_image() or ()) for name, node in given)


def _require_tensor(what: str, node: Any, facts: measuring.Facts) -> None:
    if not isinstance(node, fx.Node):
        kind = type(node).__name__.removeprefix("immutable_")
        raise ExportError(f"{what} is a {kind} and no tensor; {_WANTED}")
    where, fact = measuring.place(node), facts[node]
    if not fact.is_tensor:
        raise ExportError(f"{what}, {where}, is no tensor; {_WANTED}")
    if fact.shape_for_one_image() is None or fact.dtype() != torch.float32:
        given = "x".join(map(str, fact.tensors[0][0][0]))
        kind = str(fact.dtype()).removeprefix("torch.")
        raise ExportError(f"{what}, {where}, is {kind} of {given} for {measuring.IMAGES[0]} images; {_WANTED}")
    if fact.level is not measuring.Level.DATA:
        raise ExportError(f"{what}, {where}, does not depend on the image")
