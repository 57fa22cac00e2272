"""What a manifest says of pictures."""

import numpy
import pytest
import torch
from PIL import Image
from torchvision.models import get_model_weights

from isthmus_export import models
from isthmus_export.pictures import Treatment, entry, prepared


@pytest.mark.parametrize("name", ("efficientnet_b0", "resnet50", "inception_v3", "efficientnet_v2_l"))
@pytest.mark.parametrize("size", [(300, 451), (451, 300), (61, 40), (256, 257)])
def test_pictures_are_prepared_as_the_preset_does(name: str, size: tuple[int, int]) -> None:
    preset = get_model_weights(name).DEFAULT.transforms()
    pixels = numpy.random.default_rng(1).integers(0, 256, (*size, 3), dtype=numpy.uint8)
    image = Image.fromarray(pixels)
    spec = models.find(name)
    mean = torch.tensor(spec.transform.mean).view(3, 1, 1)
    std = torch.tensor(spec.transform.std).view(3, 1, 1)

    input = prepared(image, spec.transform)

    assert input.dtype == torch.uint8 and input.is_contiguous()
    assert torch.equal((input.float() / 255 - mean) / std, preset(image))


def test_the_manifest_says_all_that_the_services_need() -> None:
    transform = models.find("efficientnet_b0").transform
    assert entry(transform, Treatment()) == {
        "resize": 256,
        "interpolation": "bicubic",
        "orientation": "apply",
        "colours": "ignore",
        "reducedDecoding": False,
    }
    other = entry(transform, Treatment(orientation="ignore", colours="srgb", reduced_decoding=True))
    assert (other["orientation"], other["colours"], other["reducedDecoding"]) == ("ignore", "srgb", True)


def test_whole_pictures_are_pils_own() -> None:
    pixels = numpy.random.default_rng(2).integers(0, 256, (30, 50, 3), dtype=numpy.uint8)
    image = Image.fromarray(pixels)
    plain = dict(resize=64, crop=40, bicubic=True, mean=(0.0,) * 3, std=(1.0,) * 3, width=64)
    stretched = models.Transform(**plain, fit="stretch")
    assert entry(stretched, Treatment())["fit"] == "stretch" and "resize" not in entry(stretched, Treatment())
    expected = numpy.array(image.resize((64, 40), Image.Resampling.BICUBIC))
    assert torch.equal(prepared(image, stretched), torch.from_numpy(expected).permute(2, 0, 1))
    boxed = models.Transform(**plain, fit="letterbox", padding=(1, 2, 3))
    assert entry(boxed, Treatment())["padding"] == [1, 2, 3]
    upright = prepared(image.rotate(90, expand=True), boxed)
    assert upright.shape == (3, 40, 64) and upright[:, 0, 0].tolist() == [1, 2, 3]
