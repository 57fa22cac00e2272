"""Code that does not end, or takes all memory, ends the export with one line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from isthmus_export import limits, watching

RUN = Path(__file__).parents[1] / "run.py"
PROGRAM = """
import os, signal, time
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
    def forward(self, x):
        return self.conv(x).mean((2, 3))

def loops():
    while True:
        pass

def fills():
    kept = []
    while True:
        kept.append(torch.ones(1 << 22))

def forks():
    if os.fork() == 0:
        open("child", "w").write(str(os.getpid()))
    fills()

def crashes():
    os.kill(os.getpid(), signal.SIGSEGV)

class Forward(Net):
    def forward(self, x):
        while x.shape[1] == 3:
            pass

class Later(Net):
    def forward(self, x):
        while type(x) is torch.Tensor:
            pass
        return super().forward(x)

class Fills(Net):
    def forward(self, x):
        kept = []
        while x.shape[1] == 3:
            kept.append(torch.ones(1 << 22))
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    (folder / "odd_net.py").write_text(PROGRAM)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ISTHMUS_")}
    command = [sys.executable, str(RUN), *arguments, "--size", "32", "--out", "out.zip"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def refused(result: subprocess.CompletedProcess) -> str:
    # What was there before is a bar of progress, which the line is written over.
    *before, line = result.stderr.strip().split("\n")
    assert result.returncode == 2 and result.stdout == "" and "Traceback" not in result.stderr
    assert not before or all(text.strip().startswith("writing: ") for text in before)
    return line


@pytest.mark.parametrize(("factory", "step"), (("loops", "making"), ("Forward", "tracing")))
def test_code_that_loops_for_ever_is_ended(factory: str, step: str, tmp_path: Path) -> None:
    line = refused(run(tmp_path, f"odd_net:{factory}", "--time-limit", "12"))
    assert line == (
        f"isthmus export: {step} odd_net:{factory} took more than 12 s and was ended; --time-limit SECONDS allows more"
    )
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != "") == ["odd_net.py"]


@pytest.mark.parametrize(("factory", "step"), (("fills", "making"), ("forks", "making"), ("Fills", "tracing")))
def test_code_that_allocates_without_bound_is_ended(factory: str, step: str, tmp_path: Path) -> None:
    line = refused(run(tmp_path, f"odd_net:{factory}", "--memory-limit", "700m"))
    assert line == (
        f"isthmus export: {step} odd_net:{factory} took more than 700 MiB of memory and was ended;"
        " --memory-limit SIZE allows more"
    )
    if (tmp_path / "child").exists():
        assert is_gone(int((tmp_path / "child").read_text()))


def is_gone(pid: int) -> bool:
    """Whether a process has ended, at once or soon; nobody may have asked how."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_code_that_crashes_is_said_in_one_line(tmp_path: Path) -> None:
    assert refused(run(tmp_path, "odd_net:crashes")) == (
        "isthmus export: making odd_net:crashes ended the process with SIGSEGV"
    )


def test_an_export_within_its_limits_is_not_touched(tmp_path: Path) -> None:
    result = run(tmp_path, "odd_net:Net", "--time-limit", "120", "--memory-limit", "6g")
    assert result.returncode == 0 and result.stdout.startswith("Net: "), result.stderr
    assert (tmp_path / "out.zip").is_file()


def test_wrong_limits_are_told_before_anything_starts(tmp_path: Path) -> None:
    assert "takes 1 second or more" in refused(run(tmp_path, "odd_net:Net", "--time-limit", "0"))
    for size in ("3", "1k", "-4g", "4x", "nan"):
        assert "takes 64m or more" in refused(run(tmp_path, "odd_net:Net", f"--memory-limit={size}"))


@pytest.mark.parametrize(
    ("text", "count"), (("64m", 64 << 20), ("1.5G", 3 << 29), ("2gb", 2 << 30), ("100000000", 100_000_000))
)
def test_sizes_are_read(text: str, count: int) -> None:
    assert limits.size(text) == count


def test_the_usual_limit_is_less_than_what_is_free() -> None:
    assert 1 << 30 <= limits.usual_memory() < 1 << 42


def test_a_terminated_export_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "odd_net.py").write_text(PROGRAM)
    command = [sys.executable, str(RUN), "odd_net:loops", "--size", "32", "--out", "out.zip"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    for _ in range(200):
        family = watching._family(process.pid)
        if len(family) > 1:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert len(family) > 1 and all(is_gone(pid) for pid in family[1:])


def test_what_was_written_until_then_is_removed(tmp_path: Path) -> None:
    line = refused(run(tmp_path, "odd_net:Later", "--time-limit", "20"))
    assert line.startswith("isthmus export: comparing the units with the network took more than 20 s")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".", "out"))]
