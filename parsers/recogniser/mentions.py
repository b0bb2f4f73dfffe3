"""Numbers said in prose that a table states too: how many requests were received.

Only a sentence that speaks of all requests counts; one that names a channel or another measure beside them does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

from disclosure.report import Finding, Mention, Reading, Section, Severity, State

MEASURE = "requests_received"
_UNIT = r"(?P<unit>件次|人次|件|条|项|个|份|宗|起|例)"
_REQUEST = r"(?:政府)?(?:信息公开|依申请公开|申请公开|公开申请)[^,，。；;、\d]{0,12}?"
_COUNT = re.compile(
    rf"(?:收到|受理|接到|收)[^。；;\d]{{0,16}}?(?:{_REQUEST}|申请)[^。；;，,\d]{{0,6}}?"
    rf"(?P<about>约|近)?\s*(?P<number>\d[\d,，]*)\s*(?P<more>余|多)?\s*{_UNIT}"
)
_NONE = re.compile(rf"(?:未|没有|尚未|无|不涉及)(?:收到|接到|受理|发生)?(?:过)?[^。；;，,\d]{{0,8}}?{_REQUEST}")
#: a sentence about a part of the requests, or about something that is done with them
_PART = re.compile(
    r"当面|现场|网络|网上|网站|平台|信函|邮寄|邮件|传真|电话|其中|上年|结转|行政复议|行政诉讼|增长|增加|减少|超期|投诉"
)
_SENTENCE = re.compile(r"[^。；;\n]+[。；;\n]?")


def find_mentions(sections: Sequence[Section]) -> tuple[Mention, ...]:
    """Mentions in order. ``start`` and ``end`` are offsets into the section's own ``text``."""
    return tuple(mention for section in sections for mention in _in_section(section))


def _in_section(section: Section) -> list[Mention]:
    # NFKC keeps lengths for what matters here (digits, brackets); texts where it does not are left alone.
    text = unicodedata.normalize("NFKC", section.text)
    if len(text) != len(section.text):
        return []
    found = []
    for sentence in _SENTENCE.finditer(text):
        match = _COUNT.search(text, sentence.start(), sentence.end())
        if match:
            value, unit, approximate = Decimal(re.sub(r"[,，]", "", match["number"])), match["unit"], False
            approximate = bool(match["about"] or match["more"])
        else:
            match = _NONE.search(text, sentence.start(), sentence.end())
            if match is None:
                continue
            value, unit, approximate = Decimal(0), None, False
        if not _PART.search(text, sentence.start(), match.end()):
            raw = section.text[match.start() : match.end()]
            found.append(Mention(MEASURE, value, unit, approximate, section.number, match.start(), match.end(), raw))
    return found


def compare(mentions: Sequence[Mention], cells: Mapping[str, Reading]) -> list[Finding]:
    """A finding when no exact number said for all requests is the table's: neither the new ones nor, as some count,
    those and the ones carried in. Where the table has no number, nothing can be said.
    """
    addresses = ("applications.new_received.total", "applications.carried_in.total")
    readings = [cells.get(address) for address in addresses]
    values = [reading.value for reading in readings if reading and reading.state is State.NUMBER]
    new, carried = values if len(values) == len(addresses) else (None, None)
    exact = [mention for mention in mentions if mention.measure == MEASURE and not mention.approximate]
    if new is None or carried is None or not exact:
        return []
    if any(mention.value in (new, new + carried) for mention in exact):
        return []
    said = exact[0]
    message = f"the prose says {said.value:f} requests were received («{said.raw}»), the table says {new:f}"
    return [Finding("prose_received", Severity.WARNING, message, addresses[:1], f"{new:f}", f"{said.value:f}")]
