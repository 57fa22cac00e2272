"""Reads what options of the command line take; raises what argparse turns into a line."""

import argparse
import re
from typing import Any, Callable

SIZES = (32, 1024)  # pixels
RATES = (1000, 384_000)  # samples a second
MOST_BYTES = 64 << 20  # of one input
_MOST_DIMENSIONS = 8
_KINDS = ("logits", "embedding", "detections", "mask", "tensor")
_MEMBERS = "classes=N, score=SHARE, overlap=SHARE, max=N and perClass=true or false, with commas between them"


def three(text: str) -> tuple[float, ...]:
    """Three numbers from 0 to 1, one for each colour."""
    parts = [part for part in re.split(r"[,\s]+", text.strip("[]() ")) if part]
    try:
        numbers = tuple(float(part) for part in parts)
    except ValueError:
        numbers = ()
    if len(numbers) != 3 or not all(0 <= number <= 1 for number in numbers):
        raise argparse.ArgumentTypeError(
            "takes three numbers from 0 to 1, such as 0.485,0.456,0.406; divide those for a scale of 0 to 255 by 255"
        )
    return numbers


def deviations(text: str) -> tuple[float, ...]:
    """Three numbers that may be divided by."""
    numbers = three(text)
    if min(numbers) < 1e-4:
        raise argparse.ArgumentTypeError("takes three numbers from 0.0001 to 1, such as 0.229,0.224,0.225")
    return numbers


def pixels(most: int):
    """Reads a number of pixels, `most` at most."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not SIZES[0] <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"takes {SIZES[0]} to {most} pixels")
        return int(text)

    return read


def shape(text: str) -> tuple[int, ...]:
    """The sizes of an input."""
    numbers = tuple(int(part) for part in text.split(",") if re.fullmatch(r"0*[1-9][0-9]{0,7}", part))
    if len(numbers) != text.count(",") + 1 or len(numbers) > _MOST_DIMENSIONS:
        raise argparse.ArgumentTypeError("takes channels, height and width, such as 3,224,224")
    return numbers


def picture(numbers: tuple[int, ...]) -> tuple[int, int]:
    """Height and width of pictures of that shape."""
    if len(numbers) != 3:
        raise argparse.ArgumentTypeError(
            "takes channels, height and width, such as 3,224,224; other inputs need --audio RATE or --tensor"
        )
    if numbers[0] != 3:
        raise argparse.ArgumentTypeError(
            "takes 3 channels: pictures are red, green and blue; other inputs need --tensor"
        )
    if not all(SIZES[0] <= number <= SIZES[1] for number in numbers[1:]):
        raise argparse.ArgumentTypeError(f"takes a height and a width of {SIZES[0]} to {SIZES[1]} pixels")
    return numbers[1], numbers[2]


def rate(text: str) -> int:
    """Samples of a sound in a second."""
    if not re.fullmatch(r"[0-9]{1,6}", text) or not RATES[0] <= int(text) <= RATES[1]:
        raise argparse.ArgumentTypeError(f"takes {RATES[0]} to {RATES[1]} samples a second, such as 16000")
    return int(text)


def name(text: str) -> str:
    """The name of a network in a package."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", text):
        raise argparse.ArgumentTypeError("takes up to 100 letters, digits, dots, hyphens and underscores")
    return text


def kind(text: str) -> tuple[str, str]:
    """The name of an output, or none, and its kind."""
    name, _, kind = text.rpartition("=")
    if kind not in _KINDS:
        raise argparse.ArgumentTypeError(f"takes {', '.join(_KINDS)}, or NAME= and one of these")
    return name, kind


def colour(text: str) -> tuple[int, ...]:
    """Red, green and blue, or one number for all of them."""
    parts = text.split(",")
    if len(parts) not in (1, 3) or not all(re.fullmatch(r"[0-9]{1,3}", part) and int(part) <= 255 for part in parts):
        raise argparse.ArgumentTypeError("takes three numbers from 0 to 255, such as 124,116,104, or one for a grey")
    numbers = tuple(int(part) for part in parts)
    return numbers if len(numbers) == 3 else numbers * 3


def detections(text: str) -> dict[str, Any]:
    """Members of the rule for detections by their names in candidates.Rule."""
    read = {
        "classes": _whole(100_000),
        "score": _share,
        "overlap": _share,
        "max": _whole(4096),
        "perClass": {"true": True, "false": False}.__getitem__,
    }
    members: dict[str, Any] = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        try:
            members["per_class" if name == "perClass" else name] = read[name](value)
        except (KeyError, ValueError) as error:
            raise argparse.ArgumentTypeError(f"takes {_MEMBERS}; {part!r} is none of these") from error
    return members


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def limit(read: Callable[[str], float], what: str):
    """Reads a limit with `read`; `what` says what it takes."""

    def limit(text: str) -> float:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"takes {what}") from error

    return limit
