"""Networks with several tensors alive at a cut, several outputs, or none of classes: packages of format 2."""

import hashlib
import re
import sys
from pathlib import Path

import pytest
import torch
from conftest import load_units, refusal
from torch import Tensor, nn

from isthmus_export import archive, cutting, loading, manifests, models, outputs, weights
from isthmus_export.cli import main
from isthmus_export.cutting import checking, choosing
from isthmus_export.cutting.candidates import Cut
from isthmus_export.errors import ExportError
from isthmus_export.units import Normalise

EXAMPLES = Path(__file__).parents[3] / "examples"
SHAPE = (3, 32, 32)
HALF = ("--mean", "0.5,0.5,0.5", "--std", "0.5,0.5,0.5")


@pytest.fixture(autouse=True)
def _in_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.syspath_prepend(str(EXAMPLES))


def network(name: str) -> nn.Module:
    import unet

    torch.manual_seed(0)
    return getattr(unet, name)().eval()


def images(count: int) -> Tensor:
    return weights.synthetic_images(count, 32, seed=4)


def through(units: list[torch.jit.ScriptModule], x: Tensor) -> list[tuple[Tensor, ...]]:
    """What crosses behind every unit."""
    result: list[tuple[Tensor, ...]] = []
    tensors: tuple[Tensor, ...] = (x,)
    for unit in units:
        given = unit(*tensors)
        tensors = given if isinstance(given, tuple) else (given,)
        result.append(tensors)
    return result


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("skips") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(EXAMPLES)
        assert main(["unet:small_segmenter", "--input", "3,32,32", *HALF, "--output", "mask", "--out", str(out)]) == 0
    return out


@pytest.mark.parametrize("count", (1, 2, 5))
def test_a_u_net_is_cut_between_its_skips_and_gives_what_it_gives_in_one(segmenter: Path, count: int) -> None:
    manifest, units = load_units(segmenter)
    crossing = through(units, images(count))
    assert max(map(len, crossing)) == 3
    for unit, tensors in zip(manifest["units"], crossing):
        assert [t["shape"] for t in unit["tensors"]] == [list(tensor.shape[1:]) for tensor in tensors]
        assert all(tensor.dtype == torch.float32 for tensor in tensors)
    (mask,) = crossing[-1]
    expected = network("small_segmenter")(Normalise((0.5,) * 3, (0.5,) * 3)(images(count)))
    assert torch.allclose(mask, expected, atol=1e-5)


def test_the_manifest_of_format_2_is_true(segmenter: Path) -> None:
    manifest, _ = load_units(segmenter)
    assert manifest["format"] == 2 and not manifest.keys() & {"classes", "input", "blocks", "labels"}
    assert manifest["inputs"] == [{"name": "input", "shape": [3, 32, 32], "dtype": "U8", "kind": "image"}]
    assert manifest["outputs"] == [{"name": "mask", "shape": [3, 32, 32], "dtype": "F32", "kind": "mask"}]
    assert manifest["forms"] == [{"name": "portable", "engine": "PyTorch"}]
    assert manifest["preprocess"]["resize"] == 37
    last = manifest["units"][-1]["tensors"]
    assert last == [{"name": "mask", "shape": [3, 32, 32], "dtype": "F32"}]
    tensors = [tensor["name"] for unit in manifest["units"] for tensor in unit["tensors"]]
    assert len(set(tensors)) == len(tensors) and all(re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", t) for t in tensors)
    files = [file for unit in manifest["units"] for file in unit["files"].values()]
    assert {path.relative_to(segmenter).as_posix() for path in segmenter.rglob("*") if path.is_file()} == {
        "manifest.json",
        *(file["file"] for file in files),
    }
    assert all(hashlib.sha256((segmenter / f["file"]).read_bytes()).hexdigest() == f["sha256"] for f in files)


def test_units_share_no_memory_with_their_inputs_and_take_either_layout(segmenter: Path) -> None:
    tensors: tuple[Tensor, ...] = (images(2),)
    for unit in load_units(segmenter)[1]:
        given = unit(*tensors)
        handed_on = given if isinstance(given, tuple) else (given,)
        places = [x.storage().data_ptr() for x in (*tensors, *handed_on)]
        assert len(set(places)) == len(places)
        plain = unit(*(x.clone(memory_format=torch.contiguous_format) for x in tensors))
        last = unit(*(x.clone(memory_format=torch.channels_last) for x in tensors))
        for some in (plain, last):
            assert all(map(torch.equal, some if isinstance(some, tuple) else (some,), handed_on))
        tensors = handed_on


def test_a_network_with_skips_that_gives_classes_has_labels_and_logits(tmp_path: Path) -> None:
    labels = Path(__file__).parent / "three.txt"
    arguments = ["--input", "3,32,32", "--labels", str(labels), "--out", str(tmp_path / "out")]
    assert main(["unet:small_classifier", *arguments]) == 0
    manifest, _ = load_units(tmp_path / "out")
    assert manifest["format"] == 2
    assert manifest["outputs"] == [
        {"name": "logits", "shape": [3], "dtype": "F32", "kind": "logits", "labels": "labels.txt"}
    ]
    assert manifest["labels"]["sha256"] == hashlib.sha256((tmp_path / "out" / "labels.txt").read_bytes()).hexdigest()
    assert (tmp_path / "out" / "labels.txt").read_text() == labels.read_text()


class Two(nn.Module):
    """Two branches that meet late, one narrow from early on."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, 2, 1)
        self.narrow = nn.Conv2d(8, 2, 3, 4, 1)
        self.wide = nn.Sequential(*(nn.Conv2d(8, 8, 3, 1, 1) for _ in range(3)), nn.Conv2d(8, 4, 3, 2, 1))
        self.deep = nn.Sequential(*(nn.Conv2d(4, 4, 3, 1, 1) for _ in range(4)))
        self.head = nn.Linear(6, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        low = self.narrow(x)
        high = self.deep(self.wide(x))
        return self.head(torch.cat((low.mean((2, 3)), high.mean((2, 3))), 1))


def test_two_branches_are_cut_together_where_that_is_narrower_than_all_before() -> None:
    net = Two().eval()
    found = cutting.cut(net, SHAPE)
    narrowest = min((cut for cut in found.cuts if cut.tensors > 1), key=lambda cut: cut.elements)
    assert narrowest.shapes == ((2, 4, 4), (4, 8, 8)) and narrowest in found.compressive()
    x = torch.randn(2, *SHAPE)
    tensors: tuple[Tensor, ...] = (x,)
    for _, unit in found.units:
        given = unit(*tensors)
        tensors = given if isinstance(given, tuple) else (given,)
    assert torch.equal(tensors[0], net(x))


def test_tensors_that_share_memory_do_not_cross_together() -> None:
    class Views(Two):
        def forward(self, x: Tensor) -> Tensor:
            x = self.wide(self.first(x))
            left, right = x[:, :2], x[:, 2:]
            left = torch.cat((left, right.relu_()), 1)
            return self.head(torch.cat((self.deep(left).mean((2, 3)), right.mean((2, 3))), 1))

    net = Views().eval()
    found = cutting.cut(net, SHAPE)
    assert all("getitem" not in [node.name for node in cut.nodes] for cut in found.candidates)
    x = torch.randn(2, *SHAPE)
    tensors: tuple[Tensor, ...] = (x,)
    for _, unit in found.units:
        given = unit(*tensors)
        tensors = given if isinstance(given, tuple) else (given,)
    assert torch.equal(tensors[0], net(x))


def test_a_convolution_and_its_batch_norm_are_not_parted() -> None:
    class Late(Two):
        def __init__(self) -> None:
            super().__init__()
            self.norm = nn.BatchNorm2d(2)

        def forward(self, x: Tensor) -> Tensor:
            x = self.first(x)
            low = self.narrow(x)
            high = self.deep(self.wide(x))
            low = self.norm(low)
            return self.head(torch.cat((low.mean((2, 3)), high.mean((2, 3))), 1))

    found = cutting.cut(Late(), SHAPE)
    assert all("net_narrow" not in [node.name for node in cut.nodes] for cut in found.candidates)


def several(shape: tuple[int, ...], position: int, work: float) -> Cut:
    return Cut((), position, (shape, shape), work)


def one(width: int, position: int, work: float) -> Cut:
    return Cut((), position, ((width,),), work)


def test_units_of_much_work_are_divided_at_their_narrowest_place_and_others_are_left() -> None:
    inside = [several((60,), 1, 0.3), several((50,), 2, 0.5), several((40,), 3, 0.54), several((9,), 4, 0.7)]
    cuts = [one(10, 0, 0.1), *inside, one(90, 5, 0.78), several((45,), 6, 0.9)]
    # First the unit of 0.68, at 0.54: 0.7 is narrower, but too near its end. Then that of 0.44, at 0.3.
    assert choosing.choose(cuts) == [cuts[0], inside[0], inside[2], cuts[5]]


def test_one_tensor_close_behind_is_taken_for_several() -> None:
    soon, late = one(20, 2, 0.54), one(20, 2, 0.6)
    several_ = several((10,), 1, 0.5)
    assert choosing.choose([one(90, 0, 0.1), several_, soon]) == [one(90, 0, 0.1), soon]
    assert several_ in choosing.choose([one(90, 0, 0.1), several_, late])


def test_several_outputs_are_named_and_early_ones_cross(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = f"own_{tmp_path.name}"
    (tmp_path / f"{module}.py").write_text(
        "from test_skips import Two\n\n\nclass Net(Two):\n    def forward(self, x):\n"
        "        x = self.first(x)\n        low = self.narrow(x)\n        high = self.deep(self.wide(x))\n"
        "        return {'Early': low, 'nothing': None, 'late': high.mean((2, 3))}\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parent), *sys.path])
    assert main([f"{module}:Net", "--size", "32", "--output", "late=embedding", "--out", "out"]) == 0
    manifest, units = load_units(tmp_path / "out")
    assert [(o["name"], o["kind"], o["shape"]) for o in manifest["outputs"]] == [
        ("early", "tensor", [2, 4, 4]),
        ("late", "embedding", [4]),
    ]
    assert len(manifest["units"][-2]["tensors"]) == 2
    early, late = through(units, images(2))[-1]
    assert early.shape == (2, 2, 4, 4) and late.shape == (2, 4)


@pytest.mark.parametrize(
    ("shape", "wished", "names", "kind"),
    (
        ((5,), {}, None, "logits"),
        ((5,), {"": "embedding"}, None, "embedding"),
        ((5, 8, 8), {}, None, "tensor"),
        ((5, 8, 8), {}, ("a",) * 5, "mask"),
        ((5, 8, 8), {}, ("a",) * 4, "tensor"),
        ((5, 8, 8), {"out": "mask", "": "tensor"}, None, "mask"),
    ),
)
def test_the_kind_of_an_output_is_told_or_inferred(shape, wished, names, kind: str) -> None:
    (output,) = outputs.described((cutting.Output("out", shape),), wished, names)
    assert (output.kind, output.classes) == (kind, shape[0] if kind in ("logits", "mask") else None)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    (
        (["--output", "logits"], "the output is [3,32,32] and cannot be of the kind logits, which is [n]"),
        (["--output", "picture"], "takes logits, embedding, detections, mask, tensor"),
        (["--output", "out=mask"], "--output out: the network has no such output; it has one without a name"),
        (["--output", "tensor", "--labels", "three"], "the network gives no scores of classes"),
        (["--output", "mask", "--labels", "four"], "holds 4 names for 3 classes"),
    ),
)
def test_what_an_output_cannot_be_is_refused(
    arguments: list[str], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "three").write_text("a\nb\nc\n")
    (tmp_path / "four").write_text("a\nb\nc\nd\n")
    arguments = [str(tmp_path / a) if a in ("three", "four") else a for a in arguments]
    assert reason in refusal(capsys, "unet:small_segmenter", "--size", 32, *arguments, "--out", tmp_path / "x.zip")


def test_names_of_tensors_are_unique_in_the_package() -> None:
    given = outputs.described((cutting.Output("A b", (3, 1, 1)), cutting.Output("a-b", (2,))), {}, None)
    assert [output.name for output in given] == ["a-b", "a-b-2"]
    names = manifests.tensor_names([("a-B", 1), ("input", 2), ("a-b", 1), ("input.0", 1), ("last", 2)], given)
    assert names == [["a-b-3"], ["input.0", "input.1"], ["a-b-4"], ["input.0-2"], ["a-b", "a-b-2"]]


def test_forms_that_there_are_not_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "x.zip"
    assert "there is no form fast" in refusal(capsys, "resnet50", "--forms", "fast", "--out", out)


def test_an_output_that_is_not_finite_is_named() -> None:
    def eager(x: Tensor) -> dict[str, Tensor]:
        return {"good": x, "bad": x / 0}

    with pytest.raises(ExportError, match="not finite numbers for plain images in output 'bad'"):
        checking.check([], [], nn.Identity(), eager, torch.zeros(2, 3))


def test_a_network_of_torchvisions_for_segmentation_gives_a_mask_of_its_classes(tmp_path: Path) -> None:
    assert main(["lraspp_mobilenet_v3_large", "--size", "64", "--out", str(tmp_path / "out")]) == 0
    manifest, units = load_units(tmp_path / "out")
    (output,) = manifest["outputs"]
    assert (output["name"], output["kind"], output["shape"]) == ("out", "mask", [21, 64, 64])
    assert (tmp_path / "out" / output["labels"]).read_text().startswith("__background__\naeroplane\n")
    assert max(len(unit["tensors"]) for unit in manifest["units"]) == 2
    assert through(units, weights.synthetic_images(2, 64, seed=4))[-1][0].shape == (2, 21, 64, 64)


def test_the_auxiliary_classifier_of_published_weights_is_left_out(tmp_path: Path) -> None:
    import torchvision

    torch.manual_seed(3)
    published = torchvision.models.segmentation.fcn_resnet50(weights=None, weights_backbone=None, aux_loss=True)
    torch.save(published.state_dict(), tmp_path / "weights.pth")
    model = models.find("fcn_resnet50").build(21)
    chosen = loading.choose(archive.load(tmp_path / "weights.pth"), model, tmp_path / "weights.pth")
    loading.load(model, chosen, tmp_path / "weights.pth")
    assert torch.equal(model.classifier[4].weight, published.classifier[4].weight)
