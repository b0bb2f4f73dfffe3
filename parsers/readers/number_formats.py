"""Numbers as a spreadsheet shows them: the format codes of ECMA-376 part 1, 18.8.30 and 18.8.31.

Letters and names in dates are the Chinese ones. What the width of a column would cut is shown whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from parsers.readers.date_formats import DATE_LETTERS, show_date

GENERAL = "General"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])"
    rf"|(?P<date>{DATE_LETTERS})|(?P<mark>[0#?.,%@;/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
#: colours of the paper, by which a format hides what it would print
_WHITE = ("white", "白色", "color2", "颜色2")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_DIGITS = "0#?"
_LARGEST_EXPONENT = 308
_MOST_DECIMALS = 30
#: digits enough for any number of these exponents with these decimals
_WIDE = Context(prec=_LARGEST_EXPONENT + 2 * _MOST_DECIMALS)


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts that semicolons separate. ``tokens``: (kind, text), kinds as the groups of _TOKEN."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    strange: bool = False  #: asks for what is not shown here: fractions, elapsed time, numerals of other scripts

    def has(self, kind: str) -> bool:
        return any(each == kind for each, _ in self.tokens)


def exact(stored: float | str) -> Decimal:
    """A stored number with the 15 digits that spreadsheets keep: 7730.2799999999997 is 7730.28.

    Raises ArithmeticError or ValueError for what is no finite number.
    """
    number = Decimal(stored)
    if not number.is_finite() or number.adjusted() > _LARGEST_EXPONENT:
        raise ValueError(f"{stored} is no number of a spreadsheet")
    if number.adjusted() < -_LARGEST_EXPONENT:
        return Decimal(0)
    return Decimal(f"{number:.14e}").normalize()


def is_percent(code: str) -> bool:
    return any(("mark", "%") in section.tokens for section in _sections(code))


def is_date(code: str) -> bool:
    return any(section.has("date") for section in _sections(code))


def show(number: Decimal, code: str, *, since_1904: bool = False) -> str | None:
    """A number as the format prints it, without space around it; None where this format cannot be followed.

    ``since_1904``: the day from which the file counts dates.
    """
    sections = _sections(code)
    section, signed = _choose(number, sections)
    if section is None or section.strange or (number < 0 and section.condition):
        return None
    if section.has("date"):
        return show_date(number, section.tokens, since_1904=since_1904)
    magnitude = number if signed else abs(number)
    if section.has("general") or ("mark", "@") in section.tokens:
        return "".join(_general_part(kind, text, magnitude) for kind, text in section.tokens).strip()
    return _print_digits(magnitude, section.tokens).strip()


def plain(number: Decimal) -> str:
    """A number without a format: 12.0 is 12, all digits written out."""
    return f"{number:f}" if number else "0"


def _choose(number: Decimal, sections: Sequence[_Section]) -> tuple[_Section | None, bool]:
    """The section for a number, and whether it prints the sign; of four sections the last is for text."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        fitting = (each for each in numeric if each.condition is None or _holds(number, *each.condition))
        return next(fitting, None), True
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    if number == 0 and len(numeric) > 2:
        return numeric[2], True
    return numeric[0], True


def _holds(number: Decimal, operator: str, bound: Decimal) -> bool:
    below, same = number < bound, number == bound
    return {
        "<": below,
        "<=": below or same,
        "=": same,
        "<>": not same,
        ">=": not below,
        ">": not below and not same,
    }[operator]


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        if (kind, match[0]) == ("mark", ";"):
            parts.append([])
        else:
            parts[-1].append((kind, match[kind]))
    return tuple(map(_section, parts))


def _section(tokens: Sequence[tuple[str, str]]) -> _Section:
    kept: list[tuple[str, str]] = []
    condition, strange, white = None, False, False
    for kind, text in tokens:
        if kind == "bracket":
            if told := _CONDITION.fullmatch(text):
                condition = told[1], Decimal(told[2])
            elif text.startswith("$"):
                kept.append(("quoted", text[1:].partition("-")[0]))
            elif text.lower() in _WHITE:
                white = True
            elif text.upper().startswith("DBNUM") or _ELAPSED.fullmatch(text):
                strange = True
        elif kind == "space":
            kept.append(("quoted", " "))
        elif kind != "fill":
            kept.append(("quoted" if kind in ("escaped", "other") else kind, text))
    dated = any(kind == "date" for kind, _ in kept)
    kept = [("quoted" if dated and (kind, text) == ("mark", "/") else kind, text) for kind, text in kept]
    strange = strange or any(kind == "exponent" or (kind, text) == ("mark", "/") for kind, text in kept)
    strange = strange or sum(map(_is_digit, kept)) > _MOST_DECIMALS
    return _Section(() if white else tuple(kept), condition, strange)


def _general_part(kind: str, text: str, number: Decimal) -> str:
    if kind == "general" or (kind, text) == ("mark", "@"):
        return plain(number)
    return text


def _print_digits(number: Decimal, tokens: Sequence[tuple[str, str]]) -> str:
    point = next((i for i, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    whole, rest = tokens[:point], tokens[point + 1 :]
    percents = sum(token == ("mark", "%") for token in tokens)
    number = number.scaleb(2 * percents - 3 * (_thousands(whole) + _thousands(rest)))
    places = sum(_is_digit(token) for token in rest)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    digits, _, fraction = f"{abs(rounded):f}".partition(".")
    sign = "-" if rounded < 0 and any(map(_is_digit, tokens)) else ""
    shown = sign + _print_whole(digits.lstrip("0"), whole)
    decimals = _print_fraction(fraction, rest)
    return shown + "." + decimals if decimals[:1].isdigit() else shown + decimals


def _is_digit(token: tuple[str, str]) -> bool:
    return token[0] == "mark" and token[1] in _DIGITS


def _thousands(tokens: Sequence[tuple[str, str]]) -> int:
    """By how many thousands the commas after the last digit divide."""
    last = max((i for i, token in enumerate(tokens) if _is_digit(token)), default=len(tokens))
    return sum(token == ("mark", ",") for token in tokens[last:])


def _print_whole(digits: str, tokens: Sequence[tuple[str, str]]) -> str:
    """Digits put into their places from the right; the leftmost place takes all that are left."""
    places = [i for i, token in enumerate(tokens) if _is_digit(token)]
    grouped = bool(places) and any(token == ("mark", ",") for token in tokens[: places[-1]])
    left, printed, shown = list(digits), 0, []
    for i in reversed(range(len(tokens))):
        kind, text = tokens[i]
        if not _is_digit((kind, text)):
            shown.append("" if (kind, text) == ("mark", ",") else text)
            continue
        taken = left if i == places[0] and left else [left.pop() if left else {"0": "0", "#": "", "?": " "}[text]]
        for digit in reversed(taken):
            separates = grouped and digit.strip() and printed and printed % 3 == 0
            shown.append(digit + "," if separates else digit)
            printed += 1
    return "".join(reversed(shown))


def _print_fraction(fraction: str, tokens: Sequence[tuple[str, str]]) -> str:
    significant = len(fraction.rstrip("0"))
    shown, place = "", 0
    for kind, text in tokens:
        if not _is_digit((kind, text)):
            shown += "" if (kind, text) == ("mark", ",") else text
            continue
        digit = fraction[place] if place < len(fraction) else "0"
        shown += digit if place < significant or text == "0" else " " if text == "?" else ""
        place += 1
    return shown
