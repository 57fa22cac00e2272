"""torchvision's networks for detection as functions of tensors: candidates in the place of detections."""

import math
from dataclasses import dataclass
from typing import Any

import torch
import torchvision.models as zoo
from torch import Tensor, nn
from torch.nn import functional
from torchvision.models.detection import FCOS, RetinaNet
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.ssd import SSD

from .candidates import Rule
from .errors import ExportError

MOST_CANDIDATES = 1000
_LEAST_SCORE = 0.05  # below that an answer is full of what is nothing
_MOST_DETECTIONS = 100
_LARGEST_CODE = math.log(1000 / 16)  # of a width or height, as torchvision's BoxCoder has it
_IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Published:
    """How the input of a network with published weights is made: its size, and the normalisation."""

    size: int
    mean: tuple[float, ...]
    std: tuple[float, ...]


ONE_STAGE = {
    "ssdlite320_mobilenet_v3_large": Published(320, (0.5,) * 3, (0.5,) * 3),
    "ssd300_vgg16": Published(300, (0.48235, 0.45882, 0.40784), (1 / 255,) * 3),
    "retinanet_resnet50_fpn": Published(800, *_IMAGENET),
    "retinanet_resnet50_fpn_v2": Published(800, *_IMAGENET),
    "fcos_resnet50_fpn": Published(800, *_IMAGENET),
}
TWO_STAGES = tuple(name for name in zoo.list_models(module=zoo.detection) if name not in ONE_STAGE)


def refusal(name: str) -> str:
    """Why a network of two stages cannot be exported."""
    return (
        f"{name} works in two stages: how much the second one computes depends on what the first finds in a picture, so"
        f" that no cut has a fixed size; networks of one stage can be exported: {', '.join(sorted(ONE_STAGE))}"
    )


def build(name: str, classes: int) -> nn.Module:
    """An untrained network of ONE_STAGE."""
    return zoo.get_model(name, weights=None, weights_backbone=None, num_classes=classes)


def classifier_of(model: nn.Module) -> str:
    """The name of one of the layers that yield scores of classes, of a network of ONE_STAGE; empty of any other."""
    if isinstance(model, SSD):
        layers = model.head.classification_head.module_list[0].named_modules()
        *_, last = (name for name, layer in layers if isinstance(layer, nn.Conv2d))
        return f"head.classification_head.module_list.0.{last}".rstrip(".")
    return "head.classification_head.cls_logits" if isinstance(model, (RetinaNet, FCOS)) else ""


def per_class(model: nn.Module) -> int:
    """How many rows of the weights of that layer belong to one class; 1 of any other network."""
    name = classifier_of(model)
    return model.get_submodule(name).out_channels // _classes(model) if name else 1


def _classes(model: nn.Module) -> int:
    head = model.head.classification_head
    return head.num_columns if isinstance(model, SSD) else head.num_classes


class Detector(nn.Module):
    """Normalised pictures [B,3,H,W] to their best candidates [B,K,6]: x1, y1, x2, y2 in pixels, score, class.

    They are what `network` makes its detections of: boxes within the picture, before non-maximum suppression. In plain
    operators, and for any number of pictures.
    """

    def __init__(self, network: nn.Module, size: tuple[int, int]) -> None:
        super().__init__()
        object.__setattr__(self, "network", network.eval())  # no part of this one: its parts are
        self.backbone, self.head = network.backbone, network.head
        self.height, self.width = size
        # The background is the first of an SSD's classes, and none of the others'.
        self.first = 1 if isinstance(network, SSD) else 0
        self.classes = _classes(network) - self.first
        anchors = self._anchors().clone()
        self.register_buffer("anchors", anchors, persistent=False)
        self.count = min(MOST_CANDIDATES, len(anchors))

    @property
    def rule(self) -> Rule:
        """Which candidates the network itself takes for detections, but for those of very low scores."""
        net = self.network
        score = max(net.score_thresh, _LEAST_SCORE)
        return Rule(_classes(net), score, net.nms_thresh, min(net.detections_per_img, _MOST_DETECTIONS))

    @torch.no_grad()
    def _anchors(self) -> Tensor:
        pictures = torch.zeros(1, 3, self.height, self.width)
        try:
            features = self._features(pictures)
            return self.network.anchor_generator(ImageList(pictures, [(self.height, self.width)]), features)[0]
        except (RuntimeError, AssertionError, ValueError) as error:
            size = f"{self.height}x{self.width}"
            raise ExportError(f"the network does not work on images of {size} pixels") from error

    @torch.no_grad()
    def settle(self, x: Tensor) -> None:
        """Scales random weights so that scores tell places apart and boxes are of some size; `x` are some pictures."""
        given = self.head(self._features(x))
        for part, name, spread in (("classification", "cls_logits", 1.5), ("regression", "bbox_regression", 1.0)):
            head = getattr(self.head, f"{part}_head")
            levels = list(getattr(head, "module_list", ()))
            layers = [level if isinstance(level, nn.Conv2d) else level[-1] for level in levels]
            for layer in layers or [getattr(head, "cls_logits" if part == "classification" else "bbox_reg")]:
                layer.weight.mul_(spread / given[name].std())
                layer.bias.mul_(spread / given[name].std())

    def _features(self, x: Tensor) -> list[Tensor]:
        features = self.backbone(x)
        return list(features.values()) if isinstance(features, dict) else [features]

    def forward(self, x: Tensor) -> Tensor:
        heads = self.head(self._features(x))
        scores = self._scores(heads)
        # The best pairs of place and class are at those places whose best class is among the best.
        _, places = scores.amax(2).topk(self.count, 1)
        of_places = scores.gather(1, places.unsqueeze(2).expand(-1, -1, self.classes)).flatten(1)
        score, pairs = of_places.topk(self.count, 1)
        rows = torch.div(pairs, self.classes, rounding_mode="trunc")
        kind = pairs - rows * self.classes + self.first
        places = places.gather(1, rows)
        codes = heads["bbox_regression"].gather(1, places.unsqueeze(2).expand(-1, -1, 4))
        sides = self._boxes(codes, functional.embedding(places, self.anchors))
        return torch.stack((*sides, score, kind.float()), 2)

    def _scores(self, heads: dict[str, Any]) -> Tensor:
        """Of each class but the background at each place: [B,places,classes]."""
        logits = heads["cls_logits"]
        if isinstance(self.network, SSD):
            return logits.softmax(2)[:, :, 1:]
        if isinstance(self.network, FCOS):
            return (logits.sigmoid() * heads["bbox_ctrness"].sigmoid()).sqrt()
        return logits.sigmoid()

    def _boxes(self, codes: Tensor, anchors: Tensor) -> tuple[Tensor, ...]:
        """Left, upper, right and lower sides within the picture, as torchvision's coders of boxes have them."""
        widths, heights = anchors[..., 2] - anchors[..., 0], anchors[..., 3] - anchors[..., 1]
        if isinstance(self.network, FCOS):
            x, y = 0.5 * (anchors[..., 0] + anchors[..., 2]), 0.5 * (anchors[..., 1] + anchors[..., 3])
            x1, y1 = x - codes[..., 0] * widths, y - codes[..., 1] * heights
            x2, y2 = x + codes[..., 2] * widths, y + codes[..., 3] * heights
        else:
            scale = self.network.box_coder.weights
            x = codes[..., 0] / scale[0] * widths + (anchors[..., 0] + 0.5 * widths)
            y = codes[..., 1] / scale[1] * heights + (anchors[..., 1] + 0.5 * heights)
            half = 0.5 * (codes[..., 2] / scale[2]).clamp(max=_LARGEST_CODE).exp() * widths
            tall = 0.5 * (codes[..., 3] / scale[3]).clamp(max=_LARGEST_CODE).exp() * heights
            x1, y1, x2, y2 = x - half, y - tall, x + half, y + tall
        across, down = (0.0, float(self.width)), (0.0, float(self.height))
        return x1.clamp(*across), y1.clamp(*down), x2.clamp(*across), y2.clamp(*down)
