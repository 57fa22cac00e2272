"""TorchScript files as sources: scripted, traced and frozen ones, and what is refused."""

import io
import zipfile
from pathlib import Path

import pytest
import torch
from conftest import load_units, refusal
from torch import Tensor, nn
from torch.nn import functional as F

from isthmus_export import cutting, files, weights
from isthmus_export.cli import main
from isthmus_export.errors import ExportError
from isthmus_export.folding import fold
from isthmus_export.units import Normalise

SHAPE = (3, 32, 32)
EXAMPLES = Path(__file__).parents[3] / "examples"


class Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.norm(self.conv(x)))


class Net(nn.Module):
    """Shapes that are asked for, a loop, a list, a condition on a shape, and a constant."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, 2, 1)
        self.blocks = nn.ModuleList([Block(8), Block(8)])
        self.narrow = nn.Conv2d(8, 4, 3, 2, 1)
        self.head = nn.Linear(8, 5)

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        x = self.narrow(x)
        b, c, h, w = x.shape
        if h > 4 and x.dim() == 4:
            x = x.view(b, c, h * w).transpose(1, 2)
        parts = []
        for index in range(2):
            parts.append(x.mean(1) * (index + 1.0))
        return self.head(torch.cat(parts, 1) + torch.ones(8))


def drawn() -> Net:
    torch.manual_seed(0)
    net = Net().eval()
    for norm in (block.norm for block in net.blocks):
        norm.running_mean.uniform_(-1, 1)
        norm.running_var.uniform_(0.5, 2)
    return net


def stored(script: torch.jit.ScriptModule) -> torch.jit.ScriptModule:
    file = io.BytesIO()
    torch.jit.save(script, file)
    file.seek(0)
    return torch.jit.load(file).eval()


def through(found: cutting.Cutting, x: Tensor) -> Tensor:
    for _, unit in found.units:
        x = unit(x)
    return x


@pytest.mark.parametrize("kind", ("scripted", "traced", "frozen"))
def test_a_torchscript_network_is_cut_where_the_network_itself_is(kind: str) -> None:
    net = drawn()
    script = torch.jit.trace(net, torch.zeros(2, *SHAPE)) if kind == "traced" else torch.jit.script(net)
    script = stored(torch.jit.freeze(script) if kind == "frozen" else script)
    found, own = cutting.cut(script, SHAPE), cutting.cut(net, SHAPE)
    assert [cut.shapes for cut in found.cuts] == [cut.shapes for cut in own.cuts]
    if kind != "frozen":  # whose modules are gone
        assert [name for name, _ in found.units][1:3] == ["blocks-0", "blocks"]
        parameters = [p.numel() for _, unit in found.units for p in unit.parameters()]
        assert sum(parameters) == sum(p.numel() for p in net.parameters())
    for images in (1, 3):
        x = torch.randn(images, *SHAPE)
        assert torch.equal(through(found, x), script(x))


def test_batch_norms_are_folded_and_pointwise_convolutions_are_products(tmp_path: Path) -> None:
    found = cutting.cut(stored(torch.jit.script(drawn())), SHAPE)
    modules = [module for _, unit in found.units for module in fold(unit).modules()]
    assert sum(isinstance(m, nn.Conv2d) for m in modules) == 4
    assert not any(isinstance(m, nn.BatchNorm2d) for m in modules)


def test_a_file_becomes_a_package_in_both_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    import unet

    net = unet.small_segmenter().eval()
    torch.jit.save(torch.jit.trace(net, torch.zeros(2, *SHAPE)), str(tmp_path / "my net.v2.pt"))
    arguments = ["--input", "3,32,32", "--forms", "portable,onnx", "--output", "mask", "--out", str(tmp_path / "out")]
    assert main([str(tmp_path / "my net.v2.pt"), *arguments]) == 0
    manifest, units = load_units(tmp_path / "out")
    assert manifest["name"] == "my-net.v2" and max(len(unit["tensors"]) for unit in manifest["units"]) == 3
    assert manifest["description"].startswith("my net.v2.pt, TorchScript; resize 37")
    images = weights.synthetic_images(2, 32, seed=4)
    tensors: tuple[Tensor, ...] = (images,)
    for unit in units:
        given = unit(*tensors)
        tensors = given if isinstance(given, tuple) else (given,)
    expected = net(Normalise((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))(images))
    assert torch.allclose(tensors[0], expected, atol=1e-5)


class Data(Net):
    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        if bool(x.sum() > 0):
            x = -x
        return self.head(x.mean((2, 3)))


class Count(Net):
    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        if x.shape[0] == 2:
            x = -x
        return self.head(x.mean((2, 3)))


class Picky(Net):
    def forward(self, x: Tensor) -> Tensor:
        if x.shape[2] != 64:
            raise ValueError("64 pixels, please")
        return self.head(self.stem(x).mean((2, 3)))


class Two(Net):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return self.head(self.stem(x + y).mean((2, 3)))


class Optional_(Net):
    def forward(self, x: Tensor, scale: float = 2.0) -> Tensor:
        return self.head(self.stem(x * scale).mean((2, 3)))


@pytest.mark.parametrize(
    ("kind", "reason"),
    (
        (Data, "depends on the image: node bool"),
        (Count, "depends on the number of images: node eq"),
        (Picky, "refuses its input"),
        (Two, "takes 2 inputs: x, y"),
    ),
)
def test_what_cannot_be_cut_is_refused_by_node_and_line(kind: type, reason: str) -> None:
    with pytest.raises(ExportError, match="(?i)" + reason) as refused:
        cutting.cut(stored(torch.jit.script(kind().eval())), SHAPE)
    assert kind is Two or "test_scripted.py line" in str(refused.value)


def test_parameters_with_defaults_keep_them() -> None:
    script = stored(torch.jit.script(Optional_().eval()))
    x = torch.randn(2, *SHAPE)
    assert torch.equal(through(cutting.cut(script, SHAPE), x), script(x))


def test_files_of_torchscript_are_told_from_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torch.jit.save(torch.jit.script(drawn()), str(tmp_path / "net.pt"))
    torch.save(drawn().state_dict(), tmp_path / "weights.pt")
    assert files.is_torchscript(str(tmp_path / "net.pt")) and not files.is_torchscript(str(tmp_path / "weights.pt"))
    refused = refusal(capsys, tmp_path / "weights.pt", "--size", 32, "--out", tmp_path / "x.zip")
    assert "is a file of weights" in refused
    both = (tmp_path / "net.pt", "--weights", tmp_path / "weights.pt", "--size", 32, "--out", tmp_path / "x.zip")
    assert "holds its weights" in refusal(capsys, *both)
    assert "--input 3,224,224" in refusal(capsys, tmp_path / "net.pt", "--out", tmp_path / "x.zip")


def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torch.jit.save(torch.jit.script(drawn()), str(tmp_path / "net.pt"))
    with zipfile.ZipFile(tmp_path / "net.pt") as good, zipfile.ZipFile(tmp_path / "bad.pt", "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"nonsense(" if name.endswith(".py") else good.read(name))
    message = refusal(capsys, tmp_path / "bad.pt", "--size", 32, "--out", tmp_path / "x.zip")
    assert "cannot be loaded as TorchScript by PyTorch" in message
