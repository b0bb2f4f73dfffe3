"""Numbers as prose writes them: digits, Chinese numerals, multipliers, and words that make them approximate."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿")
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000}
_FOLDED = str.maketrans("〇○两", "零零二")
_POSITIONAL = str.maketrans(DIGITS, "0123456789")
SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
#: the largest Chinese numeral that is written, exclusive
LIMIT = 10**12


def write_chinese(number: int) -> str:
    """The numeral of a whole number below LIMIT in its one canonical form: 105 is 一百零五, 10 is 十."""
    if number == 0:
        return DIGITS[0]
    groups = [number // 10_000**place % 10_000 for place in range(len(_MYRIADS))]
    written = ""
    for place in reversed(range(len(groups))):
        if groups[place]:
            gap = written and (groups[place] < 1000 or not groups[place + 1])
            written += ("零" if gap else "") + _write_group(groups[place]) + _MYRIADS[place]
    return written.removeprefix("一") if written.startswith("一十") else written


def _write_group(number: int) -> str:
    written, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + _PLACES[place]
        gap = not digit
    return written


@lru_cache(maxsize=1024)
def read_chinese(text: str) -> int | None:
    """The whole number that a numeral says, digit by digit (二〇二三) or with places (一百零五).

    None for what is not in canonical form, because colloquial ones (二百五 for 250) can be read in two ways.
    """
    numeral = text.translate(_FOLDED)
    if len(numeral) > 1 and set(numeral) <= set(DIGITS):
        return int(numeral.translate(_POSITIONAL))
    total = group = digit = 0
    for character in numeral:
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif character in _MULTIPLIERS:
            group += (digit or 1) * _MULTIPLIERS[character]
            digit = 0
        elif character in _MYRIADS:
            total += (group + digit) * SCALES[character]
            group = digit = 0
        else:
            return None
    number = total + group + digit
    return number if number < LIMIT and write_chinese(number) in (numeral, numeral.removeprefix("一")) else None


def read_number(number: str, scale: str = "") -> Decimal | None:
    """The value of digits (with thousands commas and decimals) or of a Chinese numeral, times 万 or 亿.

    None where the text is no number that can be read in one way only, or one of more digits than a warehouse keeps.
    """
    if number[:1].isdigit():
        value = Decimal(number.replace(",", ""))
    else:
        whole = read_chinese(number)
        if whole is None:
            return None
        value = Decimal(whole)
    value *= SCALES[scale]
    return value if value < LIMIT and value == round(value, 6) else None
