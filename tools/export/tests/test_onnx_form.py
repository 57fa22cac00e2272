"""The form for ONNX Runtime: what its graphs take and give, and what they compute where Python can run them."""

from pathlib import Path

import pytest
import torch
from conftest import load_units, refusal
from torch import Tensor, nn

from isthmus_export import compiling, onnxform, weights
from isthmus_export.cli import main
from isthmus_export.cutting import checking
from isthmus_export.errors import ExportError

onnx = pytest.importorskip("onnx")

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("onnx") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(EXAMPLES)
        arguments = ["unet:small_segmenter", "--input", "3,32,32", "--forms", "onnx,portable", "--out", str(out)]
        assert main(arguments) == 0
    return out


def described(values) -> list[tuple[str, int, list]]:
    """Name, type and shape of a graph's inputs or outputs."""
    types = [(value.name, value.type.tensor_type) for value in values]
    return [(n, t.elem_type, [d.dim_param or d.dim_value for d in t.shape.dim]) for n, t in types]


def test_the_manifest_has_a_file_for_each_form(segmenter: Path) -> None:
    manifest, _ = load_units(segmenter)
    assert manifest["format"] == 2
    assert manifest["forms"] == [
        {"name": "portable", "engine": "PyTorch"},
        {"name": "onnx", "engine": "OnnxRuntime"},
    ]
    for unit in manifest["units"]:
        assert list(unit["files"]) == ["portable", "onnx"]
        assert unit["files"]["onnx"]["file"].endswith(f"-{unit['name']}.onnx.onnx")


def test_graphs_take_and_give_the_tensors_of_the_manifest_for_any_number_of_images(segmenter: Path) -> None:
    manifest, _ = load_units(segmenter)
    before = [("input", onnx.TensorProto.UINT8, ["batch", 3, 32, 32])]
    for unit in manifest["units"]:
        model = onnx.load(str(segmenter / unit["files"]["onnx"]["file"]))
        onnx.checker.check_model(model, full_check=True)
        assert model.opset_import[0].version == onnxform.OPSET
        behind = [(t["name"], onnx.TensorProto.FLOAT, ["batch", *t["shape"]]) for t in unit["tensors"]]
        assert described(model.graph.input) == before and described(model.graph.output) == behind
        before = behind


def test_batch_norm_is_folded_and_the_normalisation_is_inside_the_first_unit(segmenter: Path) -> None:
    manifest, _ = load_units(segmenter)
    graphs = [onnx.load(str(segmenter / unit["files"]["onnx"]["file"])).graph for unit in manifest["units"]]
    operators = [[node.op_type for node in graph.node if node.op_type != "Constant"] for graph in graphs]
    assert operators[0] == ["Cast", "Div", "Sub", "Div", "Conv", "Relu"]
    assert not any("BatchNormalization" in unit for unit in operators)
    assert any("Identity" in unit for unit in operators)  # a skip that passes


def test_the_same_network_gives_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    for name in ("a", "b"):
        arguments = ["unet:small_classifier", "--input", "3,32,32", "--forms", "onnx"]
        assert main([*arguments, "--name", "same", "--out", str(tmp_path / name)]) == 0
    manifests = [(tmp_path / name / "manifest.json").read_bytes() for name in ("a", "b")]
    assert manifests[0] == manifests[1] and not list(tmp_path.rglob("*.pt"))


def test_networks_whose_names_are_kept_have_the_form_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mobilenet_v2", "--size", "32", "--forms", "onnx,portable", "--out", str(tmp_path / "out")]) == 0
    manifest, _ = load_units(tmp_path / "out")
    assert manifest["outputs"][0]["labels"] == "labels.txt" and len(manifest["units"]) == 20
    tried = "forms: onnx was written and not tried" not in capsys.readouterr().err
    assert tried == onnxform.can_run()


def test_what_onnx_has_no_form_for_is_refused_by_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = f"own_{tmp_path.name}"
    (tmp_path / f"{module}.py").write_text(
        "from torch import nn\nimport torch\n\n\nclass Net(nn.Module):\n    def __init__(self):\n"
        "        super().__init__()\n        self.conv, self.head = nn.Conv2d(3, 2, 8, 8), nn.Linear(32, 3)\n\n"
        "    def forward(self, x):\n        return self.head(torch.special.erfcx(self.conv(x)).flatten(1))\n"
    )
    monkeypatch.chdir(tmp_path)
    message = refusal(capsys, f"{module}:Net", "--size", 32, "--forms", "onnx", "--out", "x.zip")
    assert "unit special_erfcx cannot be written in the form onnx: " in message and "special_erfcx" in message
    assert not list(tmp_path.glob("x.zip"))


def test_attention_is_written_with_operators_of_onnx() -> None:
    class Attending(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.attention = nn.MultiheadAttention(8, 2, batch_first=True)

        def forward(self, x: Tensor) -> Tensor:
            return x + self.attention(x, x, x, need_weights=False)[0]

    part = torch.fx.symbolic_trace(Attending().eval())
    data, _ = compiling.compiled(part, (torch.randn(2, 5, 8),), "onnx", (["a"], ["b"]))
    graph = onnx.load_from_string(data).graph
    assert "Softmax" in [node.op_type for node in graph.node]
    assert described(graph.output) == [("b", onnx.TensorProto.FLOAT, ["batch", 5, 8])]


def test_tensors_that_share_memory_are_given_under_names_of_their_own() -> None:
    class Passing(nn.Module):
        def forward(self, x: Tensor, y: Tensor) -> tuple[Tensor, ...]:
            return y, x * 2, x

    part = torch.fx.symbolic_trace(Passing())
    examples = (torch.zeros(2, 3), torch.zeros(2, 4))
    data, _ = compiling.compiled(part, examples, "onnx", (["a", "b"], ["c", "d", "e"]))
    graph = onnx.load_from_string(data).graph
    assert [v.name for v in graph.input] == ["a", "b"] and [v.name for v in graph.output] == ["c", "d", "e"]
    assert [node.op_type for node in graph.node].count("Identity") == 2


def test_the_sizes_of_outputs_are_numbers_also_where_pytorch_leaves_them_open() -> None:
    class Halves(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            halves = x.square().chunk(2, 1)
            return halves[0] + halves[1]

    data, _ = compiling.compiled(torch.fx.symbolic_trace(Halves()), (torch.zeros(2, 6, 5),), "onnx", (["x"], ["y"]))
    (output,) = onnx.load_from_string(data).graph.output
    first, *others = output.type.tensor_type.shape.dim
    assert first.dim_param == "batch" and [dim.dim_value for dim in others] == [3, 5]


def test_a_graph_that_gives_something_else_is_refused(tmp_path: Path) -> None:
    if not onnxform.can_run():
        pytest.skip("Python has no ONNX Runtime")
    data, _ = compiling.compiled(
        torch.fx.symbolic_trace(nn.Sequential(nn.Flatten(), nn.Linear(12, 2))),
        (torch.zeros(2, 3, 2, 2),),
        "onnx",
        (["input"], ["logits"]),
    )
    (tmp_path / "unit.onnx").write_bytes(data)
    images = weights.synthetic_images(2, 32, seed=1)[:, :, :2, :2].float()
    with pytest.raises(ExportError, match="the units in the form onnx differ from the network by"):
        checking.check_onnx(["unit"], [tmp_path / "unit.onnx"], lambda x: x.flatten(1)[:, :2], images)
    with pytest.raises(ExportError, match="unit unit does not run in the form onnx: .*Got"):
        checking.check_onnx(["unit"], [tmp_path / "unit.onnx"], lambda x: x, images[:, :, :, :1])
