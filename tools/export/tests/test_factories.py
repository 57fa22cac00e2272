"""Networks of the user's own: `module:factory` from a file to a package, and what is said where that cannot be."""

from pathlib import Path

import pytest
import torch
from conftest import load_units, refusal

from isthmus_export import weights
from isthmus_export.cli import main
from isthmus_export.units import Normalise

PORTABLE = ("--forms", "portable")  # alone, as format 1 has it
PROGRAM = """
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, classes=4):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.body = nn.Conv2d(8, 8, 3, padding=1)
        self.narrow = nn.Conv2d(8, 4, 3, 2, 1)
        self.tokens = nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)
        self.head = nn.Linear(4, classes)

    def forward(self, x):
        b, c, h, w = x.shape
        x = self.stem(x)
        x += self.body(x)
        x = self.narrow(x.relu_())
        x = self.tokens(x.flatten(2).transpose(1, 2))
        return self.head(x.mean(1))


class Folder:
    @staticmethod
    def net():
        return Net(3)


class State(Net):
    calls = 0

    def forward(self, x):
        return super().forward(x) + torch.rand(1)


class Undecided(Net):
    def forward(self, x):
        return super().forward(x if x.mean() > 0 else -x)


class Batch(Net):
    def forward(self, x):
        return super().forward(x - x.mean(0, keepdim=True))


class Sniffing(Net):
    def forward(self, x):
        return super().forward(x + 1 if isinstance(x, torch.Tensor) else x)


def wants(width):
    return Net(width)


def breaks():
    raise RuntimeError("no such\\nfile")


def text():
    return "net"


NUMBER = 3
made = Net(2)
"""


@pytest.fixture(autouse=True)
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module in the current folder; its name is another for every test, since Python imports a name once."""
    name = f"own_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    return name


def network(module: str, name: str) -> torch.nn.Module:
    torch.manual_seed(0)
    return getattr(__import__(module), name)().eval()


@pytest.mark.parametrize("shape", ((40, 40), (32, 56)))
def test_a_network_of_a_file_in_the_current_folder_becomes_a_package(
    module: str, shape: tuple[int, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    size = f"3,{shape[0]},{shape[1]}"
    assert main([f"{module}:Net", "--input", size, "--std", "0.5,0.5,0.5", *PORTABLE, "--out", "out"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Net: 4 units") and "cuts: 3 of the" in captured.err
    manifest, units = load_units(tmp_path / "out")
    assert manifest["input"]["shape"] == [3, *shape] and manifest["classes"] == 4 and "labels" not in manifest
    assert [block["name"] for block in manifest["blocks"]] == ["stem", "relu_", "narrow", "head"]
    assert manifest["preprocess"]["resize"] >= max(shape)

    images = weights.synthetic_images(3, max(shape), seed=4)[:, :, : shape[0], : shape[1]]
    x = images
    for block, unit in zip(manifest["blocks"], units):
        before, x = x.clone(), unit(x)
        assert list(x.shape) == [3, *block["output"]]
    import sys

    sys.path.insert(0, str(tmp_path))
    expected = network(module, "Net")(Normalise((0.485, 0.456, 0.406), (0.5, 0.5, 0.5))(images))
    assert torch.allclose(x, expected, atol=1e-5)


def test_a_function_of_a_class_and_a_network_that_is_there_are_taken(module: str, tmp_path: Path) -> None:
    assert main([f"{module}:Folder.net", "--size", "32", "--out", "a"]) == 0
    assert load_units(tmp_path / "a")[0]["name"] == "Folder.net"
    assert main([f"{module}:made", "--crop", "32", "--resize", "40", *PORTABLE, "--out", "b"]) == 0
    manifest, _ = load_units(tmp_path / "b")
    assert manifest["classes"] == 2 and manifest["preprocess"]["resize"] == 40


def test_the_same_seed_gives_the_same_package(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = []
    for seed in ("1", "1", "2"):
        main([f"{module}:Net", "--size", "32", "--seed", seed, "--out", f"{len(lines)}.zip"])
        lines.append(capsys.readouterr().out)
    assert lines[0] == lines[1] != lines[2]


def test_weights_and_labels_of_files_are_taken(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    torch.manual_seed(7)
    trained = getattr(__import__(module), "Net")()
    torch.save({"state_dict": {f"module.{k}": v for k, v in trained.state_dict().items()}}, "trained.pth")
    Path("labels.txt").write_text("a\nb\nc\nd\n")
    command = [f"{module}:Net", "--size", "32", "--weights", "trained.pth", "--labels", "labels.txt", "--out", "out"]
    assert main(command) == 0
    manifest, units = load_units(tmp_path / "out")
    x = images = weights.synthetic_images(2, 32, seed=4)
    for unit in units:
        x = unit(x)
    expected = trained.eval()(Normalise((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))(images))
    assert torch.allclose(x, expected, atol=1e-5) and "labels" in manifest


def test_weights_of_other_classes_change_the_classifier(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    trained = getattr(__import__(module), "Net")(7)
    torch.save(trained.state_dict(), "seven.pth")
    Path("labels.txt").write_text("a\nb\nc\nd\n")
    command = [f"{module}:Net", "--size", "32", "--weights", "seven.pth", "--out", "out"]
    assert "4 names for 7 classes" in refusal(capsys, *command, "--labels", "labels.txt")
    assert main([*command, *PORTABLE]) == 0
    assert "was changed to their 7 classes" in capsys.readouterr().err
    manifest, units = load_units(tmp_path / "out")
    x = images = weights.synthetic_images(2, 32, seed=4)
    for unit in units:
        x = unit(x)
    expected = trained.eval()(Normalise((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))(images))
    assert torch.allclose(x, expected, atol=1e-5) and manifest["classes"] == 7


def test_weights_that_do_not_fit_are_refused(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    torch.save({"stem.0.weight": torch.zeros(8, 3, 3, 3)}, "part.pth")
    message = refusal(capsys, f"{module}:Net", "--size", 32, "--weights", "part.pth", "--out", "x.zip")
    assert "missing: stem.1.weight" in message and "that the factory makes" in message


@pytest.mark.parametrize(
    ("factory", "reason"),
    (
        ("State", "the units differ from the network by"),
        ("Undecided", "depends on the image: node gt"),
        ("Batch", "for one image alone the units differ from the network"),
        ("Sniffing", "the units differ from the network by"),
        ("wants", "wants arguments (width)"),
        ("breaks", "cannot be made: RuntimeError: no such"),
        ("text", "makes a str"),
        ("NUMBER", "is a int; name a class or a function"),
        ("nett", "has no nett; it has Net"),
    ),
)
def test_what_is_no_network_or_cannot_be_cut_is_refused(
    module: str, factory: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reason in refusal(capsys, f"{module}:{factory}", "--size", 32, "--out", "x.zip")
    assert not list(Path().glob("*.zip")) and not list(Path().glob(".x*"))


def test_a_module_that_cannot_be_imported(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no module own_nowhere" in refusal(capsys, "own_nowhere:Net", "--size", 32, "--out", "x")
    Path(f"{module}_b.py").write_text("import own_nothing")
    assert "cannot be imported: ModuleNotFoundError" in refusal(capsys, f"{module}_b:N", "--size", 32, "--out", "x")
    Path(f"{module}_c.py").write_text("def broken(:")
    assert "cannot be imported: SyntaxError" in refusal(capsys, f"{module}_c:N", "--size", 32, "--out", "x")


def test_the_images_have_to_be_said(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = f"{module}:Net"
    assert "--input 3,224,224" in refusal(capsys, source, "--out", "x")
    assert "takes 3 channels" in refusal(capsys, source, "--input", "1,32,32", "--out", "x")
    assert "such as 3,224,224" in refusal(capsys, source, "--input", "224", "--out", "x")
    assert "32 to 1024" in refusal(capsys, source, "--input", "3,8,8", "--out", "x")
    assert "does not go with" in refusal(capsys, source, "--input", "3,32,32", "--size", 32, "--out", "x")
    assert "--compressible" in refusal(capsys, source, "--size", 32, "--compressible", "--out", "x")
    assert f"say {module}:Net" in refusal(capsys, f"{module}.py:Net", "--size", 32, "--out", "x")


def test_a_network_of_torchvisions_whose_names_are_not_kept_is_cut(tmp_path: Path) -> None:
    assert main(["shufflenet_v2_x0_5", "--size", "64", "--out", "out"]) == 0
    manifest, units = load_units(tmp_path / "out")
    assert len(units) > 10 and manifest["outputs"][0]["shape"] == [1000] and "labels" in manifest
    assert [form["name"] for form in manifest["forms"]] == ["onednn", "portable"]  # most of it is pointwise or depthwise
