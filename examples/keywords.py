"""A small network that tells spoken words apart, and how it becomes a package that takes WAV files.

From this folder:

    ../isthmus export keywords:Spotter --input 16000 --audio 16000 --labels keywords.txt --out keywords.zip
    ../isthmus inspect keywords.zip

The first layer makes the spectrogram, in plain operators: so it is cut like all others, and what crosses behind it is a
quarter of the sound. The weights are drawn from --seed: the words mean nothing until it is trained.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class LogMel(nn.Module):
    """Sounds [B,n] to the logarithm of their energy [B,bands,frames], in bands that are spaced as the ear hears.

    A frame is 25 ms long, and one begins every 10 ms. Its Fourier transform is a convolution with fixed sines and
    cosines under a Hann window. A sine as loud as it can be gives 1, and silence, or what is below a millionth of that
    energy, gives -1.
    """

    def __init__(self, rate: int = 16_000, bands: int = 40) -> None:
        super().__init__()
        frame, self.hop = rate // 40, rate // 100
        size = 1 << (frame - 1).bit_length()
        frequencies = size // 2 + 1
        angle = 2 * math.pi / size * torch.outer(torch.arange(frequencies).double(), torch.arange(frame).double())
        window = torch.hann_window(frame, dtype=torch.float64)
        waves = torch.cat((angle.cos(), angle.sin())) * window * (2 / window.sum())
        self.frequencies = frequencies
        self.register_buffer("waves", waves.float()[:, None])
        self.register_buffer("filters", _triangles(rate, frequencies, bands).float())

    def forward(self, x: Tensor) -> Tensor:
        parts = F.conv1d(x.unsqueeze(1), self.waves, stride=self.hop)
        squares = parts.square()
        energy = torch.matmul(self.filters, squares[:, : self.frequencies] + squares[:, self.frequencies :])
        return (energy + 1e-6).log10() / 3 + 1


def _triangles(rate: int, frequencies: int, bands: int) -> Tensor:
    """How much of each frequency a band takes: [bands,frequencies], in triangles of equal width in mel."""
    most = 2595 * math.log10(1 + rate / 2 / 700)
    edges = 700 * (10 ** (torch.linspace(0, most, bands + 2, dtype=torch.float64) / 2595) - 1)
    hertz = torch.linspace(0, rate / 2, frequencies, dtype=torch.float64)
    rising = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    return torch.minimum(rising, falling).clamp(min=0)


class Block(nn.Module):
    """An inverted residual: wider, filtered channel by channel, and narrow again."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        wide = 4 * inputs
        self.body = nn.Sequential(
            nn.Conv2d(inputs, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU(),
            nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False), nn.BatchNorm2d(wide), nn.ReLU(),
            nn.Conv2d(wide, outputs, 1, bias=False), nn.BatchNorm2d(outputs),
        )  # fmt: skip
        self.passes = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x) if self.passes else self.body(x)


class Spotter(nn.Module):
    """Sounds of one second [B,16000] to a score for each word: [B,words]."""

    def __init__(self, words: int = 12) -> None:
        super().__init__()
        self.spectrogram = LogMel()
        self.stem = nn.Sequential(nn.Conv2d(1, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        shape = [(16, 24, 2), (24, 24, 1), (24, 32, 2), (32, 32, 1), (32, 48, 1), (48, 48, 1), (48, 64, 2), (64, 64, 1)]
        self.blocks = nn.Sequential(*(Block(*each) for each in shape))
        self.head = nn.Linear(64, words)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)

    def forward(self, x: Tensor) -> Tensor:
        planes = self.spectrogram(x).unsqueeze(1)
        return self.head(self.blocks(self.stem(planes)).mean((2, 3)))
