"""Computes what a network of ONNX computes from the sizes of its values, so that they become constants.

A package's input has one size; only the number of images is open. What a graph asks for with Shape is then known, but
for that number, and a Reshape can be told to keep it.
"""

from typing import Any, Callable, Iterator

import numpy

from ..errors import ExportError, printable

IMAGES = (2, 3)
_LARGEST = 64  # numbers that one value may have, to be taken for a size
_MOST_ROUNDS = 200

Shapes = dict[str, tuple[int, ...]]
Numbers = dict[str, numpy.ndarray]


def settle(model: Any, name: str, shape: tuple[int, int, int]) -> Shapes:
    """Changes `model`, and returns the shapes for one image of its float32 tensors [B,…] for an input [B,*shape].

    Raises ExportError where ONNX finds the network at odds with itself.
    """
    first, second = (_known(model, name, (images, *shape)) for images in IMAGES)
    _make_constant(model, first[1], second[1])
    return {n: dims[1:] for n, dims in first[0].items() if _is_of_images(dims, second[0].get(n))}


def constant_values(graph: Any) -> set[str]:
    """The values that depend on no picture and no number of pictures."""
    result = {*(tensor.name for tensor in graph.initializer), ""}
    for node in graph.node:
        if not node.op_type.startswith("Random") and all(name in result for name in reads(node)):
            result.update(node.output)
    return result


def reads(node: Any) -> Iterator[str]:
    """The names of all values that a node reads, also in the graphs inside it."""
    yield from (name for name in node.input if name)
    for attribute in node.attribute:
        for graph in (attribute.g, *attribute.graphs):
            inside = {value.name for value in (*graph.input, *graph.initializer)}
            inside.update(name for other in graph.node for name in other.output)
            yield from (name for other in graph.node for name in reads(other) if name not in inside)
            yield from (value.name for value in graph.output if value.name not in inside)


def _is_of_images(first: tuple[int, ...], second: tuple[int, ...] | None) -> bool:
    """Whether a value has one shape for each image, from its shapes for IMAGES."""
    return second is not None and (first[0], second[0]) == IMAGES and first[1:] == second[1:]


def _known(model: Any, name: str, shape: tuple[int, ...]) -> tuple[Shapes, Numbers]:
    """The shapes of the float32 tensors for an input of this shape, and the numbers that are computed from shapes."""
    import onnx
    from onnx import numpy_helper

    trial = onnx.ModelProto.FromString(model.SerializeToString())
    del trial.graph.value_info[:]
    dims = next(value for value in trial.graph.input if value.name == name).type.tensor_type.shape.dim
    for dim, length in zip(dims, shape):
        dim.dim_value = length
    for value in trial.graph.output:
        value.type.tensor_type.ClearField("shape")
    numbers: Numbers = {}
    for _ in range(_MOST_ROUNDS):
        inferred = _inferred(trial)
        found = _computed(trial.graph, inferred, numbers)
        if not found:
            break
        numbers.update(found)
        kept = [node for node in trial.graph.node if not any(output in found for output in node.output)]
        del trial.graph.node[:]
        trial.graph.node.extend(kept)
        trial.graph.initializer.extend(numpy_helper.from_array(value, n) for n, value in found.items())
    return {n: dims for n, (kind, dims) in _shapes(inferred) if kind == 1 and len(dims) > 1}, numbers


def _inferred(model: Any) -> Any:
    import onnx

    try:
        return onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    except Exception as error:  # ONNX's own kinds
        line = (str(error).strip().splitlines() or [type(error).__name__])[-1]
        raise ExportError(f"the shapes of its values cannot be inferred: {printable(line)}") from error


def _shapes(model: Any) -> Iterator[tuple[str, tuple[int, tuple[int, ...]]]]:
    """Type and shape of every tensor whose sizes are all known."""
    for value in (*model.graph.input, *model.graph.value_info, *model.graph.output):
        tensor = value.type.tensor_type
        dims = tuple(dim.dim_value for dim in tensor.shape.dim)
        if tensor.HasField("shape") and all(dims) and dims:
            yield value.name, (tensor.elem_type, dims)


def _computed(graph: Any, inferred: Any, before: Numbers) -> Numbers:
    """What can be computed from shapes that are known and from `before`; not what no shape goes into."""
    from onnx import numpy_helper

    shapes = {name: dims for name, (_, dims) in _shapes(inferred)}
    held = {t.name: numpy_helper.to_array(t) for t in graph.initializer if _is_small(t.dims)}
    sizes = set(before)
    result: Numbers = {}
    for node in graph.node:
        value = _value_of(node, held, shapes)
        if value is None or value.size > _LARGEST:
            continue
        held[node.output[0]] = value
        if node.op_type == "Shape" or any(name in sizes for name in node.input):
            sizes.add(node.output[0])
            result[node.output[0]] = value
    return result


def _is_small(dims: Any) -> bool:
    return numpy.prod(dims, dtype=numpy.int64) <= _LARGEST


def _value_of(node: Any, held: Numbers, shapes: Shapes) -> numpy.ndarray | None:
    from onnx import helper, numpy_helper

    attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    if node.op_type == "Shape" and not attributes:
        return numpy.array(shapes[node.input[0]], numpy.int64) if node.input[0] in shapes else None
    if node.op_type == "Constant" and "value" in attributes:
        value = attributes["value"]
        return numpy_helper.to_array(value) if _is_small(value.dims) else None
    compute = _OPERATORS.get(node.op_type)
    if compute is None or any(name not in held for name in node.input if name):
        return None
    try:
        return numpy.asarray(compute(attributes, *(held[name] if name else None for name in node.input)))
    except (TypeError, ValueError, IndexError, KeyError, ZeroDivisionError):
        return None  # a use of the operator that is not known here: then it stays in the graph


def _divided(_: Any, a: numpy.ndarray, b: numpy.ndarray) -> numpy.ndarray:
    if not numpy.issubdtype(a.dtype, numpy.integer):
        return a / b
    return (numpy.sign(a) * numpy.sign(b) * (abs(a) // abs(b))).astype(a.dtype)  # towards zero, as ONNX has it


def _sliced(attributes: Any, data: numpy.ndarray, starts=None, ends=None, axes=None, steps=None) -> numpy.ndarray:
    starts = attributes["starts"] if starts is None else starts
    ends = attributes["ends"] if ends is None else ends
    axes = attributes.get("axes", range(len(starts))) if axes is None else axes
    steps = [1] * len(starts) if steps is None else steps
    index = [slice(None)] * data.ndim
    for start, end, axis, step in zip(starts, ends, axes, steps):
        index[axis] = slice(int(start), int(end), int(step))
    return data[tuple(index)]


def _with_axes(attributes: Any, axes: numpy.ndarray | None) -> tuple[int, ...] | None:
    given = attributes.get("axes") if axes is None else axes.tolist()
    return None if given is None else tuple(given)


def _cast(attributes: Any, data: numpy.ndarray) -> numpy.ndarray:
    from onnx.mapping import TENSOR_TYPE_TO_NP_TYPE

    return data.astype(TENSOR_TYPE_TO_NP_TYPE[attributes["to"]])


_OPERATORS: dict[str, Callable[..., Any]] = {
    "Gather": lambda attributes, data, index: numpy.take(data, index, attributes.get("axis", 0)),
    "Unsqueeze": lambda attributes, data, axes=None: numpy.expand_dims(data, _with_axes(attributes, axes)),
    "Squeeze": lambda attributes, data, axes=None: numpy.squeeze(data, _with_axes(attributes, axes)),
    "Concat": lambda attributes, *parts: numpy.concatenate(parts, attributes["axis"]),
    "Slice": _sliced,
    "Cast": _cast,
    "Add": lambda _, a, b: a + b,
    "Sub": lambda _, a, b: a - b,
    "Mul": lambda _, a, b: a * b,
    "Div": _divided,
    "Floor": lambda _, a: numpy.floor(a),
    "Ceil": lambda _, a: numpy.ceil(a),
    "Identity": lambda _, a: a,
}


def _make_constant(model: Any, first: Numbers, second: Numbers) -> None:
    """Puts numbers in the place of what computes them, where they are the same for any number of images."""
    from onnx import numpy_helper

    graph = model.graph
    fixed = {n: value for n, value in first.items() if n in second and numpy.array_equal(value, second[n])}
    kept = [node for node in graph.node if not any(output in fixed for output in node.output)]
    graph.initializer.extend(numpy_helper.from_array(value, n) for n, value in fixed.items())
    for index, node in enumerate(kept):
        shape = _kept(first.get(node.input[1]), second.get(node.input[1])) if _is_reshape(node) else None
        if shape is not None:
            name = f"{node.input[1]}__kept{index}"
            graph.initializer.append(numpy_helper.from_array(shape, name))
            node.input[1] = name
    wanted = {value.name for value in graph.output}
    alive: list[Any] = []
    for node in reversed(kept):
        if any(output in wanted for output in node.output):
            alive.insert(0, node)
            wanted.update(reads(node))
    del graph.node[:]
    graph.node.extend(alive)


def _is_reshape(node: Any) -> bool:
    return node.op_type == "Reshape" and len(node.input) > 1 and not node.attribute


def _kept(first: numpy.ndarray | None, second: numpy.ndarray | None) -> numpy.ndarray | None:
    """A shape for any number of images, from those for IMAGES; None where there is none."""
    if first is None or second is None or first.shape != second.shape or first.ndim != 1 or not first.size:
        return None
    if not numpy.array_equal(first[1:], second[1:]):
        return None
    if (first[1:] > 0).all():
        return numpy.array([-1, *first[1:]], numpy.int64)  # -1: as many as there are
    if (first[0], second[0]) == IMAGES:
        return numpy.array([0, *first[1:]], numpy.int64)  # 0: as many as the input has
    return None
