"""The form for a libtorch without oneDNN: plain operators, and the same answers."""

import pytest
import torch
from conftest import Package, load_units, write

from isthmus_export import export, models


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Package:
    spec = models.find("mobilenet_v3_large")
    model = export.seeded(spec, seed=0, compressible=False)
    folder = tmp_path_factory.mktemp("package") / "portable"
    write(model, spec, "portable", folder)
    return Package(folder, spec, model, *load_units(folder))


def test_chain_equals_the_whole_model(made: Package) -> None:
    x = made.images(2)
    whole = made.whole(x)
    assert (made.chain(x) - whole).abs().max() <= 2e-5 * whole.abs().max()


def test_only_pytorchs_own_operators_are_called(made: Package) -> None:
    kinds = {node.kind().split("::")[0] for unit in made.units for node in unit.inlined_graph.nodes()}
    assert kinds <= {"aten", "prim"}


def test_batch_norm_is_folded_and_weights_lie_channels_last(made: Package) -> None:
    for unit in made.units:
        assert "batch_norm" not in str(unit.graph)
        constants = [n for n in unit.graph.findAllNodes("prim::Constant") if n.hasAttribute("value")]
        for weight in (n.t("value") for n in constants if n.kindOf("value") == "t"):
            if weight.dim() == 4:
                assert weight.is_contiguous(memory_format=torch.channels_last)
