"""Characters of a page by pdfplumber, for the pages whose text pdfium cannot give whole.

pdfium leaves out a character that is drawn alone in a font that neither the file nor the machine has: its ink is empty.
"""

from __future__ import annotations

import math
from io import BytesIO

import pdfplumber
from pdfminer.pdfexceptions import PDFException

from parsers.document import UnreadableError
from parsers.readers.pdf_text import SLANT, Run

METHOD = "pdfplumber"


def read_runs(payload: bytes, number: int) -> tuple[list[Run], list[str]]:
    """The characters of a page (numbers from 1), a run each, and the slanted ones left out."""
    try:
        with pdfplumber.open(BytesIO(payload), pages=[number]) as document:
            characters = document.pages[0].chars
    except (PDFException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(f"damaged: the text of page {number} cannot be decoded") from error
    runs, slanted = [], []
    for index, character in enumerate(characters):
        text = character["text"]
        if not text.strip():
            continue
        a, b = character["matrix"][:2]
        turn = math.atan2(b, a) % (math.pi / 2)
        if min(turn, math.pi / 2 - turn) > SLANT:
            slanted.append(text)
            continue
        top, bottom = character["top"], character["bottom"]
        runs.append(Run(text, character["x0"], top, character["x1"], bottom, bottom - top, index))
    return runs, slanted
