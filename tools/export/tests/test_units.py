"""The chains of units: their names, their bottlenecks, and that they lose no parameter."""

import pytest
import torch

from isthmus_export import models, units


def ratios(name: str) -> list[tuple[str, float]]:
    """Name and compression ratio of every unit; on the meta device, which computes shapes only."""
    spec = models.find(name)
    side = spec.transform.crop
    x = torch.zeros(1, 3, side, side, dtype=torch.uint8, device="meta")
    pixels, result = x.numel(), []
    for unit, module in units.split(spec.build(1000), spec.transform):
        x = module.to("meta").eval()(x)
        result.append((unit, x.numel() / pixels))
    return result


def bottlenecks(name: str) -> tuple[list[str], list[str]]:
    """The natural and the compressive bottlenecks of a network."""
    natural, compressive, lowest = [], [], 1.0
    for unit, ratio in ratios(name)[:-1]:
        if ratio < 1:
            natural.append(unit)
        if ratio < lowest:
            compressive.append(unit)
            lowest = ratio
    return natural, compressive


def test_bottlenecks_are_those_of_the_paper() -> None:
    natural, compressive = bottlenecks("efficientnet_b0")
    assert (len(natural), len(compressive)) == (15, 4)
    natural, compressive = bottlenecks("efficientnet_b4")
    assert (len(natural), compressive) == (30, ["block2", "block6", "block10", "block22"])
    natural, compressive = bottlenecks("efficientnet_v2_l")
    assert (len(natural), len(compressive)) == (68, 3)
    natural, _ = bottlenecks("mobilenet_v2")
    assert len(natural) == 17 and natural[-1] == "conv"
    natural, _ = bottlenecks("vgg16")
    assert natural == ["pool4", "conv5_1", "conv5_2", "conv5_3", "pool5"]


@pytest.mark.parametrize(
    ("name", "first", "last", "count"),
    [
        ("efficientnet_b0", ["stem", "block0"], ["block15", "head"], 18),
        ("vgg16", ["conv1_1", "conv1_2", "pool1", "conv2_1"], ["pool5", "head"], 19),
        ("resnet50", ["stem", "block0"], ["block15", "head"], 18),
        ("inception_v3", ["conv2d_1a_3x3", "conv2d_2a_3x3"], ["mixed_7c", "head"], 19),
        ("mobilenet_v2", ["stem", "block0"], ["block16", "conv", "head"], 20),
        ("mobilenet_v3_large", ["stem", "block0"], ["block14", "head"], 17),
    ],
)
def test_names(name: str, first: list[str], last: list[str], count: int) -> None:
    spec = models.find(name)
    names = [unit for unit, _ in units.split(spec.build(1000), spec.transform)]
    assert len(names) == len(set(names)) == count
    assert names[: len(first)] == first and names[-len(last) :] == last


@pytest.mark.parametrize(
    ("name", "millions", "size"),
    [("b0", 7.139704, 224), ("b1", 8.141052, 240), ("b2", 10.096086, 260), ("b3", 14.358406, 300)],
)
def test_efficientnet_v2_b_is_as_published(name: str, millions: float, size: int) -> None:
    spec = models.find(f"efficientnet_v2_{name}")
    assert spec.transform.crop == size
    assert sum(p.numel() for p in spec.build(1000).parameters()) == round(millions * 1e6)


def test_transform_is_that_of_the_weights() -> None:
    assert models.find("efficientnet_v2_l").transform.mean == (0.5, 0.5, 0.5)
    assert models.find("resnet50").transform.resize == 232
