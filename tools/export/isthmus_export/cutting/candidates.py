"""Finds the places where a single tensor is alive: there a network can be cut."""

import math
from dataclasses import dataclass

import torch
from torch import fx

from .levels import Level, reads_shape_only
from .measuring import Facts

@dataclass(frozen=True)
class Cut:
    """A place where one tensor crosses: after `node`, whose value it is, at `position` in the graph."""

    node: fx.Node
    position: int
    shape: tuple[int, ...]  # for one image
    work: float  # share of the network's multiplications that come before, 0 to 1

    @property
    def elements(self) -> int:
        return math.prod(self.shape)


def find(graph_module: fx.GraphModule, facts: Facts) -> list[Cut]:
    """All places where a single float32 tensor [B,…] crosses, in order; see _add for those that are one."""
    cuts: list[Cut] = []
    nodes = list(graph_module.graph.nodes)
    total = sum(fact.work for fact in facts.values()) or 1.0
    done = 0.0
    pixels = math.prod(next(facts[node].shape_for_one_image() or () for node in nodes if node.op == "placeholder"))
    for position, (node, alive) in enumerate(zip(nodes, _alive(nodes, facts))):
        if node.op == "output":
            break
        done += facts[node].work
        shape = facts[alive].shape_for_one_image() if alive is not None else None
        if alive is None or alive.op == "placeholder" or shape is None or facts[alive].dtype() != torch.float32:
            continue
        if done == 0 and math.prod(shape) >= pixels:
            continue  # still the image, in other numbers
        if not cuts or cuts[-1].node is not alive:
            _add(cuts, Cut(alive, position, shape, done / total))
    return cuts


def _alive(nodes: list[fx.Node], facts: Facts) -> list[fx.Node | None]:
    """For every position, the one value of the image that is needed behind it; None where there are none or several.

    Whoever reads a shape does not need the values: shapes are known. What depends on no pixel is computed again.
    """
    last: dict[fx.Node, int] = {}
    for position, node in enumerate(nodes):
        if node.op == "output" or not reads_shape_only(node):
            last.update({source: position for source in node.all_input_nodes})
    result: list[fx.Node | None] = []
    alive: dict[fx.Node, None] = {}
    for position, node in enumerate(nodes):
        for source in node.all_input_nodes:
            if last.get(source) == position:
                alive.pop(source, None)
        if node.op != "output" and facts[node].level is Level.DATA and node in last:
            alive[node] = None
        result.append(next(iter(alive)) if len(alive) == 1 else None)
    return result


def _add(cuts: list[Cut], cut: Cut) -> None:
    """Adds a cut, unless nothing was multiplied since the one before.

    If the shape is still that of the one before, it takes its place: batch norm, activation and dropout belong to what
    they follow, so that they can be folded and fused. If values were but laid out anew, the first layout stays.
    """
    before = cuts[-1] if cuts else None
    if before is not None and before.work == cut.work and before.elements == cut.elements:
        if before.shape != cut.shape:
            return
        cuts.pop()
    cuts.append(cut)
