"""Values in and out.

A number is stored as a whole number of millionths, which both engines keep without rounding.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

MILLIONTHS = 1_000_000
_LARGEST_WHOLE = 2**63 - 1
_LARGEST_FRACTION = 2**53  # above it the views on SQLite, which shows decimals as double precision, would round
_unkeepable = re.compile("[\0\ud800-\udfff]").sub
Text = TypeVar("Text", str, str | None)


def to_text(text: Text) -> Text:
    """The text with U+FFFD for what no database keeps: NUL (PostgreSQL has none) and halves of surrogate pairs."""
    return _unkeepable("\ufffd", text) if text else text


def to_millionths(value: Decimal) -> int:
    """``Decimal('7730.28')`` -> 7730280000. ValueError when the value can't be kept exactly."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number")
    numerator, denominator = value.as_integer_ratio()
    millionths, rest = divmod(numerator * MILLIONTHS, denominator)
    if rest:
        raise ValueError(f"{value} has more than 6 decimals")
    largest = _LARGEST_WHOLE if denominator == 1 else _LARGEST_FRACTION
    if abs(millionths) > largest:
        raise ValueError(f"{value} is too large to be kept exactly")
    return millionths


def plain(value: Any) -> Any:
    """What a view gives, alike on both engines: whole numbers as int, dates and times as ISO texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
