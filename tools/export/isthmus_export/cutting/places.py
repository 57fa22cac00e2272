"""Cuts behind modules that are told, for networks whose units have names that are kept."""

import re
from dataclasses import dataclass

from torch import fx

from .candidates import Cut
from .measuring import Facts
from .naming import unique
from .tracing import path_of


@dataclass(frozen=True)
class Places:
    """Modules behind which a network is cut: patterns of their paths, and what a unit that ends there is called.

    `{}` in a name is the number of units of that name before it; an empty name is that of the module. `last` is the
    name of the last unit.
    """

    rules: tuple[tuple[str, str], ...]
    last: str

    def name(self, path: str) -> str | None:
        """The name of a unit that ends with the module at `path`, without its number."""
        found = next((name for pattern, name in self.rules if re.fullmatch(pattern, path)), None)
        return path if found == "" else found


def choose(
    graph_module: fx.GraphModule, facts: Facts, cuts: list[Cut], places: Places
) -> tuple[list[Cut], list[str]]:
    """Those of `cuts` that are told by `places`, and the names of the units that they end, and of the last."""
    ends, nodes = _ends(graph_module), list(graph_module.graph.nodes)
    chosen: dict[int, tuple[Cut, str]] = {}
    counts: dict[str, int] = {}
    for position, node in enumerate(nodes):
        wanted = next((name for path in ends.get(node, ()) if (name := places.name(path)) is not None), None)
        cut = wanted and _at(position, cuts, facts, nodes)
        if wanted and cut and cut.position not in chosen:
            number = counts[wanted] = counts.get(wanted, -1) + 1
            chosen[cut.position] = (cut, wanted.format(number))
    names = unique([*(name for _, name in chosen.values()), places.last])
    return [cut for cut, _ in chosen.values()], names


def _ends(graph_module: fx.GraphModule) -> dict[fx.Node, list[str]]:
    """The paths of the modules whose calls a node ends."""
    last = {call: node for node in graph_module.graph.nodes for call in node.meta.get("calls", ())}
    result: dict[fx.Node, list[str]] = {}
    for (path, _), node in last.items():
        result.setdefault(node, []).append(path_of(path))
    return result


def _at(position: int, cuts: list[Cut], facts: Facts, nodes: list[fx.Node]) -> Cut | None:
    """The cut of one tensor at a position, or where it has moved to: behind what multiplies nothing."""
    cut = next((cut for cut in cuts if cut.position >= position), None)
    if cut is None or cut.tensors != 1 or any(facts[node].work for node in nodes[position + 1 : cut.position + 1]):
        return None
    return cut
