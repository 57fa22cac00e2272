"""The networks that can be exported, and how each wants its images."""

import difflib
import os
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Callable

import torchvision.models as zoo
from torch import nn
from torchvision.models._api import WeightsEnum
from torchvision.models.efficientnet import EfficientNet, FusedMBConvConfig, MBConvConfig
from torchvision.transforms import InterpolationMode

from . import detecting
from .errors import ExportError, printable

if TYPE_CHECKING:
    from .inputs import Plain

# EfficientNetV2-B0 … B3 of the paper's official repository: width, depth, evaluation size.
_V2_BASE = {
    "efficientnet_v2_b0": (1.0, 1.0, 224),
    "efficientnet_v2_b1": (1.0, 1.1, 240),
    "efficientnet_v2_b2": (1.1, 1.2, 260),
    "efficientnet_v2_b3": (1.2, 1.4, 300),
}

SEGMENTATION = tuple(zoo.list_models(module=zoo.segmentation))
NAMES = tuple(sorted({*zoo.list_models(module=zoo), *SEGMENTATION, *detecting.ONE_STAGE, *_V2_BASE}))


@dataclass(frozen=True)
class Transform:
    """How an image becomes an input: resize of the shorter side, centre crop, normalisation.

    Sizes are in pixels; mean and std are per channel, on a scale of 0 to 1. The size of the crop is that of the input
    also where nothing is cut out, since the whole picture is made to fit: then `resize` means nothing.
    """

    resize: int
    crop: int
    bicubic: bool
    mean: tuple[float, ...]
    std: tuple[float, ...]
    width: int | None = None  # of the crop, where it is not as wide as high
    fit: str = "crop"  # or stretch, or letterbox
    padding: tuple[int, ...] = ()  # the colour beside a picture in a letterbox: red, green, blue

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the input."""
        return self.crop, self.width or self.crop


@dataclass(frozen=True)
class Spec:
    """A network by name: how to build it, its input transform and its class names."""

    name: str
    build: Callable[[int], nn.Module]  # classes -> untrained network
    transform: Transform
    labels: tuple[str, ...]
    published: bool = False  # whether torchvision has weights for it, and presets with them
    own: bool = False  # whether it is the user's own: then it is built with its weights, for the classes that it has
    # What is put around a network that has its weights, for an input of some height and width.
    finish: Callable[[nn.Module, tuple[int, int]], nn.Module] = field(default=lambda network, size: network)
    plain: "Plain | None" = None  # what it takes where that is no picture; the transform says nothing then

    def finished(self, network: nn.Module) -> nn.Module:
        """A network that `build` has made, as a function of normalised pictures."""
        return self.finish(network, self.transform.size)


def find(name: str) -> Spec:
    """The network called `name`, with the transform of torchvision's current default weights.

    Raises ExportError for a name that is not in NAMES; it says what else the name may be.
    """
    if name not in NAMES:
        raise ExportError(_unknown(name))
    if name in _V2_BASE:
        return _v2_base(name)
    if name in detecting.ONE_STAGE:
        return _detector(name)
    default = zoo.get_model_weights(name).DEFAULT
    return Spec(name, partial(_build, name), of_preset(default), tuple(default.meta["categories"]), published=True)


def of_preset(entry: WeightsEnum) -> Transform:
    """The transform that was published with weights of torchvision's.

    Those for segmentation cut nothing out. A package's input has one size: it is the square in the centre.
    """
    preset = entry.transforms()
    return Transform(
        resize=preset.resize_size[0],
        crop=getattr(preset, "crop_size", preset.resize_size)[0],
        bicubic=preset.interpolation == InterpolationMode.BICUBIC,
        mean=tuple(preset.mean),
        std=tuple(preset.std),
    )


def _detector(name: str) -> Spec:
    how = detecting.ONE_STAGE[name]
    transform = Transform(how.size, how.size, False, how.mean, how.std, fit="stretch")
    labels = tuple(zoo.get_model_weights(name).DEFAULT.meta["categories"])
    return Spec(name, partial(detecting.build, name), transform, labels, finish=detecting.Detector)


def _unknown(name: str) -> str:
    shown = printable(name)
    if name in detecting.TWO_STAGES:
        return detecting.refusal(name)
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    for known in NAMES:
        if plain == known.replace("_", ""):
            return f"unknown model {shown!r}; did you mean {known}?"
    if plain in {other.replace("_", "") for other in zoo.list_models()}:
        return f"{shown!r} is a network of torchvision's for another task; --list prints those that can be exported"
    near = [known for known in NAMES if _is_typo(name.lower(), known)]
    if os.path.exists(name):  # a Path would raise on names that no file can have
        return f"{shown!r} is a file or folder here, and no network's name; --list prints those, --weights takes files"
    hint = f"did you mean {near[0]}?" if len(near) == 1 else "--list prints those that there are"
    return f"unknown model {shown!r}; {hint}"


def _is_typo(name: str, known: str) -> bool:
    """Whether one is the other but for a letter or two. Digits, and the letters that tell sizes apart, have to agree."""
    if re.findall(r"\d+|_[a-z]$", name) != re.findall(r"\d+|_[a-z]$", known):
        return False
    return difflib.SequenceMatcher(None, name, known).ratio() > 0.85


def _build(name: str, classes: int) -> nn.Module:
    extra = {}
    if name in ("inception_v3", "googlenet"):
        # torchvision's weights expect transform_input; the auxiliary classifiers only serve training.
        extra = {"transform_input": True, "aux_logits": False, "init_weights": False}
    if name in SEGMENTATION:
        extra = {"weights_backbone": None}
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
