"""The model's own resize and centre crop, as one small TorchScript module."""

import torch
from torch import Tensor, nn

from .models import Transform


class Preprocess(nn.Module):
    """uint8 [3,h,w] of any size -> uint8 [3,crop,crop].

    As torchvision with antialias: the shorter side becomes `resize` pixels, then the centre is cut out. One side is
    resized and cropped before the other, the longer one first, so that an image of 1 x 60000 pixels needs
    3*resize*60000 floats and not the 3*resize*resize*60000 of its full enlargement.
    """

    def __init__(self, transform: Transform) -> None:
        super().__init__()
        self.resize = transform.resize
        self.crop = transform.crop
        self.bicubic = transform.bicubic

    def forward(self, image: Tensor) -> Tensor:
        height, width = image.size(1), image.size(2)
        x = image.unsqueeze(0).float()
        if width >= height:
            x = self.fit_width(x, int(self.resize * width / height))
            x = self.fit_height(x, self.resize)
        else:
            x = self.fit_height(x, int(self.resize * height / width))
            x = self.fit_width(x, self.resize)
        # Half to even, and bicubic overshoots.
        return x.round().clamp(0, 255).to(torch.uint8).squeeze(0).contiguous()

    def fit_width(self, x: Tensor, width: int) -> Tensor:
        left = int(round((width - self.crop) / 2.0))
        return self.resample(x, x.size(2), width).narrow(3, left, self.crop)

    def fit_height(self, x: Tensor, height: int) -> Tensor:
        top = int(round((height - self.crop) / 2.0))
        return self.resample(x, height, x.size(3)).narrow(2, top, self.crop)

    def resample(self, x: Tensor, height: int, width: int) -> Tensor:
        if self.bicubic:
            return torch.ops.aten._upsample_bicubic2d_aa(x, [height, width], False, None, None)
        return torch.ops.aten._upsample_bilinear2d_aa(x, [height, width], False, None, None)
