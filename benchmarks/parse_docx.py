"""A whole ``parse`` of DOCX files (reader, recogniser, rules) beside python-docx that reads the same tables' texts.

``python -m benchmarks.parse_docx [--rounds N]``: the files are printed by the replica's press. python-docx gives a
merged cell once for each place it covers; the peer takes each cell once, as its users have to.
"""

from __future__ import annotations

from io import BytesIO

import docx

from benchmarks.timing import Ratio, compare, run
from parsers import parse
from replica.press.docx import DocxOptions, print_docx
from replica.press.truth import FMT2019, FMT2021, make_truth

SEEDS = range(4)
KINDS = {
    "DOCX, 2021 form": (FMT2021, DocxOptions()),
    "DOCX, 2019 form, four tables, runs torn": (FMT2019, DocxOptions(blocks_apart=True, runs=3)),
}


def measure(rounds: int) -> list[Ratio]:
    """One ratio a kind."""
    return [
        compare(
            f"{kind}: `parse` beside python-docx",
            rounds,
            [print_docx(make_truth(seed, editions=editions), options) for seed in SEEDS],
            parse,
            _read_tables,
        )
        for kind, (editions, options) in KINDS.items()
    ]


def _read_tables(payload: bytes) -> list[list[list[str]]]:
    tables = docx.Document(BytesIO(payload)).tables
    return [
        [[cell.text for cell in {id(cell._tc): cell for cell in row.cells}.values()] for row in table.rows]
        for table in tables
    ]


if __name__ == "__main__":
    run(measure, __doc__)
