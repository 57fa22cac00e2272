"""Chooses, of all places where a network can be cut, those that are worth a unit of their own."""

from .candidates import Cut

MOST_UNITS = 32
# Behind a cut has to be at least this share of the work: a head of a pooling and one product is not worth a transfer.
_LEAST_BEHIND = 0.005
# Nor is a cut of several tensors worth it, if so little more work makes one tensor of them that is no wider.
_LITTLE_MORE = 0.05  # also what a cut of one tensor has to leave on either side, to be taken for them
# A unit with more of the work than this is cut where several tensors cross, if it cannot be where one does.
_MUCH_WORK = 0.25
# Of a unit's work, what such a cut has to leave on either side.
_LEAST_SIDE = 0.25


def choose(cuts: list[Cut]) -> list[Cut]:
    """At most MOST_UNITS - 1 of `cuts`, in their order.

    First those that no earlier one equals in few bytes (Pareto in bytes and place). Then those that divide units of
    much work: of one tensor where there is one, else the narrowest of several. Then those of one tensor that halve the
    unit with the most work, so that plans find a cut near any place.
    """
    cuts = [cut for cut in cuts if 1 - cut.work >= _LEAST_BEHIND and not _soon_one(cut, cuts)]
    chosen = narrowing(cuts)[-(MOST_UNITS - 1) :]
    for more_useful in (_dividing, _halving):
        while len(chosen) < MOST_UNITS - 1:
            more = more_useful(chosen, cuts)
            if more is None:
                break
            chosen = sorted([*chosen, more], key=lambda cut: cut.position)
    return chosen


def _soon_one(cut: Cut, cuts: list[Cut]) -> bool:
    return cut.tensors > 1 and any(
        other.tensors == 1 and other.elements <= cut.elements and 0 <= other.work - cut.work <= _LITTLE_MORE
        for other in cuts
    )


def narrowing(cuts: list[Cut]) -> list[Cut]:
    """Those cuts that are narrower than all before them."""
    result: list[Cut] = []
    for cut in cuts:
        if not result or cut.elements < result[-1].elements:
            result.append(cut)
    return result


def compressive(cuts: list[Cut], input_elements: int) -> list[Cut]:
    """The compressive bottlenecks of Eq. 3: narrower than the input and than all before them."""
    return narrowing([cut for cut in cuts if cut.elements < input_elements])


# Position, and work done so far, at the start and at the end.
_Unit = tuple[tuple[float, float], tuple[float, float]]


def _units(chosen: list[Cut]) -> list[_Unit]:
    ends = [(-1.0, 0.0), *((float(cut.position), cut.work) for cut in chosen), (float("inf"), 1.0)]
    return list(zip(ends, ends[1:]))


def _halving(chosen: list[Cut], cuts: list[Cut]) -> Cut | None:
    """The cut of one tensor that is nearest to the middle of a unit, where the unit has much work."""
    single = [cut for cut in cuts if cut.tensors == 1]
    found = [(_smaller(cut, unit), -cut.position, cut) for unit in _units(chosen) for cut in _inside(unit, single)]
    return max(found, key=lambda one: one[:2])[2] if found else None


def _dividing(chosen: list[Cut], cuts: list[Cut]) -> Cut | None:
    """A cut that divides the work of the unit with the most, if that is much and can be divided."""
    for unit in sorted(_units(chosen), key=lambda unit: unit[0][1] - unit[1][1]):
        work, inside = unit[1][1] - unit[0][1], _inside(unit, cuts)
        if work <= _MUCH_WORK:
            break
        single = [cut for cut in inside if cut.tensors == 1 and _smaller(cut, unit) >= _LITTLE_MORE]
        if single:
            return max(single, key=lambda cut: _smaller(cut, unit))
        fair = [cut for cut in inside if _smaller(cut, unit) >= _LEAST_SIDE * work]
        if fair:
            return min(fair, key=lambda cut: cut.elements)
    return None


def _inside(unit: _Unit, cuts: list[Cut]) -> list[Cut]:
    return [cut for cut in cuts if unit[0][0] < cut.position < unit[1][0]]


def _smaller(cut: Cut, unit: _Unit) -> float:
    """The work on that side of a cut which has less."""
    return min(cut.work - unit[0][1], unit[1][1] - cut.work)
