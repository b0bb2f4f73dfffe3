"""What the table itself says of its agency and its year: its title, and the line 填报单位 above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from disclosure.agencies import identify, scope_of
from disclosure.labels import normalise
from parsers.document import Block, Document, Grid
from parsers.recogniser.identity import Identity
from parsers.recogniser.localities import settle

_TITLE = re.compile(
    r"(?P<before>.{0,60}?)(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:年度)?统计(?:年)?(?:报)?表(?P<after>.{0,30})"
)
_YEAR = re.compile(r"(20\d\d)(?:年度|年|度)?")
_PART = re.compile(r"季度?|半年|\d{1,2}月(?:份)?(?:$|\))|\d{1,2}-\d{1,2}月|月报|季报")
_WHOLE = re.compile(r"1月?-12月|第?[一1]至?-?[四4]季度")
_FILLED_BY = re.compile(r"填报单位(?:\(盖章\)|名称)?:?\(?(.{2,30}?)(?:\(|填报|统计|报送|单位:|日期|时间|年度|20\d\d|$)")
_PERIOD = re.compile(r"(?:统计|报告|填报)?(?:年度|年份|期限|时段):?(20\d\d)年?(?:度|1月1日|$|\))")
_LEADS = re.compile(r"^(?:附[件表录]?\d{0,2}:?|关于)|(?:关于|的)$")
#: blocks before the table in which its title may stand
_BLOCKS_BEFORE = 5
_ROWS_OF_TITLE = 4


@dataclass(frozen=True, slots=True)
class TableTitle:
    """``agency`` is '' and ``year`` None where nothing says; ``part`` is the part of a year that the title names."""

    text: str = ""
    agency: str = ""
    year: int | None = None
    part: str | None = None


def read_table_title(texts: Iterable[str]) -> TableTitle:
    """From the texts around the head of a table, nearest to it last."""
    title, agency, year, part = "", "", None, None
    for text in texts:
        spelt = normalise(text)
        if match := _TITLE.search(spelt):
            title = "".join(text.split())
            around = f"{match['before']} {match['after']}"
            printed = _YEAR.search(around)
            year = int(printed[1]) if printed else year
            named = _PART.search(_WHOLE.sub("", around))
            part = named[0] if named else None
            before = match["before"]
            own = _LEADS.sub("", before if not printed or printed[0] not in before else before.replace(printed[0], ""))
            agency = agency or own.strip("《》 :-")
        if filled := _FILLED_BY.search(spelt):
            agency = filled[1].strip(": ") or agency
        if period := _PERIOD.search(spelt):
            year = year or int(period[1])
    return TableTitle(title, agency, year, part)


def texts_around(blocks: Iterable[Block], first: Grid) -> Iterator[str]:
    """The texts before a table and in its first rows."""
    before: list[str] = []
    for block in blocks:
        if block is first:
            break
        if not isinstance(block, Grid):
            before.append(block.text)
    yield from before[-_BLOCKS_BEFORE:]
    for row in range(min(_ROWS_OF_TITLE, first.rows)):
        texts = [cell.text for cell in first.cells if cell.row == row and cell.text]
        yield from texts
        yield "".join(texts)


def with_table_title(identity: Identity, title: TableTitle, document: Document, name: str, url: str) -> Identity:
    """What the table says where the document says nothing: an attachment that is the table alone.

    ``name`` (of the file, or the text of the link that led to it) is asked last, and only if there is such a table.
    """
    if not title.text or (identity.agency and identity.year):
        return identity
    named = read_table_title([re.sub(r"\.[A-Za-z]{2,5}$", "", unquote(name).rsplit("/", 1)[-1])])
    stated = title.agency or named.agency
    year = identity.year or title.year or named.year
    agency, findings = identity.agency, list(identity.findings)
    if not agency and stated:
        agency = settle(identify(stated), document, url, year, findings)
    return replace(
        identity,
        title=identity.title or title.text,
        agency=agency,
        year=year,
        findings=tuple(findings),
        scope=scope_of(agency.name) if agency and not identity.agency else identity.scope,
    )
