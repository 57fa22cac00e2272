"""Networks for detection: torchvision's and one's own become candidates, of which the services make detections."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from conftest import load_units, refusal, saved
from torch import Tensor, nn
from torchvision.models.detection.transform import GeneralizedRCNNTransform
from torchvision.ops import batched_nms, box_iou

from isthmus_export import (
    archive, candidates, cutting, detecting, export, inputs, loading, models, networks, outputs, package, weights,
)  # fmt: skip
from isthmus_export.candidates import Rule
from isthmus_export.cli import main
from isthmus_export.cutting import checking
from isthmus_export.errors import ExportError
from isthmus_export.tensors import several
from isthmus_export.units import Normalise

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SIZES = {
    "ssdlite320_mobilenet_v3_large": 96,
    "ssd300_vgg16": 300,
    "retinanet_resnet50_fpn": 64,
    "retinanet_resnet50_fpn_v2": 64,
    "fcos_resnet50_fpn": 64,
}
SMALL = ("--input", "3,64,64", "--fit", "stretch", "--mean", "0.5,0.5,0.5", "--std", "0.5,0.5,0.5")
Detections = dict[str, Tensor]


def detections(rows: Tensor, rule: Rule) -> Detections:
    """What the services make of candidates [K,6]."""
    rows = rows[rows[:, 4] > rule.score]
    kept = batched_nms(rows[:, :4], rows[:, 4], rows[:, 5].long(), rule.overlap)[: rule.max]
    return {"boxes": rows[kept, :4], "scores": rows[kept, 4], "labels": rows[kept, 5].long()}


def torchvisions(network: nn.Module, image: Tensor, rule: Rule) -> Detections:
    """What torchvision's own network makes of a picture of 0 to 1, by that rule."""
    network.score_thresh, network.nms_thresh, network.detections_per_img = rule.score, rule.overlap, rule.max
    network.topk_candidates = candidates.MOST
    size = image.shape[-1]
    mean, std = network.transform.image_mean, network.transform.image_std
    network.transform = GeneralizedRCNNTransform(size, size, mean, std, 1, (size, size)).eval()
    return network([image])[0]


def seeded(name: str) -> tuple[models.Spec, nn.Module]:
    spec = models.find(name)
    size = SIZES[name]
    spec = replace(spec, transform=replace(spec.transform, resize=size, crop=size))
    return spec, export.seeded(spec, 0, compressible=False)


@pytest.mark.parametrize("name", SIZES)
def test_detections_are_torchvisions_own(name: str) -> None:
    spec, model = seeded(name)
    (image, *_) = inputs.examples(spec, seed=1)
    rows = model(Normalise(spec.transform.mean, spec.transform.std)(image[None]))[0]
    # between the scores of two candidates, so that rounding cannot decide
    middle = min(150, len(rows) // 2)
    least = float(rows[:, 4].sort(descending=True).values[middle : middle + 2].mean())
    rule = Rule(model.rule.classes, least, 0.5, 100)
    ours, theirs = detections(rows, rule), torchvisions(model.network, image.float() / 255, rule)
    assert len(theirs["scores"]) > 5 and torch.equal(ours["labels"], theirs["labels"])
    assert torch.allclose(ours["scores"], theirs["scores"], atol=1e-4)
    inside = (theirs["boxes"][:, 2:] > theirs["boxes"][:, :2]).all(1)
    overlaps = box_iou(ours["boxes"], theirs["boxes"]).diagonal()
    assert inside.sum() > 3 and (overlaps[inside] >= 0.99).all()


@pytest.mark.parametrize("name", ("ssdlite320_mobilenet_v3_large", "retinanet_resnet50_fpn", "fcos_resnet50_fpn"))
def test_a_network_is_cut_without_changing_a_bit(name: str, tmp_path: Path) -> None:
    spec, model = seeded(name)
    parts = cutting.cut(model, (3, *spec.transform.size))
    assert len(parts.cuts) > 3
    given = outputs.described(parts.outputs, {"": "detections"}, spec.labels, model.rule)
    # compares the units with the whole, for one picture and for two, bit for bit and with torchvision's layers
    package.write(networks.found(model, spec, parts, given, ("portable",)), tmp_path / "out")
    manifest, _ = load_units(tmp_path / "out")
    assert manifest["outputs"][0]["shape"] == [model.count, 6] and manifest["preprocess"]["fit"] == "stretch"
    assert manifest["outputs"][0]["detections"]["score"] == model.rule.score


@pytest.mark.parametrize("name", ("ssdlite320_mobilenet_v3_large", "fcos_resnet50_fpn"))
def test_weights_of_other_classes_are_counted(name: str, tmp_path: Path) -> None:
    network, trained = detecting.build(name, 91), detecting.build(name, 4)
    file = saved(tmp_path, trained.state_dict())
    chosen = loading.choose(archive.load(file), network, file)
    assert loading.classes_of(chosen.tensors, network) == 4
    loading.load(trained, chosen, file)


@pytest.mark.parametrize("name", detecting.TWO_STAGES)
def test_networks_of_two_stages_are_refused_with_the_reason(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = refusal(capsys, name, "--out", tmp_path / "out")
    assert f"{name} works in two stages" in message and "ssdlite320_mobilenet_v3_large" in message


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)


def test_the_example_becomes_a_package_whose_answers_are_boxes(
    examples: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.txt"
    labels.write_text("disc\nsquare\ntriangle\n")
    options = ("ssdlite:small", *SMALL, "--output", "detections", "--labels", labels)
    rule = ("--detections", "score=0.4,max=7,perClass=false")
    assert main([*map(str, (*options, *rule, "--forms", "portable,onnx", "--out", tmp_path / "out"))]) == 0
    said = capsys.readouterr().err
    assert "stretch to 64, bilinear" in said
    assert "detections: 3 classes, score 0.4, overlap 0.5 of any class, 7 at most" in said
    manifest, units = load_units(tmp_path / "out")
    assert manifest["preprocess"]["fit"] == "stretch" and "resize" not in manifest["preprocess"]
    (output,) = manifest["outputs"]
    assert output["detections"] == {"classes": 3, "score": 0.4, "overlap": 0.5, "max": 7, "perClass": False}
    assert (output["name"], output["shape"], output["labels"]) == ("detections", [40, 6], "labels.txt")
    assert len(units) > 3 and any(len(unit["tensors"]) > 1 for unit in manifest["units"])

    import ssdlite

    torch.manual_seed(0)
    images = weights.synthetic_images(3, 64, seed=5)
    expected = ssdlite.small().eval()((images.float() / 255 - 0.5) / 0.5)
    tensors = several(images)
    for unit in units:
        tensors = several(unit(*tensors))
    assert tensors[0].shape == (3, 40, 6)
    assert candidates.difference(tensors[0], expected, checking.TOLERANCE) <= checking.TOLERANCE


@pytest.mark.parametrize(
    ("options", "reason"),
    (
        ((), "say how many classes there are: --labels FILE names them, --detections classes=N"),
        (("--detections", "classes=2"), "the last column is a whole number of 0 to 1, since there are 2 classes"),
        (("--detections", "size=3"), "takes classes=N, score=SHARE, overlap=SHARE, max=N and perClass=true or false"),
        (("--detections", "classes=0"), "'classes=0' is none of these"),
        (("--detections", "score=high"), "'score=high' is none of these"),
        (("--detections", "score=nan"), "'score=nan' is none of these"),
        (("--detections", "max=5000"), "'max=5000' is none of these"),
        (("--detections", "perClass=1"), "'perClass=1' is none of these"),
        (("--detections", "classes=3", "--fit", "box"), "argument --fit: invalid choice"),
        (("--detections", "classes=3", "--resize", "70"), "--resize goes with --fit crop"),
        (("--detections", "classes=3", "--padding", "1,2,3"), "--padding goes with --fit letterbox"),
        (("--detections", "classes=3", "--padding", "1,2"), "takes three numbers from 0 to 255"),
    ),
)
def test_what_cannot_be_is_refused_by_its_option(
    options: tuple[str, ...], reason: str, examples: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("ssdlite:small", *SMALL, "--output", "detections", *options, "--out", tmp_path / "out")
    assert reason in refusal(capsys, *given)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("output", "reason"),
    (
        ("detections", "the output is [3] and cannot be of the kind detections, which is [K,6]"),
        ("logits", "no output is of the kind detections"),
    ),
)
def test_an_output_of_another_shape_gives_no_candidates(
    output: str, reason: str, examples: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("unet:small_classifier", "--input", "3,32,32", "--output", output, "--detections", "classes=3")
    assert reason in refusal(capsys, *given, "--out", tmp_path / "out")


def test_other_networks_give_no_detections(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("mobilenet_v2", "resnet18"):
        assert "detections" in refusal(capsys, name, "--detections", "classes=3", "--out", tmp_path / "out")
    message = refusal(capsys, "ssdlite320_mobilenet_v3_large", "--output", "tensor", "--out", tmp_path / "out")
    assert "gives detections; --output is for networks of your own" in message


def rows(*given: tuple[float, ...]) -> Tensor:
    return torch.tensor([given])


def test_candidates_may_change_places_and_the_last_ones_may_be_others() -> None:
    first, second = (0.0, 0.0, 10.0, 10.0, 0.9, 1.0), (100.0, 100.0, 200.0, 200.0, 0.8, 2.0)
    both = rows(first, second)
    assert candidates.difference(rows(second, first), both, 1e-4) == 0
    moved = (0.0, 0.5, *first[2:])
    assert candidates.difference(rows(moved, second), both, 1e-4) == pytest.approx(0.5 / 200)
    last = (30.0, 30.0, 40.0, 40.0, 0.80001, 5.0)
    assert candidates.difference(rows(first, last), both, 1e-4) == 0
    assert candidates.difference(rows(first, (*last[:4], 0.7, 5.0)), both, 1e-4) == torch.inf


def test_a_box_that_is_none_is_refused() -> None:
    rule = Rule(3, 0.5)
    candidates.require_sound("it", rows((5, 5, 1, 1, 0.4, 9.5), (1, 1, 1, 2, 0.6, 2)), rule)
    for row, reason in (
        ((1, 2, 3, 4, 0.6, 3), "it has the class 3 in a row"),
        ((1, 2, 3, 4, 0.6, 0.5), "it has the class 0.5 in a row"),
        ((1, 2, 0, 4, 0.6, 0), "it has the box 1,2,0,4 in a row"),
    ):
        with pytest.raises(ExportError, match=reason):
            candidates.require_sound("it", rows(row), rule)
