"""Our reading of a PDF against pdfplumber's extract_tables on the same file, interleaved; no targets hidden here.

``python -m benchmarks.parse_pdf [FILE ...] [--rounds N]``: without files, reports printed by the replica's press, and
ledgers drawn in a font that the file embeds, as word processors do. The press embeds no font: where it draws a Chinese
character alone, pdfium cannot give it and our reader takes pdfplumber's characters for that page ("slow pages").
The ratio of a file is that of the fastest of its rounds; the table shows the median of the files of a kind.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median

import pdfplumber
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from parsers.document import Grid
from parsers.readers.pdf import read
from replica.press.pdf import PdfOptions, print_pdf
from replica.press.truth import make_truth

REPORTS = 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    kinds = {"given": [path.read_bytes() for path in arguments.files]} if arguments.files else _generated()
    print(f"{'kind':<12}{'files':>6}{'ours ms':>10}{'pdfplumber ms':>15}{'ratio':>8}{'slow pages':>12}")
    for kind, payloads in kinds.items():
        times = [_compare(payload, arguments.rounds) for payload in payloads]
        ours, theirs = (median(pair[side] for pair in times) * 1000 for side in (0, 1))
        ratio = median(pair[1] / pair[0] for pair in times)
        slow = sum(map(_slow_grids, payloads))
        print(f"{kind:<12}{len(payloads):>6}{ours:>10.1f}{theirs:>15.1f}{ratio:>8.1f}{slow:>12}")


def _compare(payload: bytes, rounds: int) -> tuple[float, float]:
    """Seconds of the fastest round, ours and pdfplumber's, taken in turns."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_timed(lambda: read(payload)))
        theirs.append(_timed(lambda: _extract_tables(payload)))
    return min(ours), min(theirs)


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _extract_tables(payload: bytes) -> list[object]:
    with pdfplumber.open(BytesIO(payload)) as document:
        return [page.extract_tables() for page in document.pages]


def _slow_grids(payload: bytes) -> int:
    """Pages with tables whose characters pdfplumber gave."""
    pages = set()
    for block in read(payload).blocks:
        if isinstance(block, Grid) and block.method == "pdfplumber":
            pages |= {getattr(place, "page", 0) for cell in block.cells for place in cell.place}
    return len(pages)


def _generated() -> dict[str, list[bytes]]:
    reports = [print_pdf(make_truth(seed), PdfOptions(rules="fill")) for seed in range(REPORTS)]
    return {"press": reports, "embedded": [_ledger(seed) for seed in range(REPORTS)]}


def _ledger(seed: int) -> bytes:
    """Four pages of prose and ruled tables of 25 rows by 9 columns, in a font embedded in the file."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    draw = random.Random(seed)  # noqa: S311 - a benchmark
    style = getSampleStyleSheet()["Normal"].clone("prose", fontName="Vera", fontSize=11, leading=18)
    parts: list[Flowable] = []
    for _ in range(3):
        parts += [Paragraph(" ".join(f"word{draw.randrange(999)}" for _ in range(160)), style) for _ in range(2)]
        rows = [[f"row {row}", "label", *(str(draw.randrange(1, 9999)) for _ in range(7))] for row in range(25)]
        lines = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "Vera", 9)]
        parts.append(Table(rows, style=lines))
    buffer = BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(parts)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
