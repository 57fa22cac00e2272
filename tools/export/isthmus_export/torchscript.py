"""TorchScript modules as bytes that are the same in every run."""

import io
import re
import zipfile

import torch

FIXED_TIME = (1980, 1, 1, 0, 0, 0)

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
    running number that tells the classes of one process apart, and the order of a class's constants, which PyTorch keeps in
    a set of strings. Raises ValueError where two classes of the module have
    one name, which only that number would tell apart.
    """
    buffer = io.BytesIO()
    torch.jit.save(module, buffer)
    result = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            if name.endswith(".debug_pkl"):
                continue
            data = source.read(name)
            if name.endswith((".py", "/data.pkl")):
                data = re.sub(rb"\.___torch_mangle_\d+", b"", data)
            if name.endswith(".py"):
                data = _CONSTANTS.sub(lambda lines: b"".join(sorted(lines[0].splitlines(True))), data)
            name = re.sub(r"/___torch_mangle_\d+", "", name)
            if name in target.namelist():
                raise ValueError(f"two classes of one name in {name}")
            target.writestr(entry(name, zipfile.ZIP_STORED), data)
    return result.getvalue()
