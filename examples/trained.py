"""A network that others have trained, with weights from a file: MobileNetV2 in Keras's form, for five kinds of pictures.

The weights are those of the npm package nsfwjs 4.4.0 (MIT), in the format of TensorFlow.js. From this folder:

    npm pack nsfwjs@4.4.0
    python3 trained.py nsfwjs-4.4.0.tgz trained.pth
    ../isthmus export trained:Trained --weights trained.pth --input 3,224,224 --mean 0,0,0 --std 1,1,1 --out trained.zip
    ../isthmus calibrate trained.zip --images PHOTOGRAPHS

An answer of a trained network has a margin, so that its activations may be sent with fewer bits: calibrate tells with
how many. It is no network of torchvision: Keras pads on the right and at the bottom.
"""

import base64
import re
import sys
import tarfile
from pathlib import Path

import torch
from torch import Tensor, nn

# Repetitions of blocks: expansion, channels, number, stride of the first.
_STAGES = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))

_FOLDER = "package/dist/models/mobilenet_v2"
_WEIGHT = re.compile(r'\{name:"([^"]+)",shape:\[([\d,]*)\],dtype:"float32",quantization:\{min:([^,]+),scale:([^,]+),')
_BASE64 = re.compile(r'"([A-Za-z0-9+/]{1000,}=*)"')


class Layer(nn.Sequential):
    """Convolution, batch norm with Keras's epsilon, and ReLU6."""

    def __init__(self, inputs: int, outputs: int, size: int = 1, stride: int = 1, groups: int = 1) -> None:
        pad = [nn.ZeroPad2d((0, 1, 0, 1))] if stride == 2 else []
        around = 0 if stride == 2 else size // 2
        convolution = nn.Conv2d(inputs, outputs, size, stride, around, groups=groups, bias=False)
        super().__init__(*pad, convolution, nn.BatchNorm2d(outputs, eps=1e-3), nn.ReLU6())


class Block(nn.Module):
    """Expand, look at each channel by itself, project; beside a path that skips them if shapes agree."""

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int) -> None:
        super().__init__()
        width = inputs * expansion
        self.expand = Layer(inputs, width) if expansion > 1 else nn.Identity()
        self.depthwise = Layer(width, width, 3, stride, width)
        self.project = nn.Sequential(*list(Layer(width, outputs))[:-1])
        self.skips = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        y = self.project(self.depthwise(self.expand(x)))
        return x + y if self.skips else y


class Trained(nn.Module):
    """Pictures [B,3,224,224] of 0 … 1 to scores [B,5]."""

    def __init__(self) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        inputs = 32
        for expansion, outputs, number, stride in _STAGES:
            for index in range(number):
                blocks.append(Block(inputs, outputs, stride if index == 0 else 1, expansion))
                inputs = outputs
        self.features = nn.Sequential(Layer(3, 32, 3, 2), *blocks, Layer(inputs, 1280))
        dense = [nn.Linear(1280, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 5)]
        self.classifier = nn.Sequential(*dense)

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.features(x).mean((2, 3)))


def keras_weights(archive: Path) -> dict[str, Tensor]:
    """The weights in an npm package of nsfwjs, by Keras's names: stored as bytes with a scale and a minimum each."""
    with tarfile.open(archive) as package:
        manifest, values = (_text(package, name) for name in ("model.min.js", "group1-shard1of1.min.js"))
    data = torch.frombuffer(bytearray(base64.b64decode(_BASE64.findall(values)[0])), dtype=torch.uint8)
    weights: dict[str, Tensor] = {}
    for name, sizes, least, scale in _WEIGHT.findall(manifest):
        shape = [int(size) for size in sizes.split(",") if size]
        count = int(torch.tensor(shape).prod())
        weights[name] = (data[:count].double() * float(scale) + float(least)).float().reshape(shape)
        data = data[count:]
    return weights


def _text(package: tarfile.TarFile, name: str) -> str:
    member = package.extractfile(f"{_FOLDER}/{name}")
    if member is None:
        raise FileNotFoundError(name)
    return member.read().decode()


def fill(model: Trained, weights: dict[str, Tensor]) -> None:
    """Puts Keras's weights into the network; each has to be used once."""
    left = dict(weights)
    stem, *blocks, last = model.features
    _layer(stem, left, "Conv1", "bn_Conv1")
    for index, block in enumerate(blocks):
        name = f"block_{index}" if index else "expanded_conv"
        if index:
            _layer(block.expand, left, f"{name}_expand", f"{name}_expand_BN")
        _layer(block.depthwise, left, f"{name}_depthwise", f"{name}_depthwise_BN")
        _layer(block.project, left, f"{name}_project", f"{name}_project_BN")
    _layer(last, left, "Conv_1", "Conv_1_bn")
    for index, linear in enumerate(model.classifier[::2], 1):
        linear.load_state_dict({"weight": left.pop(f"dense_{index}/kernel").t(), "bias": left.pop(f"dense_{index}/bias")})
    if left:
        raise ValueError(f"not used: {', '.join(left)}")


def _layer(layer: nn.Module, left: dict[str, Tensor], name: str, norm: str) -> None:
    convolution, batch_norm = (part for part in layer if isinstance(part, (nn.Conv2d, nn.BatchNorm2d)))
    depthwise = "depthwise" in name
    kernel = left.pop(f"{name}/{'depthwise_' if depthwise else ''}kernel")
    convolution.load_state_dict({"weight": kernel.permute(2, 3, 0, 1) if depthwise else kernel.permute(3, 2, 0, 1)})
    names = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}
    values = {ours: left.pop(f"{norm}/{theirs}") for ours, theirs in names.items()}
    batch_norm.load_state_dict({**values, "num_batches_tracked": torch.tensor(0)})


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: trained.py nsfwjs-4.4.0.tgz WEIGHTS.pth")
    network = Trained()
    fill(network, keras_weights(Path(sys.argv[1])))
    torch.save(network.state_dict(), sys.argv[2])
