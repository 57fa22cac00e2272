"""A small detector in the manner of SSDLite, and how it becomes a package whose answers are boxes.

From this folder:

    ../isthmus export ssdlite:Detector --input 3,160,160 --fit stretch --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5 \\
        --output detections --detections classes=3,score=0.3,overlap=0.5 --out ssdlite.zip
    ../isthmus inspect ssdlite.zip

The weights are drawn from --seed: the boxes mean nothing until it is trained. A network gives its best candidates, a
fixed number of rows x1, y1, x2, y2 (pixels of its input), score, class; the services leave out what scores too little
and what overlaps with something better.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

SHAPES = ((1.0, 1.0), (1.4, 1.4), (1.4, 0.7), (0.7, 1.4))  # of the anchors at a place, in what the level looks for


def layer(inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> nn.Sequential:
    """A convolution with batch norm and ReLU6."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU6(inplace=True),
    )


class Block(nn.Module):
    """An inverted residual: wide inside, narrow at its ends. With a stride of 1 what comes in is added."""

    def __init__(self, inputs: int, outputs: int, stride: int, wider: int = 4) -> None:
        super().__init__()
        inside = wider * inputs
        self.body = nn.Sequential(
            layer(inputs, inside),
            layer(inside, inside, 3, stride, inside),
            nn.Conv2d(inside, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x) if self.shortcut else self.body(x)


class Head(nn.Module):
    """What a level of [B,inputs,h,w] says of each anchor: [B,h·w·anchors,values]."""

    def __init__(self, inputs: int, values: int) -> None:
        super().__init__()
        self.values = values
        self.body = nn.Sequential(layer(inputs, inputs, 3, 1, inputs), nn.Conv2d(inputs, len(SHAPES) * values, 1))

    def forward(self, x: Tensor) -> Tensor:
        x = self.body(x).permute(0, 2, 3, 1)
        return x.reshape(x.shape[0], -1, self.values)


class Detector(nn.Module):
    """Pictures [B,3,size,size], normalised, to candidates [B,K,6]; `size` is a multiple of 32."""

    def __init__(self, classes: int = 3, size: int = 160, width: int = 16, candidates: int = 200) -> None:
        super().__init__()
        self.classes, self.size, self.candidates = classes, size, candidates
        self.stem = layer(3, width, 3, 2)
        self.stages = nn.ModuleList(
            nn.Sequential(Block(a, b, 2), Block(b, b, 1))
            for a, b in ((width, width), (width, 2 * width), (2 * width, 4 * width), (4 * width, 4 * width))
        )
        levels = [2 * width, 4 * width, 4 * width]  # at an eighth, a 16th and a 32nd of the size
        self.scores = nn.ModuleList(Head(channels, classes) for channels in levels)
        self.boxes = nn.ModuleList(Head(channels, 4) for channels in levels)
        anchors = torch.cat([self.anchors_of(stride) for stride in (8, 16, 32)])
        self.register_buffer("anchors", anchors, persistent=False)

    def anchors_of(self, stride: int) -> Tensor:
        """Centres and sizes [places·anchors,4] in pixels, for cells of `stride` pixels."""
        centres = (torch.arange(self.size // stride) + 0.5) * stride
        y, x = torch.meshgrid(centres, centres, indexing="ij")
        shapes = 3 * stride * torch.tensor(SHAPES)
        places = torch.stack((x, y), 2).view(-1, 1, 2).expand(-1, len(SHAPES), -1)
        return torch.cat((places, shapes.expand(len(places), -1, -1)), 2).flatten(0, 1)

    def raw(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Logits [B,A,classes] and codes of boxes [B,A,4] for all anchors: what training works on."""
        levels = []
        x = self.stem(x)
        for stage in self.stages:
            x = stage(x)
            levels.append(x)
        levels = levels[1:]
        logits = torch.cat([head(level) for head, level in zip(self.scores, levels)], 1)
        return logits, torch.cat([head(level) for head, level in zip(self.boxes, levels)], 1)

    def forward(self, x: Tensor) -> Tensor:
        logits, codes = self.raw(x)
        score, kind = logits.sigmoid().max(2)
        score, best = score.topk(self.candidates, 1)
        kind = kind.gather(1, best)
        codes = codes.gather(1, best.unsqueeze(2).expand(-1, -1, 4))
        anchors = functional.embedding(best, self.anchors)
        centre = anchors[..., :2] + codes[..., :2] * anchors[..., 2:]
        half = codes[..., 2:].clamp(max=4.0).exp() * anchors[..., 2:] / 2
        boxes = torch.cat((centre - half, centre + half), 2).clamp(0.0, float(self.size))
        return torch.cat((boxes, score.unsqueeze(2), kind.float().unsqueeze(2)), 2)


def small() -> nn.Module:
    """One of a few thousand parameters, for tests."""
    return Detector(size=64, width=4, candidates=40)
