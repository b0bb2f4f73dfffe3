"""Numbers of OFD files: boxes and matrices, from millimetres to points."""

from __future__ import annotations

import math

from lxml import etree

from parsers.readers.page_space import Box, Matrix, product

POINTS = 72 / 25.4  #: in a millimetre
PAGE: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)
_LARGEST = 1e6  #: millimetres; nothing on paper is that far away


def local_name(element: etree._Element) -> str:
    """The name without its namespace, which drafts of the standard spelt otherwise; '' for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def number(text: str) -> float:
    """A number that can stand on a page. Raises ValueError for anything else."""
    value = float(text)
    if not abs(value) < _LARGEST:
        raise ValueError(f"not a place on paper: {text}")
    return value


def numbers(text: str, count: int) -> list[float] | None:
    """Exactly so many numbers parted by white space; None for anything else."""
    try:
        found = [number(word) for word in text.split(None, count)]
    except ValueError:
        return None
    return found if len(found) == count else None


def matrix_of(element: etree._Element, outer: Matrix) -> Matrix:
    """From the space of a graphic object to points, through its CTM, its Boundary and what it stands in.

    Raises ValueError for numbers that are none.
    """
    left, top, _, _ = boundary_of(element) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = outer
    outer = (a, b, c, d, a * left + c * top + e, b * left + d * top + f)
    ctm = element.get("CTM")
    if ctm is None:
        return outer
    inner = numbers(ctm, 6)
    if inner is None:
        raise ValueError(f"not a matrix: {ctm[:40]}")
    return product((inner[0], inner[1], inner[2], inner[3], inner[4], inner[5]), outer)


def boundary_of(element: etree._Element) -> Box | None:
    """(left, top, width, height) in the space that holds the object. Raises ValueError for numbers that are none."""
    text = element.get("Boundary")
    if text is None:
        return None
    box = numbers(text, 4)
    if box is None:
        raise ValueError(f"not a box: {text[:40]}")
    return box[0], box[1], box[2], box[3]


def seen_box(points: list[tuple[float, float]], matrix: Matrix) -> Box:
    """The box around points, (x0, top, x1, bottom) where the matrix puts them."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def scale_of(matrix: Matrix) -> float:
    """How many times larger things are drawn, upright."""
    return math.hypot(matrix[2], matrix[3])
