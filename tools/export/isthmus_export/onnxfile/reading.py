"""Reads an ONNX file, and refuses by name what no package can be made of."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ExportError, printable
from .sizes import constant_values, settle

_PLAIN_DOMAINS = ("", "ai.onnx")
_OLDEST = 7
BATCH = "batch"


@dataclass(frozen=True)
class Graph:
    """A network of ONNX for any number of images, with what is known of its values."""

    model: Any  # onnx.ModelProto
    file: Path
    input: str
    size: tuple[int, int]  # of the input: height and width
    shapes: dict[str, tuple[int, ...]]  # for one image, of the float32 tensors [batch,…]
    initialisers: dict[str, Any]

    @property
    def outputs(self) -> list[str]:
        return [value.name for value in self.model.graph.output]


def read(file: Path, size: tuple[int, int] | None) -> Graph:
    """The network of an ONNX file; `size` is what the user says of its input, where the file leaves it open.

    Raises ExportError for what a package cannot hold, and where Python has no onnx.
    """
    try:
        import onnx
    except ImportError as error:
        raise ExportError(
            "ONNX files need Python's onnx: on Debian apt install python3-onnx, elsewhere pip install onnx"
        ) from error
    try:
        # Not the data that lies outside: their names are paths, which a file could choose.
        model = onnx.load(str(file), load_external_data=False)
        _require_plain(model, onnx.defs.onnx_opset_version())
        onnx.checker.check_model(model)
    except ExportError:
        raise
    except Exception as error:  # protobuf's and ONNX's own kinds
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ExportError(f"{file} is no valid ONNX file: {printable(line)}") from error
    name, size = _input(model, {tensor.name for tensor in model.graph.initializer}, size)
    _free_reshapes(model)
    shapes = settle(model, name, (3, *size))
    missing = next((value.name for value in model.graph.output if value.name not in shapes), None)
    if missing is not None:
        raise ExportError(
            f"output {printable(missing)!r} is no float32 tensor of fixed size for any number of images;"
            f" {_culprit(model, shapes)}"
        )
    return Graph(model, file, name, size, shapes, {tensor.name: tensor for tensor in model.graph.initializer})


def _require_plain(model: Any, newest: int) -> None:
    for opset in model.opset_import:
        if opset.domain in _PLAIN_DOMAINS and not _OLDEST <= opset.version <= newest:
            raise ExportError(
                f"the file is of opset {opset.version}; those that can be cut, and that Python's onnx knows, are"
                f" {_OLDEST} to {newest}"
            )
    for node in model.graph.node:
        if node.domain not in _PLAIN_DOMAINS:
            where = f"node {printable(node.name or node.output[0])}"
            raise ExportError(f"{where} is a {printable(node.domain)}.{printable(node.op_type)}, no operator of ONNX")
    outside = next((t.name for t in model.graph.initializer if t.data_location == t.EXTERNAL), None)
    if outside is not None:
        raise ExportError(f"the file's weights lie outside it ({printable(outside)}); save it with its weights inside")


def _input(
    model: Any, initialisers: set[str], size: tuple[int, int] | None
) -> tuple[str, tuple[int, int]]:
    inputs = [value for value in model.graph.input if value.name not in initialisers]
    if len(inputs) != 1:
        names = f": {', '.join(printable(value.name) for value in inputs)}" if inputs else ""
        raise ExportError(f"the network takes {len(inputs)} inputs{names}; it must take one")
    (value,) = inputs
    tensor = value.type.tensor_type
    dims = [dim.dim_value if dim.HasField("dim_value") else 0 for dim in tensor.shape.dim]
    shown = ",".join(str(dim.dim_value) if dim.dim_value else dim.dim_param or "?" for dim in tensor.shape.dim)
    what = f"input {printable(value.name)!r} is [{printable(shown)}]"
    if tensor.elem_type != 1 or len(dims) != 4 or dims[1] not in (0, 3):
        raise ExportError(f"{what}; it must be pictures, float32 [B,3,H,W]")
    if dims[0] > 1:
        raise ExportError(f"{what}, {dims[0]} pictures at once; save it for 1 or for any number")
    if size is None and 0 in dims[2:]:
        raise ExportError(f"{what}, of no fixed size; say which, such as --input 3,224,224")
    height, width = size or (dims[2], dims[3])
    if any(dim not in (0, wanted) for dim, wanted in zip(dims[2:], (height, width))):
        raise ExportError(f"{what}, and not {height}x{width}; leave out --input, --size and --crop")
    return value.name, (height, width)


def _free_reshapes(model: Any) -> None:
    """A Reshape of what a picture gives to one picture becomes one to as many as there are."""
    from onnx import numpy_helper

    fixed = constant_values(model.graph)
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Constant" and node.attribute and node.attribute[0].name == "value":
            constants[node.output[0]] = node.attribute[0].t
    for node in model.graph.node:
        tensor = constants.get(node.input[1]) if node.op_type == "Reshape" and len(node.input) > 1 else None
        if tensor is None or node.input[0] in fixed:
            continue
        shape = numpy_helper.to_array(tensor).copy()
        if shape.ndim == 1 and len(shape) > 1 and shape[0] == 1:
            shape[0] = 0  # as many as the input has
            tensor.CopyFrom(numpy_helper.from_array(shape, tensor.name))


def _culprit(model: Any, shapes: dict[str, tuple[int, ...]]) -> str:
    """The first node that makes something else of pictures."""
    for node in model.graph.node:
        if any(name in shapes for name in node.input) and not any(name in shapes for name in node.output):
            where = f"node {printable(node.name or node.output[0])} ({printable(node.op_type)})"
            return f"{where} is the first that makes none"
    return "the file does not tell why"
