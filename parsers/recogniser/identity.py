"""Who reports and for which year, in order of trust: title, container's metadata, signature, file name or link text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from disclosure.agencies import identify, kind_of
from disclosure.labels import normalise
from disclosure.report import Agency, Finding, Severity
from parsers.document import Document, Grid
from parsers.recogniser.sections import section_number

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
_YEAR_BEFORE = re.compile(rf"{_YEAR}(?:年度|年|度)?")
#: the noun that ends a title, and the year that some put after it
_NOUN = re.compile(
    rf"(?:政府|政务)?信息公开(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:的)?(?:年度)?(?:报告|年报)(?:\(?{_YEAR}年?度?\)?)?$"
)
_TITLE_PARTS = re.compile(r"[-_|—–]+| - ")
_PERIOD = re.compile(r"(?:统计期限|期限|时限).{0,12}?(20\d\d)年1月1日.{0,12}?(?:(20\d\d)年)?12月31日")
_LONGEST_LEAD = 60
_LEAD_BLOCKS = 8
_SIGNATURE_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class Title:
    """``agency`` is '' and ``year`` None where the title does not say."""

    text: str
    agency: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Identity:
    title: str
    agency: Agency | None
    year: int | None
    scope: str
    findings: tuple[Finding, ...]


def read_title(text: str) -> Title | None:
    """The parts of a report's title; None when the text is no such title.

    The year may stand before or after the noun, in digits or Chinese numerals; the agency before or after the year.
    """
    line = normalise(text).strip("《》")
    noun = _NOUN.search(line)
    if noun is None:
        return None
    before = line[: noun.start()]
    year = _YEAR_BEFORE.search(before)
    agency = before if year is None else before[: year.start()] + before[year.end() :]
    printed = year[1] if year else noun[1]
    return Title("".join(text.split()), re.sub(r"^关于|关于$|的$", "", agency), _year(printed))


def identify_report(document: Document, *, name: str = "") -> Identity:
    """Agency, year, scope and title of a document; ``name`` is a file name or the text of the link that led to it."""
    titles = list(_titles(document, name))
    findings = []
    years = list(dict.fromkeys(title.year for title in titles if title.year))
    year = years[0] if years else None
    period = _period(document)
    if year is None:
        year = period
    elif period and period != year:
        message = f"the title says {year}, the period of the statistics {period}"
        findings.append(Finding("year_conflict", Severity.WARNING, message, expected=str(year), found=str(period)))
    agency_name = next((title.agency for title in titles if title.agency), "") or _stated_agency(document)
    agency = identify(agency_name) if agency_name else None
    scope = kind_of(agency.name).scope if agency else "unknown"
    return Identity(titles[0].text if titles else "", agency, year, scope, tuple(findings))


def _titles(document: Document, name: str) -> Iterator[Title]:
    """Titles by trust: printed at the head of the text, in the container, in the name."""
    lead: list[str] = []
    for block in document.blocks[:_LEAD_BLOCKS]:
        if isinstance(block, Grid) or section_number(block.text) or len(block.text) > _LONGEST_LEAD:
            break
        lead.append(block.text)
    joined = ("".join(lead[first:last]) for last in range(1, len(lead) + 1) for first in range(last))
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", name.rsplit("/", 1)[-1])
    # A page's <title> often names the site or the column too: 某镇2023年…年度报告-某县人民政府
    parts = [part for text in (document.title, stem) for part in (text, *_TITLE_PARTS.split(text))]
    for text in (*joined, *parts):
        title = read_title(text)
        if title:
            yield title


def _period(document: Document) -> int | None:
    """The year that 统计期限 names, if it is one whole year."""
    for block in document.blocks:
        if not isinstance(block, Grid) and "限" in block.text:
            match = _PERIOD.search(normalise(block.text).replace(",", ""))
            if match and match[2] in (None, match[1]):
                return int(match[1])
    return None


def _stated_agency(document: Document) -> str:
    """The publisher that the page names, else the signature at the end of the text."""
    stated = [document.metadata.get(name, "") for name in ("发布机构", "ContentSource")]
    tail = [block.text for block in document.blocks[-_SIGNATURE_BLOCKS:] if not isinstance(block, Grid)]
    for text in (*stated, *tail):
        line = normalise(text)
        if 2 < len(line) <= 30 and kind_of(line).kind not in (None,) and not line.endswith("."):
            return line
    return ""


def _year(text: str | None) -> int | None:
    return int(text.translate(_DIGITS)) if text else None
