"""What a package's manifest says, in the oldest format that can say it."""

from dataclasses import dataclass
from typing import Any, Iterable

from .forms import UNNAMED, Form
from .outputs import Output

File = dict[str, str]  # its name in the package and its SHA-256


@dataclass(frozen=True)
class Unit:
    """One unit as it was written: the tensors that it hands on, and its file in each form."""

    name: str
    tensors: tuple[tuple[str, tuple[int, ...]], ...]  # name, and shape for one image
    parameters: int
    files: dict[str, File]


@dataclass(frozen=True)
class Heading:
    """What a manifest says of a network beside its units. `preprocess` and `labels` are entries of the manifest."""

    name: str
    description: str
    input: dict[str, Any]  # the entry of format 2, without its name
    outputs: tuple[Output, ...]
    preprocess: dict[str, Any] | None  # None where the input is no picture
    labels: File | None


def fits_format_1(outputs: tuple[Output, ...], forms: tuple[Form, ...], tensors: Iterable[int]) -> bool:
    """Whether format 1 can say it: logits, one form that needs no name, and one tensor at each cut."""
    plain = [(output.name, output.kind) for output in outputs] == [("logits", "logits")]
    return plain and len(forms) == 1 and forms[0].name in UNNAMED and all(count == 1 for count in tensors)


def format_1(heading: Heading, units: list[Unit]) -> dict[str, Any]:
    """The manifest of format 1; see fits_format_1."""
    manifest = {
        "format": 1,
        "name": heading.name,
        "description": heading.description,
        "classes": heading.outputs[0].classes,
        "input": {member: heading.input[member] for member in ("shape", "dtype")},
        "preprocess": heading.preprocess,
        "blocks": [_block(unit) for unit in units],
    }
    return manifest if heading.labels is None else {**manifest, "labels": heading.labels}


def _block(unit: Unit) -> dict[str, Any]:
    ((_, shape),) = unit.tensors
    (file,) = unit.files.values()
    return {"name": unit.name, **file, "output": list(shape), "dtype": "F32", "parameters": unit.parameters}


def format_2(heading: Heading, forms: tuple[Form, ...], units: list[Unit], labelled: set[str]) -> dict[str, Any]:
    """The manifest of format 2. The outputs in `labelled` are those whose classes the labels name."""
    manifest: dict[str, Any] = {
        "format": 2,
        "name": heading.name,
        "description": heading.description,
        "inputs": [{"name": "input", **heading.input}],
        "outputs": [],
        **({} if heading.preprocess is None else {"preprocess": heading.preprocess}),
        "forms": [form.entry() for form in forms],
        "units": [_unit(unit) for unit in units],
    }
    for output in heading.outputs:
        entry = {"name": output.name, **_tensor(output.shape), "kind": output.kind}
        if output.rule is not None:
            entry["detections"] = output.rule.entry()
        if heading.labels is not None and output.name in labelled:
            entry["labels"] = heading.labels["file"]
        manifest["outputs"].append(entry)
    return manifest if heading.labels is None else {**manifest, "labels": heading.labels}


def _unit(unit: Unit) -> dict[str, Any]:
    tensors = [{"name": name, **_tensor(shape)} for name, shape in unit.tensors]
    return {"name": unit.name, "tensors": tensors, "parameters": unit.parameters, "files": unit.files}


def _tensor(shape: tuple[int, ...]) -> dict[str, Any]:
    return {"shape": list(shape), "dtype": "F32"}


def tensor_names(units: list[tuple[str, int]], outputs: tuple[Output, ...]) -> list[list[str]]:
    """Names for the tensors at every cut, from the units' names and how many each hands on; the last are the outputs.

    They are unique in the package, since a graph of ONNX cannot take and give two tensors of one name: what passes a
    unit unchanged has another name behind it.
    """
    taken = {"input", *(output.name for output in outputs)}
    result: list[list[str]] = []
    for unit, count in units[:-1]:
        base = unit.lower()
        wanted = [base] if count == 1 else [f"{base}.{index}" for index in range(count)]
        result.append([_unique(name, taken) for name in wanted])
    return [*result, [output.name for output in outputs]]


def _unique(name: str, taken: set[str]) -> str:
    wanted, number = name, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name
