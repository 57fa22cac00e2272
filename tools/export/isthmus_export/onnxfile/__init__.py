"""ONNX files as networks: read without running anything, cut by liveness, and split into graphs."""

from .reading import Graph, read
from .splitting import Part, split

__all__ = ["Graph", "Part", "read", "split"]
