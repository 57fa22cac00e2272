"""Writes an ONNX file, as PyTorch exports one. `isthmus export` reads such files from any source, and runs nothing.

From this folder:

    python3 onnxfile.py residual.onnx
    ../isthmus export residual.onnx --mean 0,0,0 --std 1,1,1 --out residual.zip
    ../isthmus inspect residual.zip

The package has one form, for ONNX Runtime. The graph is a small residual network: behind each of its blocks it can be
cut.
"""

import sys
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

SIZE = 64
OPSET = 13


class Residual(nn.Module):
    """Two convolutions beside a path that skips them, for which one convolution halves height and width."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.convolutions = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, 2, 1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        self.skip = nn.Conv2d(inputs, outputs, 1, 2, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.convolutions(x) + self.skip(x))


def network() -> nn.Module:
    """Pictures [B,3,64,64] to ten scores [B,10]."""
    torch.manual_seed(0)
    blocks = [Residual(a, b) for a, b in ((3, 8), (8, 16), (16, 16), (16, 32))]
    return nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)).eval()


def write(file: Path) -> None:
    """Writes the network, for any number of pictures."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network(),
            torch.zeros(1, 3, SIZE, SIZE),
            str(file),
            input_names=["picture"],
            output_names=["scores"],
            dynamic_axes={"picture": {0: "batch"}, "scores": {0: "batch"}},
            opset_version=OPSET,
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: onnxfile.py FILE.onnx")
    write(Path(sys.argv[1]))
