"""Archives of TorchScript that are the same in every run."""

import io

import torch
from torch import nn

from isthmus_export.torchscript import forget_classes, to_bytes


def leaf(factor: float) -> nn.Module:
    """Each call makes another class of the same name, with a constant of its own."""

    class Leaf(nn.Module):
        __constants__ = ["factor"]

        def __init__(self) -> None:
            super().__init__()
            self.factor = factor

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x * self.factor

    return Leaf()


def scripted() -> torch.jit.ScriptModule:
    return torch.jit.script(nn.Sequential(leaf(2.0), leaf(3.0), leaf(5.0)).eval())


def test_classes_of_one_name_stay_apart_and_are_numbered_alike_in_every_run():
    forget_classes()
    first = to_bytes(scripted())
    torch.jit.script(leaf(7.0))  # moves the running number on
    second = to_bytes(scripted())
    assert first == second
    loaded = torch.jit.load(io.BytesIO(first))
    assert loaded(torch.ones(1)).item() == 30
