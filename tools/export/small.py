"""Writes the small packages of the services' tests to a folder: tools/export/small.py FOLDER.

skips.zip and skips-mask.zip are U-Nets of examples/unet.py, cut where several tensors cross; one gives classes and one a
mask. small-onnx.zip is cut where one tensor crosses, and has two forms. Their weights are drawn, so that the answers mean
nothing.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import torch  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from isthmus_export.cli import main  # noqa: E402

EXAMPLES = HERE.parents[1] / "examples"
LABELS = ("--labels", str(HERE / "tests" / "three.txt"))
PLAIN = ("--input", "3,32,32", "--mean", "0.5,0.5,0.5", "--std", "0.25,0.25,0.25")
PACKAGES = {
    "skips": (EXAMPLES, ("unet:small_classifier", *LABELS)),
    "skips-mask": (EXAMPLES, ("unet:small_segmenter", "--output", "mask", *LABELS)),
    "small-onnx": (HERE, ("small:Residual", "--forms", "portable,onnx", *LABELS)),
}


class Residual(nn.Module):
    """Pictures [B,3,32,32] to three classes, through two blocks with shortcuts."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(True))
        self.body = nn.ModuleList(nn.Conv2d(8, 8, 3, padding=1) for _ in range(2))
        self.narrow = nn.ModuleList((nn.Conv2d(8, 4, 3, 2, 1), nn.Conv2d(4, 4, 1)))
        self.head = nn.Linear(4 * 64, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        for convolution in self.body:
            x = torch.relu(x + convolution(x))
        x = self.narrow[0](x)
        x = torch.relu(x + self.narrow[1](x))
        return self.head(x.flatten(1))


def write(folder: Path) -> None:
    for name, (place, options) in PACKAGES.items():
        os.chdir(place)
        main([*options, *PLAIN, "--name", name, "--out", str(folder / f"{name}.zip")])


if __name__ == "__main__":
    write(Path(sys.argv[1]).resolve())
