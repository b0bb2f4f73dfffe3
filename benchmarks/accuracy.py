"""Prints the collection of the press in every format, reads it back, and counts the cells that are right.

``python -m benchmarks.accuracy`` writes docs/accuracy.md; ``--check`` measures anew and compares with the page.
A cell is right when its state and its value are those of the truth. A silent error is a cell that is not right and
that no finding of the report names. Formats whose program is not installed are named and not compared.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from disclosure.report import Reading, Report
from parsers import parse
from pipeline.converter import LibreOffice
from replica.press.collection import (
    COLLECTION,
    EDITIONS,
    FORM_EDITIONS,
    FORMATS,
    LOOKS,
    STATISTICS_LOOKS,
    Entry,
    Format,
)
from replica.press.converter import ConversionError
from replica.press.truth import read_cells

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"
HEADING = "| format | edition | reports | cells right | share | reports perfect | silent errors |"


@dataclass(frozen=True, slots=True)
class Miss:
    """A cell that is not right."""

    entry: str
    address: str
    printed: str
    read: str
    silent: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What one format gave for one edition."""

    format: str
    edition: str
    reports: int
    cells: int
    misses: tuple[Miss, ...]

    def markdown(self) -> str:
        right = self.cells - len(self.misses)
        perfect = self.reports - len({miss.entry for miss in self.misses})
        # A share is cut, not rounded: nothing short of all is 100 %.
        share = f"{right * 10000 // self.cells / 100:.2f} %"
        return (
            f"| {self.format} | {self.edition} | {self.reports} | {right} of {self.cells} | {share} "
            f"| {perfect} of {self.reports} | {sum(miss.silent for miss in self.misses)} |"
        )


def measure(made: Format) -> list[Row]:
    """A row for each edition; all files of the format are made first."""
    files = made.make(COLLECTION)
    with LibreOffice() as converter:
        reports = {entry.name: parse(files[entry.name], converter=converter) for entry in COLLECTION}
    rows = []
    for edition in EDITIONS:
        entries = [entry for entry in COLLECTION if entry.edition == edition]
        misses = [miss for entry in entries for miss in _misses(made, entry, reports[entry.name])]
        cells = sum(len(entry.truth.cells) for entry in entries)
        rows.append(Row(made.name, edition, len(entries), cells, tuple(misses)))
    return rows


def _misses(made: Format, entry: Entry, report: Report) -> Iterable[Miss]:
    told = {address for finding in report.findings for address in finding.addresses}
    if any(finding.rule == "table_missing" for finding in report.findings):  # that names whole tables
        told |= {address for address in entry.truth.cells if not report.editions[address.partition(".")[0]]}
    printed = {**entry.truth.cells, **dict.fromkeys(made.lost(entry), "")}
    expected = read_cells(printed)
    for address in sorted(expected.keys() | report.cells.keys()):
        reading = report.cells.get(address)
        want = (expected[address]["state"], expected[address]["value"]) if address in expected else None
        if _said(reading) != want:
            yield Miss(
                entry.name, address, printed.get(address, "(no such cell)"), str(_said(reading)), address not in told
            )


def _said(reading: Reading | None) -> tuple[str, Decimal | None] | None:
    return (reading.state.value, reading.value) if reading else None


def page(rows: Iterable[Row]) -> str:
    """docs/accuracy.md as a whole."""
    table = "\n".join([HEADING, "|---|---|---:|---:|---:|---:|---:|", *(row.markdown() for row in rows)])
    looks = "\n".join(f"- {look.name}" for look in (*LOOKS, *STATISTICS_LOOKS))
    return f"""# Accuracy

Written by `python -m benchmarks.accuracy`; `--check` measures anew and compares. CI does so with LibreOffice and
Chromium installed.

The press prints {len(COLLECTION)} invented reports ({len(LOOKS)} looks in {len(FORM_EDITIONS)} editions of the form,
{len(STATISTICS_LOOKS)} looks of the statistics before it, `replica/press/collection.py`)
in {len(FORMATS)} formats; the parser reads them back. A cell is right when its state (number, blank, n/a) and its value
are those of the truth. A silent error is a cell that is not right and that no finding of the report names.

{table}

The looks:

{looks}

Text without tables has lost what parted the cells. A row whose empty cells left no trace, and numbers run together
that no sum parts, are refused: with the order of the values alone, nobody can tell which is whose. That is why such
text is not all read; what matters there is that nothing is read wrong.

Rows are cut by page ends wherever these fall. In the format Text, slots that the converter's faults empty are expected
blank.

## What this does not say

These are reports that this project prints itself, with two PDF producers besides its own. OFD it writes after the
standard alone: no file of WPS, Suwell or Foxit was at hand. Files of other programs, scans and the typing errors nobody
has thought of are not in it. The collection is also where faults of the readers were found and mended, so 100 % here is
no forecast for files never seen. It shows that what was once read right stays so.

Known and not mended: where a page end of a PDF cuts a row in columns so narrow that each number stands one digit below
another, and the row's label too, the two parts may be read as two rows. The equations of the form tell.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the page instead of writing it")
    parser.add_argument(
        "--format", choices=[made.name for made in FORMATS], help="measure one format, print its misses"
    )
    arguments = parser.parse_args()
    formats = [made for made in FORMATS if arguments.format in (None, made.name)]
    missing = {made.name: made.missing for made in formats if made.missing}
    for name, package in missing.items():
        print(f"{name}: not measured, the package {package} is not installed", file=sys.stderr)
    try:
        rows = [row for made in formats if not made.missing for row in measure(made)]
    except ConversionError as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.format:
        _print_misses(rows)
        return 0
    if arguments.check:
        return _check(rows)
    if missing:
        print("docs/accuracy.md is only written where every format can be measured", file=sys.stderr)
        return 1
    PAGE.write_text(page(rows), encoding="utf-8")
    return 0


def _check(rows: Iterable[Row]) -> int:
    committed = PAGE.read_text(encoding="utf-8").splitlines()
    changed = [row.markdown() for row in rows if row.markdown() not in committed]
    for line in changed:
        print(f"not what {PAGE.name} says: {line}", file=sys.stderr)
    return 1 if changed else 0


def _print_misses(rows: Iterable[Row]) -> None:
    for row in rows:
        print(row.markdown())
        for miss in row.misses:
            print(
                f"  {miss.entry}: {miss.address}: printed {miss.printed!r}, read {miss.read}{' SILENT' * miss.silent}"
            )


if __name__ == "__main__":
    sys.exit(main())
