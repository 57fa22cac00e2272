"""Chooses, of all places where a network can be cut, those that are worth a unit of their own."""

from .candidates import Cut

MOST_UNITS = 32
# Behind a cut has to be at least this share of the work: a head of a pooling and one product is not worth a transfer.
_LEAST_BEHIND = 0.005


def choose(cuts: list[Cut]) -> list[Cut]:
    """At most MOST_UNITS - 1 of `cuts`, in their order.

    First those that no earlier one equals in few bytes (Pareto in bytes and place), then those that halve the unit with
    the most work, so that plans find a cut near any place.
    """
    cuts = [cut for cut in cuts if 1 - cut.work >= _LEAST_BEHIND]
    chosen = narrowing(cuts)[-(MOST_UNITS - 1) :]
    while len(chosen) < MOST_UNITS - 1:
        more = _most_useful(chosen, cuts)
        if more is None:
            break
        chosen = sorted([*chosen, more], key=lambda cut: cut.position)
    return chosen


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


def _most_useful(chosen: list[Cut], cuts: list[Cut]) -> Cut | None:
    """The cut that is nearest to the middle of a unit, where the unit has much work."""
    best, gain = None, -1.0
    ends = [(-1, 0.0), *((cut.position, cut.work) for cut in chosen), (float("inf"), 1.0)]
    for (start, before), (end, behind) in zip(ends, ends[1:]):
        for cut in cuts:
            if start < cut.position < end:
                smaller = min(cut.work - before, behind - cut.work)
                if smaller > gain:
                    best, gain = cut, smaller
    return best
