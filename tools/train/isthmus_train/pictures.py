"""Writes pictures as files, with their labels beside them, as `./isthmus calibrate` reads them."""

from pathlib import Path

from PIL import Image

from . import data
from .data import LABELS, Pictures


def write(pictures: Pictures, folder: Path, side: int) -> None:
    """A PNG of side × side pixels for each picture, and NAME-labels.csv beside the folder: file and class name."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, label in enumerate(pictures.labels):
        name = f"{number:05d}.png"
        pixels = data.scaled(pictures.images[number : number + 1], side)[0]
        Image.fromarray(pixels.permute(1, 2, 0).contiguous().numpy()).save(folder / name)
        lines.append(f"{name},{LABELS[int(label)]}\n")
    (folder.parent / f"{folder.name}-labels.csv").write_text("".join(lines), encoding="utf-8")
