"""Files where a model's name is wanted: those that hold a network, and what to say of others; and unfinished files."""

import zipfile
from pathlib import Path

_WEIGHTS = (".pth", ".pt", ".ckpt", ".bin", ".safetensors", ".pkl", ".tar")
_OTHERS = {
    ".tflite": "a TensorFlow Lite file",
    ".pb": "a TensorFlow file",
    ".h5": "a Keras file",
    ".keras": "a Keras file",
    ".engine": "a TensorRT file",
    ".mlmodel": "a Core ML file",
}


def is_torchscript(source: str) -> bool:
    """Whether `source` names a file that holds TorchScript, and not weights alone."""
    try:
        with zipfile.ZipFile(source) as archive:
            return any(name.count("/") == 1 and name.endswith("/constants.pkl") for name in archive.namelist())
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


def is_onnx(source: str) -> bool:
    """Whether `source` names an ONNX file that there is."""
    return source.lower().endswith(".onnx") and Path(source).is_file()


def holds_network(source: str) -> bool:
    """Whether `source` is a file that can be exported by itself."""
    return is_torchscript(source) or is_onnx(source)


def answer(name: str) -> str | None:
    """One sentence for a `name` that is a file or looks like one; None for what may be the name of a model."""
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix in _WEIGHTS:
        return (
            f"{name} is a file of weights, which say not of which network: name the network first, such as"
            f" `isthmus export resnet50 --weights {name} --out resnet50.zip`; --list prints the networks"
        )
    if suffix == ".onnx":
        return f"no such ONNX file: {name}"
    if suffix in _OTHERS:
        return (
            f"{name} is {_OTHERS[suffix]}, and only PyTorch's and ONNX's networks can be cut: name one of"
            " --list, or module:factory, and its state dict with --weights; or an ONNX file"
        )
    if suffix == ".zip":
        return f"{name} is a package or another archive; `isthmus inspect {name}` tells what a package holds"
    module, _, factory = name.partition(":")
    if module.endswith(".py"):
        example = f"{Path(module).stem}:{factory or 'Network'}"
        return f"{name} is a Python file: say {example}, in its folder, for the class or function that makes a network"
    if "/" in name or "\\" in name:
        return f"{name} is a path, and MODEL is the name of a network: --list prints them; a file goes with --weights"
    return None


def unfinished_prefix(out: Path, process: int) -> str:
    """How the names of folders begin in which a process writes what will be `out`."""
    return f".{out.name}-{process}-"
