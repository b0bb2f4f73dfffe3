"""A whole ``parse`` of PDF files (reader, recogniser, rules) beside pdfplumber's ``extract_tables`` alone.

``python -m benchmarks.parse_pdf [--rounds N]``: reports of the collection that accuracy is measured on, by the press
itself (no font embedded) and by LibreOffice and Chromium where they are installed. The peer reads every page with its
default settings, gives no report and loses the rows that a page end cuts.
"""

from __future__ import annotations

import logging
import sys
from io import BytesIO

import pdfplumber

from benchmarks.timing import Ratio, compare, run
from parsers import parse
from replica.press.collection import COLLECTION, FORMATS

ENTRIES = COLLECTION[:9]


def measure(rounds: int) -> list[Ratio]:
    """One ratio a producer; one that is not installed is named on standard error."""
    logging.getLogger("pdfminer").setLevel(
        logging.ERROR
    )  # thousands of warnings on Chromium's fonts would cost it time
    ratios = []
    for form in FORMATS:
        if form.missing:
            print(f"{form.name}: not measured, {form.missing} is not installed.", file=sys.stderr)
        elif form.name.startswith("PDF"):
            files = form.make(ENTRIES).values()
            ratios.append(compare(f"{form.name}: `parse` beside pdfplumber", rounds, files, parse, _extract_tables))
    return ratios


def _extract_tables(payload: bytes) -> list[object]:
    with pdfplumber.open(BytesIO(payload)) as document:
        return [page.extract_tables() for page in document.pages]


if __name__ == "__main__":
    run(measure, __doc__)
