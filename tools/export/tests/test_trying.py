"""Forms are tried in a process of their own: what a form that does harm leads to, and what it does not."""

import sys
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from conftest import load_units
from torch import Tensor, fx, nn

from isthmus_export import forms, models, package, presets, tried, trying
from isthmus_export.errors import ExportError
from isthmus_export.limits import Limits
from isthmus_export.outputs import logits
from isthmus_export.trying import attempt

PORTABLE, = forms.find(("portable",))
FUSED, = forms.find(("onednn",))
LIMITS = Limits(seconds=20, bytes=4 << 30)

# An engine that does what its first argument says to a unit of the form onednn, and runs all others.
ENGINE = """
import os, signal, struct, sys, time
HARM, *arguments = sys.argv[1:]
def harm():
    if HARM == "crashes":
        os.kill(os.getpid(), signal.SIGFPE)
    if HARM == "hangs":
        time.sleep(600)
    if HARM == "allocates":
        kept = [bytearray(b"x" * (1 << 26)) for _ in range(10_000)]
    if HARM == "fails":
        print("failed oneDNN does not pack the weights", flush=True)
        sys.exit(1)
if HARM == "absent":
    sys.exit(1)
print("ready", flush=True)
print("load 0", flush=True)
print("load 1", flush=True)
print("run 0 1", flush=True)
print("run 1 1", flush=True)
harm()
open(arguments[4], "wb").write(struct.pack("<i3f", 3, 1, 2, 3) * 4)
"""


def chain() -> list[tuple[str, nn.Module]]:
    torch.manual_seed(0)
    stem = nn.Sequential(Floats(), nn.Conv2d(3, 4, 3, 2, 1), nn.ReLU())
    head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(1), nn.Linear(4, 3))
    return [("stem", stem.eval()), ("head", head.eval())]


class Floats(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.float() / 255


def trial(limits: Limits = LIMITS) -> trying.Trial:
    images = torch.randint(0, 256, (2, 3, 16, 16), dtype=torch.uint8)
    return trying.prepare(chain(), images, limits)


def scripts(folder: Path, *modules: nn.Module) -> list[Path]:
    files = [folder / f"{number}.pt" for number in range(len(modules))]
    for file, module in zip(files, modules):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.jit.script(module).save(str(file))
    return files


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts an engine that does harm in the place of those that there are."""

    def put(harm: str, *others: list[str]) -> None:
        (tmp_path / "engine.py").write_text(ENGINE)
        command = [sys.executable, str(tmp_path / "engine.py"), harm]
        monkeypatch.setattr(trying, "_engines", lambda form, folder: iter([command, *others]))

    return put


def test_units_that_give_what_is_expected_pass(tmp_path: Path) -> None:
    attempt(trial(), PORTABLE, scripts(tmp_path, *(module for _, module in chain())))


def test_a_unit_that_gives_other_values_is_named(tmp_path: Path) -> None:
    (_, stem), (_, head) = chain()
    stem[1].weight.mul_(1.01)
    with pytest.raises(trying.Unfit, match="stem gives other values for one image with one thread"):
        attempt(trial(), PORTABLE, scripts(tmp_path, stem, head))


class Odd(nn.Module):
    """Gives for two images something else than for one."""

    def __init__(self, body: nn.Module, kind: str) -> None:
        super().__init__()
        self.body = body
        self.fails, self.loops, self.doubles = kind == "fails", kind == "loops", kind == "doubles"

    def forward(self, x: Tensor) -> Tensor:
        if x.size(0) == 2:
            if self.fails:
                raise RuntimeError("no kernel")
            while self.loops:
                x = x.sin()
            if self.doubles:
                return self.body(x).double()
        return self.body(x)


@pytest.mark.parametrize(
    ("kind", "reason"),
    (
        ("fails", "head fails for 2 images with one thread: .*no kernel"),
        ("loops", "head does not end within 15 s for 2 images"),
        ("doubles", "head fails for 2 images.*float64 and not float32"),
    ),
)
def test_a_unit_that_does_not_end_well_is_named(kind: str, reason: str, tmp_path: Path) -> None:
    (_, stem), (_, head) = chain()
    limits = Limits(seconds=15, bytes=4 << 30) if kind == "loops" else LIMITS
    with pytest.raises(trying.Unfit, match=reason):
        attempt(trial(limits), PORTABLE, scripts(tmp_path, stem, Odd(head, kind)))


def test_a_file_that_does_not_load_is_named(tmp_path: Path) -> None:
    (stem,) = scripts(tmp_path, chain()[0][1])
    (tmp_path / "head.pt").write_bytes(b"nonsense")
    with pytest.raises(trying.Unfit, match="head fails while it is loaded"):
        attempt(trial(), PORTABLE, [stem, tmp_path / "head.pt"])


@pytest.mark.parametrize(
    ("harm", "reason"),
    (
        ("crashes", r"head ends the process that runs it for one image with one thread \(SIGFPE\)"),
        ("hangs", "head does not end within 2 s for one image"),
        ("allocates", r"head takes more than \d+ MiB of memory for one image"),
        ("fails", "head fails for one image with one thread: oneDNN does not pack the weights"),
        ("gives other values", "stem gives other values"),
    ),
)
def test_what_an_engine_does_ends_no_other_process(harm: str, reason: str, engine, tmp_path: Path) -> None:
    engine(harm)
    with pytest.raises(trying.Unfit, match=reason):
        limits = Limits(seconds=2 if harm == "hangs" else 60, bytes=1 << 30)
        attempt(trial(limits), FUSED, [tmp_path / "a.pt", tmp_path / "b.pt"])


def test_an_engine_that_does_not_start_leaves_it_to_the_next(engine, tmp_path: Path) -> None:
    (_, stem), (_, head) = chain()
    files = scripts(tmp_path, stem, head)
    engine("absent", [sys.executable, str(Path(trying.__file__).with_name("trial.py"))])
    attempt(trial(), PORTABLE, files)
    engine("absent")
    with pytest.raises(trying.Untried):
        attempt(trial(), PORTABLE, files)


def written(folder: Path, names: tuple[str, ...], wished: bool, outcome, monkeypatch) -> tuple[dict, list[str]]:
    """The manifest of a package whose forms are tried by `outcome`, and what was said of it."""
    spec = replace(models.find("mobilenet_v2"), name="tiny", labels=(), transform=presets.usual(32, 32))
    units = [(name, fx.symbolic_trace(module)) for name, module in chain()]
    network = package.Network(spec, units, (1, 1), logits(3), "", names)
    monkeypatch.setattr(trying, "attempt", lambda trial, form, files: outcome(form))
    said: list[str] = []
    out = folder / "out"
    tried.write(lambda network, tries: package.write(network, out, attempt=tries), network, wished, LIMITS, said.append)
    return load_units(out)[0], said


def unfit(form: forms.Form) -> None:
    if form.name == "onednn":
        raise trying.Unfit("stem ends the process that runs it")


def untried(form: forms.Form) -> None:
    if form.name == "onednn":
        raise trying.Untried("nothing here runs it")


@pytest.mark.parametrize("outcome", (unfit, untried))
def test_the_portable_form_takes_the_place_of_one_that_is_unfit(outcome, tmp_path: Path, monkeypatch) -> None:
    manifest, said = written(tmp_path, ("onednn",), False, outcome, monkeypatch)
    assert manifest["format"] == 1 and said[0].startswith("forms: onednn was left out: ")
    kinds = {node.kind() for unit in load_units(tmp_path / "out")[1] for node in unit.inlined_graph.nodes()}
    assert not any("mkldnn" in kind for kind in kinds)


def test_of_several_forms_the_unfit_one_is_left_out(tmp_path: Path, monkeypatch) -> None:
    manifest, said = written(tmp_path, ("portable", "onednn"), True, unfit, monkeypatch)
    assert manifest["format"] == 1 and said == ["forms: onednn was left out: stem ends the process that runs it"]


def test_the_only_form_that_was_asked_for_is_refused_with_the_reason(tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(ExportError, match="the form onednn cannot be used: stem ends the process"):
        written(tmp_path, ("onednn",), True, unfit, monkeypatch)
    assert not list(tmp_path.iterdir())


def test_a_form_that_was_asked_for_is_written_untried_and_that_is_said(tmp_path: Path, monkeypatch) -> None:
    _, said = written(tmp_path, ("onednn",), True, untried, monkeypatch)
    assert said == ["forms: onednn was not tried: nothing here runs it"]
