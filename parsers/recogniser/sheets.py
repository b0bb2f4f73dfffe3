"""Sheets of a workbook that their names tell apart from the report's own: of other years, examples, templates.

A name tells only where sheets differ in it: offices fill in a sheet called 模板, or call all of them by the year in
which they report.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from disclosure.labels import normalise
from disclosure.report import Finding, Severity
from parsers.document import Block, Document, Grid

_MADE_UP = re.compile(r"[示范样]例|例表|样[表张本]|表样|范本|模[板版]|空表|空白")
_YEAR = re.compile(r"(?<!\d)20[0-3]\d(?!\d|[-./年]\d)")
_LAST_YEAR = re.compile(r"(?:上一?|去|往|历)年(?!度?结转)")
_OWN = 0  #: stands for the reporting year, or for a name that tells no year
_LAST = -1


@dataclass(slots=True)
class Kept:
    """``left_out``: the tables of the sheets that were left out."""

    document: Document
    findings: list[Finding] = field(default_factory=list)
    left_out: list[Grid] = field(default_factory=list)


def part_of(block: Block) -> str | None:
    """The sheet, or the file of a package, that a block stands in."""
    places = block.place if not isinstance(block, Grid) else (place for cell in block.cells for place in cell.place)
    return getattr(next(iter(places), None), "part", None)


def without_examples(document: Document) -> Document:
    """The document without the sheets that are called examples or templates, beside others; findings tell them."""
    names = _names(document)
    made_up = {part for part, name in names.items() if _MADE_UP.search(name)}
    if not made_up or len(made_up) == len(names):
        return document
    kept = _without(document, made_up, "example_left_out", "sheets called examples or templates were left out")
    return replace(kept.document, findings=(*document.findings, *kept.findings))


def newest_first(document: Document) -> Document:
    """The document with the sheets of earlier years behind the others, so that the report's own title stands first."""
    years = {part: _year_of(name) for part, name in _names(document).items()}
    if len(set(years.values())) < 2:
        return document
    newest = sorted(set(years.values()) - {_OWN}, reverse=True)
    ranks = [_OWN, *newest, None]  # None: of sheets without labels of the form
    blocks = sorted(document.blocks, key=lambda block: ranks.index(years.get(part_of(block) or "")))
    return replace(document, blocks=tuple(blocks))


def keep_year(document: Document, year: int | None) -> Kept:
    """The document without the sheets of other years than the reporting year; where that is not known, of any."""
    years = {part: _year_of(name) for part, name in _names(document).items()}
    dated = {found for found in years.values() if found > _OWN}
    if year is None:
        others = {part for part, found in years.items() if found == _LAST or (found > _OWN and len(dated) > 1)}
    else:
        others = {part for part, found in years.items() if found not in (_OWN, year)}
    if not others or len(set(years.values())) == 1:
        return Kept(document)
    what = f"sheets of other years than {year or 'the reporting year'} were left out"
    return _without(document, others, "other_year", what)


def _names(document: Document) -> dict[str, str]:
    """The names of the sheets with tables of the form that are in a document, or in the part of it that is a report."""
    if len(document.sheets) < 2:
        return {}
    present = {part_of(block) for block in document.blocks}
    return {part: normalise(name) for part, name in document.sheets.items() if part in present}


def _year_of(name: str) -> int:
    named = {int(year) for year in _YEAR.findall(name)}
    if len(named) == 1:
        return named.pop()
    return _LAST if not named and _LAST_YEAR.search(name) else _OWN


def _without(document: Document, parts: Collection[str], rule: str, message: str) -> Kept:
    kept = tuple(block for block in document.blocks if part_of(block) not in parts)
    left_out = [block for block in document.blocks if isinstance(block, Grid) and part_of(block) in parts]
    named = ", ".join(document.sheets[part] for part in document.sheets if part in parts)
    finding = Finding(rule, Severity.INFO, f"{message}: {named}", found=named)
    return Kept(replace(document, blocks=kept), [finding], left_out)
