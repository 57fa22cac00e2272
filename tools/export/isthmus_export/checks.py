"""What options of the command line cannot go together."""

import argparse
import math
import re

from . import arguments, files

FACTORY = r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*"
# What is done to pictures, and to nothing else.
_FOR_PICTURES = ("preset", "resize", "crop", "interpolation", "mean", "std", "size", "reduced_decoding")


def require(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Ends with one line where the options cannot go together."""
    own = options.model and ".py:" not in options.model and re.fullmatch(FACTORY, options.model, re.ASCII)
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
    _require_input(parser, options, bool(own or held))
    if (own or held) and options.compressible:
        parser.error("--compressible makes weights for torchvision's networks; a factory makes its own")
    if options.seed is not None and not 0 <= options.seed < 2**63:
        parser.error("--seed takes a number from 0 up")


def _require_input(parser: argparse.ArgumentParser, options: argparse.Namespace, own: bool) -> None:
    """Ends with one line where the input cannot be what the options say. Pictures keep height and width alone."""
    if options.audio is None and not options.tensor:
        if options.longer:
            parser.error("--longer goes with --audio RATE")
        try:
            options.input = options.input and arguments.picture(options.input)
        except argparse.ArgumentTypeError as error:
            parser.error(f"argument --input: {error}")
        return
    which = "--tensor" if options.audio is None else "--audio"
    if options.tensor and options.audio is not None:
        parser.error("--audio and --tensor exclude each other")
    if not own or files.is_onnx(options.model):
        parser.error(f"{which} is for networks of your own, as package.module:factory or TorchScript")
    pictures = [f"--{name.replace('_', '-')}" for name in _FOR_PICTURES if getattr(options, name)]
    if pictures or options.orientation != "apply" or options.colours != "ignore":
        first = (pictures or ["the treatment of image files"])[0]
        parser.error(f"{first} is for pictures, and {which} says that the input is none")
    if options.input is None:
        example = "3,4,5" if options.audio is None else "16000"
        parser.error(f"{which} needs the shape of the input, such as --input {example}")
    if options.audio is not None and len(options.input) != 1:
        parser.error("argument --input: takes the number of samples with --audio, such as 16000")
    if 4 * math.prod(options.input) > arguments.MOST_BYTES:
        parser.error("argument --input: takes at most 64 MiB an input, 16777216 floats")
    if options.longer and options.audio is None:
        parser.error("--longer goes with --audio RATE")
