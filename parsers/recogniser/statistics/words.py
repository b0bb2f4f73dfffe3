"""A line of text as the cells that it holds: labels, units and values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from parsers.recogniser.statistics.columns import role_of
from parsers.recogniser.statistics.labels import left_open, lines_of_form, unit_of
from parsers.values import is_value

_RUN_TOGETHER = re.compile(r"[^\d\s.,，:：]\d{2,}$")
#: with a number between blanks that is no value: 计 1 条
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_WORD = "万元|人次|[条件次篇个人项份元]"
_GLUED = re.compile(
    rf"(?P<label>.*?[^\d\s.,，:：])[\s:：]*(?P<unit>{_WORD})?[\s:：]*(?P<number>\d[\d,，]*(?:\.\d+)?\s*(?:{_WORD})?)[;；。]?"
)


def is_slot(text: str) -> bool:
    """Whether a text stands behind a label: a value or a unit. With half a bracket it is a part of a label."""
    return (is_value(text) or unit_of(text) is not None) and not left_open(text)


def cells_of(text: str) -> list[str]:
    """The cells, left to right. Texts that name no line stay together, but for the words of a header."""
    text = _BRACKETS.sub(lambda match: "".join(match[0].split()), text)
    number, *rest = text.split(maxsplit=1)
    if rest and number.isdecimal():  # of the line
        return [number, *cells_of(rest[0])]
    glued = None if lines_of_form().named(text) else _GLUED.fullmatch(text.strip())
    if glued and lines_of_form().named(glued["label"]):
        return [part for part in (glued["label"].strip(), glued["unit"], glued["number"]) if part]
    cells: list[str] = []
    for slots, run in groupby(text.split(), key=is_slot):
        words = list(run)
        cells += words if slots else _texts(words)
    return cells


def is_cut_unsure(text: str) -> bool:
    """Whether a line ends in digits that nothing parts from its words: they may be two numbers."""
    return _RUN_TOGETHER.search(text) is not None and len(cells_of(text)) > 1


def _texts(words: Sequence[str]) -> Iterator[str]:
    """Words as labels: as many of them as name a line are one, then those behind."""
    if len(words) > 1 and all(map(role_of, words)):
        yield from words
        return
    for count in range(len(words), 0, -1):
        label = " ".join(words[:count])
        if lines_of_form().named(label):
            yield label
            if count < len(words):
                yield from _texts(words[count:])
            return
    yield " ".join(words)
