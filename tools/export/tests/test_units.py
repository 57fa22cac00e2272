"""Networks whose units have names that are kept: the names, the bottlenecks, and the parameters."""

import functools

import pytest

from isthmus_export import cutting, models
from isthmus_export.families import PLACES

# Any multiple of what the networks reduce by gives the ratios of the published sizes.
SIZE = {"inception_v3": 96}


@functools.lru_cache
def ratios(name: str) -> list[tuple[str, float]]:
    """Name and compression ratio of every unit but the last."""
    side = SIZE.get(name, 64)
    found = cutting.cut(models.find(name).build(10), (3, side, side), PLACES[name])
    names = [unit for unit, _ in found.units]
    return [(unit, cut.elements / found.input_elements) for unit, cut in zip(names, found.cuts)]


def bottlenecks(name: str) -> tuple[list[str], list[str]]:
    """The natural and the compressive bottlenecks of a network."""
    natural, compressive, lowest = [], [], 1.0
    for unit, ratio in ratios(name):
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
        ("efficientnet_b0", ["stem", "block0"], ["block15"], 17),
        ("efficientnet_b4", ["stem", "block0"], ["block31"], 33),
        ("efficientnet_v2_s", ["stem", "block0"], ["block39"], 41),
        ("efficientnet_v2_b0", ["stem", "block0"], ["block20"], 22),
        ("efficientnet_v2_l", ["stem", "block0"], ["block78"], 80),
        ("vgg16", ["conv1_1", "conv1_2", "pool1", "conv2_1"], ["conv5_3", "pool5"], 18),
        ("resnet50", ["stem", "block0"], ["block15"], 17),
        ("inception_v3", ["conv2d_1a_3x3", "conv2d_2a_3x3"], ["mixed_7b", "mixed_7c"], 18),
        ("mobilenet_v2", ["stem", "block0"], ["block16", "conv"], 19),
        ("mobilenet_v3_large", ["stem", "block0"], ["block14"], 16),
    ],
)
def test_names(name: str, first: list[str], last: list[str], count: int) -> None:
    names = [unit for unit, _ in ratios(name)]
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
