"""Tables of numbers on open government information that cannot be read: local ones from before 2014, dissolved ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from disclosure.report import Finding, Severity, State
from parsers.document import Block, Grid
from parsers.recogniser.statistics.labels import named_by, telling_words
from parsers.recogniser.statistics.lines import PrintedLine, lines_of
from parsers.values import read_value

LAYOUT_UNKNOWN = "layout_unknown"
_FEWEST_ROWS = 5
#: a paragraph as long as this, with so many words of the statistics, is their table without its cells
_SHORTEST_DISSOLVED = 400
_TELLING_WORDS = 4
_SUBJECT = re.compile(r"公开|申请|答复|复议|诉讼|申诉|咨询|查阅|信函|传真|电子邮件")


def unknown_layouts(blocks: Iterable[Block]) -> list[Finding]:
    """A finding for each grid or paragraph with rows of numbers on the subject; none of its numbers is read."""
    findings = []
    for block in blocks:
        if not isinstance(block, Grid):
            if len(block.text) > _SHORTEST_DISSOLVED and telling_words(block.text) >= _TELLING_WORDS:
                message = "a table of statistics stands in one paragraph, its cells run together; none was read"
                findings.append(Finding(LAYOUT_UNKNOWN, Severity.ERROR, message, found=block.text[:60]))
        else:
            named = [cell.text for cell in block.cells if named_by(cell.text)]
            rows = [line for line in lines_of(block) if _is_number_on_the_subject(line)]
            words = telling_words("\n".join([cell.text for cell in block.cells]))
            if len(named) >= _FEWEST_ROWS or words >= _TELLING_WORDS:
                message = "a table has labels of the statistics, but not set as in their form; none was read"
                findings.append(Finding(LAYOUT_UNKNOWN, Severity.ERROR, message, found="、".join(named[:3])))
            elif len(rows) >= _FEWEST_ROWS:
                labels = "、".join(row.label for row in rows[:3])
                message = f"a table of {len(rows)} rows of numbers ({labels}, ...) follows no known form; none was read"
                findings.append(Finding(LAYOUT_UNKNOWN, Severity.ERROR, message, found=labels))
    return findings


def _is_number_on_the_subject(line: PrintedLine) -> bool:
    return (
        len(line.label) <= 60
        and _SUBJECT.search(line.text) is not None
        and any(read_value(cell.text).state is State.NUMBER for cell in line.values)
    )
