"""TorchScript modules as bytes that are the same in every run."""

import io
import re
import zipfile

import torch

FIXED_TIME = (1980, 1, 1, 0, 0, 0)

_MANGLED = re.compile(rb"([./])___torch_mangle_(\d+)")
_CONSTANTS = re.compile(rb"(?:^ *\w+ : Final\[.*\n)+", re.MULTILINE)


def entry(name: str, compression: int) -> zipfile.ZipInfo:
    """A zip entry whose header does not depend on when or where it was written."""
    info = zipfile.ZipInfo(name, date_time=FIXED_TIME)
    info.compress_type = compression
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def forget_classes() -> None:
    """Forgets the classes of all modules scripted so far.

    Those of the next module then get the same names whatever was scripted before. Modules that were saved are done
    with; others must not be used any more.
    """
    torch._C._jit_clear_class_registry()
    torch.jit._recursive.concrete_type_store = torch.jit._recursive.ConcreteTypeStore()
    torch.jit._state._clear_class_state()


def to_bytes(module: torch.jit.ScriptModule) -> bytes:
    """`module` as a TorchScript archive without what differs from run to run and from machine to machine.

    That is the `*.debug_pkl` files, which hold the paths of the Python sources and which loading does not need, the
    running number that tells the classes of one process apart, and the order of a class's constants, which PyTorch
    keeps in a set of strings. Only where two classes of the module have one name, they are numbered anew, from 0.
    """
    buffer = io.BytesIO()
    torch.jit.save(module, buffer)
    result = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(result, "w") as target:
        names = [name for name in source.namelist() if not name.endswith(".debug_pkl")]
        numbers = _numbers(names)
        for name in names:
            data = source.read(name)
            if name.endswith((".py", "/data.pkl")):
                data = _MANGLED.sub(lambda found: numbers.get(found[2], b""), data)
            if name.endswith(".py"):
                data = _CONSTANTS.sub(lambda lines: b"".join(sorted(lines[0].splitlines(True))), data)
            target.writestr(entry(_renamed(name, numbers), zipfile.ZIP_STORED), data)
    return result.getvalue()


def _numbers(names: list[str]) -> dict[bytes, bytes]:
    """For each running number that has to stay what is written in its place: those of files that would have one name."""
    taken = {name for name in names if not _MANGLED.search(name.encode())}
    numbers: dict[bytes, bytes] = {}
    for name in names:
        found = _MANGLED.search(name.encode())
        if found is None:
            continue
        plain = _renamed(name, {})
        if plain in taken:
            numbers[found[2]] = b"___torch_mangle_%d" % len(numbers)
        taken.add(plain)
    return {number: b"." + text for number, text in numbers.items()}


def _renamed(name: str, numbers: dict[bytes, bytes]) -> str:
    """The name of a file in the archive, whose folders are the parts of its classes' names."""
    return _MANGLED.sub(lambda found: numbers.get(found[2], b"").replace(b".", b"/"), name.encode()).decode()
