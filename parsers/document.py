"""The document model: what every reader makes of its bytes, and all that the recogniser sees.

A document is a sequence of blocks in reading order: paragraphs and grids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from disclosure.report import Finding, Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose. ``text`` has no line breaks that only the layout made."""

    text: str
    place: tuple[Place, ...] = ()
    heading: bool = False  #: the source marks it as a heading (h1, #, style); never needed to be a heading


class Cell(NamedTuple):
    """A cell of a grid. ``row`` and ``column`` count from 0; spans are >= 1.

    ``raw`` is the text as printed (line breaks kept as \\n), ``text`` the same with line breaks and
    outer white space removed.
    ``place`` has several entries where a page end cut the cell.
    """

    row: int
    column: int
    text: str
    raw: str
    row_span: int = 1
    column_span: int = 1
    place: tuple[Place, ...] = ()
    confidence: float | None = None


#: a Cell of a tuple of all its fields: the constructor of a named tuple takes twice as long
new_cell = partial(tuple.__new__, Cell)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``exact`` says that rows and columns are true geometry (HTML, ruled PDF);
    False where a lossy extractor made them (tab text), so that only the order of cells within a row can be trusted.
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    method: str
    exact: bool = True
    #: rows of which nobody can tell which value belongs to which label: all their cells are refused
    unsure: frozenset[int] = frozenset()


Block = Paragraph | Grid
#: the fact that holds the steps which lead to a page, from the first page of its site on, and what stands between them
WAY = "当前位置"
STEP = ">"


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader returns. ``title`` is the title that the container names (HTML meta or h1, PDF none), or ''."""

    blocks: tuple[Block, ...]
    media_type: str
    title: str = ""
    #: named facts of the container: ArticleTitle, PubDate, SiteIDCode, ContentSource, 索引号, 发布机构, 发布日期, WAY
    metadata: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    #: what a workbook calls its sheets with labels of the form, by the part that places name
    sheets: Mapping[str, str] = field(default_factory=dict)
    #: grids that an engine only infers; nothing in them counts that the form's sums do not prove
    doubtful: tuple[Grid, ...] = ()


class UnreadableError(Exception):
    """Raised by a reader whose bytes hold no document; ``str(error)`` is the reason in one sentence.

    Handled by ``parsers.parse_all``, which turns it into a report with status ``unreadable``.
    """
