"""Makes the package of the tests of engines anew: python3 make.py (PyTorch 1.13). It has two forms of the same weights."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

SIZE, CLASSES = 32, 10


class Stem(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, 2, 1)

    def forward(self, x):
        return F.hardswish(self.conv((x.float() / 255 - 0.5) / 0.25))


class Block(nn.Module):
    """Expand, depthwise, squeeze and excite, project; with a way around where the shape stays."""

    def __init__(self, inside, outside, stride):
        super().__init__()
        wide = 2 * inside
        self.expand = nn.Conv2d(inside, wide, 1)
        self.depth = nn.Conv2d(wide, wide, 3, stride, 1, groups=wide)
        self.squeeze = nn.Conv2d(wide, 4, 1)
        self.excite = nn.Conv2d(4, wide, 1)
        self.project = nn.Conv2d(wide, outside, 1)
        self.around = stride == 1 and inside == outside

    def forward(self, x):
        y = F.relu(self.depth(F.relu(self.expand(x))))
        gate = torch.sigmoid(self.excite(F.relu(self.squeeze(y.mean((2, 3), keepdim=True)))))
        y = self.project(y * gate)
        return x + y if self.around else y


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(24, CLASSES)

    def forward(self, x):
        return self.linear(x.mean((2, 3)))


def portable(unit, example):
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.freeze(torch.jit.script(unit)), buffer)
    return buffer.getvalue()


def onnx(unit, example, before, after):
    buffer = io.BytesIO()
    axes = {before: {0: "batch"}, after: {0: "batch"}}
    names = {"input_names": [before], "output_names": [after], "dynamic_axes": axes}
    torch.onnx.export(unit, (example,), buffer, opset_version=14, **names)
    return buffer.getvalue()


torch.manual_seed(1)
units = {
    "stem": Stem(),
    "block0": Block(16, 16, 1),
    "block1": Block(16, 8, 2),
    "block2": Block(8, 8, 1),
    "block3": Block(8, 24, 2),
    "head": Head(),
}
files, entries = {}, []
x, before = torch.zeros(2, 3, SIZE, SIZE, dtype=torch.uint8), "input"
for number, (name, unit) in enumerate(units.items(), 1):
    unit.eval()
    with torch.no_grad():
        y = unit(x)
    after = "logits" if name == "head" else f"t{number}"
    forms = {
        "portable": (f"units/{number:02}-{name}.portable.pt", portable(unit, x)),
        "onnx": (f"units/{number:02}-{name}.onnx.onnx", onnx(unit, x, before, after)),
    }
    files.update(dict(forms.values()))
    entries.append(
        {
            "name": name,
            "tensors": [{"name": after, "shape": list(y.shape[1:]), "dtype": "F32"}],
            "parameters": sum(p.numel() for p in unit.parameters()),
            "files": {
                form: {"file": file, "sha256": hashlib.sha256(data).hexdigest()} for form, (file, data) in forms.items()
            },
        }
    )
    x, before = y, after
manifest = {
    "format": 2,
    "name": "two-forms",
    "inputs": [{"name": "input", "shape": [3, SIZE, SIZE], "dtype": "U8", "kind": "image"}],
    "outputs": [{"name": "logits", "shape": [CLASSES], "dtype": "F32", "kind": "logits"}],
    "preprocess": {"resize": SIZE, "interpolation": "bilinear"},
    "forms": [{"name": "portable", "engine": "PyTorch"}, {"name": "onnx", "engine": "OnnxRuntime"}],
    "units": entries,
}
files["manifest.json"] = json.dumps(manifest, indent=2).encode()
with zipfile.ZipFile(Path(__file__).with_name("two-forms.zip"), "w", zipfile.ZIP_DEFLATED) as package:
    for name, data in sorted(files.items()):
        package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
