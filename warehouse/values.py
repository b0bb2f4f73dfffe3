"""Exact numbers: a value is stored as a whole number of millionths, which both engines keep without rounding."""

from __future__ import annotations

from decimal import Decimal

MILLIONTHS = 1_000_000
_LARGEST_WHOLE = 2**63 - 1
_LARGEST_FRACTION = 2**53  # above it the views, which show decimals as double precision, would round


def to_millionths(value: Decimal) -> int:
    """``Decimal('7730.28')`` -> 7730280000. ValueError when the value can't be kept exactly."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number")
    numerator, denominator = value.as_integer_ratio()
    millionths, rest = divmod(numerator * MILLIONTHS, denominator)
    if rest:
        raise ValueError(f"{value} has more than 6 decimals")
    largest = _LARGEST_FRACTION if millionths % MILLIONTHS else _LARGEST_WHOLE
    if abs(millionths) > largest:
        raise ValueError(f"{value} is too large to be kept exactly")
    return millionths


def from_millionths(millionths: int) -> Decimal:
    """Inverse of to_millionths."""
    return Decimal(millionths) / MILLIONTHS
