"""Candidates for detections: rows of x1, y1, x2, y2, score and class, which the services make detections of."""

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from .errors import ExportError

COLUMNS = 6
MOST = 4096  # candidates of an image, as the services take them
_AT_ONCE = 256  # rows that are compared with all others


@dataclass(frozen=True)
class Rule:
    """Which candidates are detections: docs/packages.md has the members. None where it is not known yet."""

    classes: int | None = None
    score: float = 0.05
    overlap: float = 0.5
    max: int = 100
    per_class: bool = True

    def entry(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {
            "classes": self.classes,
            "score": self.score,
            "overlap": self.overlap,
            "max": self.max,
            "perClass": self.per_class,
        }

    def with_(self, wishes: dict[str, Any]) -> "Rule":
        """The rule with the members that the user has named."""
        return replace(self, **wishes)

    def __str__(self) -> str:
        kind = "of one class" if self.per_class else "of any class"
        return f"{self.classes} classes, score {self.score:g}, overlap {self.overlap:g} {kind}, {self.max} at most"


def require_shape(what: str, shape: tuple[int, ...]) -> None:
    """Raises ExportError unless candidates may have that shape for one image."""
    if len(shape) != 2 or shape[1] != COLUMNS or shape[0] > MOST:
        given = ",".join(map(str, shape))
        raise ExportError(
            f"{what} is [{given}] and cannot be of the kind detections, which is [K,{COLUMNS}] with K up to {MOST}:"
            " rows of x1,y1,x2,y2,score,class"
        )


def require_sound(what: str, tensor: Tensor, rule: Rule) -> None:
    """Raises ExportError if a candidate that scores in [B,K,6] has no such class, or a box that is none."""
    rows = tensor.flatten(0, 1)
    rows = rows[rows[:, 4] >= rule.score]
    odd = (rows[:, 5] != rows[:, 5].round()) | (rows[:, 5] < 0) | (rows[:, 5] >= (rule.classes or 0))
    if odd.any():
        raise ExportError(
            f"{what} has the class {rows[odd][0, 5]:g} in a row; the last column is a whole number of 0 to"
            f" {(rule.classes or 0) - 1}, since there are {rule.classes} classes"
        )
    odd = (rows[:, 2] < rows[:, 0]) | (rows[:, 3] < rows[:, 1])
    if odd.any():
        box = ",".join(f"{value:g}" for value in rows[odd][0, :4])
        raise ExportError(f"{what} has the box {box} in a row; a box is x1,y1,x2,y2 with x1 <= x2 and y1 <= y2")


def difference(given: Tensor, expected: Tensor, tolerance: float) -> float:
    """The largest difference of candidates [B,K,6] from those that they resemble most, as a share of the largest value.

    The smallest change lets candidates of nearly equal scores change places. One may be missing that scores hardly more
    than the last, in `tolerance`; infinite where another one is missing.
    """
    pairs = list(zip(given, expected, strict=True))
    return max(max(_one_way(a, b, tolerance), _one_way(b, a, tolerance)) for a, b in pairs)


def _one_way(rows: Tensor, others: Tensor, tolerance: float) -> float:
    both = torch.cat((rows, others)).abs()
    side, score = float(both[:, :4].max().clamp_min(1e-12)), float(both[:, 4].max().clamp_min(1e-12))
    scale = torch.tensor([side] * 4 + [score])
    rows = rows[~(rows[:, 4] <= others[:, 4].min() + tolerance * score)]
    if len(rows) == 0:
        return 0.0
    return max(float(_apart(some, others, scale).amin(1).max()) for some in rows.split(_AT_ONCE))


def _apart(rows: Tensor, others: Tensor, scale: Tensor) -> Tensor:
    """How far each of `rows` is from each of `others`; infinitely from one of another class."""
    apart = ((rows[:, None, :5] - others[None, :, :5]) / scale).abs().amax(2)
    return apart.masked_fill(rows[:, None, 5] != others[None, :, 5], torch.inf)
