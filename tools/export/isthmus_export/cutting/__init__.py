"""Cuts any network into units by itself: traced, swept for places where few tensors are alive, and built anew."""

import math
from dataclasses import dataclass

import torch
from torch import nn

from ..errors import ExportError
from . import building, candidates, choosing, measuring, naming, outputs, places, scripted, tracing
from .candidates import Cut
from .outputs import Output
from .places import Places

__all__ = ["Cut", "Cutting", "Output", "Places", "cut", "require_finite"]


@dataclass(frozen=True)
class Cutting:
    """A network in units.

    `units` take the tensors of the cut before, float32 [B,…]; the first takes the network's input. Each gives
    the tensors of the cut behind it, one or a tuple of several; the last gives the outputs.
    """

    units: list[tuple[str, nn.Module]]
    cuts: list[Cut]  # between them: one less
    candidates: list[Cut]  # all places where the network may be cut
    whole: nn.Module  # the same network as one unit
    outputs: tuple[Output, ...]
    input_elements: int

    def __str__(self) -> str:
        if not self.cuts:
            return "cuts: none, since nowhere few tensors cross with work behind them; the network is one unit"
        single = sum(cut.tensors == 1 for cut in self.candidates)
        text = f"cuts: {len(self.cuts)} of the {len(self.candidates)} places"
        several = sum(cut.tensors > 1 for cut in self.cuts)
        if several:
            return f"{text}, {several} of them where several tensors cross"
        return f"cuts: {len(self.cuts)} of the {single} places where one tensor crosses"

    def compressive(self) -> list[Cut]:
        """The compressive bottlenecks of Eq. 3 among the cuts."""
        return choosing.compressive(self.cuts, self.input_elements)


@torch.no_grad()
def cut(net: nn.Module, shape: tuple[int, ...], told: Places | None = None) -> Cutting:
    """Cuts `net`, a function of float32 [B,*shape], where few tensors cross; into one unit where there is no such place.

    Of all places those are taken that are worth a unit, or those that are `told`. The units share the network's
    parameters. Raises ExportError that names the node or the weight that is the reason.
    """
    net = scripted.Interpreted(net.eval()) if isinstance(net, torch.jit.ScriptModule) else net.eval()
    require_finite(net)
    graph_module = tracing.trace(net, shape)
    facts = measuring.measure(graph_module, shape)
    value = next(node for node in graph_module.graph.nodes if node.op == "output").args[0]
    ends, given = outputs.of(value, facts)
    found = [cut for cut in candidates.find(graph_module, facts) if set(cut.nodes) != set(ends)]
    if told is None:
        chosen = choosing.choose(found)
        names = naming.names(graph_module, [*(cut.nodes[-1] for cut in chosen), ends[-1]])
    else:
        chosen, names = places.choose(graph_module, facts, found, told)
    units = building.build(graph_module, facts, chosen, ends)
    elements = math.prod(shape)
    (whole,) = building.build(graph_module, facts, [], ends)
    return Cutting(list(zip(names, units)), chosen, found, whole, given, elements)


def require_finite(net: nn.Module) -> None:
    """Raises ExportError that names a parameter or buffer of `net` which is not finite."""
    for name, tensor in net.state_dict().items():
        if isinstance(tensor, torch.Tensor) and tensor.is_floating_point() and not tensor.isfinite().all():
            raise ExportError(f"the network's {name} holds values that are not finite: the training has diverged")
