"""Tables that a document holds only of another year, or as an example: the report has none of their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure.report import Finding, Severity
from parsers.document import Grid
from parsers.recogniser.labelling import find_rows
from parsers.recogniser.slots import MISSING
from parsers.recogniser.tables import Recognised, recognise_tables


def add_missing(result: Recognised, left_out: Sequence[Grid]) -> None:
    """The tables that stand only among those left out: every cell is missing, and a finding says so."""
    wanted = [name for name, edition in result.editions.items() if edition is None]
    if not left_out or not wanted:
        return
    foreign = recognise_tables(find_rows(left_out))
    for name in wanted:
        addresses = tuple(address for address in foreign.cells if address.startswith(f"{name}."))
        if addresses:
            result.editions[name] = foreign.editions[name]
            result.cells.update(dict.fromkeys(addresses, MISSING))
            message = f"{name}: its only table says that it is of another year, or an example; no number was taken"
            result.findings.append(Finding("other_year", Severity.ERROR, message, addresses))
