"""Who reports and for which year.

The year, in order of trust: title, period of the statistics, text, address and name; never a date of publication.
The agency: title, stated publisher, signature, file name or link text. What stays ambiguous stays so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from disclosure.agencies import identify, kind_of, resolve, scope_of
from disclosure.divisions import all_divisions, spellings
from disclosure.labels import normalise
from disclosure.report import Agency, Finding, Severity
from disclosure.uscc import ALPHABET, division_of, is_valid
from parsers.document import Document, Grid, Paragraph
from parsers.recogniser.sections import section_number
from parsers.recogniser.titles import Title, read_title, year_in

_TITLE_PARTS = re.compile(r"[-_|—–]+| - ")
_PERIOD = re.compile(
    r"(?:(?:期限|时限|期间|时间|时段|时期|周期|截止|起止).{0,12}?)?(20\d\d)年0?1月0?1日.{0,12}?(?:(20\d\d)年)?12月31日"
    r"|(20\d\d)\.0?1\.0?1.{1,3}(20\d\d)\.12\.31"
)
_SAID = re.compile(
    r"(20\d\d)年度?(?:的|全年)?(?:我\w|本\w{1,3}|全\w)?(?:政府|政务)信息公开(?:工作)?(?:年度|有关|主要)?(?:情况|报告|工作)"
)
_QUOTED = re.compile(r"《[^》]*》|关于[^。]*?通知|[(（][^()（）]*?号[)）]")
_IN_ADDRESS = re.compile(r"[?&](?:fbtime|nbYear|nbyear|year)=(20\d\d)(?!\d)|/(20\d\d)n(?:d|b|db|dbg)?/")
_IN_NAME = re.compile(r"20\d\d(?=年)")
_CODE = re.compile(rf"(?<![0-9A-Z])[0-9A-Y][{ALPHABET}](?:\d{{6}})[{ALPHABET}]{{10}}(?![0-9A-Za-z])")
_CODED = ("索引号",)
_CODE_IN_ADDRESS = re.compile(r"[?&](?:area|orgCode|orgcode|deptCode)=([0-9A-Za-z]{18})(?![0-9A-Za-z])")
_SENTENCE = re.compile("[,.:;!?]")
#: items of menus that end as names of agencies do
_GENERIC = re.compile(
    r"各?(?:乡镇|镇乡|街道|镇街|街镇|乡镇街道|区县|县区|县市区?|部门|县直部门|区直部门|人民政府|[县市区]政府|本[县市区])$"
)
_YEAR_AT_END = re.compile(r"[\d〇○零一二三四五六七八九]{4}年?度?$")
_LONGEST_LEAD = 60
_LEAD_BLOCKS = 8
_LONGEST_OPENING = 1200
_SIGNATURE_BLOCKS = 4
#: their offices publish what other agencies report
_PUBLISHERS = ("county_gov", "county_office", None)


@dataclass(frozen=True, slots=True)
class Identity:
    title: str
    agency: Agency | None
    year: int | None
    scope: str
    findings: tuple[Finding, ...]


def identify_report(document: Document, *, name: str = "", url: str = "") -> Identity:
    """Agency, year, scope and title of a document; ``name`` is a file name or the text of the link that led to it."""
    printed = list(_printed_titles(document))
    named = list(_titles_in(name or url))
    findings: list[Finding] = []
    year = _year(document, printed, named, name, url, findings)
    agency_name = _agency_name(document, printed, named)
    agency = identify(agency_name) if agency_name else None
    if agency:
        agency = _settle(agency, document, url, findings)
    titles = [*printed, *named]
    title = next((each.text for each in titles if each.agency), titles[0].text if titles else "")
    return Identity(title, agency, year, scope_of(agency.name) if agency else "unknown", tuple(findings))


def _printed_titles(document: Document) -> Iterator[Title]:
    """Titles at the head of the text, then those of the container."""
    lead: list[str] = []
    for block in document.blocks[:_LEAD_BLOCKS]:
        if isinstance(block, Grid) or section_number(block.text) or len(block.text) > _LONGEST_LEAD:
            break
        lead.append(block.text)
        yield from title_at_end(lead)
    # A page's <title> often names the site or the column too: 某镇2023年…年度报告-某县人民政府
    yield from _titles_in(document.title)


def title_at_end(lines: list[str]) -> Iterator[Title]:
    """The title that the last of some lines is, or ends: offices break it after the agency, or anywhere."""
    alone = read_title(lines[-1])
    if alone is None or not alone.agency:
        for first in range(max(0, len(lines) - 3), len(lines) - 1):
            if not all(map(_begins_a_title, lines[first:-1])):
                continue
            title = read_title("".join(lines[first:]))
            if title and title.agency and kind_of(title.agency).kind:
                yield title
                return
    if alone:
        yield alone


def _begins_a_title(line: str) -> bool:
    """Whether a line is an agency's name, a year, or the front of a title, and no sentence and no item of a menu."""
    text = normalise(line)
    if _is_no_name(text):
        return False
    return kind_of(text).kind is not None or _YEAR_AT_END.search(text) is not None or "信息公开" in text


def _titles_in(text: str) -> Iterator[Title]:
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", unquote(text).rsplit("/", 1)[-1])
    for part in (stem, *_TITLE_PARTS.split(stem)):
        if title := read_title(part):
            yield title


def _year(
    document: Document, printed: list[Title], named: list[Title], name: str, url: str, findings: list[Finding]
) -> int | None:
    titled = next((title.year for title in printed if title.year), None)
    period = _period(document)
    if titled and period and period != titled:
        findings.append(_years_differ("the title", titled, "the period of the statistics", period))
    inside = titled or period or _said(document)
    address = _IN_ADDRESS.search(url)
    outside = next((title.year for title in named if title.year), None)
    if outside is None and address:
        outside = int(address[1] or address[2])
    if outside is None and "公开" in name:
        outside = year_in(match[0]) if (match := _IN_NAME.search(name)) else None
    if inside and outside and inside != outside:
        findings.append(_years_differ("the document", inside, "its name or address", outside))
    return inside or outside


def _years_differ(where: str, year: int, elsewhere: str, other: int) -> Finding:
    message = f"{where} says {year}, {elsewhere} {other}"
    return Finding("year_conflict", Severity.WARNING, message, expected=str(year), found=str(other))


def _period(document: Document) -> int | None:
    """The year that 统计期限 names, if it is one whole year."""
    for block in document.blocks:
        if isinstance(block, Paragraph) and "31" in block.text and "12" in block.text:
            match = _PERIOD.search(normalise(block.text).replace(",", ""))
            if match and match[3]:
                return int(match[3]) if match[3] == match[4] else None
            if match and match[2] in (None, match[1]):
                return int(match[1])
    return None


def _said(document: Document) -> int | None:
    """The year of which the opening says that it reports, if it names one only."""
    opening = "".join(block.text for block in document.blocks[:_LEAD_BLOCKS] if isinstance(block, Paragraph))
    if "公开" not in opening:
        return None
    years = set(_SAID.findall(_QUOTED.sub("", "".join(opening[:_LONGEST_OPENING].split()))))
    return int(years.pop()) if len(years) == 1 else None


def _agency_name(document: Document, printed: list[Title], named: list[Title]) -> str:
    titled = next((title.agency for title in printed if title.agency), "")
    if titled:
        return titled
    stated = [line for name in ("发布机构", "ContentSource") if (line := _agency_in(document.metadata.get(name, "")))]
    own = [line for line in stated if kind_of(line).kind not in _PUBLISHERS]
    signed = [line for block in document.blocks[-_SIGNATURE_BLOCKS:] if (line := _agency_of_line(block))]
    linked = [title.agency for title in named if title.agency]
    return next(iter((*own, *signed, *linked, *stated)), "")


def _agency_of_line(block: object) -> str:
    return _agency_in(block.text) if isinstance(block, Paragraph) and len(block.text) <= _LONGEST_LEAD else ""


def _agency_in(text: str) -> str:
    """A line that is an agency's name and nothing else, perhaps before a date."""
    line = re.sub(r"20\d\d年.*$", "", normalise(text)).rstrip(".,:;")
    return line if 2 < len(line) <= 30 and kind_of(line).kind and not _is_no_name(line) else ""


def _is_no_name(line: str) -> bool:
    return _SENTENCE.search(line) is not None or _GENERIC.match(line) is not None


def _settle(agency: Agency, document: Document, url: str, findings: list[Finding]) -> Agency:
    """The agency with its credit code, and its division where code, publisher or text leave only one."""
    code, refused = _credit_code(document, url)
    if refused:
        message = f"{refused} looks like a credit code, but its check character is wrong; it was not used"
        findings.append(Finding("uscc_invalid", Severity.WARNING, message, found=refused))
    if code:
        agency = replace(agency, uscc=code)
        within = division_of(code)
        own = agency.division_code
        if own and within in all_divisions() and not own.startswith(within):
            message = f"the name fits division {own}, the credit code {code} was issued in {within}; neither was taken"
            findings.append(Finding("division_conflict", Severity.WARNING, message, expected=own, found=within))
            return replace(agency, division_code=None)
        agency = resolve(agency, within, f"its credit code {code} was issued there")
    if agency.division_code is None and len(agency.candidates) > 1:
        agency = _narrow_by_names(agency, document)
    return agency


def _credit_code(document: Document, url: str) -> tuple[str | None, str | None]:
    """A right code, and one that is wrong, from the index number and from the address."""
    texts = [document.metadata.get(name, "") for name in _CODED]
    found = [match[0] for text in texts for match in _CODE.finditer(text)]
    found += [match[1].upper() for match in _CODE_IN_ADDRESS.finditer(url) if _CODE.fullmatch(match[1].upper())]
    right = next((code for code in found if is_valid(code)), None)
    return right, next((code for code in found if not is_valid(code)), None)


def _narrow_by_names(agency: Agency, document: Document) -> Agency:
    """Take the one candidate around which the document names the county (of a county, the prefecture)."""
    # Not normalised: what is normalised is kept for the next time, and whole texts would be kept for nothing.
    texts = (block.text for block in document.blocks if isinstance(block, Paragraph))
    text = "".join("".join((*texts, *document.metadata.values(), document.title)).split())
    named = [
        candidate
        for candidate in agency.candidates
        if any(len(name) > 2 and name in text for name in spellings(_around(candidate.division_code)))
    ]
    if len(named) != 1:
        return agency
    code = named[0].division_code
    taken = replace(named[0], reason=f"{named[0].reason}; the document names {all_divisions()[_around(code)].name}")
    return replace(agency, division_code=code, candidates=(taken,))


def _around(code: str) -> str:
    """The county of a township, the prefecture of a county."""
    return code[: 6 if len(code) > 6 else 4]
