"""Reads pickles without building any object that they ask for but containers and tensors.

A pickle is a small program: it names functions and says what to call them with. Here every name leads to one of the few
stand-ins below. Nothing that a file names is imported, and nothing of it is called.
"""

import pickle
from functools import lru_cache
from typing import IO, Any, Callable

import torch

from .stored import Storage, Stored, view

_STORAGES = {
    "FloatStorage": torch.float32,
    "HalfStorage": torch.float16,
    "BFloat16Storage": torch.bfloat16,
    "DoubleStorage": torch.float64,
    "LongStorage": torch.int64,
    "IntStorage": torch.int32,
    "ShortStorage": torch.int16,
    "CharStorage": torch.int8,
    "ByteStorage": torch.uint8,
    "BoolStorage": torch.bool,
    "UntypedStorage": torch.uint8,
}
_STORAGE_MODULES = ("torch", "torch.cuda", "torch.storage")

# No checkpoint has a use for these. They would not be called either way; a file with one is not to be trusted.
_HOSTILE_MODULES = {
    "os", "posix", "nt", "subprocess", "_posixsubprocess", "sys", "shutil", "socket", "pty", "runpy", "importlib",
    "ctypes", "_ctypes", "webbrowser", "commands",
}  # fmt: skip
_HOSTILE_BUILTINS = {"eval", "exec", "compile", "open", "__import__", "execfile", "input", "breakpoint"}


class HostileError(Exception):
    """A pickle names a function that runs code."""


class Table(dict):
    """A dict, whatever attributes the file wants it to have."""

    __slots__ = ()

    def __setstate__(self, state: Any) -> None:
        pass


class Inert:
    """Stands in for an object of a class that is not built. `origin` names the class, `state` is what it would get."""

    origin = ""
    state: Any = None

    def __new__(cls, *arguments: Any, **named: Any) -> "Inert":
        return super().__new__(cls)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        pass

    def __call__(self, *arguments: Any, **named: Any) -> "Inert":
        return self

    def __setstate__(self, state: Any) -> None:
        object.__setattr__(self, "state", state)

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def _ignore(self, *arguments: Any) -> None:
        pass

    # What a pickle does to lists, sets and dicts.
    append = extend = add = update = __setitem__ = _ignore


@lru_cache(maxsize=10_000)
def _inert(origin: str) -> type[Inert]:
    return type("Inert", (Inert,), {"origin": origin})


class _StorageType:
    """The class of a storage, which says how wide its numbers are."""

    __slots__ = ("dtype",)

    def __init__(self, dtype: torch.dtype) -> None:
        self.dtype = dtype

    def __setstate__(self, state: Any) -> None:
        raise pickle.UnpicklingError("a class is not to be altered")


class _Rebuild:
    """One of PyTorch's functions that make tensors; calls ours instead."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, *arguments: Any) -> Any:
        return self.function(*arguments)

    def __setstate__(self, state: Any) -> None:
        raise pickle.UnpicklingError("a function is not to be altered")


def _tensor(storage: Any, offset: Any, shape: Any, strides: Any, *_: Any) -> Stored:
    return view(storage, offset, shape, strides)


def _parameter(data: Any, *_: Any) -> Any:
    return data


def _subclass(function: Any, _type: Any, arguments: Any, _state: Any) -> Any:
    return function(*arguments) if isinstance(function, _Rebuild) else Inert()


_KNOWN: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): Table,
    ("torch", "Size"): tuple,
    ("torch._utils", "_rebuild_tensor"): _Rebuild(_tensor),
    ("torch._utils", "_rebuild_tensor_v2"): _Rebuild(_tensor),
    ("torch._utils", "_rebuild_parameter"): _Rebuild(_parameter),
    ("torch._utils", "_rebuild_parameter_with_state"): _Rebuild(_parameter),
    ("torch._tensor", "_rebuild_from_type_v2"): _Rebuild(_subclass),
    **{(module, name): _StorageType(dtype) for module in _STORAGE_MODULES for name, dtype in _STORAGES.items()},
}

# Asked for a storage by its key, type, number of elements and, in the older format, its part of another one.
FindStorage = Callable[[str, torch.dtype, int, Any], Storage]


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: IO[bytes], find_storage: FindStorage) -> None:
        # As latin-1, which takes any byte: names are ASCII, and text that is none is not looked at.
        super().__init__(file, encoding="latin1")
        self._find_storage = find_storage

    def find_class(self, module: str, name: str) -> Any:
        top = module.split(".")[0]
        builtin = top in ("builtins", "__builtin__") and name.split(".")[0] in _HOSTILE_BUILTINS
        if top in _HOSTILE_MODULES or builtin:
            raise HostileError(f"{module}.{name}")
        known = _KNOWN.get((module, name))
        return _inert(f"{module}.{name}") if known is None else known

    def persistent_load(self, saved: Any) -> Any:
        kind, type_, key, *rest = saved
        if kind == "module":  # a class and its source, in the older format
            return type_
        _location, elements, *part = rest
        if kind != "storage" or not isinstance(type_, _StorageType) or type(elements) is not int or elements < 0:
            raise pickle.UnpicklingError("a storage of a kind that is not known")
        return self._find_storage(str(key), type_.dtype, elements, part[0] if part else None)


def load(file: IO[bytes], find_storage: FindStorage) -> Any:
    """The object pickled next in `file`: tensors as Stored, dicts, lists, numbers and text; the rest as Inert.

    Raises HostileError where it names a function that runs code; damaged data raises nearly anything.
    """
    return _Unpickler(file, find_storage).load()
