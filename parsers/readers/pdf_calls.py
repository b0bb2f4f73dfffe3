"""Calls into pdfium for what is asked of every character and shape.

ctypes converts each argument to its declared type, which takes longer than the call. Here the caller passes what C
takes as it is: pdfium's handles, ints, and ``ctypes.byref`` of what is written to. Nothing checks them.
"""

from __future__ import annotations

import ctypes
from typing import Any


def unchecked(function: Any) -> Any:
    """A function of ``pypdfium2.raw`` with its result type, but without argument types."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None  # a function is somewhere
    return ctypes.PYFUNCTYPE(function.restype)(address)


def floats(count: int) -> tuple[memoryview[float], tuple[Any, ...]]:
    """Floats that pdfium writes to, as a view whose ``tolist`` fetches them all at once, and a reference to each."""
    array = (ctypes.c_float * count)()
    size = ctypes.sizeof(ctypes.c_float)
    references = tuple(ctypes.byref(array, size * index) for index in range(count))
    return memoryview(array).cast("B").cast("f"), references
