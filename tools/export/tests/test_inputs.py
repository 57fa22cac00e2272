"""Networks that take no pictures: sounds, and tensors of any shape."""

import math
from pathlib import Path

import pytest
import torch
from conftest import load_units, refusal
from torch import Tensor, nn

from isthmus_export import inputs, models, presets
from isthmus_export.cli import main
from isthmus_export.timing import cli as measure

EXAMPLES = Path(__file__).parents[3] / "examples"
SPOTTER = ("keywords:Spotter", "--input", "16000", "--audio", "16000")
TENSOR = '''
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Flatten(), nn.Linear(60, 40), nn.ReLU(), nn.Linear(40, 20), nn.ReLU())
        self.head = nn.Linear(20, 3)

    def forward(self, x):
        return self.head(self.body(x))
'''


@pytest.fixture(autouse=True)
def _in_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.syspath_prepend(str(EXAMPLES))


@pytest.fixture(scope="module")
def spotter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("inputs") / "out"
    options = ("--labels", "keywords.txt", "--forms", "portable,onnx", "--longer", "centre")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(EXAMPLES)
        assert main([*SPOTTER, *options, "--out", str(out)]) == 0
    return out


def sine(hertz: float, loudness: float = 1) -> Tensor:
    return loudness * torch.sin(2 * math.pi * hertz * torch.arange(16_000) / 16_000)[None]


def test_a_network_of_sounds_says_their_rate_and_what_is_taken_of_longer_ones(spotter: Path) -> None:
    manifest, _ = load_units(spotter)
    about = {"kind": "audio", "sampleRate": 16_000, "longer": "centre"}
    assert manifest["inputs"] == [{"name": "input", "shape": [16_000], "dtype": "F32", **about}]
    assert "preprocess" not in manifest
    assert {"portable", "onnx"} == {form["name"] for form in manifest["forms"]}


def test_the_spectrogram_is_the_first_compressive_cut(spotter: Path) -> None:
    manifest, _ = load_units(spotter)
    sizes = {unit["name"]: math.prod(unit["tensors"][0]["shape"]) for unit in manifest["units"]}
    first = next(name for name, size in sizes.items() if size < 16_000)
    assert first == "spectrogram"
    assert sizes[first] == 40 * 98
    assert min(sizes["blocks-2"], sizes["blocks-6"]) < sizes[first]


def test_the_units_give_what_the_network_gives_wherever_it_is_cut(spotter: Path) -> None:
    import keywords

    torch.manual_seed(0)
    network = keywords.Spotter().eval()
    sounds = torch.cat((sine(440, 0.3), sine(3000), torch.zeros(1, 16_000)))
    _, units = load_units(spotter)
    with torch.no_grad():
        x, expected = sounds, network(sounds)
        for unit in units:
            x = unit(x.contiguous())
    assert (x - expected).abs().max() <= 1e-4 * expected.abs().max()
    assert (expected[0] - expected[1]).abs().max() > 1e-2 * expected.abs().max(), "the sounds tell the test nothing"


def test_a_sine_is_loud_in_the_band_of_its_frequency_and_silence_is_in_none() -> None:
    import keywords

    spectrogram = keywords.LogMel()
    for hertz in (300, 1000, 3000, 7000):
        mel = spectrogram(sine(hertz))[0].mean(1)
        band = round(2595 * math.log10(1 + hertz / 700) / (2595 * math.log10(1 + 8000 / 700)) * 41) - 1
        assert abs(int(mel.argmax()) - band) <= 1
        assert 0.8 < mel.max() < 1.1
    assert torch.allclose(spectrogram(torch.zeros(1, 16_000)), torch.tensor(-1.0), atol=1e-5)


def test_a_network_may_take_any_tensor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "anything.py").write_text(TENSOR)
    monkeypatch.chdir(tmp_path)
    assert main(["anything:Net", "--input", "3,4,5", "--tensor", "--out", "out"]) == 0
    manifest, units = load_units(tmp_path / "out")
    assert manifest["inputs"] == [{"name": "input", "shape": [3, 4, 5], "dtype": "F32", "kind": "tensor"}]
    x = torch.randn(2, 3, 4, 5)
    for unit in units:
        x = unit(x)
    assert x.shape == (2, 3)


def test_a_network_that_does_not_take_the_input_is_refused_with_its_size(capsys: pytest.CaptureFixture) -> None:
    message = refusal(capsys, "keywords:Spotter", "--input", "300", "--audio", "16000", "--out", "x")
    assert "does not work on inputs of 300 floats" in message


@pytest.mark.parametrize(
    ("options", "reason"),
    (
        (("--input", "16000"), "other inputs need --audio RATE or --tensor"),
        (("--audio", "16000"), "--audio needs the shape of the input, such as --input 16000"),
        (("--tensor",), "--tensor needs the shape of the input, such as --input 3,4,5"),
        (("--audio", "16000", "--input", "1,16000"), "takes the number of samples"),
        (("--audio", "999", "--input", "16000"), "takes 1000 to 384000 samples a second"),
        (("--audio", "16k", "--input", "16000"), "takes 1000 to 384000 samples a second"),
        (("--audio", "16000", "--tensor", "--input", "16000"), "exclude each other"),
        (("--tensor", "--input", "16777217"), "at most 64 MiB an input"),
        (("--tensor", "--input", "0"), "argument --input: takes"),
        (("--tensor", "--input", "1,1,1,1,1,1,1,1,1"), "argument --input: takes"),
        (("--tensor", "--input", "16000", "--longer", "start"), "--longer goes with --audio"),
        (("--input", "3,32,32", "--longer", "start"), "--longer goes with --audio"),
        (("--tensor", "--input", "16000", "--mean", "0,0,0"), "--mean is for pictures"),
        (("--tensor", "--input", "16000", "--colours", "srgb"), "is for pictures"),
        (("--audio", "16000", "--input", "16000", "--reduced-decoding"), "--reduced-decoding is for pictures"),
    ),
)
def test_options_that_contradict_are_refused(capsys: pytest.CaptureFixture, options, reason) -> None:
    assert reason in refusal(capsys, "keywords:Spotter", *options, "--out", "x")


def test_torchvisions_networks_take_pictures(capsys: pytest.CaptureFixture) -> None:
    message = refusal(capsys, "resnet18", "--tensor", "--input", "3,32,32", "--out", "x")
    assert "--tensor is for networks of your own" in message


def test_several_inputs_are_refused_by_their_names(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "two.py").write_text(
        "from torch import nn\nclass Net(nn.Module):\n    def forward(self, sound, speaker):\n        return sound\n"
    )
    monkeypatch.chdir(tmp_path)
    message = refusal(capsys, "two:Net", "--input", "16000", "--audio", "16000", "--out", "x")
    assert "takes 2 inputs: sound, speaker; it must take one" in message


def test_a_profile_of_sounds_decodes_no_picture(spotter: Path, tmp_path: Path) -> None:
    out = tmp_path / "profile.json"
    options = ["--batches", "1", "--seconds", "0.1", "--threads", "1"]
    assert measure.main([str(spotter), "--device", "cpu", *options, "--out", str(out)]) == 0
    assert '"referencePixels": 1,' in out.read_text()


def test_examples_of_sounds_leave_no_frequency_empty() -> None:
    spec = models.Spec("s", lambda _: nn.Identity(), presets.usual(1, 1), (), plain=inputs.Plain((16_000,), 16_000))
    spectrum = torch.fft.rfft(inputs.examples(spec, 1)).abs()
    assert spectrum.shape[0] == 2
    assert inputs.examples(spec, 1).abs().max() <= 1
    assert (spectrum.unfold(1, 80, 80).mean(2) > 1).all()
