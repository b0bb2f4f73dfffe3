"""Numbers said in prose: which measure each is of, by the words around it (``measures.yaml``).

Precision before recall: a number of another year, of a part, of a plan or of two measures at once is none of ours.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from disclosure.labels import key
from disclosure.report import Mention, Section
from parsers.numerals import read_number
from parsers.recogniser.measures import NO, Pattern, patterns
from parsers.recogniser.periods import Period
from parsers.recogniser.prose import Prose
from parsers.recogniser.scope import Scope

_UNITS = "件次|人次|条次|篇次|万元|亿元|件|条|项|份|宗|起|例|篇|次|个|部|期|笔|元"
_QUANTITY = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?(?!\d)|\d{1,12}(?:\.\d{1,6})?|[〇零一二两三四五六七八九十百千万亿]{1,20})"
    rf"(?P<odd>[余多])?(?P<scale>[万亿](?!元))?(?P<more>[余多])?(?P<unit>{_UNITS})"
    r"(?!工作日|自然日|月|小时|方面|环节|部门|类|事|龙|性|批|以上|以下)"
)
#: where such a quantity may begin; a pattern that begins with a set is searched several times faster. The bound keeps
#: the search of an endless run of digits linear
_CANDIDATE = re.compile(
    r"[\d〇零一二两三四五六七八九十百千万亿][\d,.〇零一二两三四五六七八九十百千万亿]{0,24}[余多]?[万亿]?[余多]?[件条项份宗起例篇次个部期笔元人万亿]"
)
#: a number without a unit, where its clause ends with it; not a year
_BARE = re.compile(
    r"(?<=[数量请议讼为是:计共转持正果结])(?P<number>\d{1,5})(?<!20\d\d)(?P<odd>)(?P<scale>)(?P<more>)(?P<unit>)"
    r"(?=[,;。)\n]|$)"
)
#: before a number: part of another number, of a range or of an ordinal
_NOT_BEFORE = re.compile(r"(?:第|[\d.,/〔\[-]|\d[至~—])$")
_ABOUT = re.compile(r"(?:大?约|近|将近|接近|超过?|逾|多达|不到|不足)$")
_ABOUT_AFTER = re.compile(r"左右|上下|之多")
#: 数十件, 上百件: no number at all
_VAGUE, _TENS = frozenset("数几上成好"), "十百千万亿"
_RESET = re.compile(r"[。!?\n](?!其中|\(?其中|按|从)")
_FILLER = re.compile(r"[共总合计为有约近超过逾达到数量各均都分别是,:]*")
_DENIAL = re.compile(rf"{NO}[^,;。\n!?]*")
#: a chapter that says no more than that there was nothing of what its title names
_ALL_DENIED = re.compile(
    r"(?:本年度?|20\d\d年度?)?,?(?:暂?无|没有|未发生|不涉及)(?:此类|相关|上述|该类)?(?:情况|事项|内容)?。?"
)
_REMARK = re.compile(r"\(([^()]{2,20})\)")
#: what parts the numbers of an enumeration
_JOINS = ("、", "和", "及", "与")
_CLAUSE_END = re.compile(r"[,;。、()\n!?]")
#: one number may be said of both, when it is 0
_BOTH = ("reviews_total", "suits_total")
_NOTHING = Decimal(0)
_LONGEST_AFTER = 26
#: characters before a number that are looked at, however long its sentence is
_REACH = 200


class Around(NamedTuple):
    """What stands around a number: its clause with # for the number, its sentence up to it, a window, what follows."""

    words: str
    sentence: str
    about: str
    matter: str  #: the same with # for the number and the rest of its sentence: what a case is about
    unit: str
    nothing: bool  #: whether the number is 0
    listed: str  #: its clause, after those of the numbers before it in its enumeration


def find_mentions(sections: Sequence[Section], year: int | None = None, agency: str = "") -> tuple[Mention, ...]:
    """Mentions in order. ``start`` and ``end`` are offsets into the section's own ``text``.

    ``year`` and ``agency`` (its name) are the report's: what a sentence says of another year, of a part of it, or of
    another body does not count.
    """
    scope = Scope(year, agency)
    return tuple(mention for section in sections for mention in _in_section(section, scope))


def _in_section(section: Section, scope: Scope) -> list[Mention]:
    if not section.text:
        return []
    prose = Prose(section.text)
    found = [
        _mention(section, prose, measure, start, end, value, unit or None, approximate)
        for start, end, value, unit, approximate, named in _quantities(prose.text, section.title, scope)
        for measure in named
        if unit or "\n" not in section.text[prose.origin(start - 1) : prose.origin(start)]  # the number of a page
    ]
    if _ALL_DENIED.fullmatch(prose.text):
        headed = f"没有{key(section.title)}"
        named = [each for each in patterns().denied if each.none and each.none.search(headed)]
        return [_mention(section, prose, each, 0, len(prose.text), _NOTHING, None, False) for each in named]
    denials = _denials(prose.text, scope)
    found += [_mention(section, prose, each, start, end, _NOTHING, None, False) for start, end, each in denials]
    for span in scope.elsewhere(prose.text) if found else ():
        first, last = prose.origin(span.start), prose.origin(span.stop - 1)
        found = [mention for mention in found if not first <= mention.start <= last]
    return sorted(found, key=lambda mention: mention.start)


def _mention(
    section: Section,
    prose: Prose,
    measure: Pattern,
    start: int,
    end: int,
    value: Decimal,
    unit: str | None,
    approximate: bool,
) -> Mention:
    first, last = prose.origin(start), prose.origin(end - 1) + 1
    raw = section.text[first:last]
    return Mention(measure.name, value, unit, approximate, section.number, first, last, raw)


def _quantities(text: str, title: str, scope: Scope) -> Iterator[tuple[int, int, Decimal, str, bool, list[Pattern]]]:
    """Start, end, value, unit, whether approximate, and the measures of each number that is of any."""
    candidates = (_QUANTITY.match(text, candidate.start()) for candidate in _CANDIDATE.finditer(text))
    matches = [match for match in (*candidates, *_BARE.finditer(text)) if match and not _is_other_number(text, match)]
    matches.sort(key=lambda match: match.start())
    resets = [0, *(match.end() for match in _RESET.finditer(text))] if matches else []
    before, listed = 0, ""
    for position, match in enumerate(matches):
        start, end = match.span()
        after = matches[position + 1].start() if position + 1 < len(matches) else len(text)
        sentence = resets[bisect_right(resets, start) - 1]
        value = read_number(match["number"], match["scale"] or "")
        about = _ABOUT.search(text, max(sentence, before, start - 3), start)
        first = about.start() if about else start
        sentence = max(sentence, first - _REACH)
        words = f"{_lead(text[max(sentence, before) : first])}#{_tail(text[end : min(after, end + _LONGEST_AFTER)])}"
        listed = (listed if text[before : before + 1] in _JOINS else "") + words
        before = end
        if value is None:
            continue
        window, rest = text[max(0, first - _REACH) : first], _rest(text[end : end + _REACH])
        matter = f"信息公开{title}\n{window}#{rest}"  # a chapter on reviews is on those about disclosure
        around = Around(words, text[sentence:first], title + window, matter, match["unit"], not value, listed)
        named = _measures_of(around, _bracketed(rest), scope)
        if len(named) > 1 and value:
            continue  # 行政复议、行政诉讼3件: nobody can tell of which
        approximate = about or match["odd"] or match["more"] or _ABOUT_AFTER.match(text, end)
        yield first, end, value, match["unit"], bool(approximate), named


def _is_other_number(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a part of another one, or none at all."""
    start = match.start()
    if match["number"][0] in _TENS and text[max(0, start - 1) : start] in _VAGUE:
        return True
    return _NOT_BEFORE.search(text, max(0, start - 3), start) is not None


def _lead(clause: str) -> str:
    """The words before a number in its own clause; in the one before where its own has only words of counting."""
    cut = _last_mark(clause, len(clause))
    while cut > 0 and _FILLER.fullmatch(clause, cut):
        cut = _last_mark(clause, cut)
    return clause[cut + 1 :]


def _rest(following: str) -> str:
    """What follows a number in its sentence."""
    end = _RESET.search(following)
    return following[: end.start() if end else _REACH]


def _bracketed(rest: str) -> str:
    """A remark in brackets right after a number, which may say of when it is; not one with a number of its own."""
    remark = _REMARK.match(rest)
    return remark[1] if remark and not _CANDIDATE.search(remark[1]) else ""


def _last_mark(clause: str, end: int) -> int:
    return max(clause.rfind(",", 0, end), clause.rfind(";", 0, end), clause.rfind(":", 0, end))


def _tail(clause: str) -> str:
    end = _CLAUSE_END.search(clause, 0, _LONGEST_AFTER)
    return clause[: end.start() if end else _LONGEST_AFTER]


def _measures_of(around: Around, remark: str, scope: Scope) -> list[Pattern]:
    """The first measure that the words around a number fit; both where they name reviews and lawsuits at once."""
    known = patterns()
    possible = known.by_unit.get(around.unit, ())
    channels = [each for each in possible if each.channel and each.channel.search(around.words)]
    never = known.never.search(around.words) is not None
    named: list[Pattern] = []
    period: Period | None = None
    for measure in possible:
        if never and not measure.past:
            continue
        if named and measure.name != _BOTH[1]:
            continue
        if not _fits(measure, around, channels):
            continue
        if known.running.search(around.matter):
            continue
        period = period or scope.period(f"{around.sentence}{remark}")  # not asked of numbers that are of no measure
        if period is Period.OTHER:
            return []
        if period is Period.ANOTHER_YEAR and not measure.past:
            continue
        named.append(measure)
        if measure.name != _BOTH[0]:
            break
    return named


def _fits(measure: Pattern, around: Around, channels: list[Pattern]) -> bool:
    if measure.channel and [each for each in channels if each.units == measure.units] != [measure]:
        return False
    words = around.listed if measure.enumerated else around.words
    return (
        (measure.says is None or measure.says.search(around.words) is not None)
        and (measure.within is None or measure.within.search(around.sentence + around.words) is not None)
        and (measure.about is None or measure.about.search(around.about + around.words) is not None)
        and (measure.unless is None or measure.unless.search(words) is None)
        and (not measure.disputed or around.nothing or patterns().of_disclosure(around.matter))
    )


def _denials(text: str, scope: Scope) -> Iterator[tuple[int, int, Pattern]]:
    """Where a clause without a number says that there was nothing of a measure."""
    for clause in _DENIAL.finditer(text):
        if _CANDIDATE.search(clause[0]) or patterns().past.search(clause[0]):
            continue
        sentence = text[
            max(text.rfind("。", 0, clause.start()), text.rfind("\n", 0, clause.start())) + 1 : clause.end()
        ]
        elsewhere = patterns().other_matter.search(sentence[_last_mark(sentence, len(sentence)) + 1 :]) is not None
        for measure in patterns().denied:
            match = measure.none.search(text, *clause.span()) if measure.none else None
            if match and not (elsewhere and measure.disputed) and scope.period(sentence) is Period.OWN:
                yield *match.span(), measure
