"""Weights drawn from a seed, for networks that have none."""

import contextlib
import math
from typing import Iterator

import torch
from torch import Tensor, nn
from torchvision.models import Inception3
from torchvision.models.resnet import Bottleneck
from torchvision.ops import SqueezeExcitation

_LOGIT_SPREAD = 1.5

# Residual branches and squeeze-and-excitation gates of random weights multiply what is unusual in an image from block
# to block. Quieter ones keep activations of the same order for images unlike those of the calibration.
_BRANCH_GAIN = 0.3
_GATE_GAIN = 0.25
# Without shortcuts a rounding error grows in every layer of random weights; less so where more of a ReLU's inputs are
# positive.
_INCEPTION_SHIFT = 0.5


@contextlib.contextmanager
def reproducible() -> Iterator[None]:
    """One thread and deterministic algorithms: sums are added in the same order in every run."""
    threads, strict = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(strict)


@torch.no_grad()
def draw(model: nn.Module, seed: int, two_valued: bool) -> None:
    """Draws every parameter of `model` from `seed`, scaled so that activations keep their size (He).

    With `two_valued`, each output channel of a convolution or linear layer has weights +s and -s only, which pack
    in a fraction of the space.
    """
    generator = torch.Generator().manual_seed(seed)
    shift = _INCEPTION_SHIFT if isinstance(model, Inception3) else 0.0

    def normal(like: Tensor) -> Tensor:
        return torch.randn(like.shape, generator=generator)

    for module in model.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            scale = math.sqrt(2 / module.weight[0].numel())
            if two_valued:
                signs = torch.randint(0, 2, module.weight.shape, generator=generator) * 2.0 - 1.0
                module.weight.copy_(signs * scale)
            else:
                module.weight.copy_(normal(module.weight) * scale)
            if module.bias is not None:
                module.bias.copy_(normal(module.bias) * 0.1)
        elif isinstance(module, nn.BatchNorm2d):
            module.weight.copy_(1 + normal(module.weight) * 0.1)
            module.bias.copy_(shift + normal(module.bias) * 0.1)

    for module in model.modules():
        if isinstance(module, SqueezeExcitation):
            module.fc2.weight.mul_(_GATE_GAIN)
        elif getattr(module, "use_res_connect", False) or isinstance(module, Bottleneck):
            branch = [m for name, m in module.named_children() if name != "downsample"]
            norms = [m for child in branch for m in child.modules() if isinstance(m, nn.BatchNorm2d)]
            norms[-1].weight.mul_(_BRANCH_GAIN)


def synthetic_images(count: int, size: int, seed: int) -> Tensor:
    """uint8 [count,3,size,size]: coloured noise at several scales, every other image with hard edges.

    Sharpness, colour, contrast and brightness differ widely from image to image, as they do among photographs.
    """
    generator = torch.Generator().manual_seed(seed)

    def uniform(low: float, high: float) -> Tensor:
        return torch.rand(count, 1, 1, 1, generator=generator) * (high - low) + low

    steepness, colour, contrast, brightness = uniform(0.3, 1.3), uniform(0.1, 1.2), uniform(20, 90), uniform(60, 190)
    image = torch.zeros(count, 3, size, size)
    cells = 2
    while cells <= size:
        grey = torch.randn(count, 1, cells, cells, generator=generator)
        noise = grey + colour * torch.randn(count, 3, cells, cells, generator=generator)
        smooth = nn.functional.interpolate(noise[0::2], size=(size, size), mode="bilinear", align_corners=False)
        edged = nn.functional.interpolate(noise[1::2], size=(size, size), mode="nearest")
        image[0::2] += smooth / cells ** steepness[0::2]
        image[1::2] += edged / cells ** steepness[1::2]
        cells *= 2
    image *= contrast / image.std(dim=(1, 2, 3), keepdim=True)
    return (image + brightness).round().clamp(0, 255).to(torch.uint8)


@torch.no_grad()
def calibrate(model: nn.Module, images: Tensor) -> None:
    """Sets batch-norm statistics from normalised `images`, and centres and scales the classifier's logits.

    Without it, activations of seeded weights drift off, and all images look alike to the classifier: what their
    features have in common outweighs what sets them apart.
    """
    model.eval()
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # the plain mean over batches, of which there is one
        norm.train()
    logits = model(images)
    for norm in norms:
        norm.eval()
    if any(isinstance(m, nn.Linear) for m in model.modules()):
        _calibrate_classifier(last_linear(model), logits)


def _calibrate_classifier(linear: nn.Linear, logits: Tensor) -> None:
    """Gives each class's logit mean 0 and deviation _LOGIT_SPREAD over the images."""
    if linear.out_features != logits.shape[1] or linear.bias is None:
        return
    scale = _LOGIT_SPREAD / logits.std(dim=0)
    linear.weight.mul_(scale.unsqueeze(1))
    linear.bias.copy_((linear.bias - logits.mean(dim=0)) * scale)


def last_linear(model: nn.Module) -> nn.Linear:
    """The classifier: the linear layer that yields the logits."""
    return [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
