"""Packages for the tests, loaded the way the services load them."""

import copy
import io
import json
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterator

import pytest
import torch
from torch import Tensor, nn

from isthmus_export import archive, cutting, export, loading, models, networks, outputs, package, trying, weights
from isthmus_export.cli import main
from isthmus_export.families import PLACES
from isthmus_export.units import Normalise


SMALL = "mobilenet_v3_large"
_SMALLER = {"efficientnet_v2_s": 128, "vgg16": 96}  # inputs of those that compute longest
BUILD = models.find(SMALL).build
State = dict[str, Tensor]


@dataclass
class Package:
    """A package read back from disk, next to the torchvision network it was made of."""

    folder: Path
    spec: models.Spec
    model: nn.Module
    manifest: dict
    units: list[torch.jit.ScriptModule]

    def images(self, count: int) -> Tensor:
        return weights.synthetic_images(count, self.spec.transform.crop, seed=99)

    def chain(self, x: Tensor) -> Tensor:
        for unit in self.units:
            x = unit(x)
        return x

    def whole(self, x: Tensor) -> Tensor:
        """The logits of torchvision's own network, batch norm and all."""
        return self.model(self.normalised(x))

    def exact(self, x: Tensor) -> Tensor:
        """The same in double precision."""
        return copy.deepcopy(self.model).double()(self.normalised(x).double())

    def normalised(self, x: Tensor) -> Tensor:
        return Normalise(self.spec.transform.mean, self.spec.transform.std)(x)


def load_units(folder: Path) -> tuple[dict, list[torch.jit.ScriptModule]]:
    """A package's manifest, and its units in the portable form, or in the only one."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    if manifest["format"] == 1:
        files = [block["file"] for block in manifest["blocks"]]
    else:
        files = [unit["files"]["portable"]["file"] for unit in manifest["units"]]
    return manifest, [torch.jit.load(io.BytesIO((folder / file).read_bytes())) for file in files]


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one line that the command says before it exits with 2."""
    with pytest.raises(SystemExit) as exit_:
        main([str(a) for a in arguments])
    captured = capsys.readouterr()
    message = captured.err.split("\r")[-1].strip()
    assert exit_.value.code == 2 and captured.out == ""
    assert "\n" not in message and message.startswith("isthmus export: ")
    return message


def loaded(file: Path, key: str | None = None) -> tuple[State, list[str]]:
    """What the exporter makes of a file of weights, and what it says of it."""
    model = BUILD(1000)
    chosen = loading.choose(archive.load(file), model, file, key)
    model = BUILD(loading.classes_of(chosen.tensors, model))
    converted = loading.load(model, chosen, file)
    return model.state_dict(), [*chosen.notes, *converted]


def saved(tmp_path: Path, content: Any) -> Path:
    file = tmp_path / "checkpoint.pth"
    torch.save(content, file)
    return file


def prefixed(prefix: str, state: State) -> State:
    return OrderedDict((prefix + name, tensor) for name, tensor in state.items())


@pytest.fixture(scope="module")
def state() -> State:
    """The state dict of a small network of five classes."""
    torch.manual_seed(1)
    return BUILD(5).state_dict()


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The seeded package of the model named by the test's parameter; one is held at a time, for VGG's sake."""
    spec = models.find(request.param)
    if request.param in _SMALLER:
        transform = replace(spec.transform, crop=_SMALLER[request.param])
        spec = replace(spec, transform=transform)
    model = export.seeded(spec, seed=0, compressible=False)
    folder = tmp_path_factory.mktemp("package") / request.param
    write(model, spec, "onednn", folder)
    return Package(folder, spec, model, *load_units(folder))


def write(model: nn.Module, spec: models.Spec, form: str, folder: Path) -> None:
    """Writes the package of a network in one form, without the comparison with the network that tests do themselves."""
    parts = cutting.cut(model, (3, *spec.transform.size), PLACES.get(spec.name))
    given = outputs.described(parts.outputs, {}, spec.labels)
    network = networks.found(model, spec, parts, given, (form,))
    package.write(replace(network, check=None, compared=False), folder)


@pytest.fixture(autouse=True)
def _without_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes for each form of each package would take most of the tests' time; test_trying.py has them."""
    monkeypatch.setattr(trying, "attempt", lambda trial, form, files: None)


@pytest.fixture(autouse=True)
def _no_grad() -> Iterator[None]:
    with torch.no_grad():
        yield
