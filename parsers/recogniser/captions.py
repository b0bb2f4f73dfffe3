"""What stands right above a table: its captions, the unit of its numbers, the heading that it comes under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from parsers.document import Block, Grid
from parsers.recogniser.sections import section_number

#: a longer text is prose
_LONGEST_LINE = 40
#: texts farther from the table than these are not about it
_TEXTS = 4
_SENTENCE_ENDS = ("。", "；", ";", "，", ",", "！")
#: a sentence that points to the table below it is a caption too
_POINTING = re.compile("下表|如下|以下|附表|见表")


def captioned(blocks: Iterable[Block]) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Each block, a table with the texts between it and the table or heading before it, that heading included."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            yield block, tuple(texts[-_TEXTS:])
            texts = []
            continue
        text = block.text.strip()
        if section_number(text):
            texts = [text]
        elif text:
            texts.append(text)
        yield block, ()


def captions_among(texts: Sequence[str]) -> list[str]:
    """The texts above a table that are about it, without the prose."""
    return [text for text in texts if len(text) <= _LONGEST_LINE and (not _is_sentence(text) or points(text))]


def points(text: str) -> bool:
    """Whether a text speaks of the table below it."""
    return _POINTING.search(text) is not None


def _is_sentence(text: str) -> bool:
    return text.endswith(_SENTENCE_ENDS)
