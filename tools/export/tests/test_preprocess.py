"""The saved pre-processing against torchvision's own transform."""

import io

import pytest
import torch
from torchvision.models import get_model_weights
from torchvision.transforms import functional as F

from isthmus_export import models, package


def load(name: str) -> torch.jit.ScriptModule:
    return torch.jit.load(io.BytesIO(package.preprocess_bytes(models.find(name))))


@pytest.mark.parametrize("name", ("efficientnet_b0", "resnet50", "inception_v3", "efficientnet_v2_l"))
@pytest.mark.parametrize("size", [(224, 224), (300, 451), (451, 300), (61, 40), (777, 1001), (256, 257), (20, 333)])
def test_equals_torchvision(name: str, size: tuple[int, int]) -> None:
    height, width = size
    image = torch.randint(0, 256, (3, height, width), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    preset = get_model_weights(name).DEFAULT.transforms()
    expected = F.resize(image, preset.resize_size, interpolation=preset.interpolation, antialias=True)
    expected = F.center_crop(expected, preset.crop_size)

    actual = load(name)(image)

    assert actual.dtype == torch.uint8 and actual.is_contiguous()
    # The sides are resized in another order, so a sum may round to the neighbouring level.
    difference = (actual.int() - expected.int()).abs()
    assert difference.max() <= 1 and (difference > 0).float().mean() < 1e-3


@pytest.mark.parametrize("size", [(1, 1), (1, 2000), (2000, 1), (3000, 2), (1, 30000)])
def test_extreme_shapes(size: tuple[int, int]) -> None:
    image = torch.full((3, *size), 77, dtype=torch.uint8)
    assert torch.equal(load("efficientnet_b0")(image), torch.full((3, 224, 224), 77, dtype=torch.uint8))


def test_is_small() -> None:
    assert len(package.preprocess_bytes(models.find("efficientnet_b0"))) < 10_000
