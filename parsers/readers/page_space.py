"""Boxes and matrices of a page, as the drawing models of PDF and OFD share them."""

from __future__ import annotations

import math

Box = tuple[float, float, float, float]
#: (a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f
Matrix = tuple[float, float, float, float, float, float]
SLANT = math.radians(5)


def product(inner: Matrix, outer: Matrix | None) -> Matrix:
    """The matrix that applies the inner one first; None stands for no change."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    u, v, w, x, y, z = outer
    return a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z


def is_slanted(a: float, b: float) -> bool:
    """Whether writing along (a, b) leans from the horizontal and the vertical, as watermarks do."""
    if not (a and b):
        return False
    turn = math.atan2(b, a) % (math.pi / 2)
    return min(turn, math.pi / 2 - turn) > SLANT
