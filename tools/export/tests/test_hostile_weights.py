"""No way leads from `--weights FILE` to code of that file."""

import io
import os
import pickle
import subprocess
import sys
import tarfile
import warnings
import zipfile
from pathlib import Path
from typing import Callable, Iterator

import pytest
import torch
from conftest import SMALL, refusal
from torch import nn

from isthmus_export import archive, unpickling
from isthmus_export.errors import ExportError



@pytest.fixture
def marker(tmp_path: Path) -> Iterator[Path]:
    """A file that exists as soon as code of a weights file has been run."""
    file = tmp_path / "code-was-run"
    yield file
    assert not file.exists()


class Trap(nn.Module):
    """Writes a file when it is loaded."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.training = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x

    @torch.jit.export
    def __getstate__(self) -> str:
        return self.path

    @torch.jit.export
    def __setstate__(self, path: str) -> None:
        self.path = path
        self.training = False
        if torch.from_file(path, True, 4).sum().item() > 1e30:  # makes the file
            self.path = "never"


@pytest.fixture
def torchscript(marker: Path) -> bytes:
    """A TorchScript archive with such a module."""
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.script(Trap(str(marker))), buffer)
    return buffer.getvalue()


class Command:
    def __init__(self, marker: Path) -> None:
        self.command = f"touch {marker}"

    def __reduce__(self) -> tuple:
        return os.system, (self.command,)


class Evaluated(Command):
    def __reduce__(self) -> tuple:
        return eval, (f"__import__('os').system({self.command!r})",)


class Started(Command):
    def __reduce__(self) -> tuple:
        return subprocess.check_call, (self.command.split(),)


def repacked(data: bytes, rename: Callable[[str], str]) -> bytes:
    """An archive under other names; a name that becomes empty is left out."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            if rename(name):
                target.writestr(rename(name), source.read(name))
    return result.getvalue()


def test_the_trap_shuts_where_pytorch_is_left_to_itself(torchscript: bytes, marker: Path) -> None:
    """The control group: the file of the other tests is what they take it for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.load(io.BytesIO(torchscript))
    assert marker.exists()
    marker.unlink()


RENAMES: dict[str, Callable[[str], str]] = {
    "as it is": lambda name: name,
    "no folder": lambda name: name.partition("/")[2],
    "deep": lambda name: f"a/b/c/{name}",
    "upper case": lambda name: name.upper(),
    "odd case": lambda name: name.replace("constants", "Constants").replace("code/", "Code/"),
    "backslashes": lambda name: name.replace("/", "\\"),
    "dots": lambda name: f"./{name}",
    "only code": lambda name: "" if name.endswith("constants.pkl") else name,
    "only constants": lambda name: "" if "/code/" in name else name,
    "a folder called code": lambda name: name.replace("archive/", "code/"),
}


@pytest.mark.parametrize("kind", RENAMES)
def test_torchscript_is_refused_before_it_is_loaded(
    kind: str, torchscript: bytes, marker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "weights.pth"
    file.write_bytes(repacked(torchscript, RENAMES[kind]))
    message = refusal(capsys, SMALL, "--weights", file, "--out", tmp_path / "x.zip")
    assert "TorchScript" in message and "save model.state_dict()" in message


def test_torchscript_behind_a_good_state_dict_is_refused(torchscript: bytes, marker: Path, tmp_path: Path) -> None:
    file = tmp_path / "weights.pth"
    torch.save({"conv1.weight": torch.zeros(1)}, file)
    with zipfile.ZipFile(io.BytesIO(torchscript)) as source, zipfile.ZipFile(file, "a") as target:
        for name in source.namelist():
            target.writestr(f"other/{name}", source.read(name))
    with pytest.raises(ExportError, match="TorchScript"):
        archive.load(file)


def test_an_archive_behind_something_else_is_no_weights(torchscript: bytes, marker: Path, tmp_path: Path) -> None:
    file = tmp_path / "weights.pth"
    for front in (b"\x80\x02", b"#!/bin/sh\n", bytes(64)):
        file.write_bytes(front + torchscript)
        with pytest.raises(ExportError):
            archive.load(file)


@pytest.mark.parametrize("payload", (Command, Evaluated, Started))
@pytest.mark.parametrize("form", ("zip", "legacy", "pickle", "second pickle"))
def test_a_pickle_that_calls_something_is_refused(
    payload: type[Command], form: str, marker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "weights.pth"
    if form in ("zip", "legacy"):
        torch.save({"x": payload(marker)}, file, _use_new_zipfile_serialization=form == "zip")
    else:
        magic = pickle.dumps(0x1950A86A20F9469CFC6C) if form == "second pickle" else b""
        file.write_bytes(magic + pickle.dumps(payload(marker)))
    message = refusal(capsys, SMALL, "--weights", file, "--out", tmp_path / "x.zip")
    assert "is refused" in message and "nothing of it has been run" in message


class Reduced:
    """Asks for any call."""

    def __init__(self, *call: object) -> None:
        self.call = call

    def __reduce__(self) -> tuple:
        return self.call[0], self.call[1:]


def test_what_is_not_known_is_neither_imported_nor_called(tmp_path: Path, marker: Path) -> None:
    """Calls of functions that no list of hostile ones would name."""
    module = tmp_path / "bait.py"
    module.write_text(f"open({str(marker)!r}, 'w')\ndef run(*_): pass\n")
    pickles = (
        b"cbait\nrun\n(tR.",
        b"cbait\nC\n)\x81}b.",
        pickle.dumps(Reduced(print, "called")),
        pickle.dumps(Reduced(Path.touch, marker)),
        pickle.dumps(Reduced(getattr, "", "join"), 4),
    )
    sys.path.insert(0, str(tmp_path))
    try:
        for data in pickles:
            assert isinstance(unpickling.load(io.BytesIO(data), pytest.fail), unpickling.Inert)
    finally:
        sys.path.remove(str(tmp_path))


@pytest.mark.parametrize(
    "data",
    (
        b"ctorch._utils\n_rebuild_tensor_v2\n}X\x08\x00\x00\x00functionNs\x86b.",  # attributes of our own function
        b"ctorch\nFloatStorage\nN}X\x05\x00\x00\x00dtypeNs\x86b.",
        b"ccollections\nOrderedDict\nN}X\x05\x00\x00\x00itemsNs\x86b.",
        b"cargparse\nNamespace\nN}X\x06\x00\x00\x00originNs\x86b.",
        b"ctorch\nSize\nN}X\x07\x00\x00\x00__new__Ns\x86b.",
        b"(itorch._utils\n_rebuild_tensor_v2\n.",
        b"ctorch._utils\n_rebuild_tensor_v2\nNNNN\x86tR.",
    ),
)
def test_the_stand_ins_cannot_be_altered(data: bytes) -> None:
    with pytest.raises(Exception):
        unpickling.load(io.BytesIO(data), pytest.fail)
    assert unpickling._KNOWN[("torch", "FloatStorage")].dtype == torch.float32
    assert unpickling._KNOWN[("collections", "OrderedDict")] is unpickling.Table


def test_a_tar_is_not_unpacked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "weights.pth"
    with tarfile.open(file, "w") as tar:
        for name in ("storages", "tensors", "pickle", "../escaped"):
            tar.addfile(tarfile.TarInfo(name))
    assert "tar archive" in refusal(capsys, SMALL, "--weights", file, "--out", tmp_path / "x.zip")
    assert not (tmp_path.parent / "escaped").exists()


def test_a_module_beside_the_weights_is_not_imported(tmp_path: Path, marker: Path) -> None:
    """Python looks for modules in the current folder, unless it is told not to."""
    for name in ("torch", "tqdm", "pickle", "isthmus_export"):
        (tmp_path / f"{name}.py").write_text(f"open({str(marker)!r}, 'w')\n")
    launcher = Path(__file__).parents[3] / "isthmus"
    environment = {**os.environ, "ISTHMUS_PYTHON": sys.executable}
    result = subprocess.run(
        [launcher, "export", "--list"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0 and "resnet50" in result.stdout, result.stderr
