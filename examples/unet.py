"""A small U-Net with skip connections, and how it becomes a package that can be cut where several tensors cross.

From this folder:

    ../isthmus export unet:Segmenter --input 3,128,128 --mean 0,0,0 --std 1,1,1 --output mask --out unet.zip
    ../isthmus inspect unet.zip

The weights are drawn from --seed: the masks mean nothing until it is trained.
"""

import torch
from torch import Tensor, nn


class Convolutions(nn.Sequential):
    """Two convolutions that keep height and width, each with batch norm and ReLU."""

    def __init__(self, inputs: int, outputs: int) -> None:
        layers: list[nn.Module] = []
        for channels in (inputs, outputs):
            layers += [nn.Conv2d(channels, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)]
        super().__init__(*layers)


class UNet(nn.Module):
    """Pictures [B,3,H,W] to as many planes [B,width,H,W]; H and W are multiples of 2 to the power of `depth`.

    What each level of the encoder gives is kept for the decoder's level of the same size: behind the encoder `depth` + 1
    tensors are needed.
    """

    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        widths = [width << level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(Convolutions(a, b) for a, b in zip([3, *widths], widths))
        self.shrink = nn.MaxPool2d(2)
        self.grow = nn.ModuleList(nn.ConvTranspose2d(b, a, 2, 2) for a, b in zip(widths, widths[1:]))
        self.decoder = nn.ModuleList(Convolutions(2 * a, a) for a in widths[:-1])

    def forward(self, x: Tensor) -> Tensor:
        skips: list[Tensor] = []
        for level in self.encoder[:-1]:
            skips.append(level(x))
            x = self.shrink(skips[-1])
        x = self.encoder[-1](x)
        for grow, level in zip(reversed(self.grow), reversed(self.decoder)):
            x = level(torch.cat((skips.pop(), grow(x)), 1))
        return x


class Segmenter(nn.Module):
    """Pictures to scores of each class for every pixel: [B,classes,H,W]."""

    def __init__(self, classes: int = 5, width: int = 16, depth: int = 3) -> None:
        super().__init__()
        self.body = UNet(width, depth)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x))


class Classifier(nn.Module):
    """Pictures to one score for each class, from what a U-Net sees: [B,classes]."""

    def __init__(self, classes: int = 5, width: int = 16, depth: int = 3) -> None:
        super().__init__()
        self.body = UNet(width, depth)
        self.head = nn.Linear(width, classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x).mean((2, 3)))


def small_segmenter() -> nn.Module:
    """One of a few thousand parameters, for tests."""
    return Segmenter(3, width=4, depth=2)


def small_classifier() -> nn.Module:
    """One of a few thousand parameters, for tests."""
    return Classifier(3, width=4, depth=2)
