"""Trains EfficientNet-B0: first on small inputs, which are cheap, then on larger ones, then with rounded weights."""

import sys
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from torchvision.models import efficientnet_b0
from tqdm import tqdm

from . import data, rounding
from .data import Pictures

INPUT_SIDE = 224  # pixels


@dataclass(frozen=True)
class Stage:
    """`steps` steps with `batch` pictures each of `side` pixels, at learning rates up to `rate`."""

    side: int
    batch: int
    steps: int
    rate: float
    weight_decay: float = 0.02
    warm_up: float = 0.25
    rounded: bool = False  # with rounded weights
    final: bool = False  # batch norm folded too


STAGES = (
    Stage(side=48, batch=128, steps=2350, rate=3e-3),
    Stage(side=48, batch=128, steps=800, rate=1.5e-3, rounded=True),
    Stage(side=112, batch=64, steps=450, rate=8e-4, rounded=True),
    Stage(side=INPUT_SIDE, batch=32, steps=450, rate=6e-4, rounded=True),
    # Each of these begins anew with a high rate: so the published package was made.
    *(
        Stage(side=INPUT_SIDE, batch=32, steps=steps, rate=rate, weight_decay=0.0, rounded=True, final=True)
        for steps, rate in ((300, 1e-4), (480, 3e-4), (500, 3e-4), (420, 2e-4))
    ),
)


def train(pictures: Pictures, seed: int, checkpoint: Path | None) -> nn.Module:
    """The trained network, in evaluation mode.

    With `checkpoint` each finished stage is stored there, and a later run goes on behind it.
    """
    torch.manual_seed(seed)
    model = efficientnet_b0(num_classes=len(data.LABELS), stochastic_depth_prob=0.0)
    model = model.to(memory_format=torch.channels_last)
    done = _restore(model, checkpoint)
    for number, stage in enumerate(STAGES[done:], start=done):
        if stage.final:
            rounding.fold(model)
        if stage.rounded:
            rounding.attach(model)
        _run(model, stage, pictures, torch.Generator().manual_seed(seed + number), f"stage {number + 1}")
        if stage.final:
            rounding.bake(model)
        elif stage.rounded:
            rounding.detach(model)
        if checkpoint is not None:
            torch.save({"stages": number + 1, "model": model.state_dict()}, checkpoint)
    return model.eval()


def _restore(model: nn.Module, checkpoint: Path | None) -> int:
    if checkpoint is None or not checkpoint.is_file():
        return 0
    stored = torch.load(checkpoint, map_location="cpu")
    model.load_state_dict(stored["model"])
    return stored["stages"]


def _run(model: nn.Module, stage: Stage, pictures: Pictures, generator: torch.Generator, name: str) -> None:
    model.train()
    if stage.final:
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()
                module.requires_grad_(False)
                module.bias.requires_grad_(True)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, stage.rate, weight_decay=stage.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, stage.rate, total_steps=stage.steps, pct_start=stage.warm_up
    )
    order = _order(len(pictures), stage.batch, stage.steps, generator)
    bar = tqdm(order, desc=name, file=sys.stderr, mininterval=5)
    for chosen in bar:
        images = data.augment(pictures.images[chosen], generator)
        outputs = model(data.normalised(data.scaled(images, stage.side)))
        loss = nn.functional.cross_entropy(outputs, pictures.labels[chosen])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 2.0)
        optimiser.step()
        schedule.step()
        bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)


def _order(count: int, batch: int, steps: int, generator: torch.Generator) -> list[torch.Tensor]:
    """The pictures of each step: every picture once before any comes again."""
    epochs = -(-batch * steps // count)
    order = torch.cat([torch.randperm(count, generator=generator) for _ in range(epochs)])
    return list(order[: batch * steps].view(steps, batch))


@torch.no_grad()
def accuracy(model: nn.Module, pictures: Pictures, side: int = INPUT_SIDE) -> float:
    """The share of `pictures` whose class `model` finds, with inputs of `side` pixels."""
    right = 0
    for start in tqdm(range(0, len(pictures), 50), desc="test", file=sys.stderr, mininterval=5):
        part = slice(start, start + 50)
        outputs = model(data.normalised(data.scaled(pictures.images[part], side)))
        right += int((outputs.argmax(1) == pictures.labels[part]).sum())
    return right / len(pictures)
