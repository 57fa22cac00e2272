"""The forms in which a package's units can be written."""

from dataclasses import dataclass

from .errors import ExportError


@dataclass(frozen=True)
class Form:
    """One way to write every unit of a network: for an engine, and perhaps for one kind of processor only."""

    name: str
    engine: str
    suffix: str
    device: str | None = None

    def entry(self) -> dict[str, str]:
        """What the manifest says of it."""
        device = {} if self.device is None else {"device": self.device}
        return {"name": self.name, "engine": self.engine, **device}


# In the manifest's order.
ALL = (
    Form("onednn", "PyTorch", ".pt", device="cpu"),
    Form("portable", "PyTorch", ".pt"),
    Form("onnx", "OnnxRuntime", ".onnx"),
)
NAMES = tuple(form.name for form in ALL)
# What a manifest of format 1 can hold, which does not name its form.
UNNAMED = ("onednn", "portable")


def find(names: tuple[str, ...]) -> tuple[Form, ...]:
    """The forms of these names, in the manifest's order. Raises ExportError for a name that there is not."""
    unknown = next((name for name in names if name not in NAMES), None)
    if unknown is not None:
        raise ExportError(f"there is no form {unknown}; --forms takes {', '.join(NAMES)}")
    return tuple(form for form in ALL if form.name in names)
