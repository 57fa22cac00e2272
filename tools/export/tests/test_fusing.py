"""What becomes one call and what does not, on small units; and that packing is checked."""

import io

import pytest
import torch
from torch import Tensor, nn
from torchvision.ops import SqueezeExcitation

from isthmus_export import kernels
from isthmus_export.fusing import fuse
from isthmus_export.torchscript import forget_classes, to_bytes


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


def kinds(script: torch.jit.ScriptModule) -> list[str]:
    return [node.kind() for node in script.inlined_graph.nodes() if node.kind() in ("aten::silu", "aten::relu") or "mkldnn" in node.kind()]


@pytest.mark.parametrize("shortcut_first", (False, True))
@pytest.mark.parametrize("after", (nn.Identity(), nn.ReLU(), nn.SiLU()))
def test_a_shortcut_and_a_relu_after_it_are_part_of_the_call_another_activation_is_not(
    after: nn.Module, shortcut_first: bool
) -> None:
    unit = Residual(after, shortcut_first).eval()
    x = torch.randn(2, 4, 7, 7)
    script = fuse(unit, x)
    assert torch.allclose(script(x), unit(x), atol=1e-6)
    expected = ["mkldnn::_convolution_pointwise"] + (["aten::silu"] if isinstance(after, nn.SiLU) else [])
    assert kinds(script) == expected


def test_a_unit_is_one_graph_without_calls() -> None:
    forget_classes()  # those of other tests
    unit = nn.Sequential(nn.Conv2d(4, 8, 1), nn.SiLU(), SqueezeExcitation(8, 2), nn.Conv2d(8, 4, 1)).eval()
    x = torch.randn(2, 4, 6, 5)
    script = fuse(unit, x)
    assert torch.allclose(script(x), unit(x), atol=1e-6)
    buffer = io.BytesIO(to_bytes(script))
    assert not any(node.kind() == "prim::CallMethod" for node in torch.jit.load(buffer).graph.nodes())


def test_an_activation_that_is_not_the_only_user_of_a_convolution_stays_outside() -> None:
    class Both(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(4, 4, 1)
            self.relu = nn.ReLU()

        def forward(self, x: Tensor) -> Tensor:
            y = self.conv(x)
            return torch.cat([y, self.relu(y)], 1)

    unit = Both().eval()
    x = torch.randn(1, 4, 5, 5)
    assert torch.allclose(fuse(unit, x)(x), unit(x), atol=1e-6)


@pytest.mark.parametrize(("groups", "kernel", "stride", "padding", "dilation"), [
    (1, 1, 1, 0, 1), (1, 3, 2, 1, 1), (8, 5, 2, 2, 1), (2, 3, 1, 2, 2), (1, (1, 7), 1, (0, 3), 1),
])  # fmt: skip
def test_packing_is_recognised_as_faithful_or_not(groups, kernel, stride, padding, dilation) -> None:
    conv = nn.Conv2d(8, 40, kernel, stride, padding, dilation, groups)
    fused = kernels.FusedConv(conv, [1, 8, 11, 12], "none")
    damaged = fused.weight.clone()
    damaged[-8:] = 0  # as oneDNN 3.7.1 loses the end of some weights
    for batch in (1, 2):
        assert fused.is_faithful(fused.weight, fused.weight, batch)
        assert not fused.is_faithful(damaged, fused.weight, batch)
