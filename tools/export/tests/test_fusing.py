"""What becomes one call and what does not, on small units; and that packing is checked."""

import io
from pathlib import Path

import pytest
import torch
from conftest import load_units, refusal
from torch import Tensor, fx, nn
from torch.nn import functional as F
from torchvision.ops import SqueezeExcitation

from isthmus_export import compiling, cutting, fusing
from isthmus_export.cli import main
from isthmus_export.fusing import fuse, kernels, operators
from isthmus_export.tensors import several
from isthmus_export.torchscript import forget_classes, to_bytes

CALL = "mkldnn::_convolution_pointwise"


def fused(net: nn.Module, *inputs: Tensor) -> torch.jit.ScriptModule | None:
    """The fused form of a network of one unit; it has to give what the network gives."""
    forget_classes()  # those of other tests
    part = cutting.cut(net, inputs[0].shape[1:]).whole
    expected = several(net(*(x.clone() for x in inputs)))
    script = fuse(part, inputs, several(part(*(x.clone() for x in inputs))))
    if script is not None:
        for count in (1, len(inputs[0])):
            given = several(script(*(x[:count].clone() for x in inputs)))
            assert all(torch.allclose(a, b[:count], atol=1e-5) for a, b in zip(given, expected, strict=True))
    return script


def kinds(script: torch.jit.ScriptModule) -> list[str]:
    """The operators of a unit that compute on pixels."""
    found = [node.kind() for node in script.graph.findAllNodes(CALL)]
    rest = [node.kind() for node in script.graph.nodes() if node.kind().startswith("aten::")]
    plain = ("aten::size", "aten::view", "aten::contiguous", "aten::append", "aten::eq", "aten::ne", "aten::len", "aten::Int")
    return [*found, *(kind.rstrip("_") for kind in rest if kind not in plain)]


class Residual(nn.Module):
    """A convolution, a shortcut that is added on either side, and what follows."""

    def __init__(self, after: nn.Module, shortcut_first: bool) -> None:
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.after = after
        self.shortcut_first = shortcut_first

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv(x)
        return self.after(x + y if self.shortcut_first else y + x)


@pytest.mark.parametrize("shortcut_first", (False, True))
@pytest.mark.parametrize("after", (nn.Identity(), nn.ReLU(), nn.SiLU()))
def test_a_shortcut_and_a_relu_after_it_are_part_of_the_call_another_activation_is_not(
    after: nn.Module, shortcut_first: bool
) -> None:
    script = fused(Residual(after, shortcut_first), torch.randn(2, 4, 7, 7))
    assert kinds(script) == [CALL] + (["aten::silu"] if isinstance(after, nn.SiLU) else [])


class Then(nn.Module):
    """A convolution, and what is done to its result."""

    def __init__(self, after, conv: nn.Module | None = None) -> None:
        super().__init__()
        self.conv = conv or nn.Conv2d(4, 6, 3)
        self.after = after

    def forward(self, x: Tensor) -> Tensor:
        return self.after(self.conv(x))


@pytest.mark.parametrize(
    "after",
    (
        nn.ReLU(inplace=True), nn.ReLU6(), nn.Hardtanh(-0.5, 0.7), nn.SiLU(), nn.Hardswish(inplace=True), nn.Sigmoid(),
        nn.Hardsigmoid(), nn.Tanh(), nn.LeakyReLU(0.2), nn.GELU(), nn.GELU("tanh"),
        F.relu, torch.relu, F.relu6, F.hardtanh, F.silu, F.hardswish, torch.sigmoid, torch.tanh, F.gelu,
        lambda x: F.leaky_relu(x, 0.3, inplace=True), lambda x: F.hardtanh(x, -2.0, max_val=0.1),
        lambda x: torch.clamp(x, 0, 6), lambda x: x.clamp(min=-1, max=1), lambda x: x.relu_(), lambda x: x.sigmoid(),
        lambda x: F.relu(F.dropout(x, 0.5, False)),
    ),
)  # fmt: skip
def test_an_activation_is_part_of_the_call_however_it_is_written(after) -> None:
    assert kinds(fused(Then(after), torch.randn(3, 4, 8, 8))) == [CALL]


@pytest.mark.parametrize(
    "after", (F.softplus, lambda x: x.clamp(min=0), lambda x: F.relu(x) + x, lambda x: x + 1, lambda x: x + x)
)
def test_what_onednn_does_not_compute_stays(after) -> None:
    script = fused(Then(after), torch.randn(2, 4, 8, 8))
    assert kinds(script)[0] == CALL and len(kinds(script)) > 1


def test_a_shortcut_of_another_shape_and_one_of_groups_are_added_outside() -> None:
    class Broadcast(Then):
        def forward(self, x: Tensor) -> Tensor:
            return self.conv(x) + x.mean((2, 3), keepdim=True)

    assert "aten::add" in kinds(fused(Broadcast(None, nn.Conv2d(4, 4, 3)), torch.randn(2, 4, 8, 8)))
    depthwise = Residual(nn.ReLU(), False)
    depthwise.conv = nn.Conv2d(4, 4, 3, padding=1, groups=4)
    assert kinds(fused(depthwise, torch.randn(2, 4, 8, 8))) == [CALL, "aten::add", "aten::relu"]


def test_what_is_changed_in_place_and_read_later_is_not_fused_away() -> None:
    class Later(Then):
        def forward(self, x: Tensor) -> Tensor:
            y = x * 2
            y += self.conv(x)
            return self.after(x) + y

    class Before(Then):
        def forward(self, x: Tensor) -> Tensor:
            x = x * 2
            y = self.conv(x)
            x.sigmoid_()
            return self.after(y) + x

    class Kept(Then):
        def forward(self, x: Tensor) -> Tensor:
            y = x * 2
            z = y.add_(self.conv(x))
            return y * z

    for kind in (Later, Before, Kept):
        assert CALL in kinds(fused(kind(nn.ReLU(), nn.Conv2d(4, 4, 3, padding=1)), torch.randn(2, 4, 6, 6)))


class Squeeze(nn.Module):
    """Squeeze-and-excite as people write it: with linear layers and views, or with functions."""

    def __init__(self, linear: bool) -> None:
        super().__init__()
        self.conv = nn.Conv2d(4, 8, 1)
        self.linear = linear
        self.down = nn.Linear(8, 2, bias=False) if linear else nn.Conv2d(8, 2, 1)
        self.up = nn.Linear(2, 8) if linear else nn.Conv2d(2, 8, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.conv(x))
        if self.linear:
            b, c, _, _ = x.size()
            y = F.adaptive_avg_pool2d(x, 1).view(b, c)
            return x * torch.sigmoid(self.up(F.relu(self.down(y)))).view(b, c, 1, 1).expand_as(x)
        y = x.mean((-2, -1), keepdim=True)
        return F.hardsigmoid(self.up(F.silu(self.down(y)))) * x


@pytest.mark.parametrize(
    "net",
    (
        nn.Sequential(nn.Conv2d(4, 8, 1), nn.SiLU(), SqueezeExcitation(8, 2)),
        nn.Sequential(nn.Conv2d(4, 8, 1), nn.SiLU(), SqueezeExcitation(8, 2, nn.SiLU, nn.Hardsigmoid)),
        Squeeze(linear=True),
        Squeeze(linear=False),
    ),
)
def test_squeeze_and_excite_is_two_products_and_writes_to_what_only_it_reads(net: nn.Module) -> None:
    script = fused(net, torch.randn(3, 4, 6, 5))
    assert kinds(script)[:2] == [CALL, "aten::sum"] and kinds(script).count("aten::addmm") == 2
    assert script.graph.findAllNodes("aten::mul_") and not script.graph.findAllNodes("aten::expand_as")


def test_squeeze_and_excite_of_a_tensor_that_others_read_leaves_it_as_it_is() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.squeeze = nn.Conv2d(4, 8, 1), SqueezeExcitation(8, 2)

        def forward(self, x: Tensor) -> Tensor:
            x = self.conv(x)
            return self.squeeze(x) - x

    script = fused(Twice(), torch.randn(2, 4, 6, 5))
    assert kinds(script).count("aten::addmm") == 2 and not script.graph.findAllNodes("aten::mul_")


def test_a_unit_is_one_graph_without_calls() -> None:
    net = nn.Sequential(nn.Conv2d(4, 8, 1), nn.SiLU(), SqueezeExcitation(8, 2), nn.Conv2d(8, 4, 1))
    buffer = io.BytesIO(to_bytes(fused(net, torch.randn(2, 4, 6, 5))))
    assert not torch.jit.load(buffer).graph.findAllNodes("prim::CallMethod")


def test_an_activation_that_is_not_the_only_user_of_a_convolution_stays_outside() -> None:
    class Both(Then):
        def forward(self, x: Tensor) -> Tensor:
            y = self.conv(x)
            return torch.cat([y, self.after(y)], 1)

    assert "aten::relu" in kinds(fused(Both(nn.ReLU()), torch.randn(1, 4, 5, 5)))


def test_a_convolution_that_is_called_as_a_function_is_fused_too() -> None:
    class Functional(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight, self.bias = nn.Parameter(torch.randn(6, 2, 3, 3)), nn.Parameter(torch.randn(6))

        def forward(self, x: Tensor) -> Tensor:
            x = F.relu(F.conv2d(x, self.weight, self.bias, 1, [1, 1], groups=2))
            return F.conv2d(x, self.weight[:, :1], None, groups=6)  # weights that are computed stay

    assert kinds(fused(Functional(), torch.randn(2, 4, 8, 8)))[0] == CALL


def test_units_of_torchscript_are_fused_and_so_are_those_of_several_tensors() -> None:
    class Skips(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.norm = nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8)
            self.low, self.up = nn.Conv2d(8, 8, 1), nn.Conv2d(8, 8, 1, groups=2)

        def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
            x = F.relu6(self.norm(self.first(x)))
            y = torch.relu(self.low(x) + x)
            return self.up(y), F.hardswish(y)

    net = Skips().eval()
    script = torch.jit.trace(net, torch.randn(2, 3, 16, 16), check_trace=False)
    # Both before anything is compiled, which forgets the classes of TorchScript.
    for whole in [cutting.cut(source, (3, 16, 16)).whole for source in (net, script)]:
        x = torch.randn(2, 3, 16, 16)
        data, outputs = compiling.compiled(whole, (x,), "onednn")
        given = torch.jit.load(io.BytesIO(data))
        assert kinds(given).count(CALL) == 3 and "aten::relu" not in kinds(given)
        assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(given(x), net(x)))


def test_a_unit_that_would_give_other_values_is_the_portable_one(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = fx.symbolic_trace(nn.Sequential(nn.Conv2d(4, 8, 1), nn.Sigmoid()).eval())
    x = torch.randn(2, 4, 6, 6)
    portable, _ = compiling.compiled(unit, (x,), "portable")
    assert compiling.compiled(unit, (x,), "onednn")[0] != portable
    monkeypatch.setitem(operators._MODULES, nn.Sigmoid, lambda module: operators.Activation("relu"))
    assert compiling.compiled(unit, (x,), "onednn")[0] == portable


def test_the_fused_form_is_usual_where_enough_convolutions_gain() -> None:
    dense, pointwise = nn.Conv2d(4, 4, 3), nn.Conv2d(4, 4, 1)
    assert fusing.pays([dense, pointwise]) and fusing.pays([nn.Conv2d(4, 4, 3, groups=4)])
    assert not fusing.pays([dense, nn.Conv2d(4, 4, 5), nn.Conv2d(4, 4, 7), nn.Conv2d(4, 4, 9), dense, nn.Linear(2, 2)])
    assert not fusing.pays([nn.Linear(2, 2)])
    assert fusing.pays([fx.symbolic_trace(Residual(nn.ReLU(), False))])


def test_a_network_without_anything_to_fuse_has_no_such_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = f"own_{tmp_path.name}"
    (tmp_path / f"{module}.py").write_text(
        "from torch import nn\n\n\ndef net():\n    return nn.Sequential(nn.Flatten(), nn.Linear(3072, 4), nn.ReLU())\n"
    )
    monkeypatch.chdir(tmp_path)
    arguments = [f"{module}:net", "--size", "32", "--output", "logits", "--out", "x"]
    assert "no unit has anything that oneDNN fuses" in refusal(capsys, *arguments, "--forms", "onednn")
    assert main([*arguments, "--forms", "onednn,portable"]) == 0
    assert "forms: onednn was left out" in capsys.readouterr().err
    assert load_units(tmp_path / "x")[0]["format"] == 1


@pytest.mark.parametrize(("groups", "kernel", "stride", "padding", "dilation"), [
    (1, 1, 1, 0, 1), (1, 3, 2, 1, 1), (8, 5, 2, 2, 1), (2, 3, 1, 2, 2), (1, (1, 7), 1, (0, 3), 1),
])  # fmt: skip
def test_packing_is_recognised_as_faithful_or_not(groups, kernel, stride, padding, dilation) -> None:
    conv = nn.Conv2d(8, 40, kernel, stride, padding, dilation, groups)
    packed = kernels.FusedConv(conv, [1, 8, 11, 12])
    damaged = packed.weight.clone()
    damaged[-8:] = 0  # as oneDNN 3.7.1 loses the end of some weights
    for batch in (1, 2):
        assert packed.is_faithful(packed.weight, packed.weight, batch)
        assert not packed.is_faithful(damaged, packed.weight, batch)
