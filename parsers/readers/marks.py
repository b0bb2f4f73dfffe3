"""What formats say of a text, spelt out in the text, in which it would be lost.

A note's number set high is no digit of the number before it, and a number that was struck out is none any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

#: around what is struck out, as in plain text
STRIKE = "~~"
#: stands for a picture, of which nothing is read: what holds it is not empty
PICTURE = "[图]"
_STRUCK = re.compile(rf"{STRIKE}.*?{STRIKE}")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_NOTE_ENDS = frozenset(("]", *_CIRCLED))
_LABEL_NOTE = re.compile(rf"(?<=[\u4e00-\u9fff)）])(?:\[[0-9a-zA-Z*注]{{1,3}}\]|[{_CIRCLED}])$")
_NOTE = re.compile(r"[0-9a-zA-Z*]{1,3}")


def spell_raised(text: str) -> str:
    """What is set above or below the line: a number or letter in brackets, as notes have them."""
    note = text.strip()
    return f"[{note}]" if _NOTE.fullmatch(note) else text


def spell_struck(text: str) -> str:
    """What is struck out, between STRIKE."""
    struck = text.replace(STRIKE, "").strip()
    return f"{STRIKE}{struck}{STRIKE}" if struck else text


class SpeltRun(NamedTuple):
    """A piece of a text and how it shows."""

    text: str
    raised: bool = False
    struck: bool = False


def spell_runs(runs: Sequence[SpeltRun]) -> str:
    """Runs side by side as one text; a number that is raised as a whole is no note to anything."""
    beside = any(run.text.strip() and not run.raised for run in runs)
    return "".join(
        spell_struck(run.text) if run.struck else spell_raised(run.text) if run.raised and beside else run.text
        for run in runs
    )


def plain_text(raw: str) -> str:
    """The text of a cell by which its label is known: one line, nothing struck out, no mark of a note behind words."""
    text = raw.replace("\n", "") if "\n" in raw else raw
    if STRIKE in text:
        text = _STRUCK.sub("", text)
    return _LABEL_NOTE.sub("", text) if text[-1:] in _NOTE_ENDS else text
