"""The report as an OFD file (GB/T 33190-2016), in several of the ways that programs export."""

from __future__ import annotations

from dataclasses import dataclass

from replica.press.ofd_sheet import Background, OfdSheet, TextObjects
from replica.press.paged import PageOptions, set_report
from replica.press.truth import Truth


@dataclass(frozen=True, slots=True)
class OfdOptions(PageOptions):
    """``text``: one object a line with the distances of its characters (``line``), or one object a character.

    ``background``: where the rules stand: on the page, on a template that the page names, or in a composite unit.
    ``scaled``: objects are written in points and brought to millimetres by their CTM, as converters from PDF do.
    """

    text: TextObjects = "line"
    background: Background = "page"
    scaled: bool = False


def print_ofd(truth: Truth, options: OfdOptions | None = None) -> bytes:
    """The whole report; the bytes depend on nothing but the truth and the options."""
    options = options or OfdOptions()
    return set_report(OfdSheet(truth.title, options.text, options.background, options.scaled), truth, options)
