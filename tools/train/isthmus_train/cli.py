"""The command line: trains and tests EfficientNet-B0 on Fashion-MNIST, and writes test pictures as files."""

import argparse
import os
from pathlib import Path
from typing import Sequence


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="train",
        description="Trains EfficientNet-B0 on Fashion-MNIST and prints its accuracy on the test pictures.",
        allow_abbrev=False,
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="the weights: a state dict")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="where the class names are written, one a line")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="write test pictures here, and train nothing")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=Path("/usr/share/datasets/fashion-mnist"),
        help="the four files of Fashion-MNIST (Debian: dataset-fashion-mnist)",
    )
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="stored after every stage; continued from")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), metavar="N", help="all processors by default")
    parser.add_argument("--test", type=int, default=10_000, metavar="N", help="test pictures (10000)")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 on success and 2, after one line on stderr, on wrong usage or missing data."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.out is None) == (options.pictures is None):
        parser.error("name --out to train, or --pictures to write test pictures")
    import torch

    torch.set_num_threads(options.threads)
    from . import data, pictures, training

    try:
        test = data.read(options.data, "t10k").first(options.test)
        if options.pictures is not None:
            pictures.write(test, options.pictures, training.INPUT_SIDE)
            return 0
        train = data.read(options.data, "train")
    except (OSError, ValueError) as error:
        parser.error(f"{error}; Debian's package dataset-fashion-mnist has the files")
    model = training.train(train, options.seed, options.checkpoint)
    torch.save({name: value.contiguous() for name, value in model.state_dict().items()}, options.out)
    if options.labels is not None:
        options.labels.write_text("".join(f"{label}\n" for label in data.LABELS), encoding="utf-8")
    print(f"accuracy on {len(test)} test pictures: {training.accuracy(model, test):.4f}")
    return 0
