"""The unified social credit code (统一社会信用代码) that names an agency in addresses: GB 32100-2015.

Eighteen characters: managing department, kind of body, division (six digits, GB/T 2260), nine of the body itself, and
a check character over the first seventeen.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
DIVISION = slice(2, 8)


def is_shaped(code: str) -> bool:
    """Whether ``code`` has the length and the characters of such a code, right or wrong."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET) and code[DIVISION].isdigit()


def check_character(first: str) -> str:
    """The character that must follow the first seventeen. Raises ValueError for anything else than seventeen."""
    if len(first) != LENGTH - 1 or not set(first) <= set(ALPHABET):
        raise ValueError(f"{first!r} is not the beginning of a unified social credit code")
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether ``code`` is well formed and its check character is right."""
    return is_shaped(code) and check_character(code[:-1]) == code[-1]


def division_of(code: str) -> str:
    """The division code (six digits) where the body of a well-formed code is registered."""
    return code[DIVISION]
