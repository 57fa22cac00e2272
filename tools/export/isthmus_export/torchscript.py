"""TorchScript modules as bytes that are the same in every run."""

import io
import re
import zipfile

import torch

FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def entry(name: str, compression: int) -> zipfile.ZipInfo:
    """A zip entry whose header does not depend on when or where it was written."""
    info = zipfile.ZipInfo(name, date_time=FIXED_TIME)
    info.compress_type = compression
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def to_bytes(module: torch.jit.ScriptModule) -> bytes:
    """`module` as a TorchScript archive without what differs from run to run and from machine to machine.

    That is the `*.debug_pkl` files, which hold the paths of the Python sources and which loading does not need, and the
    running number that tells the classes of one process apart. A frozen module has one class only: none can clash.
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
            name = re.sub(r"/___torch_mangle_\d+", "", name)
            target.writestr(entry(name, zipfile.ZIP_STORED), data)
    return result.getvalue()
