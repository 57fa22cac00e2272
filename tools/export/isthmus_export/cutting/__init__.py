"""Cuts any network into units by itself: traced, swept for the places where one tensor is alive, and built anew."""

from dataclasses import dataclass

import torch
from torch import fx, nn

from ..errors import ExportError
from . import building, candidates, choosing, measuring, naming, tracing
from .candidates import Cut

__all__ = ["Cut", "Cutting", "cut", "require_finite"]


@dataclass(frozen=True)
class Cutting:
    """A network in units. `units` take float32 [B,3,H,W] normalised images and give logits [B,classes] in the end."""

    units: list[tuple[str, nn.Module]]
    cuts: list[Cut]  # between them: one less
    candidates: list[Cut]  # all places where a single tensor crosses
    whole: nn.Module  # the same network as one unit
    classes: int
    input_elements: int  # of the image: one byte each

    def __str__(self) -> str:
        if not self.cuts:
            return "cuts: none, since nowhere a single tensor crosses with work behind it; the network is one unit"
        return f"cuts: {len(self.cuts)} of the {len(self.candidates)} places where one tensor crosses"

    def compressive(self) -> list[Cut]:
        """The compressive bottlenecks of Eq. 3 among the cuts."""
        return choosing.compressive(self.cuts, self.input_elements)


@torch.no_grad()
def cut(net: nn.Module, shape: tuple[int, int, int]) -> Cutting:
    """Cuts `net`, a function of float32 [B,*shape], where a single tensor crosses; into one unit where none does.

    The units share the network's parameters. Raises ExportError that names the node or the weight that is the reason.
    """
    net.eval()
    require_finite(net)
    graph_module = tracing.trace(net, shape)
    facts = measuring.measure(graph_module, shape)
    output = next(node for node in graph_module.graph.nodes if node.op == "output").args[0]
    classes = _classes(output, facts)
    found = candidates.find(graph_module, facts)
    found = [cut for cut in found if cut.node is not output]
    chosen = choosing.choose(found)
    names = naming.names(graph_module, [*(cut.node for cut in chosen), output])
    units = building.build(graph_module, facts, chosen)
    elements = shape[0] * shape[1] * shape[2]
    (whole,) = building.build(graph_module, facts, [])
    return Cutting(list(zip(names, units)), chosen, found, whole, classes, elements)


def require_finite(net: nn.Module) -> None:
    """Raises ExportError that names a parameter or buffer of `net` which is not finite."""
    for name, tensor in net.state_dict().items():
        if isinstance(tensor, torch.Tensor) and tensor.is_floating_point() and not tensor.isfinite().all():
            raise ExportError(f"the network's {name} holds values that are not finite: the training has diverged")


def _classes(output: object, facts: measuring.Facts) -> int:
    """How many logits a network gives for an image. Raises ExportError where its output is something else."""
    wanted = "a network must give one float32 tensor [B,classes] of logits"
    if not isinstance(output, fx.Node):
        kind = type(output).__name__.removeprefix("immutable_")
        raise ExportError(f"the output is a {kind} and no tensor; {wanted}")
    shape = facts[output].shape_for_one_image()
    where = measuring.place(output)
    if not facts[output].is_tensor:
        raise ExportError(f"the output, {where}, is no tensor; {wanted}")
    if shape is None or len(shape) != 1 or facts[output].dtype() != torch.float32:
        given = "x".join(map(str, facts[output].tensors[0][0][0]))
        kind = str(facts[output].dtype()).removeprefix("torch.")
        raise ExportError(f"the output, {where}, is {kind} of {given} for {measuring.IMAGES[0]} images; {wanted}")
    if facts[output].level is not measuring.Level.DATA:
        raise ExportError(f"the output, {where}, does not depend on the image")
    return shape[0]
