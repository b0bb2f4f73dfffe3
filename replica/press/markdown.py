"""The report as Markdown: ``#`` headings and pipe tables, a merged cell's text in its first slot."""

from __future__ import annotations

from replica.press.layout import TableLayout
from replica.press.outline import outline
from replica.press.statistics_table import StatisticsOptions
from replica.press.truth import Section, Truth
from replica.press.typist import Typing, type_labels


def print_markdown(truth: Truth, typing: Typing | None = None, statistics: StatisticsOptions | None = None) -> bytes:
    """The whole report as UTF-8 text."""
    parts = [f"# {truth.title}", truth.notice, *truth.opening]
    for part in outline(truth, statistics):
        if isinstance(part, Section):
            parts += [f"## {part.number}、{part.title}", *part.paragraphs]
            continue
        parts.append(f"## {part.heading}")
        parts += [_pipe_table(type_labels(table, typing or Typing())) for table in part.grids]
    return ("\n\n".join(parts) + "\n").encode()


def _pipe_table(table: TableLayout) -> str:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for slot in table.slots:
        rows[slot.row][slot.column] = slot.text.replace("|", "\\|")
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * table.columns)
    return "\n".join(lines)
