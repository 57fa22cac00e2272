"""Writes a package in those of its forms that can be run here."""

from dataclasses import replace
from pathlib import Path
from typing import Callable

from . import fusing, inputs, steps, trying
from .errors import ExportError
from .forms import Form
from .limits import Limits
from .package import FUSED, PORTABLE, Attempt, Network

Say = Callable[[str], None]
# Writes the package of a network once; Attempt gets the files of each form and may raise.
Write = Callable[[Network, Attempt], str]


class _Refused(Exception):
    """A form that is not to be in the package, and why."""

    def __init__(self, form: Form, reason: Exception) -> None:
        super().__init__(str(reason))
        self.form = form.name


def write(write_once: Write, network: Network, wished: bool, limits: Limits, say: Say) -> str:
    """What `write_once` returns for the network in those of its forms that a trial has found fit.

    A form that crashes, hangs or gives other values is left out with a line to `say`, and so is one that nothing here
    can run, unless it was `wished` for. Where none is left, the portable form takes their place, if no form was wished
    for; else raises ExportError with the reason.
    """
    trial: list[trying.Trial] = []  # made when it is needed

    def attempt(form: Form, files: list[Path]) -> None:
        if form.engine != "PyTorch":
            return  # the network's check has run it in a process of its own
        if form.name == FUSED and not any(map(fusing.is_fused, files)):
            raise _Refused(form, trying.Unfit("no unit has anything that oneDNN fuses"))
        if not trial:
            trial.append(_trial(network, limits))
        try:
            trying.attempt(trial[0], form, files)
        except trying.Untried as error:
            if not wished and form.name != PORTABLE:
                raise _Refused(form, error) from error
            say(f"forms: {form.name} was not tried: {error}")
        except trying.Unfit as error:
            raise _Refused(form, error) from error

    while True:
        try:
            return write_once(network, attempt)
        except _Refused as error:
            rest = tuple(form for form in network.forms if form != error.form)
            if not rest and not wished and error.form != PORTABLE:
                rest = (PORTABLE,)
            if not rest:
                raise ExportError(f"the form {error.form} cannot be used: {error}") from error
            say(f"forms: {error.form} was left out: {error}")
            network = replace(network, forms=rest)


def _trial(network: Network, limits: Limits) -> trying.Trial:
    steps.say("running the network")
    rules = [output.rule for output in network.outputs]
    return trying.prepare(network.chain, inputs.examples(network.spec, 2, len(trying.BATCHES)), limits, rules)
