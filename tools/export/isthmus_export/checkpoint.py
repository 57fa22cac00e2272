"""Finds a network's weights in a checkpoint, however training has wrapped them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterable, Iterator

from torch import nn

from . import detecting
from .errors import ExportError, printable
from .stored import Stored
from .unpickling import Inert

_DEPTH = 3
# Of several that fit the first is taken; averages (EMA) come after the plain weights, and are named to the user.
_PLAIN = ("", "state_dict", "model_state_dict", "model", "net", "network", "module", "weights", "params")
_AVERAGED = ("model_ema", "state_dict_ema", "ema_state_dict", "model_ema_state_dict", "ema", "ema_model", "params_ema")

# Modules that training puts around others, at any depth.
_WRAPPERS = ("_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_forward_module")
# What counters of operations leave in a state dict.
_COUNTS = ("total_ops", "total_params")

Table = dict[str, Stored]


@dataclass(frozen=True)
class Weights:
    """A state dict as a network wants it, and what was done to get it: one sentence each."""

    tensors: Table
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Fit:
    path: str  # of the table in the checkpoint, joined by dots
    prefix: str  # of the names in it
    table: Table

    @property
    def name(self) -> str:
        return ".".join(part for part in (self.path, self.prefix.rstrip(".")) if part)

    def rank(self) -> int:
        """Of the wrappers that are known, the better known first; names that were never heard of come last."""
        last = [part for part in self.name.split(".") if part != "_orig_mod"] or [""]
        ranks = [
            _PLAIN.index(part) if part in _PLAIN else 100 + _AVERAGED.index(part) if part in _AVERAGED else 50
            for part in last
        ]
        return max(ranks)


def find(content: Any, model: nn.Module, source: Path, key: str | None = None) -> Weights:
    """The weights for a network like `model` in what a file holds.

    Looks at every table of tensors, and for one beginning of names that makes all of a network's own. `key` names the
    table or that beginning, where it is not to be found. Raises ExportError that says what was looked for.
    """
    tables = [(path, _without_counts(table)) for path, table in _tables(content)]
    if not tables:
        raise ExportError(_no_tensors(content, source))
    note = []
    fits = [fit for path, table in tables for fit in _fits(path, table, model)]
    if not fits:
        unwrapped = [(path, _unwrapped(table)) for path, table in tables]
        fits = [fit for path, table in unwrapped for fit in _fits(path, table, model)]
        if fits:
            note.append("the names of wrappers, such as _orig_mod, were taken out of those of the weights")
    if key is not None:
        fits = [fit for fit in fits if key.rstrip(".") in (fit.name, fit.path, fit.prefix.rstrip("."))]
        if not fits:
            held = ", ".join(sorted({printable(path) for path, _ in tables if path})) or "no table but its own"
            raise ExportError(f"{source} holds no weights of this model under --key {key}; it holds {held}")
    if not fits:
        path, table = max(tables, key=lambda entry: len(entry[1]))
        if _whole(content) is not None and not set(table) & set(model.state_dict()):
            raise ExportError(_no_tensors(content, source))
        return Weights(_stripped(table, _common_prefix(table)), [])
    fits.sort(key=_Fit.rank)
    best = fits[0]
    if len(fits) > 1 and fits[1].rank() == best.rank():
        names = " and ".join(printable(fit.name or "its top") for fit in fits[:2])
        raise ExportError(f"{source} holds the network more than once, under {names}: name one with --key")
    return Weights(_stripped(best.table, best.prefix), [*_notes(best, fits[1:]), *note])


def _without_counts(table: Table) -> Table:
    return {name: tensor for name, tensor in table.items() if name.rpartition(".")[2] not in _COUNTS}


def _unwrapped(table: Table) -> Table:
    """The table without the names of wrappers, where the others still tell tensors apart."""
    names = {name: ".".join(part for part in name.split(".") if part not in _WRAPPERS) for name in table}
    return {names[name]: tensor for name, tensor in table.items()} if len(set(names.values())) == len(table) else table


def _tables(content: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, Table]]:
    """Every dict that holds tensors by name, with the names of the dicts around it."""
    if not isinstance(content, dict):
        return
    tensors = {name: value for name, value in content.items() if isinstance(name, str) and isinstance(value, Stored)}
    if tensors:
        yield path, tensors
    if depth < _DEPTH:
        for name, value in content.items():
            if isinstance(name, str):
                yield from _tables(value, f"{path}.{name}" if path else name, depth + 1)


def body_of(model: nn.Module) -> list[str]:
    """The names that every file of weights for a network has: all but its classifier's and the counts of batches."""
    head = classifier_of(model)
    return [n for n in model.state_dict() if not n.endswith("num_batches_tracked") and not n.startswith(head + ".")]


def classifier_of(model: nn.Module) -> str:
    """The name of the layer that yields the logits: the last linear one, or the last layer where that is a 1x1
    convolution. Empty where there is neither. Of a network for detection it is one of several such layers."""
    if of_detection := detecting.classifier_of(model):
        return of_detection
    layers = [(name, module) for name, module in model.named_modules() if isinstance(module, (nn.Linear, nn.Conv2d))]
    linear = [name for name, module in layers if isinstance(module, nn.Linear)]
    if linear or not layers:
        return linear[-1] if linear else ""
    name, last = layers[-1]
    return name if last.kernel_size == (1, 1) and last.groups == 1 else ""


def _fits(path: str, table: Table, model: nn.Module) -> Iterator[_Fit]:
    names = body_of(model) or list(model.state_dict())
    if not names:
        return  # a network without weights
    anchor = names[0]
    for name in table:
        prefix = name[: -len(anchor)]
        if name.endswith(anchor) and (not prefix or prefix.endswith(".")) and all(prefix + n in table for n in names):
            yield _Fit(path, prefix, table)


def _common_prefix(table: Iterable[str]) -> str:
    """The wrappers `module.`, `_orig_mod.` and `model.` that all names begin with."""
    prefix = ""
    while True:
        longer = [prefix + part for part in ("module.", "_orig_mod.", "model.")]
        found = next((p for p in longer if all(name.startswith(p) for name in table)), None)
        if found is None:
            return prefix
        prefix = found


def _stripped(table: Table, prefix: str) -> Table:
    return {name[len(prefix) :]: tensor for name, tensor in table.items() if name.startswith(prefix)}


def _notes(best: _Fit, others: list[_Fit]) -> Iterator[str]:
    if best.path:
        yield f"the weights were taken from {printable(best.path)!r} in the file"
    if best.prefix:
        left = sum(not name.startswith(best.prefix) for name in best.table)
        beside = f"; {left} tensors without it were left out" if left else ""
        yield f"{printable(best.prefix)!r} was taken off the front of every name{beside}"
    if others:
        names = ", ".join(f"--key {printable(fit.name)}" for fit in others)
        yield f"the file holds the network once more: {names} takes that"


def _no_tensors(content: Any, source: Path) -> str:
    refusal = f"{source} is not a PyTorch state dict"
    if any(thing.origin.startswith("numpy.") for thing in _objects(content)):
        return f"{refusal}: it holds NumPy arrays; make tensors of them with torch.from_numpy, and save those by name"
    whole = _whole(content)
    if whole is not None:
        return (
            f"{refusal}: it holds a whole {printable(whole.origin)} object, which cannot be made without running its"
            " code; load it where it was made and save its state_dict()"
        )
    if isinstance(content, dict):
        held = ", ".join(printable(name) for name in list(content)[:6] if isinstance(name, (str, int)))
        return f"{refusal}: it holds no tensors by name" + (f"; it holds {held}" if held else "")
    return f"{refusal}: that is a dict of tensors by name, as model.state_dict() gives it"


def _whole(content: Any) -> Inert | None:
    """An object that a file holds in place of weights, such as a whole network."""
    return next((o for o in _objects(content) if "state_dict" not in o.origin and o.state is not None), None)


def _objects(content: Any) -> Iterator[Inert]:
    if isinstance(content, Inert):
        yield content
    elif isinstance(content, dict):
        yield from (value for value in content.values() if isinstance(value, Inert))


def arguments_of(content: Any) -> dict[str, Any]:
    """The command line that torchvision's training script stores in its checkpoints; empty where there is none."""
    arguments = content.get("args") if isinstance(content, dict) else None
    if isinstance(arguments, Inert) and arguments.origin == "argparse.Namespace" and isinstance(arguments.state, dict):
        return arguments.state
    return arguments if isinstance(arguments, dict) else {}
