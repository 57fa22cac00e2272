"""Writes pictures as files, with their labels beside them, as `./isthmus calibrate` reads them."""

from pathlib import Path

from PIL import Image

from .data import LABELS, Pictures


def write(pictures: Pictures, folder: Path) -> None:
    """One PNG for each picture, and labels.csv beside the folder: the file's name and its class name."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, (image, label) in enumerate(zip(pictures.images, pictures.labels)):
        name = f"{number:05d}.png"
        Image.fromarray(image.numpy()).convert("RGB").save(folder / name)
        lines.append(f"{name},{LABELS[int(label)]}\n")
    (folder.parent / f"{folder.name}-labels.csv").write_text("".join(lines), encoding="utf-8")
