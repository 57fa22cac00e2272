"""Units of a network in the form in which they are compiled: what is done to their inputs before they compute."""

import torch
from torch import Tensor, fx, nn

Chain = list[tuple[str, nn.Module]]


class Normalise(nn.Module):
    """uint8 [B,3,H,W] -> float32 [B,3,H,W], as torchvision's inference transform does it.

    It computes on planes, as the input lies: with the three channels side by side, one pixel at a time is far slower.
    """

    def __init__(self, mean: tuple[float, ...], std: tuple[float, ...]) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(1, 3, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return x.float().div_(255).sub_(self.mean).div_(self.std)


class Unit(nn.Module):
    """One unit of the chain, in the form that is saved.

    The input is laid channels-last first, which costs nothing where it is so already. Reductions such as average
    pooling add up in memory order, so without this a tensor that came over the wire (plain NCHW) would give other
    last bits than the same tensor handed on in memory.
    """

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        return self.body(x.contiguous(memory_format=torch.channels_last))


class FirstUnit(nn.Module):
    """The first unit: its input is bytes, and is laid channels-last once it has been normalised."""

    def __init__(self, prologue: nn.Module, body: nn.Module) -> None:
        super().__init__()
        self.prologue = prologue
        self.body = Unit(body)

    def forward(self, x: Tensor) -> Tensor:
        return self.body(self.prologue(x))


class TracedUnit(nn.Module):
    """A unit that was found: each input is laid in the order in which the unit before hands it on.

    That is channels-last for planes of pixels, plain row-major for others, such as tokens.
    """

    def __init__(self, body: nn.Module, planes: tuple[bool, ...]) -> None:
        super().__init__()
        self.body = body
        self.orders = [torch.channels_last if is_planes else torch.contiguous_format for is_planes in planes]

    def forward(self, *tensors: Tensor) -> Tensor | tuple[Tensor, ...]:
        return self.body(*(x.contiguous(memory_format=order) for x, order in zip(tensors, self.orders)))


def unit(module: nn.Module, examples: tuple[Tensor, ...]) -> nn.Module:
    """What the cutter gave for one unit, in the form that is saved.

    `examples` are outputs of the unit before: a traced unit takes its inputs in the order in which they are handed on.
    """
    if isinstance(module, nn.Sequential) and isinstance(module[0], Normalise):
        return FirstUnit(module[:-1], module[-1])
    if isinstance(module, fx.GraphModule):
        return TracedUnit(module, tuple(x.dim() == 4 and not x.is_contiguous() for x in examples))
    return Unit(module)
