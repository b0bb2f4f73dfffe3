"""What formats say of a text, spelt out in the text, in which it would be lost.

A note's number set high is no digit of the number before it, and a number that was struck out is none any more.
"""

from __future__ import annotations

import re

#: around what is struck out, as in plain text
STRIKE = "~~"
_STRUCK = re.compile(rf"{STRIKE}.*?{STRIKE}")
_NOTE = re.compile(r"[0-9a-zA-Z*]{1,3}")


def spell_raised(text: str) -> str:
    """What is set above or below the line: a number or letter in brackets, as notes have them."""
    note = text.strip()
    return f"[{note}]" if _NOTE.fullmatch(note) else text


def spell_struck(text: str) -> str:
    """What is struck out, between STRIKE."""
    return f"{STRIKE}{text.strip()}{STRIKE}" if text.strip() else text


def without_struck(text: str) -> str:
    """A text without what is struck out in it."""
    return _STRUCK.sub("", text) if STRIKE in text else text
