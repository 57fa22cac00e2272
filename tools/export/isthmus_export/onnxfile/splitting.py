"""Cuts a network of ONNX by liveness in topological order, and makes a graph of every part."""

import math
import re
from typing import Any

import torch
from torch import nn

from .. import cutting
from ..cutting import candidates, choosing, naming
from ..cutting.candidates import Cut
from ..tensors import Tensors
from .reading import BATCH, Graph
from .sizes import constant_values, reads


class Part(nn.Module):
    """One unit as a graph of ONNX. Its parameters are those of the network that it holds; it is run elsewhere."""

    def __init__(self, graph: Graph, nodes: list[Any], before: tuple[str, ...], behind: tuple[str, ...]) -> None:
        super().__init__()
        self.graph, self.nodes, self.before, self.behind = graph, nodes, before, behind
        self.prologue: tuple[tuple[float, ...], tuple[float, ...]] | None = None  # mean and deviation
        held = dict.fromkeys(name for node in nodes for name in reads(node) if name in graph.initialisers)
        self.held = [graph.initialisers[name] for name in held]
        for index, tensor in enumerate(self.held):
            if tensor.data_type == tensor.FLOAT and tensor.dims:
                shape = torch.empty(tuple(tensor.dims), device="meta")
                self.register_parameter(f"held{index}", nn.Parameter(shape, requires_grad=False))

    def outputs(self) -> Tensors:
        """What it gives for two images: shapes without values."""
        return tuple(torch.empty(2, *self.graph.shapes[name], device="meta") for name in self.behind)

    def to_bytes(self, inputs: list[str], outputs: list[str]) -> bytes:
        """The graph, with these names for what it takes and gives."""
        import onnx
        from onnx import TensorProto, helper

        names = dict(zip(self.before, inputs))
        passing = [(names[old], new) for old, new in zip(self.behind, outputs) if old in names]
        names.update({old: new for old, new in zip(self.behind, outputs) if old not in names})
        taken = {*inputs, *outputs}
        nodes = [onnx.NodeProto.FromString(node.SerializeToString()) for node in self.nodes]
        tensors = [onnx.TensorProto.FromString(tensor.SerializeToString()) for tensor in self.held]
        for name in {name for node in nodes for name in (*reads(node), *node.output)}:
            if name in taken and name not in names:
                names[name] = f"{name}__"  # a name of its own that one of the manifest's is like
        for node in nodes:
            _rename(node, names)
        for tensor in tensors:
            tensor.name = names.get(tensor.name, tensor.name)
        start, kind = [], TensorProto.FLOAT
        shapes = [self.graph.shapes[name] for name in self.before]
        if self.prologue is not None:
            (name,), kind = inputs, TensorProto.UINT8
            start, constants = _normalisation(name, *self.prologue)
            tensors += constants
            for node in nodes:
                _rename(node, {name: f"{name}__normalised"})
            passing = [(f"{name}__normalised", new) for _, new in passing]
        graph = helper.make_graph(
            [*start, *nodes, *(helper.make_node("Identity", [old], [new]) for old, new in passing)],
            "unit",
            [_value(name, kind, shape) for name, shape in zip(inputs, shapes)],
            [_value(name, TensorProto.FLOAT, self.graph.shapes[old]) for old, name in zip(self.behind, outputs)],
            tensors,
        )
        model = helper.make_model(graph, producer_name="isthmus", opset_imports=self.graph.model.opset_import)
        model.ir_version = max(4, self.graph.model.ir_version)  # since 4 weights need not be inputs
        return model.SerializeToString(deterministic=True)


def split(graph: Graph, mean: tuple[float, ...], std: tuple[float, ...]) -> cutting.Cutting:
    """The units of a network, the first of which normalises bytes."""
    nodes = list(graph.model.graph.node)
    constant = constant_values(graph.model.graph)
    found = [cut for cut in _candidates(graph, nodes, constant) if set(cut.nodes) != set(graph.outputs)]
    chosen = choosing.choose(found)
    crossing = [(graph.input,), *(cut.nodes for cut in chosen), tuple(graph.outputs)]
    bounds = [0, *(cut.position + 1 for cut in chosen), len(nodes)]
    parts = [
        Part(graph, _with_constants(nodes[first:last], nodes[:first], constant), before, behind)
        for first, last, before, behind in zip(bounds, bounds[1:], crossing, crossing[1:])
    ]
    parts[0].prologue = (mean, std)
    made = {name: node for node in nodes for name in node.output}
    names = naming.unique(_name(made[behind[-1]]) for behind in crossing[1:])
    given = tuple(
        cutting.Output(name if len(graph.outputs) > 1 else "", graph.shapes[name]) for name in graph.outputs
    )
    return cutting.Cutting(list(zip(names, parts)), chosen, found, nn.Module(), given, 3 * math.prod(graph.size))


def _rename(node: Any, names: dict[str, str]) -> None:
    node.input[:] = [names.get(name, name) for name in node.input]
    node.output[:] = [names.get(name, name) for name in node.output]
    for attribute in node.attribute:
        for graph in (attribute.g, *attribute.graphs):
            for other in graph.node:
                _rename(other, names)
            for value in (*graph.input, *graph.output, *graph.initializer):
                value.name = names.get(value.name, value.name)


def _with_constants(own: list[Any], earlier: list[Any], constant: set[str]) -> list[Any]:
    """The nodes of a part, after those before it that compute the constants which it reads."""
    wanted = {name for node in own for name in reads(node) if name in constant}
    again: list[Any] = []
    for node in reversed(earlier):
        if any(name in wanted for name in node.output) and all(name in constant for name in node.output):
            again.insert(0, node)
            wanted.update(reads(node))
    return [*again, *own]


def _candidates(graph: Graph, nodes: list[Any], constant: set[str]) -> list[Cut]:
    last = {name: position for position, node in enumerate(nodes) for name in reads(node)}
    last.update(dict.fromkeys(graph.outputs, len(nodes)))
    works = [_work(node, graph) for node in nodes]
    total, done = sum(works) or 1.0, 0.0
    alive: dict[str, None] = {graph.input: None}
    cuts: list[Cut] = []
    for position, node in enumerate(nodes):
        done += works[position]
        for name in [name for name in alive if last.get(name) == position]:
            del alive[name]
        alive.update(dict.fromkeys(name for name in node.output if name not in constant and name in last))
        names = tuple(alive)
        if not 0 < len(names) <= candidates.MOST_TENSORS or graph.input in alive:
            continue
        if any(name not in graph.shapes for name in names) or _is_folded(names, nodes, last, position):
            continue
        cut = Cut(names, position, tuple(graph.shapes[name] for name in names), done / total)
        if not (done == 0 and cut.elements >= 3 * math.prod(graph.size)):
            candidates.add(cuts, cut)
    return cuts


def _is_folded(names: tuple[str, ...], nodes: list[Any], last: dict[str, int], position: int) -> bool:
    """Whether the next to read one of them is the batch norm of its convolution, which the engine folds."""
    made = {name: node.op_type for node in nodes[: position + 1] for name in node.output}
    readers = {name: nodes[last[name]].op_type for name in names if last[name] < len(nodes)}
    return any(made[name] == "Conv" and readers.get(name) == "BatchNormalization" for name in names)


def _work(node: Any, graph: Graph) -> float:
    """Multiplications for one image."""
    given = graph.shapes.get(node.output[0]) if node.output else None
    taken = graph.shapes.get(node.input[0]) if node.input else None
    if node.op_type in ("Conv", "ConvTranspose") and given and taken and node.input[1] in graph.initialisers:
        each = math.prod(graph.initialisers[node.input[1]].dims[1:])
        return float(math.prod(given if node.op_type == "Conv" else taken) * each)
    if node.op_type in ("Gemm", "MatMul") and given and taken:
        return float(math.prod(given) * taken[-1])
    return 0.0


def _normalisation(name: str, mean: tuple[float, ...], std: tuple[float, ...]) -> tuple[list[Any], list[Any]]:
    """Bytes to normalised numbers, in the order in which the other forms do it."""
    from onnx import TensorProto, helper

    def constant(what: str, values: tuple[float, ...]) -> Any:
        return helper.make_tensor(f"{name}__{what}", TensorProto.FLOAT, (1, len(values), 1, 1), values)

    steps = (f"{name}__float", f"{name}__scaled", f"{name}__centred", f"{name}__normalised")
    nodes = [
        helper.make_node("Cast", [name], [steps[0]], to=TensorProto.FLOAT),
        helper.make_node("Div", [steps[0], f"{name}__255"], [steps[1]]),
        helper.make_node("Sub", [steps[1], f"{name}__mean"], [steps[2]]),
        helper.make_node("Div", [steps[2], f"{name}__std"], [steps[3]]),
    ]
    return nodes, [constant("255", (255.0,)), constant("mean", mean), constant("std", std)]


def _value(name: str, kind: int, shape: tuple[int, ...]) -> Any:
    from onnx import helper

    return helper.make_tensor_value_info(name, kind, [BATCH, *shape])


def _name(node: Any) -> str:
    return re.sub(r"/+", "-", (node.name or node.op_type).strip("/"))
