"""The command line: `./isthmus export MODEL --out FILE`."""

import argparse
import re
import sys
from pathlib import Path
from typing import NoReturn, Sequence

from . import arguments, checks, files, limits
from .errors import ExportError

_RESIZE = arguments.pixels(4096)
_SIDE = arguments.pixels(arguments.SIZES[1])


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # One line, without the usage that argparse prints first.
        self.exit(2, f"{self.prog}: {message}\n")


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
    _add_limits(parser.add_argument_group("limits, for code that does not end"))
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
    group.add_argument("--name", type=arguments.name, metavar="NAME", help="what the package calls its network (MODEL)")
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
        " x86-64, onnx for ONNX Runtime. If nothing is said, portable, and onednn where that is faster",
    )
    group.add_argument(
        "--output",
        action="append",
        default=[],
        type=arguments.kind,
        metavar="[NAME=]KIND",
        help="what the network gives: logits, embedding, detections, mask or tensor; for one of several outputs with its"
        " name",
    )
    group.add_argument(
        "--detections",
        type=arguments.detections,
        default={},
        metavar="NAME=VALUE,…",
        help="which candidates of an output of the kind detections are some: score=0.05,overlap=0.5,max=100,"
        "perClass=true, and classes=N where no labels tell their number",
    )


def _add_transform(group) -> None:
    group.add_argument("--preset", metavar="NAME", help="one of torchvision's, such as IMAGENET1K_V1")
    group.add_argument("--resize", type=_RESIZE, metavar="PIXELS", help="length of the shorter side")
    group.add_argument(
        "--crop", type=_SIDE, metavar="PIXELS", help="height and width that are cut out of the centre"
    )
    group.add_argument(
        "--input",
        type=arguments.shape,
        metavar="3,H,W",
        help="shape of the input, where it is not the published one; the resize is scaled with it",
    )
    group.add_argument(
        "--fit",
        choices=("crop", "stretch", "letterbox"),
        help="what becomes of pictures of another shape than the input's: the centre is cut out, they are stretched to"
        " it, or what is beside them is filled",
    )
    group.add_argument(
        "--padding", type=arguments.colour, metavar="R,G,B", help="the colour beside a picture in a letterbox (114)"
    )
    group.add_argument(
        "--audio",
        type=arguments.rate,
        metavar="RATE",
        help="the input is mono sound at so many samples a second, made of WAV files; --input says how many samples",
    )
    group.add_argument(
        "--longer",
        choices=("start", "centre"),
        help="with --audio: what is taken of a longer sound (start); a shorter one gets zeros at its end",
    )
    group.add_argument(
        "--tensor", action="store_true", help="the input is no picture, but floats of any shape, which --input says"
    )
    group.add_argument("--interpolation", choices=("bilinear", "bicubic"), help="how images are resized")
    group.add_argument("--mean", type=arguments.three, metavar="R,G,B", help="subtracted from a pixel of 0 to 1")
    group.add_argument("--std", type=arguments.deviations, metavar="R,G,B", help="what it is divided by then")
    group.add_argument(
        "--size",
        type=_SIDE,
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


def _add_limits(group) -> None:
    group.add_argument(
        "--time-limit",
        type=arguments.limit(limits.seconds, "1 second or more"),
        default=limits.SECONDS,
        metavar="SECONDS",
        help=f"what one step may take, such as making the network, tracing it, or writing a unit ({limits.SECONDS})",
    )
    group.add_argument(
        "--memory-limit",
        type=arguments.limit(limits.size, "64m or more, such as 800m or 4g"),
        metavar="SIZE",
        help="memory of the export and all that it starts, such as 4g (four fifths of what is free)",
    )


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; exits with 2, after one line on stderr, where they are wrong."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.list:
        checks.require(parser, options)
    options.memory_limit = options.memory_limit or limits.usual_memory()
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the exporter. Returns 0 on success and 2, after one line on stderr, on wrong usage."""
    parser = _parser()
    options = parsed(sys.argv[1:] if arguments is None else arguments)
    try:
        # Imported here, so that --help and wrong usage answer without PyTorch.
        from . import export, inputs, pictures
        from .presets import Wishes
    except ImportError as error:
        parser.error(
            f"cannot import {error.name}; the exporter needs PyTorch, torchvision and tqdm: on Debian"
            " apt install python3-torch python3-torchvision python3-tqdm, elsewhere pip install torch torchvision tqdm"
        )
    if options.list:
        print("\n".join(export.NAMES))
        return 0
    is_plain = options.tensor or options.audio is not None
    plain = inputs.Plain(options.input, options.audio, options.longer or "start") if is_plain else None
    options.input = None if is_plain else options.input
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
        detections=options.detections,
        wishes=wishes,
        plain=plain,
        treatment=pictures.Treatment(options.orientation, options.colours, options.reduced_decoding),
        limits=limits.Limits(options.time_limit, options.memory_limit),
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
    if re.fullmatch(checks.FACTORY, model, re.ASCII) or not Path(model).suffix:
        return model.rpartition(":")[2][:100]
    return re.sub(r"[^A-Za-z0-9._-]", "-", Path(model).stem)[:100] or "network"
