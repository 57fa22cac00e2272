"""Tensors of a weights file that have not been read yet."""

from dataclasses import dataclass
from typing import Any, Callable

import torch
from torch import Tensor

_MOST_DIMENSIONS = 8


@dataclass(frozen=True, eq=False)
class Storage:
    """A run of numbers of one type in a file. `read` returns its bytes, which may be fewer than it should have."""

    dtype: torch.dtype
    elements: int
    read: Callable[[], bytes]

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.elements * torch.empty(0, dtype=self.dtype).element_size()


@dataclass(frozen=True, eq=False)
class Stored:
    """A tensor by its place in a storage. Nothing is read before `materialise`: what is not wanted costs nothing."""

    storage: Storage
    offset: int  # in elements, like the strides
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def dtype(self) -> torch.dtype:
        """The type that the file stores."""
        return self.storage.dtype

    @property
    def dim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)


def part_of(storage: Storage, first: Any, elements: Any) -> Storage:
    """A run of elements of a storage; the numbers come from the file. Raises ValueError where it is not inside it."""
    if type(first) is not int or type(elements) is not int or not 0 <= first <= first + elements <= storage.elements:
        raise ValueError("a part that is not inside its storage")
    width = torch.empty(0, dtype=storage.dtype).element_size()
    return Storage(storage.dtype, elements, lambda: storage.read()[first * width : (first + elements) * width])


def view(storage: Any, offset: Any, shape: Any, strides: Any) -> Stored:
    """A tensor in `storage`. All arguments come from the file; raises ValueError where they are no tensor inside it."""
    sizes = (offset, *shape, *strides)
    if not isinstance(storage, Storage) or not all(type(number) is int and number >= 0 for number in sizes):
        raise ValueError("a tensor of a kind that is not known")
    if len(shape) != len(strides) or len(shape) > _MOST_DIMENSIONS:
        raise ValueError("a tensor with odd dimensions")
    last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides))
    if 0 not in shape and last >= storage.elements:
        raise ValueError("a tensor that reaches beyond its data")
    return Stored(storage, offset, tuple(shape), tuple(strides))


def contiguous(storage: Storage, shape: tuple[int, ...]) -> Stored:
    """The tensor of that shape that fills `storage` in row-major order. Raises ValueError as `view` does."""
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= size
    return view(storage, 0, shape, strides[::-1])


def materialise(tensors: dict[str, Stored]) -> dict[str, Tensor]:
    """Reads tensors; each storage once. Raises ValueError where the file holds fewer bytes than it says."""
    read: dict[Storage, Tensor] = {}
    for stored in tensors.values():
        if stored.storage not in read:
            read[stored.storage] = _numbers(stored.storage)
    return {
        name: read[stored.storage].as_strided(stored.shape, stored.strides, stored.offset)
        for name, stored in tensors.items()
    }


def _numbers(storage: Storage) -> Tensor:
    if storage.elements == 0:
        return torch.empty(0, dtype=storage.dtype)
    data = bytearray(storage.read())  # PyTorch wants memory that may be written to
    if len(data) < storage.size:
        raise ValueError("it ends before its tensors do")
    return torch.frombuffer(data, dtype=storage.dtype, count=storage.elements)
