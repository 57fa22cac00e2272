"""Chooses how images become inputs: by the weights' published name, by the user's word, or by a stated rule."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torchvision.models as zoo
from torchvision.models._api import WeightsEnum

from .errors import ExportError
from .models import Spec, Transform, of_preset

_INTERPOLATIONS = ("bilinear", "bicubic")
_MOST_PIXELS = 1024
_GREY = (114, 114, 114)  # beside a picture in a letterbox, as most networks were trained that want one
_AUTHORS = "the one of the network's authors"
_USUAL = "as is usual for networks trained on ImageNet, since nothing else was said"


@dataclass(frozen=True)
class Wishes:
    """What the user has said of the transform; None where nothing. Sizes in pixels, the rest on a scale of 0 to 1."""

    preset: str | None = None
    input: tuple[int, int] | None = None  # height and width
    size: int | None = None
    resize: int | None = None
    crop: int | None = None
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None
    interpolation: str | None = None
    fit: str | None = None
    padding: tuple[int, ...] | None = None

    def named(self) -> list[str]:
        """The options that set a part of the transform by themselves."""
        names = ("fit", "padding", "resize", "crop", "mean", "std", "interpolation")
        return [f"--{name}" for name in names if getattr(self, name) is not None]


@dataclass(frozen=True)
class Choice:
    """A transform and why it was chosen."""

    transform: Transform
    reason: str

    def __str__(self) -> str:
        t = self.transform
        kind = "bicubic" if t.bicubic else "bilinear"
        numbers = " ".join(f"{name} {','.join(f'{v:g}' for v in getattr(t, name))}" for name in ("mean", "std"))
        size = f"{t.crop}x{t.width}" if t.width else t.crop
        if t.fit == "stretch":
            shape = f"stretch to {size}"
        elif t.fit == "letterbox":
            shape = f"letterbox in {size} on {','.join(map(str, t.padding))}"
        else:
            shape = f"resize {t.resize}, crop {size}"
        return f"{shape}, {kind}, {numbers}"


def choose(spec: Spec, wishes: Wishes, weights: Path | None = None, arguments: dict[str, Any] | None = None) -> Choice:
    """The transform for `spec` with the weights of a file, or with seeded ones.

    `arguments` is the command line of the training that the file may hold. Raises ExportError for wishes that cannot
    be.
    """
    choice = _base(spec, wishes.preset, weights, arguments or {})
    if wishes.input is not None:
        choice = _of_input(choice, *wishes.input)
    if wishes.named():
        choice = _altered(choice, wishes)
    if wishes.size is not None:
        resize = round(choice.transform.resize * wishes.size / choice.transform.crop)
        transform = replace(choice.transform, resize=resize, crop=wishes.size)
        choice = Choice(transform, f"{choice.reason}, scaled by --size")
    return choice


def usual(height: int, width: int) -> Transform:
    """The transform for a network of the user's own: ImageNet's, with the margin around the crop as it is there."""
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    resize = round(max(height, width) * 256 / 224)
    return Transform(resize, height, False, mean, std, None if width == height else width)


def _of_input(choice: Choice, height: int, width: int) -> Choice:
    resize = round(choice.transform.resize * max(height, width) / max(choice.transform.size))
    crop_width = None if width == height else width
    transform = replace(choice.transform, resize=resize, crop=height, width=crop_width)
    return Choice(transform, f"{choice.reason}, for the shape of --input")


def _base(spec: Spec, preset: str | None, weights: Path | None, arguments: dict[str, Any]) -> Choice:
    published = list(zoo.get_model_weights(spec.name)) if spec.published else []
    if preset is not None:
        return _wished(spec, preset, published)
    if weights is None:
        name = f"{zoo.get_model_weights(spec.name).DEFAULT.name}, torchvision's default" if published else _AUTHORS
        return Choice(spec.transform, _USUAL if spec.own else name)
    several = published if len(published) > 1 else []
    return (
        _by_name(spec.name, weights.name, several)
        or _by_content(weights, several)
        or _by_training(arguments, of_preset(published[0]) if published else spec.transform)
        or _by_rule(spec, weights, published)
    )


def _wished(spec: Spec, preset: str, published: list[WeightsEnum]) -> Choice:
    found = next((entry for entry in published if entry.name == preset.upper()), None)
    if found is None:
        names = " or ".join(entry.name for entry in published) or "none"
        raise ExportError(f"{spec.name} has no preset {preset}; --preset takes {names}")
    return Choice(of_preset(found), f"{found.name}, by --preset")


def _by_name(model: str, name: str, published: list[WeightsEnum]) -> Choice | None:
    for entry in published:
        file = entry.url.rpartition("/")[2]
        if name == file:
            return Choice(of_preset(entry), f"{entry.name}, whose published file is called {file}")
    # Files published anew differ in the digits at their end.
    stems = [entry.url.rpartition("/")[2].rpartition("-")[0] for entry in published]
    stem = re.fullmatch(r"(.+)-[0-9a-f]{8}\.pth", name)
    if stem and stem[1] != model and stem[1] in stems:
        entry = published[stems.index(stem[1])]
        return Choice(of_preset(entry), f"{entry.name}, whose published files are called {stem[1]}-…")
    return None


def _by_content(weights: Path, published: list[WeightsEnum]) -> Choice | None:
    """Published files bear the first eight digits of their SHA-256, so they are known by any name."""
    if not published:
        return None
    digest = hashlib.sha256()
    with weights.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    entry = next((e for e in published if e.url.endswith(f"-{digest.hexdigest()[:8]}.pth")), None)
    return entry and Choice(of_preset(entry), f"{entry.name}, whose published file this is by its SHA-256")


def _by_training(arguments: dict[str, Any], usual: Transform) -> Choice | None:
    """What torchvision's training script was told to validate with."""
    resize, crop = arguments.get("val_resize_size"), arguments.get("val_crop_size")
    kind = arguments.get("interpolation", "bilinear")
    sizes = type(resize) is int and type(crop) is int and 32 <= crop <= resize <= 4 * _MOST_PIXELS
    if not sizes or crop > _MOST_PIXELS or kind not in _INTERPOLATIONS:
        return None
    transform = replace(usual, resize=resize, crop=crop, bicubic=kind == "bicubic")
    return Choice(transform, "what the training in the file was validated with")


def _by_rule(spec: Spec, weights: Path, published: list[WeightsEnum]) -> Choice:
    if not published:
        return Choice(spec.transform, _USUAL if spec.own else _AUTHORS)
    if len(published) == 1:
        return Choice(of_preset(published[0]), f"{published[0].name}, the only preset of {spec.name}")
    others = " or ".join(f"--preset {entry.name}" for entry in published[1:])
    reason = (
        f"{published[0].name}, since neither the name nor the content of {weights.name} says which;"
        f" where it was made for another: {others}, or --resize, --crop and --interpolation"
    )
    return Choice(of_preset(published[0]), reason)


def _altered(choice: Choice, wishes: Wishes) -> Choice:
    names = ("fit", "padding", "resize", "crop", "mean", "std")
    given = {name: value for name in names if (value := getattr(wishes, name)) is not None}
    if wishes.interpolation is not None:
        given["bicubic"] = wishes.interpolation == "bicubic"
    transform = _padded(replace(choice.transform, **given), wishes)
    if transform.fit != "crop" and wishes.resize is not None:
        raise ExportError("--resize goes with --fit crop; other pictures take the size of --crop or --input")
    if transform.fit == "crop" and max(transform.size) > transform.resize:
        raise ExportError(f"the crop of {max(transform.size)} pixels is larger than the resize of {transform.resize}")
    by = ", ".join(wishes.named())
    return Choice(transform, f"by {by}" if len(wishes.named()) >= 5 else f"by {by}; the rest {choice.reason}")


def _padded(transform: Transform, wishes: Wishes) -> Transform:
    """The transform with a colour beside the picture where, and only where, there is something beside it."""
    if transform.fit != "letterbox":
        if wishes.padding is not None:
            raise ExportError("--padding goes with --fit letterbox")
        return replace(transform, padding=())
    return replace(transform, padding=wishes.padding or transform.padding or _GREY)
