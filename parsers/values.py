"""What stands in a value cell: number, blank, n/a or text. Nothing that is not surely a number becomes one."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from disclosure.labels import INVISIBLE
from disclosure.report import State, Suggestion

_NOT_APPLICABLE = {"/", "//", "\\", "-", "--", "---", "—", "——", "–", "―", "无", "不适用", "n/a", "na"}
_ZERO_WORDS = {"零", "〇"}
#: letters and rings that a typist or a converter puts for the digit zero; suggested, never taken
_ZERO_LOOKALIKES = {"o", "○", "◯"}
_NUMBER = re.compile(
    r"(?P<about>约|近)?(?P<sign>[+-]|增加?|减少?)?"
    r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+)(?P<fraction>\.\d+)?"
    r" ?(?P<more>余)?(?P<unit>万元|亿元|元|件次|件|项|条|个|次|份|宗|篇|人次|人)?"
)
#: no number of thousands begins with 0: a point is meant, or two numbers stand in one cell
_COMMA_FOR_POINT = re.compile(r"0,\d{1,6}")
#: a reference to a note behind a number: superscript or circled figures, signs, [1], (注1), 注1
_MARK = re.compile(
    r"\s*(?:[*＊※#＃△▲†‡\u00b2\u00b3\u00b9\u2070-\u208e\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]"
    r"|[\[［【〔]注?释?\d{0,2}[\]］】〕]|[(（]注释?\d{0,2}[)）]|注\d{0,2})+\s*$"
)
#: figures that more than one space or a line break parts are two numbers
_APART = re.compile(r"\d(?:\s{2,}|\n)\d")
#: the warehouse keeps millionths in 64 bits
_MOST_WHOLE_DIGITS = 12
_MOST_DECIMALS = 6


class Value(NamedTuple):
    state: State
    value: Decimal | None = None
    unit: str | None = None
    suggestion: Suggestion | None = None


@lru_cache(maxsize=16384)
def footnote_mark(raw: str) -> str:
    """The mark of a note behind a cell's text (12①, 5*, 3[注1]), or ''."""
    mark = None if raw.isdecimal() else _MARK.search(raw)
    return mark[0].strip() if mark and mark.start() else ""


@lru_cache(maxsize=16384)
def read_value(raw: str) -> Value:
    """The value of a cell's raw text. ``unit`` is the unit printed in the cell, if any.

    A number may carry a sign, thousands separators, full-width digits, a unit or the mark of a note. What is printed
    as approximate, or needs a guess, is ``text`` with a suggestion.
    """
    printed = raw.strip().removesuffix(footnote_mark(raw))
    if not printed.isascii() and any(unicodedata.category(each) == "No" for each in printed):
        return Value(State.TEXT)  # NFKC would make a bare digit of ① or ²
    text = " ".join(unicodedata.normalize("NFKC", printed).translate(INVISIBLE).split())
    if not text:
        return Value(State.BLANK)
    folded = text.lower().replace(" ", "")
    if folded in _NOT_APPLICABLE:
        return Value(State.NA)
    if folded in _ZERO_WORDS:
        return Value(State.NUMBER, Decimal(0))
    if folded in _ZERO_LOOKALIKES:
        return _text("looks like the digit 0", Decimal(0))
    match = _NUMBER.fullmatch(text)
    if _COMMA_FOR_POINT.fullmatch(text):
        return _text("a comma where a decimal point may be meant", Decimal(text.replace(",", ".")))
    if match is None or _APART.search(printed):
        return _spaced(text)
    whole = re.sub(r"[, ]", "", match["whole"])
    fraction = match["fraction"] or ""
    if len(whole.lstrip("0")) > _MOST_WHOLE_DIGITS or len(fraction) > _MOST_DECIMALS + 1:
        return Value(State.TEXT)
    number = Decimal(whole + fraction)
    if (match["sign"] or "").startswith(("-", "减")):
        number = -number
    if match["about"] or match["more"]:
        return _text("printed as approximate", number, match["unit"])
    return Value(State.NUMBER, number, match["unit"])


def is_number(raw: str) -> bool:
    """Whether a text is a printed number."""
    return read_value(raw).state is State.NUMBER


@lru_cache(maxsize=16384)
def is_value(raw: str) -> bool:
    """Whether a text can stand in a value slot (so that it is no label)."""
    value = read_value(raw)
    return value.state is not State.TEXT or value.suggestion is not None


def _spaced(text: str) -> Value:
    joined = text.replace(" ", "")
    if joined != text and re.fullmatch(r"(?:0|[1-9]\d*)(\.\d+)?", joined) and len(joined) <= _MOST_WHOLE_DIGITS:
        return _text("digits with spaces between them", Decimal(joined))
    return Value(State.TEXT)


def _text(reason: str, suggested: Decimal, unit: str | None = None) -> Value:
    return Value(State.TEXT, unit=unit, suggestion=Suggestion(suggested, reason))
