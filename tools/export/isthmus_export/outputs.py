"""What the outputs of a package are: their names and kinds."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from . import candidates, cutting, labels
from .candidates import Rule
from .errors import ExportError, printable

# Dimensions of a kind's tensor for one image; None for any.
KINDS = {"logits": 1, "embedding": 1, "detections": 2, "mask": 3, "tensor": None}
_LABELLED = ("logits", "mask")
_SHAPES = {1: "[n]", 3: "[classes,height,width]"}


@dataclass(frozen=True)
class Output:
    """One output of a package, in the order of the network's own."""

    name: str
    kind: str
    shape: tuple[int, ...]  # for one image
    rule: Rule | None = None  # which candidates are detections

    @property
    def classes(self) -> int | None:
        """How many classes it tells apart; None where its numbers are no scores of classes."""
        if self.rule is not None:
            return self.rule.classes
        return self.shape[0] if self.kind in _LABELLED else None


def logits(classes: int) -> tuple[Output, ...]:
    """The one output of a network that gives classes."""
    return (Output("logits", "logits", (classes,)),)


def described(
    given: tuple[cutting.Output, ...],
    wished: dict[str, str],
    names: tuple[str, ...] | None,
    rule: Rule | None = None,
) -> tuple[Output, ...]:
    """The outputs of a network with their kinds: those `wished` by name, or under "" for all; else by their shapes.

    One dimension is taken for logits; planes, one for each of the class `names`, for a mask. `rule` is that of
    candidates for detections. Raises ExportError for a kind that an output cannot be, and for a wish about an output
    that there is not.
    """
    result: list[Output] = []
    for output in given:
        kind = wished.get(output.name) or wished.get("") or _kind_of(output.shape, names)
        dimensions = KINDS[kind]
        which = f"output {printable(output.name)!r}" if output.name else "the output"
        if kind == "detections":
            candidates.require_shape(which, output.shape)
        elif dimensions not in (None, len(output.shape)):
            shape = ",".join(map(str, output.shape))
            raise ExportError(f"{which} is [{shape}] and cannot be of the kind {kind}, which is {_SHAPES[dimensions]}")
        own = _rule_of(rule or Rule(), names) if kind == "detections" else None
        result.append(Output(_unique(_plain(output.name or _usual(kind)), result), kind, output.shape, own))
    if sum(output.rule is not None for output in result) > 1:
        raise ExportError("one output at most can be of the kind detections; --output names it")
    if rule is not None and all(output.rule is None for output in result):
        raise ExportError("--detections: no output is of the kind detections; --output [NAME=]detections says which is")
    strange = next((name for name in wished if name and name not in [output.name for output in given]), None)
    if strange is not None:
        held = ", ".join(printable(output.name) for output in given if output.name) or "one without a name"
        raise ExportError(f"--output {strange}: the network has no such output; it has {held}")
    return tuple(result)


def _rule_of(rule: Rule, names: tuple[str, ...] | None) -> Rule:
    if rule.classes is not None:
        return rule
    if not names:
        raise ExportError("say how many classes there are: --labels FILE names them, --detections classes=N says it")
    return replace(rule, classes=len(names))


def require_labels(file: Path, names: tuple[str, ...], outputs: tuple[Output, ...]) -> None:
    """Raises ExportError unless there are as many `names` in `file` as classes in one of `outputs`."""
    counts = [output.classes for output in outputs if output.classes is not None]
    if not counts:
        raise ExportError(f"--labels {file}: the network gives no scores of classes; --output says what it gives")
    if len(names) not in counts:
        labels.require_count(file, names, counts[0])


def _kind_of(shape: tuple[int, ...], names: tuple[str, ...] | None) -> str:
    if len(shape) == 1:
        return "logits"
    return "mask" if names and len(shape) == 3 and shape[0] == len(names) else "tensor"


def _usual(kind: str) -> str:
    return "output" if kind == "tensor" else kind


def _plain(name: str) -> str:
    plain = re.sub(r"[^a-z0-9_.-]", "-", name.lower())[:60].lstrip("_.-")
    return plain or "output"


def _unique(name: str, others: list[Output]) -> str:
    taken = {"input", *(other.name for other in others)}
    number, wanted = 2, name
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
