"""Tries a form of a package's units in a process of its own, before anybody else loads it."""

import math
import os
import re
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Iterator

import torch
from torch import Tensor

from . import onednn, steps, watching
from .candidates import COLUMNS, Rule
from .cutting.checking import TOLERANCE, Rules, difference
from .errors import printable
from .forms import Form
from .limits import Limits
from .tensors import Tensors, several
from .units import Chain

BATCHES = (1, 2)
_SAMPLES = 1 << 16  # about that many of each tensor, as the engines take them
_MOST_SECONDS = 120  # for one unit
# The launcher says where they are: Java, and the jar of the commands, which holds the engine of the services.
_JAVA, _JAR = "ISTHMUS_TRIAL_JAVA", "ISTHMUS_TRIAL_JAR"
_TRIAL = "io.isthmus.engine.torch.TorchTrial"
_STEP = re.compile(r"(ready|load|run|failed)(?: (.*))?")


class Unfit(Exception):
    """A form that must not be in a package; the message says which unit does what."""


class Untried(Exception):
    """A form that nothing here can run; the message says what is missing."""


@dataclass(frozen=True)
class Trial:
    """What forms are tried with: `names` of the units, `images` [2,…], U8 or F32, and what each unit gives for them."""

    names: list[str]
    images: Tensor
    expected: dict[int, list[Tensors]]  # by the number of images, samples of every unit's tensors
    limits: Limits
    rules: Rules = ()  # of the last unit's tensors: those that are candidates for detections have one


def prepare(chain: Chain, images: Tensor, limits: Limits, rules: Rules = ()) -> Trial:
    """A trial of the units of `chain` on two `images`, with limits for all processes together.

    `rules` are those of the outputs that are candidates for detections, None for others.
    """
    expected: dict[int, list[Tensors]] = {batch: [] for batch in BATCHES}
    tensors: Tensors = (images,)
    with torch.no_grad():
        for _, module in chain:
            tensors = several(module.eval()(*(tensor.clone() for tensor in tensors)))
            for batch, samples in expected.items():
                samples.append(tuple(_sample(tensor[:batch]) for tensor in tensors))
    # What this process leaves, and a little less, so that an engine that takes too much is ended before the export is.
    left = int(0.9 * limits.bytes) - watching.resident(os.getpid())
    own = replace(limits, seconds=min(limits.seconds, _MOST_SECONDS), bytes=max(left, limits.bytes // 2))
    return Trial([name for name, _ in chain], images, expected, own, rules)


def attempt(trial: Trial, form: Form, files: list[Path]) -> None:
    """Runs the units in `files`, which are in a form, for one image and for two, with one thread and with all.

    Raises Unfit where a unit crashes, hangs, takes too much memory or gives other values than expected; and Untried
    where there is no engine for the form.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for threads in sorted({1, cores}):
        steps.say(f"trying the form {form.name}")
        with tempfile.TemporaryDirectory(prefix="isthmus-trial-") as folder:
            _with_some_engine(_Run(trial, form, files, threads, Path(folder)))


def _with_some_engine(run: "_Run") -> None:
    for command in _engines(run.form, run.folder):
        if run.attempt(command):
            return
    raise Untried(
        "nothing here runs it: it takes Java and a built isthmus, which any other command builds, or a PyTorch with"
        " oneDNN's operators (2.0 or later)"
    )


def _engines(form: Form, folder: Path) -> Iterator[list[str]]:
    """The commands that run units of a form, the engine of the services first."""
    java, jar = os.environ.get(_JAVA), os.environ.get(_JAR)
    if java and jar:
        options = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash", f"-XX:ErrorFile={folder}/crash"]
        yield [java, *options, "-cp", jar, _TRIAL]
    if onednn.NATIVE or form.name != "onednn":
        yield [sys.executable, str(Path(__file__).with_name("trial.py"))]


@dataclass(frozen=True)
class _Run:
    """One run of all units by one engine; what passes between the processes lies in `folder`."""

    trial: Trial
    form: Form
    files: list[Path]
    threads: int
    folder: Path

    def attempt(self, command: list[str]) -> bool:
        """Runs the units and compares what they give; False where the engine does not start. Raises Unfit."""
        images, answers = self.folder / "images", self.folder / "answers"
        images.write_bytes(self.trial.images.contiguous().numpy().tobytes())
        dtype = "U8" if self.trial.images.dtype == torch.uint8 else "F32"
        shape = f"{dtype}:{','.join(map(str, self.trial.images.shape[1:]))}"
        batches = ",".join(map(str, BATCHES))
        arguments = [str(self.threads), shape, batches, str(images), str(answers)]
        arguments += [str(file.resolve()) for file in self.files]
        heard: list[str] = []
        with subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self.folder
        ) as process:
            assert process.stdout
            ended = watching.watch(process, process.stdout.fileno(), self.trial.limits, self._hearing(heard))
        if "ready" not in heard:
            return False
        if ended.over or ended.code != 0:
            raise Unfit(self._reason(ended, heard))
        self._compare(answers.read_bytes())
        return True

    def _hearing(self, heard: list[str]) -> Callable[[str], None]:
        def hear(line: str) -> None:
            if _STEP.fullmatch(line):
                heard.append(line)
                steps.say(f"trying the form {self.form.name}")
            elif (crash := re.match(r"#\s+(SIG[A-Z]+) \(", line)) is not None:
                heard.append(f"crash {crash[1]}")

        return hear

    def _reason(self, ended: watching.Ended, heard: list[str]) -> str:
        doing = next((line for line in reversed(heard) if line.startswith(("load ", "run "))), "")
        word, *numbers = doing.split()
        unit = self.trial.names[int(numbers[0])] if numbers else "the first unit"
        where = "while it is loaded" if word != "run" else f"for {_images(int(numbers[1]))}"
        where += f" with {_threads(self.threads)}"
        last = heard[-1]
        if ended.over == "time":
            return f"{unit} does not end within {self.trial.limits.seconds:g} s {where}"
        if ended.over == "memory":
            return f"{unit} takes more than {self.trial.limits.memory} of memory {where}"
        if last.startswith("failed"):
            return f"{unit} fails {where}: {printable(last.removeprefix('failed '))}"
        signal = last.removeprefix("crash ") if last.startswith("crash ") else ended.signal
        return f"{unit} ends the process that runs it {where}" + (f" ({signal})" if signal else "")

    def _compare(self, answers: bytes) -> None:
        place = 0
        for batch, units in self.trial.expected.items():
            for name, tensors in zip(self.trial.names, units, strict=True):
                rules = self.trial.rules if tensors is units[-1] else ()
                for expected, rule in zip(tensors, [*rules, *[None] * len(tensors)]):
                    given, place = _record(answers, place)
                    apart = _difference(given, expected, batch, rule)
                    if not apart <= TOLERANCE:
                        raise Unfit(
                            f"{name} gives other values for {_images(batch)} with {_threads(self.threads)}:"
                            f" {apart:.1e} of the largest, {TOLERANCE:.0e} at most are allowed"
                        )


def _sample(tensor: Tensor) -> Tensor:
    """Values of a tensor from all over it, in row-major order."""
    flat = tensor.contiguous().flatten()
    return flat[:: max(1, flat.numel() // _SAMPLES)].clone()


def _record(answers: bytes, place: int) -> tuple[Tensor, int]:
    """The sample at a place of the engine's file, and the place behind it."""
    (count,) = struct.unpack_from("<i", answers, place)
    values = torch.frombuffer(bytearray(answers), dtype=torch.float32, count=count, offset=place + 4)
    return values, place + 4 + 4 * count


def _difference(given: Tensor, expected: Tensor, batch: int, rule: Rule | None) -> float:
    """How far samples are from each other; those of candidates are all of their values."""
    if given.shape != expected.shape:
        return math.inf
    if rule is not None:
        given, expected = (tensor.view(batch, -1, COLUMNS) for tensor in (given, expected))
    return difference(given, expected, rule)


def _images(count: int) -> str:
    return "one image" if count == 1 else f"{count} images"


def _threads(count: int) -> str:
    return "one thread" if count == 1 else f"{count} threads"
