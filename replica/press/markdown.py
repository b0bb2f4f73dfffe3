"""The report as Markdown: ``#`` headings and pipe tables, a merged cell's text in its first slot."""

from __future__ import annotations

from replica.press.layout import SECTION_TITLES, TABLES, TableLayout, table_layout
from replica.press.truth import Truth
from replica.press.typist import Typing, type_labels


def print_markdown(truth: Truth, typing: Typing | None = None) -> bytes:
    """The whole report as UTF-8 text."""
    parts = [f"# {truth.title}", truth.notice, *truth.opening, *_section(truth, "一")]
    for name in TABLES:
        parts.append(f"## {SECTION_TITLES[name]}")
        table = table_layout(name, truth.editions[name]).filled(truth.cells)
        parts.append(_pipe_table(type_labels(table, typing) if typing else table))
    parts += [*_section(truth, "五"), *_section(truth, "六")]
    return ("\n\n".join(parts) + "\n").encode()


def _section(truth: Truth, number: str) -> list[str]:
    section = truth.section(number)
    return [f"## {section.number}、{section.title}", *section.paragraphs]


def _pipe_table(table: TableLayout) -> str:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for slot in table.slots:
        rows[slot.row][slot.column] = slot.text.replace("|", "\\|")
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * table.columns)
    return "\n".join(lines)
