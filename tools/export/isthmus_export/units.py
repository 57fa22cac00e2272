"""Cuts a network in its chain of units: stem, residual blocks (or convolutions and poolings), head."""

import torch
from torch import Tensor, fx, nn
from torchvision.models import VGG, EfficientNet, Inception3, MobileNetV2, MobileNetV3, ResNet

from .models import Transform

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


class InceptionInput(nn.Module):
    """What Inception's transform_input does: from ImageNet's normalisation to one of mean and deviation 0.5."""

    def __init__(self) -> None:
        super().__init__()
        mean, std = torch.tensor((0.485, 0.456, 0.406)).double(), torch.tensor((0.229, 0.224, 0.225)).double()
        self.register_buffer("scale", (std / 0.5).float().view(1, 3, 1, 1))
        self.register_buffer("shift", ((mean - 0.5) / 0.5).float().view(1, 3, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale + self.shift


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
    """What `split` or the cutter gave for one unit, in the form that is saved.

    `examples` are outputs of the unit before: a traced unit takes its inputs in the order in which they are handed on.
    """
    if isinstance(module, nn.Sequential) and isinstance(module[0], Normalise):
        return FirstUnit(module[:-1], module[-1])
    if isinstance(module, fx.GraphModule):
        return TracedUnit(module, tuple(x.dim() == 4 and not x.is_contiguous() for x in examples))
    return Unit(module)


def split(model: nn.Module, transform: Transform) -> Chain:
    """The units of `model` in order, by name. They share its parameters.

    The first takes uint8 [B,3,H,W] and begins with the normalisation; the last returns logits [B,classes].
    """
    chain = _split(model)
    name, first = chain[0]
    prologue = [Normalise(transform.mean, transform.std)]
    if isinstance(model, Inception3) and model.transform_input:
        prologue.append(InceptionInput())
    chain[0] = (name, nn.Sequential(*prologue, first))
    return chain


def _split(model: nn.Module) -> Chain:
    if isinstance(model, EfficientNet):
        stem, *stages, last = model.features
        blocks = [block for stage in stages for block in stage]
        return _residual(stem, blocks, nn.Sequential(last, *_classify(model.avgpool, model.classifier)))
    if isinstance(model, MobileNetV2):
        # Its last 1x1 convolution widens to 1280 channels: before the pooling that is narrower than the input, still.
        stem, *blocks, last = model.features
        head = nn.Sequential(*_classify(nn.AdaptiveAvgPool2d(1), model.classifier))
        return [*_residual(stem, blocks, head)[:-1], ("conv", last), ("head", head)]
    if isinstance(model, MobileNetV3):
        stem, *blocks, last = model.features
        return _residual(stem, blocks, nn.Sequential(last, *_classify(nn.AdaptiveAvgPool2d(1), model.classifier)))
    if isinstance(model, ResNet):
        stem = nn.Sequential(model.conv1, model.bn1, model.relu, model.maxpool)
        blocks = [*model.layer1, *model.layer2, *model.layer3, *model.layer4]
        return _residual(stem, blocks, nn.Sequential(*_classify(model.avgpool, model.fc)))
    if isinstance(model, VGG):
        return _split_vgg(model)
    if isinstance(model, Inception3):
        body = [(name.lower(), child) for name, child in model.named_children()]
        end = [name for name, _ in body].index("avgpool")
        return [*body[:end], ("head", nn.Sequential(*_classify(model.avgpool, model.fc)))]
    raise TypeError(f"no chain is known for {type(model).__name__}")


def _residual(stem: nn.Module, blocks: list[nn.Module], head: nn.Module) -> Chain:
    return [("stem", stem), *((f"block{i}", block) for i, block in enumerate(blocks)), ("head", head)]


def _classify(pool: nn.Module, classifier: nn.Module) -> list[nn.Module]:
    return [pool, nn.Flatten(1), classifier]


def _split_vgg(model: VGG) -> Chain:
    chain: Chain = []
    stage, conv = 1, 1
    layers = iter(model.features)
    for layer in layers:
        if isinstance(layer, nn.MaxPool2d):
            chain.append((f"pool{stage}", layer))
            stage, conv = stage + 1, 1
        else:
            chain.append((f"conv{stage}_{conv}", nn.Sequential(layer, next(layers))))
            conv += 1
    return [*chain, ("head", nn.Sequential(*_classify(model.avgpool, model.classifier)))]
