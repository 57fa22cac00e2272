"""Writes the small packages of the services' tests to a folder: tools/export/small.py FOLDER.

skips.zip and skips-mask.zip are U-Nets of examples/unet.py, cut where several tensors cross; one gives classes and one a
mask. Their weights are drawn, so that the answers mean nothing.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from isthmus_export.cli import main  # noqa: E402

PLAIN = ("--input", "3,32,32", "--mean", "0.5,0.5,0.5", "--std", "0.25,0.25,0.25")
PACKAGES = {
    "skips": ("unet:small_classifier", "--labels", str(HERE / "tests" / "three.txt")),
    "skips-mask": ("unet:small_segmenter", "--output", "mask", "--labels", str(HERE / "tests" / "three.txt")),
}


def write(folder: Path) -> None:
    os.chdir(HERE.parents[1] / "examples")
    for name, options in PACKAGES.items():
        main([*options, *PLAIN, "--name", name, "--out", str(folder / f"{name}.zip")])


if __name__ == "__main__":
    write(Path(sys.argv[1]).resolve())
