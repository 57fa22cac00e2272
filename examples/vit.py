"""A small Vision Transformer, written here and not taken from a library, and how it becomes a package.

From this folder:

    ../isthmus export vit:ViT --input 3,64,64 --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5 --out vit.zip
    ../isthmus inspect vit.zip

Between its blocks the tokens are all that is alive: it can be cut behind each. They are fewer bytes than the picture
only where the picture is large or the network narrow. The weights are drawn from --seed.
"""

import torch
from torch import Tensor, nn


class Attention(nn.Module):
    """Every token looks at every other: [B,tokens,width] to the same shape."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.scale = (width // heads) ** -0.5
        self.queries_keys_values = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        parts = self.queries_keys_values(x).reshape(batch, tokens, 3, self.heads, width // self.heads)
        queries, keys, values = parts.permute(2, 0, 3, 1, 4).unbind(0)
        weights = (queries @ keys.transpose(-2, -1) * self.scale).softmax(-1)
        return self.out((weights @ values).transpose(1, 2).reshape(batch, tokens, width))


class Block(nn.Module):
    """Attention, then two layers for each token by itself, both beside a path that skips them."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.before_attention = nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.before_layers = nn.LayerNorm(width)
        self.layers = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.before_attention(x))
        return x + self.layers(self.before_layers(x))


class ViT(nn.Module):
    """Pictures [B,3,size,size] to one score for each class [B,classes], from the mean of the tokens."""

    def __init__(self, classes: int = 10, size: int = 64, patch: int = 8, width: int = 48, depth: int = 4) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, patch)
        self.places = nn.Parameter(0.02 * torch.randn(1, (size // patch) ** 2, width))
        self.blocks = nn.Sequential(*(Block(width, heads=4) for _ in range(depth)))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, classes)

    def forward(self, x: Tensor) -> Tensor:
        tokens = self.patches(x).flatten(2).transpose(1, 2) + self.places
        return self.head(self.norm(self.blocks(tokens)).mean(1))
