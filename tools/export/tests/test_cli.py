"""The command line: packages by seed, packages from weights, and what it says when it cannot."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import torch
from conftest import SMALL, load_units, refusal

from isthmus_export import archive, export, loading, models, weights
from isthmus_export.cli import main



def fingerprint(package: Path) -> str:
    with zipfile.ZipFile(package) as archive:
        assert archive.namelist()[0] == "manifest.json"
        return hashlib.sha256(archive.read("manifest.json")).hexdigest()


def logits(folder: Path) -> torch.Tensor:
    manifest, units = load_units(folder)
    x = weights.synthetic_images(2, manifest["input"]["shape"][1], seed=5)
    for unit in units:
        x = unit(x)
    return x


def test_same_seed_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, again, other = (tmp_path / f"{name}.zip" for name in ("first", "again", "other"))
    form = ("--forms", "onednn")  # as it is, whatever may try it
    assert main([SMALL, *form, "--out", str(first)]) == 0
    line = capsys.readouterr().out
    # Another process and another number of threads must not matter.
    command = [sys.executable, "-m", "isthmus_export", SMALL, *form, "--seed", "0", "--out", str(again)]
    root = Path(__file__).parents[1]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "2"}, check=True)
    assert main([SMALL, *form, "--seed", "1", "--out", str(other)]) == 0

    assert first.read_bytes() == again.read_bytes()
    assert fingerprint(first) != fingerprint(other)
    assert line.startswith(f"{SMALL}: 17 units, ") and line.endswith(f"fingerprint {fingerprint(first)}\n")
    assert not list(tmp_path.glob(".*")), "temporary files are left"


def test_compressible_package_is_small(tmp_path: Path) -> None:
    out = tmp_path / "b0.zip"
    assert main(["efficientnet_b0", "--compressible", "--out", str(out)]) == 0
    assert out.stat().st_size <= 2_000_000


def test_weights_file_gives_the_same_logits(tmp_path: Path) -> None:
    model = export.seeded(models.find(SMALL), seed=3, compressible=False)
    main([SMALL, "--seed", "3", "--out", str(tmp_path / "seeded")])
    for legacy in (False, True):  # several of torchvision's files are in the older format
        file = tmp_path / f"weights-{legacy}.pth"
        torch.save(model.state_dict(), file, _use_new_zipfile_serialization=not legacy)
        assert main([SMALL, "--weights", str(file), "--out", str(tmp_path / "loaded")]) == 0
        assert torch.equal(logits(tmp_path / "loaded"), logits(tmp_path / "seeded"))
    manifest, _ = load_units(tmp_path / "loaded")
    assert file.name in manifest["description"] and str(tmp_path) not in manifest["description"]


def test_number_of_classes_comes_from_the_weights(tmp_path: Path) -> None:
    model = models.find(SMALL).build(7).eval()
    torch.save(model.state_dict(), tmp_path / "seven.pth")
    assert main([SMALL, "--weights", str(tmp_path / "seven.pth"), "--out", str(tmp_path / "seven")]) == 0
    manifest, _ = load_units(tmp_path / "seven")
    assert manifest["classes"] == 7 and manifest["blocks"][-1]["output"] == [7]
    assert "labels" not in manifest and not (tmp_path / "seven" / "labels.txt").exists()
    assert logits(tmp_path / "seven").shape == (2, 7)


def test_inceptions_auxiliary_classifier_is_dropped(tmp_path: Path) -> None:
    model = models.find("inception_v3").build(5)
    state = {**model.state_dict(), "AuxLogits.fc.weight": torch.zeros(5, 768)}
    # Files older than the count of batches lack it.
    state = {key: value for key, value in state.items() if not key.endswith("num_batches_tracked")}
    torch.save(state, tmp_path / "weights.pth")
    chosen = loading.choose(archive.load(tmp_path / "weights.pth"), model, tmp_path / "weights.pth")
    assert loading.load(model, chosen, tmp_path / "weights.pth") == []


def test_weights_that_do_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = models.find(SMALL).build(1000).state_dict()
    state["surplus.weight"] = torch.zeros(1)
    del state["classifier.0.bias"]
    state["features.0.0.weight"] = torch.zeros(16, 3, 5, 5)
    torch.save(state, tmp_path / "odd.pth")
    message = refusal(capsys, SMALL, "--weights", tmp_path / "odd.pth", "--out", tmp_path / "x.zip")
    shapes = "features.0.0.weight is [16, 3, 5, 5] in the file and [16, 3, 3, 3] in the network"
    for part in ("classifier.0.bias", "surplus.weight", shapes):
        assert part in message

    message = refusal(capsys, "resnet50", "--weights", tmp_path / "odd.pth", "--out", tmp_path / "x.zip")
    assert "missing: conv1.weight, bn1.weight, bn1.bias and" in message

    state = models.find(SMALL).build(1000).state_dict()
    state["classifier.0.bias"][0] = float("nan")
    torch.save(state, tmp_path / "nan.pth")
    message = refusal(capsys, SMALL, "--weights", tmp_path / "nan.pth", "--out", tmp_path / "x.zip")
    assert "not finite numbers, in classifier.0.bias (1 of 1280)" in message


def test_weights_that_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.pth").write_text("hello")
    (tmp_path / "empty.pth").write_bytes(b"")
    torch.save([1, 2], tmp_path / "list.pth")
    for name in ("text", "empty", "list"):
        message = refusal(capsys, SMALL, "--weights", tmp_path / f"{name}.pth", "--out", tmp_path / "x.zip")
        assert "is not a PyTorch state dict" in message
    assert "no such weights file" in refusal(capsys, SMALL, "--weights", tmp_path / "no.pth", "--out", "x.zip")


def test_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.zip"
    assert "--out" in refusal(capsys, SMALL)
    assert "MODEL" in refusal(capsys)
    assert "--seed" in refusal(capsys, SMALL, "--seed", "-1", "--out", out)
    assert "--weights" in refusal(capsys, SMALL, "--weights", "w.pth", "--compressible", "--out", out)
    assert "invalid int" in refusal(capsys, SMALL, "--seed", "x", "--out", out)

    full = tmp_path / "full"
    full.mkdir()
    (full / "precious.txt").touch()
    assert "not empty" in refusal(capsys, SMALL, "--out", full)
    assert "is a file" in refusal(capsys, SMALL, "--out", full / "precious.txt")
    assert os.listdir(tmp_path) == ["full"]


@pytest.mark.parametrize(
    ("name", "meant"),
    (
        ("ResNet-50", "resnet50"), ("resnet_50", "resnet50"), ("EfficientNetV2-S", "efficientnet_v2_s"),
        ("efficientnet-b4", "efficientnet_b4"), ("inceptionv3", "inception_v3"), ("MobileNetV2", "mobilenet_v2"),
        ("reznet50", "resnet50"), ("eficientnet_b0", "efficientnet_b0"), ("mobilenet_v3_lage", "mobilenet_v3_large"),
    ),
)  # fmt: skip
def test_a_name_that_is_nearly_right(name: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"did you mean {meant}?" in refusal(capsys, name, "--out", "x.zip")


@pytest.mark.parametrize(
    "name",
    (
        "zzz", "resnet17", "resnet-5", "resnet", "vgg18", "efficientnet_b9", "efficientnet_v2_x",
        "mobilenet_v3", "vit_c_16", "r3d_18", "a\nb", "x" * 5000,
    ),
)  # fmt: skip
def test_no_other_network_is_suggested(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    message = refusal(capsys, name, "--out", "x.zip")
    assert "did you mean" not in message and "--list" in message and len(message) < 300


@pytest.mark.parametrize(
    ("name", "answer"),
    (
        ("resnet50.pth", "isthmus export resnet50 --weights resnet50.pth"),
        ("runs/best.ckpt", "file of weights"),
        ("model.safetensors", "file of weights"),
        ("Model.ONNX", "no such ONNX file"),
        ("/models/m.h5", "a Keras file"),
        ("b0.zip", "isthmus inspect b0.zip"),
        ("./resnet50", "is a path"),
        ("C:\\resnet50", "is a path"),
    ),
)
def test_a_file_in_the_place_of_the_model(name: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--out", "x.zip")):
        message = refusal(capsys, name, *more)
        assert answer in message and "did you mean" not in message


def test_a_file_here_in_the_place_of_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "weights").touch()
    monkeypatch.chdir(tmp_path)
    assert "is a file or folder here" in refusal(capsys, "weights", "--out", "x.zip")


def test_another_size_of_input(tmp_path: Path) -> None:
    assert main([SMALL, "--size", "96", "--out", str(tmp_path / "m")]) == 0
    manifest, _ = load_units(tmp_path / "m")
    assert manifest["input"]["shape"] == [3, 96, 96]
    assert manifest["blocks"][0]["output"][1:] == [48, 48]
    assert logits(tmp_path / "m").shape == (2, 1000)


def test_a_size_that_the_network_does_not_take(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refusal(capsys, "inception_v3", "--size", 40, "--out", tmp_path / "m")
    assert "inception_v3 does not work on images of 40 pixels" in message


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert capsys.readouterr().out.split() == list(models.NAMES) and len(models.NAMES) == 95


def test_missing_torch_is_said_in_one_line() -> None:
    code = "import sys; sys.modules['torch'] = None; from isthmus_export.cli import main; main(['vgg16', '--out', 'x'])"
    root = Path(__file__).parents[1]
    result = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True
    )
    assert result.returncode == 2 and result.stderr.count("\n") == 1
    assert "python3-torch" in result.stderr and "pip install torch" in result.stderr
