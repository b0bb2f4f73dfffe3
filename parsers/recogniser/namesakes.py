"""Whether an agency is the one that the list of divisions knows by its name, or a namesake that has gone since.

The list is of one day. Where one of two townships of one name was merged or renamed, it has the other, and would give
its code to the report of the one that has gone. A name without the places around is believed where the document agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from disclosure.agencies import is_township
from disclosure.divisions import FIRST_LISTED_YEAR, all_divisions, codes_by_spelling, full_name_of, spellings
from disclosure.report import Agency, Finding, Severity

#: who goes to a place, or speaks with it, is of another
GUEST = "赴到与和同向及"
_GOVERNS = "(?:人民)?政府|委(?!员)|网站|门户"
_GOVERNMENT = re.compile(_GOVERNS)
_LONGEST_NAME = 15
_SHORTEST_NAME = 3


def believe(agency: Agency, text: str, facts: str, year: int | None) -> tuple[Agency, list[Finding]]:
    """The agency with its code where the document, of which ``text`` and ``facts`` are without blanks, bears it out.

    It does not where it names another place as the one around. One that names no place leaves the code to a township of
    the list's own time, and to a county: few of these have namesakes.
    """
    code = agency.division_code
    if code is None:
        return agency, []
    around, own = all_divisions()[code].parents, re.escape(all_divisions()[code].name)
    beside = list(_places_before(re.compile(own), f"{text}\n{facts}"))
    if not is_township(agency):
        # Names of counties stand beside those of their neighbours, but not behind the prefecture of another.
        beside = [codes for codes in beside if not any(len(each) == 6 for each in codes)]
    if beside:
        return _judge(agency, beside)
    if not is_township(agency) or _is_named(around[-1], text, facts):
        return agency, []
    # 莘县 and 沈丘 are too short to be looked for alone.
    if re.search(f"(?:{'|'.join(spellings(around[-1]))})(?:{_GOVERNS}|{own})", text):
        return agency, []
    governing = set(_places_before(_GOVERNMENT, text))
    inner = [codes for codes in governing if not any(_lies_in(other, codes) for other in governing)]
    # Several are neighbours: in lists of links, or those that a text compares with.
    if len(inner) == 1:
        return _judge(agency, inner)
    borne_out = any(_is_named(parent, text, facts) for parent in around)
    if borne_out or (year is not None and year >= FIRST_LISTED_YEAR):
        return agency, []
    return replace(agency, division_code=None), []


def _lies_in(inner: frozenset[str], outer: frozenset[str]) -> bool:
    return inner != outer and any(code.startswith(tuple(outer)) for code in inner)


def _judge(agency: Agency, named: list[frozenset[str]]) -> tuple[Agency, list[Finding]]:
    """The agency without its code, and why, where none of the named places is around it."""
    code = agency.division_code or ""
    if any(code.startswith(each) for codes in named for each in codes):
        return agency, []
    others = sorted({each for codes in named for each in codes})
    names = ", ".join(map(full_name_of, others))
    message = (
        f"the one {agency.name} of the list is {full_name_of(code)}, but the document is of {names}; no code was taken"
    )
    found = ", ".join(others)
    finding = Finding("division_conflict", Severity.WARNING, message, expected=code, found=found)
    return replace(agency, division_code=None), [finding]


def _places_before(what: re.Pattern[str], text: str) -> Iterator[frozenset[str]]:
    """The codes of each place whose name stands right before a match, the longest name that does."""
    known = codes_by_spelling()
    for match in what.finditer(text):
        for length in range(_LONGEST_NAME, _SHORTEST_NAME - 1, -1):
            start = match.start() - length
            if start >= 0 and (codes := known.get(text[start : match.start()])):
                if text[max(0, start - 1) : start] not in GUEST or start == 0:
                    yield codes
                break


def _is_named(code: str, text: str, facts: str) -> bool:
    names = [name for name in spellings(code) if len(name) >= _SHORTEST_NAME] if code in all_divisions() else []
    return any(name in text or name in facts for name in names)
