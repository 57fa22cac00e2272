"""Finds the places where few tensors are alive: there a network can be cut."""

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import fx, nn

from .levels import Level, reads_shape_only
from .measuring import Facts

MOST_TENSORS = 8


@dataclass(frozen=True)
class Cut:
    """A place where tensors cross: after `position` in the graph, the values of `nodes` in the order they are made.

    Those are nodes of torch.fx, or names in a graph of ONNX.
    """

    nodes: tuple[Any, ...]
    position: int
    shapes: tuple[tuple[int, ...], ...]  # of each tensor, for one image
    work: float  # share of the network's multiplications that come before, 0 to 1

    @property
    def tensors(self) -> int:
        return len(self.shapes)

    @property
    def elements(self) -> int:
        return sum(map(math.prod, self.shapes))


def find(graph_module: fx.GraphModule, facts: Facts) -> list[Cut]:
    """All places where up to MOST_TENSORS float32 tensors [B,…] cross, in order; see add for those that are one.

    Where the image itself still crosses there is none: the rest of the network wants all of it.
    """
    cuts: list[Cut] = []
    nodes = list(graph_module.graph.nodes)
    total = sum(fact.work for fact in facts.values()) or 1.0
    done = 0.0
    pixels = math.prod(next(facts[node].shape_for_one_image() or () for node in nodes if node.op == "placeholder"))
    for position, (node, alive) in enumerate(zip(nodes, _alive(nodes, facts))):
        if node.op == "output":
            break
        done += facts[node].work
        if not 0 < len(alive) <= MOST_TENSORS or not _may_cross(alive, facts, graph_module):
            continue
        cut = Cut(alive, position, tuple(facts[n].shape_for_one_image() or () for n in alive), done / total)
        if done == 0 and cut.elements >= pixels:
            continue  # still the image, in other numbers
        if not cuts or cuts[-1].nodes != cut.nodes:
            add(cuts, cut)
    return cuts


def _alive(nodes: list[fx.Node], facts: Facts) -> list[tuple[fx.Node, ...]]:
    """For every position, the values of the image that are needed behind it.

    Whoever reads a shape does not need the values: shapes are known. What depends on no pixel is computed again.
    """
    last: dict[fx.Node, int] = {}
    for position, node in enumerate(nodes):
        if node.op == "output" or not reads_shape_only(node):
            last.update({source: position for source in node.all_input_nodes})
    result: list[tuple[fx.Node, ...]] = []
    alive: dict[fx.Node, None] = {}
    for position, node in enumerate(nodes):
        for source in node.all_input_nodes:
            if last.get(source) == position:
                alive.pop(source, None)
        if node.op != "output" and facts[node].level is Level.DATA and node in last:
            alive[node] = None
        result.append(tuple(alive))
    return result


def _may_cross(alive: tuple[fx.Node, ...], facts: Facts, graph_module: fx.GraphModule) -> bool:
    """Whether all of `alive` can be handed on, so that what follows has the bits that it has in the whole network.

    Several tensors must not be parts of one, since a change of one would be a change of the other, and each must lie in
    memory as units hand tensors on.
    """
    for node in alive:
        plain = facts[node].shape_for_one_image() is not None and facts[node].dtype() == torch.float32
        if node.op == "placeholder" or not plain or _is_folded(node, graph_module):
            return False
    places = {facts[node].place for node in alive}
    return len(alive) == 1 or (len(places) == len(alive) and all(facts[node].in_order for node in alive))


def _is_folded(node: fx.Node, graph_module: fx.GraphModule) -> bool:
    """Whether the value will vanish, because the batch norm that takes it is folded into what makes it."""
    user = next(iter(node.users)) if len(node.users) == 1 else None
    if user is None or node.op != "call_module" or user.op != "call_module":
        return False
    made_by, used_by = (graph_module.get_submodule(n.target) for n in (node, user))
    return isinstance(made_by, nn.Conv2d) and isinstance(used_by, nn.BatchNorm2d)


def add(cuts: list[Cut], cut: Cut) -> None:
    """Adds a cut, unless nothing was multiplied since the one before.

    If the shapes are still those of the one before, it takes its place: batch norm, activation and dropout belong to
    what they follow, so that they can be folded and fused. So does a cut of fewer tensors, such as where several are
    joined to one. If values were but laid out anew, the first layout stays.
    """
    before = cuts[-1] if cuts else None
    if before is not None and before.work == cut.work and before.elements == cut.elements:
        if cut.tensors >= before.tensors and sorted(before.shapes) != sorted(cut.shapes):
            return
        cuts.pop()
    cuts.append(cut)
