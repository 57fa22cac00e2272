"""Folds batch norm into the convolution before it, and lays weights channels-last."""

import torch
from torch import fx, nn


def fold(module: nn.Module) -> nn.Module:
    """Folds the batch norms of the traced parts of `module` in place, and returns it.

    A batch norm that follows anything but a convolution of its own stays.
    """
    for part in [m for m in module.modules() if isinstance(m, fx.GraphModule)]:
        _fold_traced(part)
    return module.to(memory_format=torch.channels_last)


def _fold_traced(part: fx.GraphModule) -> None:
    called = [node.target for node in part.graph.nodes if node.op == "call_module"]
    for node in list(part.graph.nodes):
        before = node.args[0] if node.op == "call_module" and node.args else None
        if not isinstance(before, fx.Node) or before.op != "call_module" or len(before.users) != 1:
            continue
        conv, norm = part.get_submodule(before.target), part.get_submodule(node.target)
        once = called.count(before.target) == called.count(node.target) == 1
        # Not their subclasses, which may compute something else.
        if once and type(conv) is nn.Conv2d and type(norm) is nn.BatchNorm2d and norm.affine and not _hooked(conv):
            if norm.track_running_stats:
                _fold_into(conv, norm)
                node.replace_all_uses_with(before)
                part.graph.erase_node(node)
    part.delete_all_unused_submodules()
    part.recompile()


def _hooked(module: nn.Module) -> bool:
    """Whether something is done at each call, such as computing a weight anew (weight norm)."""
    return bool(module._forward_pre_hooks or module._forward_hooks)


@torch.no_grad()
def _fold_into(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    """Gives `conv` the weight and bias that make it equal conv followed by norm."""
    # In double precision, so that folding costs one rounding of each value only.
    scale = norm.weight.double() / (norm.running_var.double() + norm.eps).sqrt()
    bias = torch.zeros_like(norm.running_mean) if conv.bias is None else conv.bias
    shift = norm.bias.double() + (bias.double() - norm.running_mean.double()) * scale
    conv.weight = nn.Parameter((conv.weight.double() * scale.view(-1, 1, 1, 1)).float())
    conv.bias = nn.Parameter(shift.float())
