"""What is done to images: which transform is chosen, why, and what may be set."""

import hashlib
from pathlib import Path

import pytest
import torch
from conftest import SMALL, load_units, refusal
from torchvision.models import ResNet50_Weights

from isthmus_export import models, presets
from isthmus_export.cli import main
from isthmus_export.errors import ExportError
from isthmus_export.presets import Wishes

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    file = tmp_path / "resnet50.pth"
    file.write_bytes(b"trained by myself")
    return file


def chosen(name: str, file: Path | None = None, arguments: dict | None = None, **wishes: object) -> presets.Choice:
    return presets.choose(models.find(name), Wishes(**wishes), file, arguments)


@pytest.mark.parametrize(
    ("model", "file", "resize", "bicubic"),
    (
        ("resnet50", "resnet50-0676ba61.pth", 256, False),
        ("resnet50", "resnet50-11ad3fa6.pth", 232, False),
        ("mobilenet_v2", "mobilenet_v2-b0353104.pth", 256, False),
        ("mobilenet_v2", "mobilenet_v2-7ebf99e0.pth", 232, False),
        ("mobilenet_v3_large", "mobilenet_v3_large-8738ca79.pth", 256, False),
        ("mobilenet_v3_large", "mobilenet_v3_large-5c1a4163.pth", 232, False),
        ("efficientnet_b1", "efficientnet_b1_rwightman-533bc792.pth", 256, True),
        ("efficientnet_b1", "efficientnet_b1_rwightman-bac287d4.pth", 256, True),  # published anew later on
        ("efficientnet_b1", "efficientnet_b1-c27df63c.pth", 255, False),
    ),
)
def test_a_published_name_tells_the_transform(
    model: str, file: str, resize: int, bicubic: bool, tmp_path: Path
) -> None:
    choice = chosen(model, tmp_path / file)
    assert (choice.transform.resize, choice.transform.bicubic) == (resize, bicubic)
    assert "published file" in choice.reason and "IMAGENET1K_V" in choice.reason


def test_a_published_file_is_known_by_any_name(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()[:8]
    first, second = ResNet50_Weights
    for entry, resize in ((first, 256), (second, 232)):
        with monkeypatch.context() as patch:
            patch.setattr(entry.value, "url", f"x/resnet50-{digest}.pth")
            choice = chosen("resnet50", weights)
        assert choice.transform.resize == resize and "SHA-256" in choice.reason


def test_a_name_that_says_nothing_gets_the_first_preset_and_a_sentence(weights: Path) -> None:
    choice = chosen("resnet50", weights)
    assert choice.transform.resize == 256
    assert "IMAGENET1K_V1, since neither the name nor the content of resnet50.pth says which" in choice.reason
    assert "--preset IMAGENET1K_V2" in choice.reason
    assert "only preset" in chosen("efficientnet_b0", weights).reason


def test_seeded_weights_get_torchvisions_default() -> None:
    assert chosen("resnet50").transform.resize == 232
    assert chosen("efficientnet_v2_b0").transform.resize == 256


@pytest.mark.parametrize("name", ("IMAGENET1K_V2", "imagenet1k_v2"))
def test_a_preset_may_be_named(name: str, weights: Path) -> None:
    choice = chosen("resnet50", weights, preset=name)
    assert choice.transform.resize == 232 and choice.reason == "IMAGENET1K_V2, by --preset"


def test_a_preset_that_there_is_not() -> None:
    with pytest.raises(ExportError, match="no preset V3; --preset takes IMAGENET1K_V1 or IMAGENET1K_V2"):
        chosen("resnet50", preset="V3")
    with pytest.raises(ExportError, match="--preset takes none"):
        chosen("efficientnet_v2_b0", preset="IMAGENET1K_V1")


def test_each_part_may_be_set(weights: Path) -> None:
    wishes = {"resize": 300, "crop": 256, "mean": (0.5,) * 3, "std": (0.25,) * 3, "interpolation": "bicubic"}
    choice = chosen("resnet50", weights, **wishes)
    assert choice.transform == models.Transform(300, 256, True, (0.5,) * 3, (0.25,) * 3)
    assert choice.reason == "by --resize, --crop, --mean, --std, --interpolation"
    choice = chosen("resnet50", weights, preset="IMAGENET1K_V2", mean=(0.5,) * 3)
    assert choice.transform == models.Transform(232, 224, False, (0.5,) * 3, IMAGENET[1])
    assert choice.reason == "by --mean; the rest IMAGENET1K_V2, by --preset"


def test_a_crop_beyond_the_resize_is_refused() -> None:
    with pytest.raises(ExportError, match="crop of 300 pixels is larger than the resize of 232"):
        chosen("resnet50", crop=300)
    assert chosen("resnet50", crop=300, resize=300).transform.crop == 300


def test_size_scales_both() -> None:
    choice = chosen("resnet50", size=112)
    assert (choice.transform.resize, choice.transform.crop) == (116, 112)
    assert choice.reason.endswith("scaled by --size")


@pytest.mark.parametrize("model", ("resnet50", "vgg16", "efficientnet_b0", "efficientnet_v2_b1"))
def test_what_the_training_has_validated_with_goes_before_a_rule(model: str, weights: Path) -> None:
    arguments = {"val_resize_size": 180, "val_crop_size": 160, "interpolation": "bilinear"}
    choice = chosen(model, weights, arguments)
    assert (choice.transform.resize, choice.transform.crop, choice.transform.bicubic) == (180, 160, False)
    assert choice.reason == "what the training in the file was validated with"
    assert chosen(model, weights, arguments, crop=96).transform.crop == 96


@pytest.mark.parametrize(
    "arguments",
    (
        {"val_resize_size": "256", "val_crop_size": 224},
        {"val_resize_size": 200, "val_crop_size": 224},
        {"val_resize_size": 10**9, "val_crop_size": 10**9},
        {"val_resize_size": 256, "val_crop_size": 224, "interpolation": "lanczos"},
        {"val_resize_size": 256, "val_crop_size": -1},
    ),
)
def test_odd_arguments_of_a_training_are_not_believed(arguments: dict, weights: Path) -> None:
    assert "says which" in chosen("resnet50", weights, arguments).reason


def test_the_choice_is_said_and_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = models.find(SMALL).build(3)
    file = tmp_path / "mine.pth"
    torch.save(model.state_dict(), file)
    command = [SMALL, "--weights", str(file), "--resize", "100", "--crop", "96", "--std", "0.5, 0.5, 0.5"]
    assert main([*command, "--name", "mine", "--out", str(tmp_path / "m")]) == 0
    captured = capsys.readouterr()
    manifest, units = load_units(tmp_path / "m")
    assert "images: resize 100, crop 96, bilinear, mean 0.485,0.456,0.406 std 0.5,0.5,0.5" in captured.err
    assert "resize 100, crop 96, bilinear" in manifest["description"] and manifest["name"] == "mine"
    assert manifest["input"]["shape"] == [3, 96, 96] and captured.out.startswith("mine: 17 units")

    image = torch.randint(0, 256, (1, 3, 96, 96), dtype=torch.uint8)
    x = image
    for unit in units:
        x = unit(x)
    mean = torch.tensor(IMAGENET[0]).view(1, 3, 1, 1)
    assert torch.allclose(x, model.eval()((image / 255 - mean) / 0.5), atol=1e-4)


def test_what_mean_and_std_say_is_all_that_is_done() -> None:
    from isthmus_export.export import _without_own_normalisation

    said: list[str] = []
    model = models.find("inception_v3").build(2)
    _without_own_normalisation(model, said.append)
    assert not model.transform_input and "transform_input is left out" in said[0]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    (
        (("--mean", "0.5"), "three numbers from 0 to 1"),
        (("--mean", "123.7,116.3,103.5"), "by 255"),
        (("--mean", "a,b,c"), "three numbers"),
        (("--mean", "nan,0,0"), "three numbers"),
        (("--std", "0,0,0"), "0.0001"),
        (("--crop", "31"), "takes 32 to 1024 pixels"),
        (("--resize", "1e3"), "takes 32 to 4096 pixels"),
        (("--interpolation", "nearest"), "'bilinear', 'bicubic'"),
        (("--size", "64", "--crop", "64"), "does not go with --crop"),
        (("--size", "8"), "takes 32 to 1024 pixels"),
        (("--name", "a/b"), "letters, digits"),
        (("--name", ""), "letters, digits"),
        (("--preset", "V9"), "--preset takes IMAGENET1K_V1 or IMAGENET1K_V2"),
    ),
)
def test_what_cannot_be_set(
    arguments: tuple[str, ...], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reason in refusal(capsys, SMALL, *arguments, "--out", tmp_path / "x.zip")
