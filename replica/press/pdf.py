"""The report as a PDF with a text layer and ruled tables, over several pages."""

from __future__ import annotations

from replica.press.paged import PageOptions, set_report
from replica.press.pdf_sheet import PdfSheet
from replica.press.truth import Truth


def print_pdf(truth: Truth, options: PageOptions | None = None) -> bytes:
    """The whole report; the bytes depend on nothing but the truth and the options."""
    return set_report(PdfSheet(truth.title), truth, options or PageOptions())
