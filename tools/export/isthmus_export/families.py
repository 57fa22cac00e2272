"""Networks whose units have names that are kept: stored profiles, reports and users refer to them.

Their cuts are found as those of any network. Which of them become units, and what those are called, is told by the
modules behind which they lie.
"""

from .cutting import Places

_LAST = "head"


def _efficientnet(stages: int) -> Places:
    return Places(((r"features\.0", "stem"), (rf"features\.[1-{stages}]\.\d+", "block{}")), _LAST)


def _vgg16() -> Places:
    names = (
        "conv1_1 conv1_2 pool1 conv2_1 conv2_2 pool2 conv3_1 conv3_2 conv3_3 pool3"
        " conv4_1 conv4_2 conv4_3 pool4 conv5_1 conv5_2 conv5_3 pool5"
    ).split()
    ends = (1, 3, 4, 6, 8, 9, 11, 13, 15, 16, 18, 20, 22, 23, 25, 27, 29, 30)  # of a ReLU or a pooling
    return Places(tuple((rf"features\.{end}", name) for end, name in zip(ends, names, strict=True)), _LAST)


PLACES = {
    **{f"efficientnet_b{i}": _efficientnet(7) for i in range(8)},
    **{f"efficientnet_v2_{size}": _efficientnet(6) for size in ("s", "b0", "b1", "b2", "b3")},
    **{f"efficientnet_v2_{size}": _efficientnet(7) for size in "ml"},
    "vgg16": _vgg16(),
    "resnet50": Places(((r"maxpool", "stem"), (r"layer[1-4]\.\d+", "block{}")), _LAST),
    "inception_v3": Places(((r"(Conv2d_\w+|maxpool\d|Mixed_\w+)", ""),), _LAST),
    "mobilenet_v2": Places(
        ((r"features\.0", "stem"), (r"features\.([1-9]|1[0-7])", "block{}"), (r"features\.18", "conv")), _LAST
    ),
    "mobilenet_v3_large": Places(((r"features\.0", "stem"), (r"features\.([1-9]|1[0-5])", "block{}")), _LAST),
}
