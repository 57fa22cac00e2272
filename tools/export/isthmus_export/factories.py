"""Networks that users bring: `package.module:factory`, from an importable file."""

import importlib
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import steps
from .errors import ExportError, printable

_SOURCE = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)", re.ASCII)


def is_factory(source: str) -> bool:
    """Whether `source` names a factory and not one of torchvision's networks."""
    return _SOURCE.fullmatch(source) is not None


def make(source: str, seed: int | None) -> nn.Module:
    """The network that the class or function of `source` makes without arguments, in evaluation mode and float32.

    The current folder is searched first. Random weights are those of `seed`, 0 if None. Raises ExportError.
    """
    steps.say(f"making {source}")
    module_name, _, path = source.partition(":")
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        thing = _found(_imported(module_name), path, source)
        network = thing if isinstance(thing, nn.Module) else _called(thing, source, seed or 0)
    finally:
        if here in sys.path:  # its code may have changed it
            sys.path.remove(here)
    return network.cpu().float().eval()


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
            where = f"{name.replace('.', '/')}.py"
            raise ExportError(
                f"no module {name}: neither in the current folder ({where}) nor among Python's packages"
            ) from error
        raise ExportError(f"{name} cannot be imported: {_first_line(error)}") from error
    except (Exception, SystemExit) as error:  # it is the user's code: anything may come
        raise ExportError(f"{name} cannot be imported: {_first_line(error)}") from error


def _found(module: Any, path: str, source: str) -> Any:
    thing = module
    for part in path.split("."):
        if not hasattr(thing, part):
            raise ExportError(f"{source}: {module.__name__} has no {path}{_instead(module)}")
        thing = getattr(thing, part)
    return thing


def _instead(module: Any) -> str:
    """The networks and functions that a module has, for whoever mistyped."""
    own = [
        name
        for name, thing in vars(module).items()
        if (inspect.isfunction(thing) or inspect.isclass(thing) and issubclass(thing, nn.Module))
        and thing.__module__ == module.__name__
    ]
    return f"; it has {', '.join(own[:5])}" if own else ""


def _called(factory: Any, source: str, seed: int) -> nn.Module:
    if not callable(factory):
        raise ExportError(f"{source} is a {type(factory).__name__}; name a class or a function that makes a network")
    _require_no_arguments(factory, source)
    torch.manual_seed(seed)
    try:
        with torch.enable_grad():
            network = factory()
    except (Exception, SystemExit) as error:  # as above
        raise ExportError(f"{source} cannot be made: {_first_line(error)}") from error
    if not isinstance(network, nn.Module):
        raise ExportError(f"{source} makes a {type(network).__name__}, and has to make a torch.nn.Module")
    return network


def _require_no_arguments(factory: Any, source: str) -> None:
    try:
        parameters = inspect.signature(factory).parameters.values()
    except (TypeError, ValueError):  # compiled code tells nothing
        return
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    wanted = [p.name for p in parameters if p.default is inspect.Parameter.empty and p.kind not in variable]
    if wanted:
        raise ExportError(
            f"{source} wants arguments ({', '.join(wanted)}); name a function without, such as"
            f" def network(): return {source.rpartition(':')[2]}(…)"
        )


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {printable((str(error).splitlines() or [''])[0])}"
