"""Makes modules of the parts of a traced network between its cuts."""

import operator
from typing import Any

from torch import fx

from ..errors import ExportError
from .candidates import Cut
from .levels import Level
from .measuring import IMAGES, Facts, place


def build(graph_module: fx.GraphModule, facts: Facts, cuts: list[Cut], ends: list[fx.Node]) -> list[fx.GraphModule]:
    """The units between `cuts` and up to the outputs `ends`. They share the network's parameters.

    Each is a function of the tensors of the cut before it, and gives those of the cut behind it: the tensor itself where
    it is one, else a tuple. The sizes of a network's input are fixed, so that what depends on them becomes constants.
    Raises ExportError that names a node which depends on the number of images in no simple way.
    """
    nodes = list(graph_module.graph.nodes)
    inputs = tuple(node for node in nodes if node.op == "placeholder")
    crossing = [inputs, *(cut.nodes for cut in cuts), tuple(ends)]
    bounds = [0, *(cut.position + 1 for cut in cuts), len(nodes) - 1]
    parts = [nodes[first:last] for first, last in zip(bounds, bounds[1:])]
    return [
        _Building(graph_module, facts, before, behind).of(part)
        for before, behind, part in zip(crossing, crossing[1:], parts)
    ]


class _Building:
    """One unit on its way: `made` maps nodes of the network to what stands for them in the unit."""

    def __init__(
        self, graph_module: fx.GraphModule, facts: Facts, before: tuple[fx.Node, ...], behind: tuple[fx.Node, ...]
    ) -> None:
        self.root = graph_module
        self.facts = facts
        self.behind = behind
        self.graph = fx.Graph()
        names = ["x"] if len(before) == 1 else [f"x{index}" for index in range(len(before))]
        self.inputs = [self.graph.placeholder(name) for name in names]
        self.made: dict[fx.Node, Any] = dict(zip(before, self.inputs))
        self.batch: fx.Node | None = None

    def of(self, nodes: list[fx.Node]) -> fx.GraphModule:
        for node in nodes:
            if node.op != "placeholder" and self.facts[node].level is Level.DATA and node not in self.made:
                self.made[node] = self.graph.node_copy(node, self.standing_for)
        given = tuple(map(self.standing_for, self.behind))
        self.graph.output(given[0] if len(given) == 1 else given)
        self.graph.lint()
        return fx.GraphModule(self.root, self.graph, "Part")

    def standing_for(self, node: fx.Node) -> Any:
        """A node of the unit, or a constant, with the value of a node of the network."""
        if node not in self.made:
            fact = self.facts[node]
            if fact.level is Level.DATA:
                raise ExportError(f"{place(node)} is needed behind a cut that it does not cross")
            self.made[node] = self.known(node, *fact.values) if self.is_known(node) else self.again(node)
        return self.made[node]

    def is_known(self, node: fx.Node) -> bool:
        fact = self.facts[node]
        return fact.level is Level.SHAPE and not any(fact.tensors) and _is_simple(*fact.values)

    def again(self, node: fx.Node) -> fx.Node:
        """Computes anew what depends on no pixel: on constants, or on the number of images."""
        if any(self.facts[source].level is Level.DATA and source not in self.made for source in node.all_input_nodes):
            raise ExportError(f"{place(node)} depends on the number of images in a way that cannot be cut")
        return self.graph.node_copy(node, self.standing_for)

    def known(self, node: fx.Node, first: Any, second: Any) -> Any:
        """What a value is for any number of images, from what it was for IMAGES."""
        if isinstance(first, (tuple, list)):
            return tuple(self.known(node, *pair) for pair in zip(first, second))
        if type(first) is not int or first == second:
            return first
        if self.batch is None:
            with self.graph.inserting_after(self.inputs[-1]):
                self.batch = self.graph.call_method("size", (self.inputs[0], 0))
        each = first // IMAGES[0]
        return self.batch if each == 1 else self.graph.call_function(operator.mul, (self.batch, each))


def _is_simple(first: Any, second: Any) -> bool:
    """Whether a value is the same for any number of images, or a multiple of it."""
    if type(first) is not type(second):
        return False
    if isinstance(first, (tuple, list)):
        return len(first) == len(second) and all(map(_is_simple, first, second))
    if type(first) is int:
        return first == second or (first * IMAGES[1] == second * IMAGES[0] and first % IMAGES[0] == 0)
    return isinstance(first, fx.node.base_types) and first == second or first is None
