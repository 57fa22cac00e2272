"""TorchScript files as networks: `model.pt` with a ScriptModule in it."""

import torch

from . import steps
from .errors import ExportError, printable


def load(source: str) -> torch.jit.ScriptModule:
    """The network of a TorchScript file, in evaluation mode and float32. Raises ExportError for what is none.

    Its code is run when it is called, and some of it may be while it is loaded.
    """
    steps.say(f"loading {source}")
    try:
        network = torch.jit.load(source, map_location="cpu")
        return network.float().eval()
    except (RuntimeError, ValueError, EOFError) as error:  # PyTorch's, on what is damaged or newer than it
        lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
        raise ExportError(
            f"{source} cannot be loaded as TorchScript by PyTorch {torch.__version__}: {printable(lines[0])}"
        ) from error
