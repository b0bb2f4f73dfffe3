"""Numbers too wide for their cell run over its rule: what stands on either side is no number."""

from __future__ import annotations

import pytest

from parsers.document import Grid
from parsers.readers.pdf import read
from tests.parsers.pdf_files import HEIGHT, pdf_file, show

XS, YS = (60.0, 160.0, 190.0, 220.0), (100.0, 124.0, 148.0)


def overflowing(text: str, x: float, *more: float) -> list[str]:
    """The cells of the second row of a table, a number in its second column beginning at ``x``."""
    edges = sorted((*XS, *more))
    rules = "".join(f"{XS[0]} {HEIGHT - y} m {XS[-1]} {HEIGHT - y} l S\n" for y in YS)
    rules += "".join(f"{edge} {HEIGHT - YS[0]} m {edge} {HEIGHT - YS[-1]} l S\n" for edge in edges)
    words = [("项目名称的一行文字", 64), ("甲", 164), ("乙", 202)]
    written = b"".join(show(word, place, 116) for word, place in words)
    written += show("第一项和更多的文字", 64, 140) + show(text, x, 140)
    (grid,) = [block for block in read(pdf_file(rules.encode() + written)).blocks if isinstance(block, Grid)]
    return [cell.raw for cell in grid.cells if cell.row == 1][1:]


@pytest.mark.parametrize(
    ("text", "x", "more", "expected"),
    [
        ("1234", 172.5, (), ["123\ufffd", "\ufffd4"]),  # the rule goes through the 4
        ("12345", 204, (), ["", "123\ufffd"]),  # the end stands beside the table
        ("12345", 172, (195.0,), ["1234\ufffd", "\ufffd5", ""]),  # a digit between the two lines of a double rule
        ("1234", 180, (), ["12", "34"]),  # two numbers side by side that fill their cells
    ],
)
def test_a_number_that_runs_over_a_rule_is_none(
    text: str, x: float, more: tuple[float, ...], expected: list[str]
) -> None:
    assert overflowing(text, x, *more) == expected
