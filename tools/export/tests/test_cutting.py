"""The automatic cutter: where it cuts, what it calls units, what it computes, and what it refuses."""

import re

import pytest
import torch
from conftest import BUILD
from torch import Tensor, nn
from torch.nn import functional as F

from isthmus_export import cutting, models
from isthmus_export.cutting import choosing, tracing
from isthmus_export.cutting.candidates import Cut
from isthmus_export.errors import ExportError
from isthmus_export.families import PLACES
from isthmus_export.folding import fold

SHAPE = (3, 32, 32)


class Small(nn.Module):
    """Two blocks with a shortcut, told apart by what a test wants done between them."""

    def __init__(self) -> None:
        super().__init__()
        self.Stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.layer1 = nn.ModuleList([nn.Conv2d(8, 8, 3, padding=1), nn.Conv2d(8, 4, 3, 2, 1)])
        self.head = nn.Linear(256, 5)

    def between(self, x: Tensor) -> Tensor:
        return x

    def forward(self, x: Tensor) -> Tensor:
        x = self.between(self.Stem(x))
        x = F.relu(x + self.layer1[0](x))
        x = self.layer1[1](x)
        return self.head(F.dropout(x, 0.5, self.training).flatten(1))


def variant(between) -> Small:
    return type("Variant", (Small,), {"between": between})()


def chain(found: cutting.Cutting, x: Tensor) -> Tensor:
    for _, unit in found.units:
        x = unit(x)
    return x


def test_units_end_where_a_module_ends_and_give_the_bits_of_the_whole() -> None:
    net = Small()
    found = cutting.cut(net, SHAPE)
    assert [name for name, _ in found.units] == ["stem", "relu", "dropout", "head"]
    assert [cut.shapes[0] for cut in found.cuts] == [(8, 16, 16), (8, 16, 16), (4, 8, 8)]
    assert found.outputs == (cutting.Output("", (5,)),)
    assert [cut.shapes[0] for cut in found.compressive()] == [(8, 16, 16), (4, 8, 8)]
    for images in (1, 2, 5):
        x = torch.randn(images, *SHAPE)
        assert torch.equal(chain(found, x), net(x)) and torch.equal(found.whole(x), net(x))


def test_a_cut_is_behind_batch_norm_and_activation_so_that_they_can_be_folded() -> None:
    found = cutting.cut(Small(), SHAPE)
    stem = fold(found.units[0][1])
    assert not any(isinstance(module, nn.BatchNorm2d) for module in stem.modules())


def test_a_batch_norm_that_follows_no_convolution_stays() -> None:
    net = nn.Sequential(nn.BatchNorm2d(3), nn.Conv2d(3, 2, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten()).eval()
    net[0].running_mean.fill_(0.3)
    x = torch.randn(2, *SHAPE)
    expected = net(x)
    whole = fold(cutting.cut(net, SHAPE).whole)
    assert torch.allclose(whole(x), expected, atol=1e-6)
    assert any(isinstance(module, nn.BatchNorm2d) for module in whole.modules())


def test_reading_a_shape_does_not_keep_a_tensor_alive() -> None:
    class Decoder(Small):
        def forward(self, x: Tensor) -> Tensor:
            early = self.Stem(x)
            late = self.layer1[1](self.layer1[0](early))
            up = F.interpolate(late, size=early.shape[-2:])
            return self.head(up[:, :, ::2, ::2].flatten(1))

    net = Decoder()
    found = cutting.cut(net, SHAPE)
    assert (4, 8, 8) in [cut.shapes[0] for cut in found.cuts]
    x = torch.randn(3, *SHAPE)
    assert torch.equal(chain(found, x), net.eval()(x))


def test_what_depends_on_constants_is_computed_on_either_side() -> None:
    class Scaled(Small):
        def __init__(self) -> None:
            super().__init__()
            self.scale = nn.Parameter(torch.tensor(2.0))

        def forward(self, x: Tensor) -> Tensor:
            scale = self.scale.exp().expand(x.size(0), 1, 1, 1)
            x = self.layer1[0](self.Stem(x * scale) * scale)
            return self.head(self.layer1[1](x * scale).flatten(1))

    net = Scaled()
    found = cutting.cut(net, SHAPE)
    assert [name for name, _ in found.units] == ["mul_1", "mul_2", "layer1-1", "head"]
    x = torch.randn(3, *SHAPE)
    assert torch.equal(chain(found, x), net.eval()(x))


def test_code_may_ask_for_shapes() -> None:
    def between(self: Small, x: Tensor) -> Tensor:
        b, c, h, w = x.shape
        if h > 8 and len(x.shape) == 4:
            x = x.reshape(b, c // 2, 2, h, w).transpose(1, 2).reshape(b, c, h, w)
        for index in range(x.shape[1]):
            x = x + index
        left, right = x.chunk(2, dim=1)
        return torch.cat([*[right, left]], 1)

    net = variant(between)
    found = cutting.cut(net, SHAPE)
    for images in (1, 3):
        x = torch.randn(images, *SHAPE)
        assert torch.equal(chain(found, x), net.eval()(x))


@pytest.mark.parametrize(
    ("between", "reason"),
    (
        (lambda self, x: x if x.sum() > 0 else -x, "depends on the image: node gt (in "),
        (lambda self, x: x * int(x.mean()), "depends on the image: node mean"),
        (lambda self, x: x if x.shape[0] == 2 else -x, "depends on the number of images: node eq"),
        (lambda self, x: torch.stack([image for image in x]), "the images one by one: node net_stem_2"),
        (lambda self, x: x.nonsense(), "does not work on images of 32x32 pixels, at node nonsense"),
        (lambda self, x: x[:, :, 0] @ self.head.weight, "does not work on images of 32x32 pixels, at node matmul"),
        (lambda self, x: torch.tensor(x.tolist()), "cannot be traced"),
    ),
)
def test_what_cannot_be_cut_is_refused_by_the_nodes_name(between, reason: str) -> None:
    with pytest.raises(ExportError, match="(?i)" + re.escape(reason)):
        cutting.cut(variant(between), SHAPE)


def test_the_line_of_the_code_is_named() -> None:
    with pytest.raises(ExportError, match=r"test_cutting.py line \d+"):
        cutting.cut(variant(lambda self, x: x if x.sum() > 0 else -x), SHAPE)


@pytest.mark.parametrize(
    ("output", "reason"),
    (
        (lambda x: {"a": {"b": x}}, "output 'a' is a dict"),
        (lambda x: (x, [x]), "output 'output1' is a list"),
        (lambda x: {"ids": x.argmax(1, keepdim=True), "out": x}, "output 'ids', node argmax"),
        (lambda x: (), "gives 0 tensors"),
        (lambda x: x.argmax(1, keepdim=True), "int64 of 2x1 for 2 images"),
        (lambda x: x.double(), "float64 of 2x5"),
        (lambda x: x[:1], "float32 of 1x5"),
        (lambda x: x.topk(2), "no tensor"),
    ),
)
def test_an_output_that_is_no_tensor_of_images_is_refused(output, reason: str) -> None:
    class Other(Small):
        def forward(self, x: Tensor) -> object:
            return output(super().forward(x))

    with pytest.raises(ExportError, match=re.escape(reason)):
        cutting.cut(Other(), SHAPE)


def test_several_inputs_are_refused_and_defaults_are_kept() -> None:
    class Two(Small):
        def forward(self, x: Tensor, mask: Tensor) -> Tensor:
            return super().forward(x * mask)

    class Optional(Small):
        def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
            return super().forward(x if mask is None else x * mask)

    with pytest.raises(ExportError, match="takes 2 inputs: x, mask"):
        cutting.cut(Two(), SHAPE)
    assert len(cutting.cut(Optional(), SHAPE).units) == 4


def test_weights_that_are_not_finite_are_refused_by_name() -> None:
    net = Small()
    net.layer1[0].bias[2] = float("inf")
    with pytest.raises(ExportError, match="layer1.0.bias holds values that are not finite"):
        cutting.cut(net, SHAPE)


def test_a_network_that_nowhere_narrows_to_one_tensor_is_one_unit() -> None:
    class Parallel(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.left, self.right = nn.Conv2d(3, 4, 3), nn.Conv2d(3, 4, 3)

        def forward(self, x: Tensor) -> Tensor:
            return self.left(x).mean((2, 3)) + self.right(x).amax((2, 3))

    found = cutting.cut(Parallel(), SHAPE)
    assert len(found.units) == 1 and not found.cuts
    assert "one unit" in str(found)


def test_there_are_32_units_at_most_and_the_narrowing_cuts_are_among_them() -> None:
    widths = [9, 8, *[7] * 50, 6, 3]
    cuts = [Cut((), i, ((width,),), i / 60) for i, width in enumerate(widths)]
    chosen = choosing.choose(cuts)
    assert len(chosen) == choosing.MOST_UNITS - 1 and {9, 8, 7, 6, 3} == {cut.elements for cut in chosen}
    positions = [cut.position for cut in chosen]
    assert positions == sorted(positions) and max(b - a for a, b in zip(positions, positions[1:])) <= 4


def test_a_cut_with_hardly_any_work_behind_it_is_left_out() -> None:
    cuts = [Cut((), 0, ((8,),), 0.5), Cut((), 1, ((2,),), 0.999)]
    assert choosing.choose(cuts) == cuts[:1]


@pytest.mark.parametrize("name", ("mobilenet_v3_large", "mobilenet_v2", "resnet50", "vgg16"))
def test_the_compressive_bottlenecks_of_units_whose_names_are_kept_are_found_without_them(name: str) -> None:
    """In networks without shortcuts there are more: in the middle of a block, or behind the last pooling."""
    model, shape = models.find(name).build(10), (3, 64, 64)
    told = [cut.shapes[0] for cut in cutting.cut(model, shape, PLACES[name]).compressive()]
    found = [cut.shapes[0] for cut in cutting.cut(model, shape).compressive()]
    assert told and set(told) <= set(found)


def test_names_are_fit_for_a_manifest() -> None:
    found = cutting.cut(BUILD(3), (3, 64, 64))
    names = [name for name, _ in found.units]
    assert len(set(names)) == len(names) and names[0] == "features-0"
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9_.-]*", name) for name in names)


def test_unpacking_a_shape_needs_no_run_of_the_network() -> None:
    net = variant(lambda self, x: x.view(*[size for size in (x.size(0), 8, 16, 16)]))
    assert isinstance(tracing.trace(net, SHAPE), torch.fx.GraphModule)
