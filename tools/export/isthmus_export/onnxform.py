"""The form for ONNX Runtime: a unit as a graph of ONNX."""

import gc
import importlib.util
import io
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any, Sequence

import numpy
import torch
from torch import Tensor, fx, nn

from .errors import ExportError, printable
from .tensors import Tensors, one_or_several, several

# The newest that PyTorch 1.13 writes; ONNX Runtime reads it since 1.12.
OPSET = 17
_LONGEST = 600  # seconds for two images through the whole network


class _Passed(torch.autograd.Function):
    """What passes a unit unchanged: a graph cannot take and give one tensor under two names."""

    @staticmethod
    def forward(_: Any, x: Tensor) -> Tensor:
        return x.clone()

    @staticmethod
    def symbolic(graph: Any, x: Any) -> Any:
        return graph.op("Identity", x)


class _Sized(torch.autograd.Function):
    """What a unit gives of sizes that PyTorch does not know in a graph: those of the best of something."""

    @staticmethod
    def forward(_: Any, x: Tensor) -> Tensor:
        return x.clone()

    @staticmethod
    def symbolic(graph: Any, x: Any) -> Any:
        return graph.op("Reshape", x, graph.op("Constant", value_t=torch.tensor([-1, *_Sized.sizes])))

    sizes: tuple[int, ...] = ()  # for one image, of the tensor that is under way


class _Passing(nn.Module):
    def __init__(self, body: nn.Module, copied: list[bool]) -> None:
        super().__init__()
        self.body = body
        self.copied = copied
        graphs = (module.graph for module in body.modules() if isinstance(module, fx.GraphModule))
        self.chooses = any("topk" in str(node.target) for graph in graphs for node in graph.nodes)

    def forward(self, *tensors: Tensor) -> Tensor | Tensors:
        given = several(self.body(*tensors))
        return one_or_several(tuple(self._given(t, same) for t, same in zip(given, self.copied)))

    def _given(self, tensor: Tensor, same: bool) -> Tensor:
        if self.chooses:
            _Sized.sizes = tuple(map(int, tensor.shape[1:]))
            return _Sized.apply(tensor)
        return _Passed.apply(tensor) if same else tensor


@torch.no_grad()
def to_onnx(
    unit: nn.Module, examples: Tensors, copied: list[bool], names: tuple[Sequence[str], Sequence[str]]
) -> bytes:
    """A unit, folded and in evaluation mode, as a graph whose inputs and outputs have these names.

    `examples` are inputs of it, for any number of images; `copied` tells the outputs that may be inputs. The first
    dimension of all is called `batch`. Raises ExportError that names the operator which ONNX has no form for.
    """
    inputs, outputs = map(list, names)
    data = io.BytesIO()
    # Python's handles to a graph that is no more would be taken for handles to the next one in its place.
    gc.collect()
    try:
        with warnings.catch_warnings(), torch.enable_grad():
            warnings.simplefilter("ignore")  # the tracer's, on what is constant for all images
            _require_plain_attention(unit)
            torch.onnx.export(
                _Passing(unit, copied).eval(),
                examples,
                data,
                opset_version=OPSET,
                input_names=inputs,
                output_names=outputs,
                dynamic_axes={name: {0: "batch"} for name in (*inputs, *outputs)},
            )
    except (RuntimeError, ValueError) as error:  # PyTorch's, on what it has no form for
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ExportError(f"cannot be written in the form onnx: {printable(line)}") from error
    return data.getvalue()


def with_sizes(graph: bytes, outputs: Tensors) -> bytes:
    """The graph, with the sizes of its `outputs` where PyTorch leaves them open, as behind a Split.

    The services want them said. Without Python's onnx they stay open.
    """
    if importlib.util.find_spec("onnx") is None:
        return graph
    import onnx

    model = onnx.load_model_from_string(graph)
    changed = False
    for value, output in zip(model.graph.output, outputs, strict=True):
        dims = value.type.tensor_type.shape.dim
        if [dim.dim_value for dim in dims][1:] != list(output.shape[1:]):
            del dims[:]
            dims.add().dim_param = "batch"
            for size in output.shape[1:]:
                dims.add().dim_value = size
            changed = True
    return model.SerializeToString() if changed else graph


def _require_plain_attention(unit: nn.Module) -> None:
    """Lets attention compute as in training, with operators that ONNX has: else it is one operator of PyTorch's own."""
    for module in unit.modules():
        if isinstance(module, nn.MultiheadAttention):
            module.requires_grad_(True)


def can_run() -> bool:
    """Whether Python has ONNX Runtime, so that units can be tried."""
    return importlib.util.find_spec("onnxruntime") is not None


def run(names: Sequence[str], files: Sequence[Path], images: Tensor) -> Tensors:
    """What a chain of units of these `names` gives in ONNX Runtime for `images`, in a process of its own.

    Raises ExportError that names the unit which fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        given, outputs = Path(folder) / "images.npy", Path(folder) / "outputs.npz"
        numpy.save(given, images.numpy())
        command = [sys.executable, str(Path(__file__).with_name("onnxrun.py")), given, outputs, *files]
        result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=_LONGEST)
        if result.returncode != 0:
            number, _, reason = (result.stderr.strip().splitlines() or [""])[-1].partition(":")
            name = f"unit {names[int(number)]}" if number.isdigit() else "ONNX Runtime"
            reason = reason if number.isdigit() else f"it ended with {result.returncode}"
            raise ExportError(f"{name} does not run in the form onnx: {printable(reason)}")
        with numpy.load(outputs) as tensors:
            return tuple(torch.from_numpy(tensors[name]) for name in tensors.files)
