"""Names units after the module where they end."""

import re
from typing import Iterable

from torch import fx

from .tracing import path_of

_LONGEST = 60  # characters
_RESERVED = ("input", "auto", "local", "offload")


def names(graph_module: fx.GraphModule, ends: Iterable[fx.Node]) -> list[str]:
    """For every node that ends a unit, the name of the outermost module whose call it ends: `layer1.0` is `layer1-0`.

    A node in the middle of a module has that module's name and its own. Names are unique and fit a manifest.
    """
    last = {call: node for node in graph_module.graph.nodes for call in node.meta.get("calls", ())}
    return unique(_wanted(node, last) for node in ends)


def unique(paths: Iterable[str]) -> list[str]:
    """Names of units that are like `paths`, fit a manifest and are unique."""
    result: list[str] = []
    for path in paths:
        name = wanted = _plain(path)
        number = 2
        while name in result or name in _RESERVED:
            name, number = f"{wanted}-{number}", number + 1
        result.append(name)
    return result


def _wanted(node: fx.Node, last: dict[tuple[str, int], fx.Node]) -> str:
    calls = [call for call in node.meta.get("calls", ()) if path_of(call[0])]
    for call in calls:
        if last[call] is node:
            return path_of(call[0])
    return f"{path_of(calls[-1][0])}-{node.name}" if calls else node.name


def _plain(path: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_]", "-", path)[-_LONGEST:].lstrip("-_")
    name = name[:1].lower() + name[1:]
    return name if re.match("[a-z]", name) else f"unit-{name}".rstrip("-")
