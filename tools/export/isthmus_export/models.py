"""The networks that can be exported, and how each wants its images."""

import difflib
from dataclasses import dataclass, replace
from functools import partial
from typing import Callable

import torchvision.models as zoo
from torch import nn
from torchvision.models.efficientnet import EfficientNet, FusedMBConvConfig, MBConvConfig
from torchvision.transforms import InterpolationMode

from .errors import ExportError

_FROM_TORCHVISION = (
    *(f"efficientnet_b{i}" for i in range(8)),
    *(f"efficientnet_v2_{size}" for size in "sml"),
    "vgg16", "resnet50", "inception_v3", "mobilenet_v2", "mobilenet_v3_large",
)  # fmt: skip

# EfficientNetV2-B0 … B3 of the paper's official repository: width, depth, evaluation size.
_V2_BASE = {
    "efficientnet_v2_b0": (1.0, 1.0, 224),
    "efficientnet_v2_b1": (1.0, 1.1, 240),
    "efficientnet_v2_b2": (1.1, 1.2, 260),
    "efficientnet_v2_b3": (1.2, 1.4, 300),
}

# Networks whose fused form was run on libtorch 2.7.1. Others get the portable one: oneDNN 3.7.1 divides by zero while it
# looks for a kernel for one of ResNet-50's convolutions, which ends the process that loads it.
FUSED = ("efficientnet_b0", "efficientnet_b4", "mobilenet_v3_large")

NAMES = tuple(sorted((*_FROM_TORCHVISION, *_V2_BASE)))


@dataclass(frozen=True)
class Transform:
    """How an image becomes an input: resize of the shorter side, centre crop, normalisation.

    Sizes are in pixels; mean and std are per channel, on a scale of 0 to 1.
    """

    resize: int
    crop: int
    bicubic: bool
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True)
class Spec:
    """A network by name: how to build it, its input transform and its class names."""

    name: str
    build: Callable[[int], nn.Module]  # classes -> untrained network
    transform: Transform
    labels: tuple[str, ...]


def find(name: str, weights_file: str | None = None) -> Spec:
    """The network called `name`.

    A weights file that bears the name of one of torchvision's own (`resnet50-0676ba61.pth`) selects the transform
    published with those weights; otherwise it is the transform of torchvision's current default weights.
    Raises ExportError for a name that is not in NAMES.
    """
    if name not in NAMES:
        near = difflib.get_close_matches(name.lower().replace("-", "_"), NAMES, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "see --list"
        raise ExportError(f"unknown model {name!r}; {hint}")
    if name in _V2_BASE:
        return _v2_base(name)
    published = zoo.get_model_weights(name)
    entry = next((e for e in published if weights_file and e.url.endswith("/" + weights_file)), published.DEFAULT)
    preset = entry.transforms()
    transform = Transform(
        resize=preset.resize_size[0],
        crop=preset.crop_size[0],
        bicubic=preset.interpolation == InterpolationMode.BICUBIC,
        mean=tuple(preset.mean),
        std=tuple(preset.std),
    )
    return Spec(name, partial(_build, name), transform, tuple(published.DEFAULT.meta["categories"]))


def resized(spec: Spec, size: int) -> Spec:
    """The same network for an input of `size` x `size` pixels, which shows as much of the image as before."""
    resize = round(spec.transform.resize * size / spec.transform.crop)
    return replace(spec, transform=replace(spec.transform, resize=resize, crop=size))


def _build(name: str, classes: int) -> nn.Module:
    extra = {}
    if name == "inception_v3":
        # torchvision's weights expect transform_input; the auxiliary classifier only serves training.
        extra = {"transform_input": True, "aux_logits": False, "init_weights": False}
    return zoo.get_model(name, weights=None, num_classes=classes, **extra)


def _v2_base(name: str) -> Spec:
    width, depth, size = _V2_BASE[name]
    # The official B models are evaluated on a crop of size/(size + 32), normalised as EfficientNet V1 is.
    transform = Transform(size + 32, size, True, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    labels = tuple(zoo.EfficientNet_V2_S_Weights.DEFAULT.meta["categories"])
    return Spec(name, partial(_build_v2_base, width, depth), transform, labels)


def _build_v2_base(width: float, depth: float, classes: int) -> nn.Module:
    def channels(base: int) -> int:
        # To the nearest multiple of 8, without torchvision's rule of never losing more than a tenth.
        return max(8, int(base * width + 4) // 8 * 8)

    def stage(config: type, expand: int, stride: int, inputs: int, outputs: int, layers: int):
        return config(expand, 3, stride, channels(inputs), channels(outputs), MBConvConfig.adjust_depth(layers, depth))

    stages = [
        stage(FusedMBConvConfig, 1, 1, 32, 16, 1),
        stage(FusedMBConvConfig, 4, 2, 16, 32, 2),
        stage(FusedMBConvConfig, 4, 2, 32, 48, 2),
        stage(MBConvConfig, 4, 2, 48, 96, 3),
        stage(MBConvConfig, 6, 1, 96, 112, 5),
        stage(MBConvConfig, 6, 2, 112, 192, 8),
    ]
    norm = partial(nn.BatchNorm2d, eps=1e-3)
    return EfficientNet(stages, 0.2, num_classes=classes, norm_layer=norm, last_channel=channels(1280))
