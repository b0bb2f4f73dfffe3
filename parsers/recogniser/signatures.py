"""Who signed a report, or is stated to have published it: whose it is where the title names nobody, or a contradiction.

What stands at the end of a page is a signature where the day stands with it; without, only as the last line below the
report's own sentences. Links and the foot of a page sign nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from disclosure.agencies import identify, is_township, kind_of, place_of, scope_of, short_name
from disclosure.labels import normalise
from disclosure.report import Agency, Finding, Severity
from parsers.document import STEP, WAY, Block, Document, Paragraph
from parsers.recogniser.days import DAY
from parsers.recogniser.heads import is_no_name, same_agency
from parsers.recogniser.page_lines import LONGEST_LINE, article_of, is_in_menu
from parsers.recogniser.titles import Title, names_itself

#: the foot of a page may stand below the signature
_LAST_BLOCKS = 24
#: their offices publish what other agencies report
_PUBLISHERS = ("county_gov", "county_office", None)
#: so do those that run a county's website
_CARRIER = re.compile("融媒体|新闻|信息中心|网络信息|网信|数据|电子政务|政务服务|行政审批|行政服务")
#: who signs so is of whoever reports
_NOBODY = re.compile(
    r"[县市区旗镇乡街局委]?(?:道|人民政府|政府|党委)?(?:党政|综合|政务公开|(?:政府)?信息公开)?(?:工作)?(?:领导小组)?(?:办公室|办|人民政府)$"
)
#: what says of which kind an agency is, and what may be left out of the names of places
_BODY = re.compile(r"(?:街道|地区|[镇乡]|苏木|管理委员会|管委会|委员会|办公室|中心|分局|[局委办会处])$")
_LEVELS = re.compile("人民政府|[省市州盟县区旗]")


class Signature(NamedTuple):
    name: str
    dated: bool


def find_agency(document: Document, named: Sequence[Title], site: str = "") -> tuple[str, list[Finding]]:
    """The agency that is stated, signs or is named from outside (``named``), and what is to be told of it.

    Where nobody else is named, or the publisher alone, it is the one that the way to the page passes last, or ``site``:
    whose site the page's title says it is.
    """
    publisher, source = (_agency_in(document.metadata.get(name, "")) for name in ("发布机构", "ContentSource"))
    stated = list(filter(None, (publisher, "" if _CARRIER.search(source) else source)))
    own = next((line for line in stated if not _publishes_for_others(line)), "")
    signature = read_signature(document.blocks)
    linked = next((title.agency for title in named if title.agency), "")
    if own:
        return own, []
    if signature and (signature.dated or (linked and same_agency(linked, signature.name))):
        return signature.name, []
    if linked:
        return linked, []
    if signature:
        return _unsure(signature.name, "no title names the agency; it stands alone below the text, without a day")
    steps = document.metadata.get(WAY, "").split(STEP)
    if passed := [line for step in steps if (line := _agency_in(step)) and not _publishes_for_others(line)]:
        return _unsure(passed[-1], "nothing but the way to the page names the agency")
    if site and (not stated or kind_of(site).kind not in _PUBLISHERS):
        return _unsure(site, "nothing but the title of the page names an agency, as whose site it may be")
    if stated and _CARRIER.search(stated[0]):
        return _unsure(stated[0], "nobody is named but who publishes what others report, too")
    return next(iter(stated), ""), []


def _unsure(name: str, why: str) -> tuple[str, list[Finding]]:
    return name, [Finding("agency_unsure", Severity.WARNING, f"{why}: {name}", found=name)]


def _publishes_for_others(name: str) -> bool:
    return kind_of(name).kind in _PUBLISHERS or _CARRIER.search(name) is not None


def hear_signature(agency: Agency, document: Document, named_by: str) -> tuple[Agency, list[Finding]]:
    """The agency that the title or the page names, and what is told where another signs.

    Where it is another township of the same county, both are candidates. Names of departments differ more often because
    they were renamed: the title holds.
    """
    signature = read_signature(document.blocks)
    if signature is None or _NOBODY.match(signature.name) or scope_of(agency.name) == "multi":
        return agency, []
    signed = identify(signature.name)
    if may_be_one(agency, signed):
        return agency, []
    if signed.kind in _PUBLISHERS and agency.kind not in _PUBLISHERS:
        return agency, []
    message = f"the {named_by} names {agency.name}, {signature.name} signs"
    finding = Finding("agency_conflict", Severity.WARNING, message, expected=agency.name, found=signature.name)
    codes = [each.division_code for each in (agency, signed) if each.division_code and is_township(each)]
    if len(codes) == 2 and codes[0][:6] == codes[1][:6]:
        titles, signs = (
            replace(agency.candidates[0], reason=f"the {named_by} names it"),
            replace(signed.candidates[0], reason="it signs"),
        )
        agency = replace(agency, division_code=None, candidates=(titles, signs))
    return agency, [finding]


def may_be_one(titled: Agency, signed: Agency) -> bool:
    """Whether one of two names may be short for the other, or that of a body of the other.

    It may where all that tells the one from others is in the other, in whatever order; places around need not be named.
    """
    if titled.kind in ("county_gov", "county_office") and is_township(signed):
        return False
    codes = [each.division_code[:6] for each in (titled, signed) if each.division_code]
    if len(set(codes)) > 1:
        return False
    names = [_telling(titled.name), _telling(signed.name)]
    short = [_telling(short_name(titled)), _telling(short_name(signed))]
    return any(one <= other for one, other in ((names[0], names[1]), (short[0], names[1]), (short[1], names[0])))


def _telling(name: str) -> set[str]:
    return set(_LEVELS.sub("", _BODY.sub("", place_of(name))))


def read_signature(blocks: Sequence[Block]) -> Signature | None:
    """The name below the text: the one that a day follows, else the last line of all, if no authority's site has it."""
    article = article_of(blocks)
    lines = [
        block if isinstance(block, Paragraph) and _may_sign(block, article) else None
        for block in blocks[-_LAST_BLOCKS:]
    ]
    signed: list[str] = []
    for line, following in zip(lines, [*lines, None][1:], strict=True):
        name = _agency_in(line.text) if line else ""
        if line and name and (_ends_with_day(line) or (following is not None and _ends_with_day(following))):
            signed.append(name)
    if signed:
        # Reports that several sign are no one's.
        return Signature(signed[0], True) if all(same_agency(signed[0], name) for name in signed) else None
    if len(blocks) < 2 or lines[-1] is None or not isinstance(above := blocks[-2], Paragraph):
        return None
    name = _agency_in(lines[-1].text)
    sentence = above.text.rstrip().endswith(("。", "；", "！"))
    return Signature(name, False) if name and sentence and kind_of(name).kind not in _PUBLISHERS else None


def _may_sign(line: Paragraph, article: str) -> bool:
    return len(line.text) <= LONGEST_LINE and not is_in_menu(line, article)


def _ends_with_day(line: Paragraph) -> bool:
    return DAY.search(normalise(line.text)) is not None


def _agency_in(text: str) -> str:
    """A line that is an agency's name and nothing else, perhaps before a date."""
    line = DAY.sub("", normalise(text)).rstrip(".,:;")
    if names_itself(line) or is_no_name(line):
        return ""
    return line if 2 < len(line) <= 30 and kind_of(line).kind else ""
