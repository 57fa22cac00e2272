"""ONNX files as sources: where they are cut, what their parts hold, and what is refused by name."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import refusal
from torch import Tensor, nn

from isthmus_export import cutting, onnxfile, onnxform, weights
from isthmus_export.cli import main
from isthmus_export.errors import ExportError
from isthmus_export.units import Normalise

onnx = pytest.importorskip("onnx")

EXAMPLES = Path(__file__).parents[3] / "examples"
HALF = ((0.5,) * 3, (0.5,) * 3)


class Shuffling(nn.Module):
    """Asks for shapes, and divides them; the number of pictures is part of what it computes."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.ReLU())
        self.second = nn.Sequential(nn.Conv2d(8, 8, 3, 2, 1), nn.ReLU())
        self.head = nn.Linear(8 * 64, 4)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        b, c, h, w = x.shape
        x = x.view(b, 2, c // 2, h, w).transpose(1, 2).reshape(b, c, h, w)
        x = self.second(x)
        return self.head(x.reshape(x.shape[0], -1))


def written(net: nn.Module, file: Path, free: tuple[int, ...] = (), images: int = 1, opset: int = 13) -> Path:
    """An ONNX file of `net` for 32x32 pixels whose dimensions in `free` are open."""
    torch.manual_seed(0)
    axes = {"input": {axis: f"d{axis}" for axis in free}, "out": {axis: f"o{axis}" for axis in free[:1]}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net.eval(), torch.zeros(images, 3, 32, 32), str(file), opset_version=opset,
            input_names=["input"], output_names=["out"], dynamic_axes=axes if free else None,
        )  # fmt: skip
    return file


@pytest.fixture(scope="module")
def unet(tmp_path_factory: pytest.TempPathFactory) -> nn.Module:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EXAMPLES))
        import unet as module

        torch.manual_seed(0)
        return module.small_segmenter().eval()


def parts_of(file: Path, size: tuple[int, int] | None = None) -> cutting.Cutting:
    return onnxfile.split(onnxfile.read(file, size), *HALF)


def graphs(found: cutting.Cutting) -> list[Any]:
    """The graphs of all parts, checked, with names of the tensors as a manifest has them."""
    result, before = [], ["input"]
    for number, (_, part) in enumerate(found.units):
        behind = [f"t{number}.{index}" for index in range(len(part.behind))]
        model = onnx.load_from_string(part.to_bytes(before, behind))
        onnx.checker.check_model(model, full_check=True)
        assert [v.name for v in model.graph.input] == before and [v.name for v in model.graph.output] == behind
        result.append(model.graph)
        before = behind
    return result


def test_a_u_net_is_cut_where_the_network_itself_is(unet: nn.Module, tmp_path: Path) -> None:
    found, own = parts_of(written(unet, tmp_path / "net.onnx")), cutting.cut(unet, (3, 32, 32))
    assert [cut.shapes for cut in found.cuts] == [cut.shapes for cut in own.cuts]
    assert max(cut.tensors for cut in found.cuts) == 3
    assert [cut.work for cut in found.cuts] == pytest.approx([cut.work for cut in own.cuts])


def test_every_part_has_the_weights_that_it_uses_and_no_others(unet: nn.Module, tmp_path: Path) -> None:
    file = written(unet, tmp_path / "net.onnx")
    found = parts_of(file)
    held: set[str] = set()
    for graph in graphs(found):
        own = {tensor.name for tensor in graph.initializer}
        assert own <= {name for node in graph.node for name in node.input}
        held |= own
    whole = {tensor.name for tensor in onnx.load(str(file)).graph.initializer}
    assert {name for name in held if not name.startswith("input__")} == whole
    parameters = sum(p.numel() for _, part in found.units for p in part.parameters())
    assert 0 <= sum(p.numel() for p in unet.parameters()) - parameters < 200  # batch norms are folded


def test_the_first_part_takes_bytes_and_what_passes_has_a_new_name(unet: nn.Module, tmp_path: Path) -> None:
    first, *others = graphs(parts_of(written(unet, tmp_path / "net.onnx")))
    assert first.input[0].type.tensor_type.elem_type == onnx.TensorProto.UINT8
    # PyTorch writes equal biases once, and Identity for the others.
    operators = [node.op_type for node in first.node if node.op_type != "Identity"]
    assert operators[:5] == ["Cast", "Div", "Sub", "Div", "Conv"]
    assert any(node.op_type == "Identity" for graph in others for node in graph.node)
    for graph in (first, *others):
        for value in (*graph.input, *graph.output):
            assert value.type.tensor_type.shape.dim[0].dim_param == "batch"


@pytest.mark.parametrize("free", ((), (0,), (0, 2, 3)))
def test_sizes_that_are_computed_become_constants_and_any_number_of_images_is_taken(
    free: tuple[int, ...], tmp_path: Path
) -> None:
    found = parts_of(written(Shuffling(), tmp_path / "net.onnx", free, images=2 if free else 1), (32, 32))
    assert [cut.shapes for cut in found.cuts] == [((8, 16, 16),), ((8, 8, 8),)]
    operators, shapes = [], []
    for graph in graphs(found):
        held = {tensor.name: onnx.numpy_helper.to_array(tensor).tolist() for tensor in graph.initializer}
        constants = [node for node in graph.node if node.op_type == "Constant"]
        held.update({n.output[0]: onnx.numpy_helper.to_array(n.attribute[0].t).tolist() for n in constants})
        operators += [node.op_type for node in graph.node]
        shapes += [held[node.input[1]] for node in graph.node if node.op_type == "Reshape"]
    assert not {"Shape", "Gather"} & set(operators)
    assert len(shapes) >= 2 and all(shape[0] in (0, -1) for shape in shapes)


def test_an_onnx_file_becomes_a_package(unet: nn.Module, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(unet, tmp_path / "My net.ONNX", free=(0, 2, 3))
    assert main([str(file), "--input", "3,32,32", "--output", "mask", "--out", str(tmp_path / "out")]) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest["format"] == 2 and manifest["name"] == "My-net"
    assert manifest["forms"] == [{"name": "onnx", "engine": "OnnxRuntime"}]
    assert manifest["outputs"] == [{"name": "mask", "shape": [3, 32, 32], "dtype": "F32", "kind": "mask"}]
    files = [unit["files"]["onnx"]["file"] for unit in manifest["units"]]
    assert len(files) == 9 and all((tmp_path / "out" / name).is_file() for name in files)
    assert ("was written and not tried" not in capsys.readouterr().err) == onnxform.can_run()
    if onnxform.can_run():
        images = weights.synthetic_images(3, 32, seed=4)
        names = [unit["name"] for unit in manifest["units"]]
        (mask,) = onnxform.run(names, [tmp_path / "out" / name for name in files], images)
        usual = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
        assert torch.allclose(mask, unet(Normalise(*usual)(images)), atol=1e-4)


def model(*nodes: Any, inputs: Any = None, outputs: Any = None, opset: int = 13, weights: Any = ()) -> Any:
    value = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        list(nodes),
        "net",
        inputs or [value("x", onnx.TensorProto.FLOAT, ["n", 3, 32, 32])],
        outputs or [value("y", onnx.TensorProto.FLOAT, ["n", "c", "h", "w"])],
        list(weights),
    )
    return onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", opset)])


def stored(tmp_path: Path, made: Any) -> Path:
    (tmp_path / "net.onnx").write_bytes(made.SerializeToString())
    return tmp_path / "net.onnx"


def image(name: str, dims: list, kind: int = 1) -> Any:
    return onnx.helper.make_tensor_value_info(name, kind, dims)


def node(kind: str, inputs: list[str], outputs: list[str], **attributes: Any) -> Any:
    return onnx.helper.make_node(kind, inputs, outputs, **attributes)


def outside() -> Any:
    tensor = onnx.helper.make_tensor("w", onnx.TensorProto.FLOAT, [1], [1.0])
    tensor.ClearField("float_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    return model(node("Mul", ["x", "w"], ["y"]), weights=[tensor])


def cases() -> list[tuple[str, Any, str]]:
    relu = node("Relu", ["x"], ["y"])
    numbers = [image("y", ["n", 1, 32, 32], 7)]
    two = [image("x", ["n", 3, 32, 32]), image("m", ["n", 3, 32, 32])]
    return [
        ("inputs", model(node("Add", ["x", "m"], ["y"]), inputs=two), "takes 2 inputs: x, m"),
        ("size", model(relu, inputs=[image("x", ["n", 3, "h", 32])]), "is [n,3,h,32], of no fixed size; say which"),
        ("batch", model(relu, inputs=[image("x", [4, 3, 32, 32])]), "4 pictures at once"),
        ("type", model(node("Identity", ["x"], ["y"]), inputs=[image("x", ["n", 3, 32, 32], 2)]), "must be pictures"),
        ("layout", model(relu, inputs=[image("x", ["n", 32, 32, 3])]), "must be pictures, float32 [B,3,H,W]"),
        ("opset", model(relu, opset=99), "the file is of opset 99"),
        ("custom", model(node("Blur", ["x"], ["y"], domain="acme")), "is a acme.Blur, no operator of ONNX"),
        ("outside", outside(), "weights lie outside it (w)"),
        ("unknown", model(node("Blur", ["x"], ["y"])), "no valid ONNX file"),
        ("classes", model(node("ArgMax", ["x"], ["y"], axis=1), outputs=numbers), "output 'y' is no float32 tensor"),
        ("mixed", model(node("ReduceMean", ["x"], ["y"], axes=[0], keepdims=1)), "node y (ReduceMean) is the first"),
    ]


@pytest.mark.parametrize("case", range(11))
def test_what_cannot_be_a_package_is_refused_by_name(case: int, tmp_path: Path) -> None:
    _, made, reason = cases()[case]
    with pytest.raises(ExportError) as refused:
        parts_of(stored(tmp_path, made))
    assert reason in str(refused.value) and "\n" not in str(refused.value)


def test_options_that_an_onnx_file_does_not_take(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = stored(tmp_path, model(node("Relu", ["x"], ["y"]))), tmp_path / "x.zip"
    assert "can have the form onnx only" in refusal(capsys, file, "--forms", "portable", "--out", out)
    assert "holds its weights" in refusal(capsys, file, "--weights", file, "--out", out)
    assert "and not 64x64" in refusal(capsys, file, "--size", 64, "--out", out)
    assert "no such ONNX file: Model.ONNX" in refusal(capsys, "Model.ONNX", "--out", out)
    file.write_bytes(b"nonsense")
    assert "is no valid ONNX file" in refusal(capsys, file, "--out", out)


def test_values_inside_that_are_called_like_a_tensor_of_the_manifest_get_other_names(tmp_path: Path) -> None:
    made = model(node("Relu", ["x"], ["input"]), node("Neg", ["input"], ["logits"]), node("Abs", ["logits"], ["y"]))
    (_, part), = parts_of(stored(tmp_path, made)).units
    loaded = onnx.load_from_string(part.to_bytes(["input"], ["logits"]))
    onnx.checker.check_model(loaded, full_check=True)
    outputs = [name for n in loaded.graph.node for name in n.output]
    assert len(set(outputs)) == len(outputs) and "input" not in outputs and outputs[-1] == "logits"


def test_graphs_inside_nodes_keep_what_they_read_alive(tmp_path: Path) -> None:
    value = onnx.helper.make_tensor_value_info
    branch = onnx.helper.make_graph([node("Neg", ["a"], ["b"])], "b", [], [value("b", 1, ["n", "c", "h", "w"])])
    other = onnx.helper.make_graph([node("Abs", ["a"], ["c"])], "c", [], [value("c", 1, ["n", "c", "h", "w"])])
    always = onnx.helper.make_tensor("always", onnx.TensorProto.BOOL, [], [True])
    pool = {"kernel_shape": [2, 2], "strides": [2, 2]}
    made = model(
        node("MaxPool", ["x"], ["a"], **pool),
        node("MaxPool", ["a"], ["d"], **pool),
        node("If", ["always"], ["e"], then_branch=branch, else_branch=other),
        node("MaxPool", ["e"], ["f"], **pool),
        node("Add", ["d", "f"], ["y"]),
        weights=[always],
    )
    graph = onnxfile.read(stored(tmp_path, made), None)
    found = onnxfile.split(graph, *HALF)
    assert ("a", "d") in [cut.nodes for cut in found.candidates] or graph.shapes["a"] == (3, 16, 16)
    graphs(found)
