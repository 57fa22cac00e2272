"""One export, from a name to a package."""

import warnings
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable

import torch
from torch import nn

from . import (
    archive, checkpoint, cutting, detecting, factories, files, forms, fusing, inputs, labels, loading, networks, onnxfile,
    onnxform, outputs, package, presets, scriptfile, steps, tried,
)  # fmt: skip
from .candidates import Rule
from .errors import ExportError, printable
from .families import PLACES
from .inputs import Plain
from .limits import Limits
from .models import NAMES, Spec, find
from .pictures import Treatment
from .presets import Wishes
from .seeding import bar, seeded

__all__ = ["NAMES", "Job", "run", "seeded"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """What to export: the network `model`, to `out`, by the name `name`, with the weights of a file or of a seed.

    `model` is one of NAMES, a factory or a TorchScript file; without a file of weights, a factory's network keeps those
    that it is made with.
    `forms` are those of its units, the usual ones if there are none; `outputs` kinds by the outputs' names;
    `detections` what is not as usual of the rule for detections.
    """

    model: str
    out: Path
    name: str
    weights: Path | None = None
    key: str | None = None
    labels: Path | None = None
    seed: int = 0
    compressible: bool = False
    forms: tuple[str, ...] = ()
    outputs: dict[str, str] = field(default_factory=dict)
    detections: dict[str, Any] = field(default_factory=dict)  # members of candidates.Rule
    wishes: Wishes = field(default_factory=Wishes)
    plain: Plain | None = None  # what a network of one's own takes where that is no picture
    treatment: Treatment = field(default_factory=Treatment)
    limits: Limits = Limits()


def run(job: Job, say: Say) -> str:
    """Exports a network and returns one line that sums it up.

    Calls `say` with what was chosen, once nothing can be refused any more. Raises ExportError.
    """
    spec = _own(job) if _is_own(job.model) else find(job.model)
    _require_forms(job)
    package.check_target(job.out)
    names = labels.read(job.labels) if job.labels else None
    if job.weights:
        steps.say(f"reading {job.weights}")
    content = archive.load(job.weights) if job.weights else None
    choice = presets.choose(spec, job.wishes, job.weights, checkpoint.arguments_of(content))
    spec = replace(spec, transform=choice.transform, plain=job.plain)
    if not spec.own and (job.wishes.size or job.wishes.crop or job.wishes.input):
        _require_fits(spec)
    return _cut_and_written(spec, job, choice, names, content, say)


def _require_forms(job: Job) -> None:
    forms.find(job.forms)
    if files.is_onnx(job.model) and set(job.forms) - {"onnx"}:
        raise ExportError(f"{job.model} can have the form onnx only; --forms names others")


def _is_own(source: str) -> bool:
    return factories.is_factory(source) or files.holds_network(source)


def _own(job: Job) -> Spec:
    """A network of the user's own: what its code does not tell has to be said."""
    wishes = job.wishes
    side = wishes.size or wishes.crop
    size = wishes.input or (side and (side, side))
    if files.holds_network(job.model) and job.weights:
        raise ExportError(f"{job.model} holds its weights; --weights does not go with it")
    if files.is_onnx(job.model):
        graph = onnxfile.read(Path(job.model), size)
        return Spec(job.name, lambda classes: graph, presets.usual(*graph.size), (), own=True)
    if job.plain is not None:
        size = (1, 1)  # of pictures, which do not come
    if not size:
        raise ExportError(f"say which images {job.model} takes, such as --input 3,224,224, or --resize 256 --crop 224")
    if files.is_torchscript(job.model):
        network = scriptfile.load(job.model)
    else:
        network = factories.make(job.model, job.seed)
    return Spec(job.name, lambda classes: network, presets.usual(*size), (), own=True)


def _cut_and_written(
    spec: Spec, job: Job, choice: presets.Choice, names: tuple[str, ...] | None, content: object, say: Say
) -> str:
    """Exports a network whose cuts are found, and compares the units with the whole before the package appears."""
    notes: list[str] = []
    if job.weights:
        model, _, notes = _loaded(spec, job, content)
        model = spec.finished(model)
    else:
        model = spec.build(len(spec.labels)) if spec.own else seeded(spec, job.seed, job.compressible)
    if job.wishes.mean or job.wishes.std:
        _without_own_normalisation(model, notes.append)
    steps.say(f"tracing {job.model}")
    if isinstance(model, onnxfile.Graph):
        parts = onnxfile.split(model, spec.transform.mean, spec.transform.std)
    else:
        parts = cutting.cut(model, inputs.shape(spec), PLACES.get(job.model))
    rule, kinds = _detections(model, job)
    given = outputs.described(parts.outputs, kinds, names if job.labels else spec.labels, rule)
    if job.labels and names is not None:
        outputs.require_labels(job.labels, names, given)
    classes = next((output.classes for output in given if output.classes), None)
    about = [f"images: {choice} ({choice.reason})" if job.plain is None else f"input: {job.plain}"]
    about += [f"detections: {output.rule}" for output in given if output.rule]
    notes = [*about, *notes, *_about_labels(spec, classes, job), str(parts)]
    if names is None:
        names = spec.labels if classes == len(spec.labels) else ()
    spec = replace(spec, name=job.name, labels=names)
    text = _description(job, choice)
    if isinstance(model, onnxfile.Graph):
        network = networks.of_onnx(model, spec, parts, given, text, job.treatment)
    else:
        chosen = job.forms or _usual_forms(job.model, parts)
        network = networks.found(model, spec, parts, given, chosen, text, job.treatment)
    try:
        result = _written(network, job, notes.append)
    except (RuntimeError, ValueError) as error:  # TorchScript's, on what it has no form for
        line = printable((str(error).strip().splitlines() or [type(error).__name__])[0])
        raise ExportError(f"the units of {job.model} cannot be compiled to TorchScript: {line}") from error
    for note in (*notes, *_about_forms(job)):
        say(note)
    return result


def _detections(model: Any, job: Job) -> tuple[Rule | None, dict[str, str]]:
    """The rule for detections, None where nothing says that there are some, and the kinds that are known of outputs."""
    if isinstance(model, detecting.Detector):
        if job.outputs:
            raise ExportError(f"{job.model} gives detections; --output is for networks of your own")
        return model.rule.with_(job.detections), {"": "detections"}
    return Rule().with_(job.detections) if job.detections else None, job.outputs


def _usual_forms(model: str, parts: cutting.Cutting) -> tuple[str, ...]:
    """The fused form where it is faster. Networks whose packages are stored have it alone, as they always had."""
    if not fusing.pays(unit for _, unit in parts.units):
        return ("portable",)
    return ("onednn",) if model in PLACES else ("onednn", "portable")


def _loaded(spec: Spec, job: Job, content: object) -> tuple[nn.Module, int, list[str]]:
    """The network with the weights of a file, for as many classes as they have, and what was done to them."""
    assert job.weights
    model = spec.build(len(spec.labels))
    chosen = loading.choose(content, model, job.weights, job.key)
    classes = loading.classes_of(chosen.tensors, model) or len(spec.labels)
    notes = chosen.notes
    if spec.own and classes and classes != loading.classes_of({}, model):
        notes = [*notes, f"the classifier that the network is made with was changed to their {classes} classes"]
        loading.give_classes(model, classes)
    elif classes != len(spec.labels) and not spec.own:
        model = spec.build(classes)
    converted = loading.load(model, chosen, job.weights)
    return model, classes, [f"weights: {note}" for note in (*notes, *converted)]


def _about_labels(spec: Spec, classes: int | None, job: Job) -> list[str]:
    if classes is None:
        return []
    if spec.own and not job.labels:
        return [f"labels: none; --labels FILE gives the {classes} classes names"]
    if job.labels or not job.weights:
        return []
    if classes != len(spec.labels):
        return [f"labels: none for these {classes} classes; --labels FILE gives them names"]
    return [f"labels: those of torchvision's own weights, with {classes} classes as well; --labels FILE gives others"]


def _about_forms(job: Job) -> list[str]:
    tried = "onnx" not in job.forms and not files.is_onnx(job.model) or onnxform.can_run()
    return [] if tried else ["forms: onnx was written and not tried, since Python has no onnxruntime"]


def _without_own_normalisation(model: nn.Module, say: Say) -> None:
    """What --mean and --std say is all that is done: Inception would normalise once more."""
    if not isinstance(model, torch.jit.ScriptModule) and getattr(model, "transform_input", False):
        model.transform_input = False
        say("images: the network's own transform_input is left out, since --mean or --std was given")


def _description(job: Job, choice: presets.Choice) -> str:
    about = choice if job.plain is None else job.plain
    if job.weights:
        return f"{job.model} with the weights of {job.weights.name}; {about}."
    if files.holds_network(job.model):
        kind = "ONNX" if files.is_onnx(job.model) else "TorchScript"
        return f"{Path(job.model).name}, {kind}; {about}."
    if factories.is_factory(job.model):
        return f"{job.model} with the weights that it is made with; {about}."
    values = "two values per channel, " if job.compressible else ""
    return (
        f"{job.model} with random weights ({values}seed {job.seed}), calibrated on synthetic images:"
        " its class names mean nothing."
    )


def _written(network: package.Network, job: Job, say: Say) -> str:
    """Writes the package, in those of its forms that can be run, and returns the line that sums it up."""

    def once(network: package.Network, attempt: package.Attempt) -> str:
        with warnings.catch_warnings(), bar(len(network.chain), "writing") as shown:
            warnings.simplefilter("ignore")  # the tracer's, on what freezing removes anyway
            return package.write(network, job.out, lambda _: shown.update(), attempt)

    fingerprint = tried.write(once, network, bool(job.forms), job.limits, say)
    paths = [job.out] if job.out.is_file() else [p for p in job.out.rglob("*") if p.is_file()]
    written = sum(p.stat().st_size for p in paths)
    return f"{network.spec.name}: {len(network.chain)} units, {written / 1e6:.2f} MB, fingerprint {fingerprint}"


def _require_fits(spec: Spec) -> None:
    height, width = spec.transform.size
    try:
        with torch.no_grad():
            spec.finished(spec.build(len(spec.labels))).eval()(torch.zeros(1, 3, height, width))
    except (RuntimeError, AssertionError) as error:
        size = height if height == width else f"{height}x{width}"
        raise ExportError(f"{spec.name} does not work on images of {size} pixels") from error
