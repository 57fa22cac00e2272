"""Makes the modules of the tests of odd packages anew: PYTHONPATH=tools/export python3 make.py (PyTorch 1.13).

Each takes what the chain of OddPackage hands it, and gives what its name says.
"""

from pathlib import Path
from typing import Dict, List, Optional, Tuple  # noqa: F401: the bodies name them

import torch
from torch import Tensor  # noqa: F401

from isthmus_export.torchscript import forget_classes, to_bytes

BODIES = {
    "preprocess": "def forward(self, image: Tensor) -> Tensor:\n    return torch.ones([3, 8, 8], dtype=torch.uint8)",
    "stem": "def forward(self, x: Tensor) -> Tensor:\n    return x.float()[:, 0:2, 0:4, 0:4].contiguous()",
    "head": "def forward(self, x: Tensor) -> Tensor:\n    return x.flatten(1)[:, 0:2].contiguous()",
    "tuple": "def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:\n    return x.float(), x.float()",
    "list": "def forward(self, x: Tensor) -> List[Tensor]:\n    return [x.float()]",
    "dict": "def forward(self, x: Tensor) -> Dict[str, Tensor]:\n    return {'out': x.float()}",
    "text": "def forward(self, x: Tensor) -> str:\n    return 'text'",
    "none": "def forward(self, x: Tensor) -> Optional[Tensor]:\n    return None",
    "number": "def forward(self, x: Tensor) -> float:\n    return 1.0",
    **{
        kind: f"def forward(self, x: Tensor) -> Tensor:\n    return x[:, 0:2, 0:4, 0:4].to(torch.{kind}).contiguous()"
        for kind in ("float16", "bfloat16", "float64", "int8", "int16", "int32", "int64", "bool", "complex64", "uint8")
    },
    "quantised": "def forward(self, x: Tensor) -> Tensor:\n"
    "    return torch.quantize_per_tensor(x.float()[:, 0:2, 0:4, 0:4].contiguous(), 1.0, 0, torch.qint8)",
    "sparse": "def forward(self, x: Tensor) -> Tensor:\n    return x.float()[:, 0:2, 0:4, 0:4].to_sparse()",
    "meta": "def forward(self, x: Tensor) -> Tensor:\n    return x.float()[:, 0:2, 0:4, 0:4].to('meta')",
    "mkldnn": "def forward(self, x: Tensor) -> Tensor:\n    return x.float()[:, 0:2, 0:4, 0:4].contiguous().to_mkldnn()",
    "small": "def forward(self, x: Tensor) -> Tensor:\n    return x.float()[:, 0:2, 0:2, 0:2].contiguous()",
    "flat": "def forward(self, x: Tensor) -> Tensor:\n    return x.float().flatten()",
    "onlyone": "def forward(self, x: Tensor) -> Tensor:\n"
    "    return x.float()[0:1, 0:2, 0:4, 0:4].contiguous().view(1, 2, 4, 4)",
    "raises": "def forward(self, x: Tensor) -> Tensor:\n    assert x.size(0) == 77, 'only batches of 77'\n    return x",
    "inplace": "def forward(self, x: Tensor) -> Tensor:\n    x.add_(1)\n    return x.float()[:, 0:2, 0:4, 0:4].contiguous()",
    "random": "def forward(self, x: Tensor) -> Tensor:\n    return torch.dropout(x.float()[:, 0:2, 0:4, 0:4], 0.5, True)",
    "infinite": "def forward(self, x: Tensor) -> Tensor:\n    return x.float()[:, 0:2, 0:4, 0:4] / 0.0",
    "endless": "def forward(self, x: Tensor) -> Tensor:\n    n = 0\n    while n >= 0:\n        n = 1 - n\n    return x",
    # It ends at 4 GB, so that a test that fails does not take all memory of the machine.
    "growing": "def forward(self, x: Tensor) -> Tensor:\n    kept: List[Tensor] = []\n    while len(kept) < 250:\n"
    "        kept.append(torch.ones([4000000]))\n    return x.float()[:, 0:2, 0:4, 0:4].contiguous()",
    "two": "def forward(self, x: Tensor, y: Tensor) -> Tensor:\n    return x + y",
    "noforward": "def other(self, x: Tensor) -> Tensor:\n    return x",
}


def module(body: str) -> torch.jit.ScriptModule:
    forget_classes()
    unit = torch.jit.ScriptModule()
    unit.define(body + "\n")
    return unit


here = Path(__file__).resolve().parent
for name, body in BODIES.items():
    (here / f"{name}.pt").write_bytes(to_bytes(module(body)))
