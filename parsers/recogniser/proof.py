"""Cells of doubtful grids: kept where an equation of the form proves them, refused everywhere else."""

from __future__ import annotations

from disclosure.report import Finding, Severity, State
from disclosure.rules import Outcome, evaluate
from parsers.document import Document
from parsers.recogniser.labelling import find_rows
from parsers.recogniser.tables import Recognised, recognise_tables

#: equations over a row of numbers; an all-zero row proves nothing
_PROVING_RULES = ("C", "G")


def add_proven(result: Recognised, document: Document) -> None:
    """Fill in tables that the document's own grids did not give, from its ``doubtful`` grids.

    A cell is taken when every one of its row is a number, the row's sum holds and is not 0; all others of such a table
    are ``unreadable``. One finding says so.
    """
    missing = [table for table in ("applications", "disputes") if result.editions[table] is None]
    if not missing or not document.doubtful:
        return
    guess = recognise_tables(find_rows(document.doubtful))
    proofs = [
        each
        for each in evaluate(guess.editions, guess.cells)
        if each.rule in _PROVING_RULES and each.outcome is Outcome.PASS and each.found
    ]
    proven = {address for proof in proofs for address in proof.addresses}
    for table in missing:
        cells = {address: reading for address, reading in guess.cells.items() if address.startswith(f"{table}.")}
        if not proven & cells.keys():
            continue
        result.editions[table] = guess.editions[table]
        result.cells |= {
            address: reading
            if address in proven or reading.state is State.MISSING
            else reading._replace(state=State.UNREADABLE, value=None, suggestion=None)
            for address, reading in cells.items()
        }
        message = f"{table} has no rules; {len(proven & cells.keys())} of {len(cells)} cells are proved by their sums"
        result.findings.append(Finding("table_without_rules", Severity.WARNING, message))
