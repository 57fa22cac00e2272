"""The command line: `./isthmus export MODEL --out FILE`."""

import argparse
import re
import sys
from pathlib import Path
from typing import NoReturn, Sequence

from . import files
from .errors import ExportError

_SIZES = (32, 1024)  # pixels
_FACTORY = r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*"
_MOST_RESIZE = 4096
_KINDS = ("logits", "embedding", "mask", "tensor")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # One line, without the usage that argparse prints first.
        self.exit(2, f"{self.prog}: {message}\n")


def _three(text: str) -> tuple[float, ...]:
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


def _deviations(text: str) -> tuple[float, ...]:
    numbers = _three(text)
    if min(numbers) < 1e-4:
        raise argparse.ArgumentTypeError("takes three numbers from 0.0001 to 1, such as 0.229,0.224,0.225")
    return numbers


def _pixels(most: int):
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not _SIZES[0] <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"takes {_SIZES[0]} to {most} pixels")
        return int(text)

    return read


def _input(text: str) -> tuple[int, int]:
    numbers = [int(part) for part in text.split(",") if re.fullmatch(r"[0-9]{1,4}", part)]
    if len(numbers) != text.count(",") + 1 or len(numbers) != 3:
        raise argparse.ArgumentTypeError("takes channels, height and width, such as 3,224,224")
    if numbers[0] != 3:
        raise argparse.ArgumentTypeError("takes 3 channels: a package's input is pictures in red, green and blue")
    if not all(_SIZES[0] <= number <= _SIZES[1] for number in numbers[1:]):
        raise argparse.ArgumentTypeError(f"takes a height and a width of {_SIZES[0]} to {_SIZES[1]} pixels")
    return numbers[1], numbers[2]


def _name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", text):
        raise argparse.ArgumentTypeError("takes up to 100 letters, digits, dots, hyphens and underscores")
    return text


def _kind(text: str) -> tuple[str, str]:
    name, _, kind = text.rpartition("=")
    if kind not in _KINDS:
        raise argparse.ArgumentTypeError(f"takes {', '.join(_KINDS)}, or NAME= and one of these")
    return name, kind


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="isthmus export",
        description="Makes a model package from a torchvision network, or from one of your own.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "model",
        nargs="?",
        metavar="MODEL",
        help="a name of --list; a file of TorchScript or ONNX; or package.module:factory: a class or a function without"
        " arguments that makes a torch.nn.Module, looked for in the current folder first. Its code is run",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="the package: a .zip, or a folder")
    parser.add_argument("--list", action="store_true", help="print the models' names and exit")
    _add_weights(parser.add_argument_group("weights"))
    _add_transform(parser.add_argument_group("what is done to images; by default what the weights were published with"))
    _add_package(parser.add_argument_group("the package: docs/packages.md"))
    _add_treatment(parser.add_argument_group("how image files are read: docs/inputs.md"))
    return parser


def _add_weights(group) -> None:
    group.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="a state dict, or a checkpoint that holds one: PyTorch's files or safetensors; no code in it is run",
    )
    group.add_argument("--key", metavar="NAME", help="the entry of a checkpoint to take, such as model_ema")
    group.add_argument("--labels", type=Path, metavar="FILE", help="class names, one a line, in UTF-8")
    group.add_argument("--name", type=_name, metavar="NAME", help="what the package calls its network (MODEL)")
    group.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="seed of the weights where no file is given (0); a factory may use it or set its own",
    )
    group.add_argument(
        "--compressible", action="store_true", help="seeded weights of two values per channel, which pack well"
    )


def _add_package(group) -> None:
    group.add_argument(
        "--forms",
        type=lambda text: tuple(text.split(",")),
        default=(),
        metavar="NAME,…",
        help="forms in which units are written: portable for plain operators of PyTorch, onednn for fused ones on"
        " x86-64, onnx for ONNX Runtime. A network whose cuts are found has portable alone, if nothing is said",
    )
    group.add_argument(
        "--output",
        action="append",
        default=[],
        type=_kind,
        metavar="[NAME=]KIND",
        help="what the network gives: logits, embedding, mask or tensor; for one of several outputs with its name",
    )


def _add_transform(group) -> None:
    group.add_argument("--preset", metavar="NAME", help="one of torchvision's, such as IMAGENET1K_V1")
    group.add_argument("--resize", type=_pixels(_MOST_RESIZE), metavar="PIXELS", help="length of the shorter side")
    group.add_argument(
        "--crop", type=_pixels(_SIZES[1]), metavar="PIXELS", help="height and width that are cut out of the centre"
    )
    group.add_argument(
        "--input",
        type=_input,
        metavar="3,H,W",
        help="shape of the input, where it is not the published one; the resize is scaled with it",
    )
    group.add_argument("--interpolation", choices=("bilinear", "bicubic"), help="how images are resized")
    group.add_argument("--mean", type=_three, metavar="R,G,B", help="subtracted from a pixel of 0 to 1")
    group.add_argument("--std", type=_deviations, metavar="R,G,B", help="what it is divided by then")
    group.add_argument(
        "--size",
        type=_pixels(_SIZES[1]),
        metavar="PIXELS",
        help="height and width of the input, for networks that take any; the resize is scaled with it: less work and"
        " less to send, less precise",
    )


def _add_treatment(group) -> None:
    group.add_argument(
        "--orientation", choices=("apply", "ignore"), default="apply", help="what becomes of EXIF's orientation (apply)"
    )
    group.add_argument(
        "--colours",
        choices=("ignore", "srgb"),
        default="ignore",
        help="what becomes of colour profiles: ignored, as torchvision does, or brought to sRGB (ignore)",
    )
    group.add_argument(
        "--reduced-decoding",
        action="store_true",
        help="large JPEGs may be decoded at a half, a quarter or an eighth of their size: faster, nearly the same input",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the exporter. Returns 0 on success and 2, after one line on stderr, on wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.list:
        _check(parser, options)
    try:
        # Imported here, so that --help and wrong usage answer without PyTorch.
        from . import export, pictures
        from .presets import Wishes
    except ImportError as error:
        parser.error(
            f"cannot import {error.name}; the exporter needs PyTorch, torchvision and tqdm: on Debian"
            " apt install python3-torch python3-torchvision python3-tqdm, elsewhere pip install torch torchvision tqdm"
        )
    if options.list:
        print("\n".join(export.NAMES))
        return 0
    wishes = Wishes(**{name: getattr(options, name) for name in Wishes.__dataclass_fields__})
    job = export.Job(
        model=options.model,
        out=options.out,
        name=options.name or _usual_name(options.model),
        weights=options.weights,
        key=options.key,
        labels=options.labels,
        seed=options.seed or 0,
        compressible=options.compressible,
        forms=options.forms,
        outputs=dict(options.output),
        wishes=wishes,
        treatment=pictures.Treatment(options.orientation, options.colours, options.reduced_decoding),
    )
    try:
        print(export.run(job, lambda note: print(f"{parser.prog}: {note}", file=sys.stderr)))
    except ExportError as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(f"{error.filename or options.out}: {error.strerror or error}")
    return 0


def _usual_name(model: str) -> str:
    """The name of a network, a factory, or a file without what follows its first part."""
    if re.fullmatch(_FACTORY, model, re.ASCII) or not Path(model).suffix:
        return model.rpartition(":")[2][:100]
    return re.sub(r"[^A-Za-z0-9._-]", "-", Path(model).stem)[:100] or "network"


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Ends with one line where the options cannot go together."""
    own = options.model and ".py:" not in options.model and re.fullmatch(_FACTORY, options.model, re.ASCII)
    held = options.model and not own and files.holds_network(options.model)
    about_files = options.model and not own and not held and files.answer(options.model)
    if about_files:
        parser.error(about_files)
    if options.model is None or options.out is None:
        parser.error("name a MODEL and --out FILE, or --list")
    if options.weights and (options.seed is not None or options.compressible):
        parser.error("--seed and --compressible make weights; they do not go with --weights")
    if options.key is not None and not options.weights:
        parser.error("--key names an entry of the file of --weights")
    if options.size is not None and (options.crop is not None or options.resize is not None):
        parser.error("--size sets the crop and the resize; it does not go with --crop and --resize")
    if options.input is not None and (options.size is not None or options.crop is not None):
        parser.error("--input sets height and width; it does not go with --size and --crop")
    if (own or held) and options.compressible:
        parser.error("--compressible makes weights for torchvision's networks; a factory makes its own")
    if options.seed is not None and not 0 <= options.seed < 2**63:
        parser.error("--seed takes a number from 0 up")
