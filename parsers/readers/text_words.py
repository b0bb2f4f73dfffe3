"""The words of the statutory tables as they stand in a line of text, and what stands between them.

A line gives pieces: a word of the form, a value, or other text. A word counts only where it is not part of a longer
one: between white space, numbers and other words of the form.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from disclosure.forms import TableForm, forms_with
from disclosure.labels import key, normalise
from parsers.readers.text_lines import Line
from parsers.values import is_value

ROW, GROUP, HEADER, CAPTION, TITLE, VALUE, OTHER = "row", "group", "header", "caption", "title", "value", "other"
#: columns that are called as rows are, or as a part of a sentence: header words only beside others
WEAK_HEADERS = frozenset(("其他", "总计"))
_CAPTION = r"第?二十条第\(?[一二三四五六七八九]\)?项"
_GAP = re.compile(r"\s")
_VALUE_EDGE = re.compile(r"[\d/\-—–+]")
_DIGITS_BEHIND = re.compile(r"^(.*[^\d.,])(\d+)$")
#: values of which something besides digits tells where one ends: units, separators of thousands, strokes
_IN_RUN = re.compile(r"[+-]?\d{1,3}(?:[,，]\d{3})++(?:[.．]\d+)?|[+-]?\d+(?:[.．]\d+)?(?:万元|[件项条个元])?|[/—–-]|无")
_LONGEST_RUN = 200
#: values run together of which the separators do not tell where one ends
_MARKED_RUN = re.compile(r"[\d,，.．件项条个元万+/—–-]+")
_BETWEEN_MARKS = re.compile(r"[^\d]*\d{1,12}[^\d]*$|[^\d]*\d{1,12}")
_PROSE_MARKS = re.compile(r"[，。；：！？,;:]")
_LONGEST_CELL = 30


class Piece(NamedTuple):
    """``kind`` is one of the constants above; ``word`` a known word as the form spells it (normalised), '' else."""

    text: str
    kind: str
    line: Line
    offset: int
    word: str = ""


class _Words(NamedTuple):
    kinds: dict[str, str]  #: normalised text -> kind
    pattern: re.Pattern[str]
    everything: str
    labels: frozenset[str]  #: of rows, among them those that head rows in another edition
    widths: dict[str, frozenset[int]]  #: key of a row's label -> how many columns the editions give it


@cache
def _words() -> _Words:
    kinds: dict[str, str] = {}
    widths: dict[str, set[int]] = {}
    for form in forms_with("applications").values():  # statistics are told by their recogniser, in lines too
        for table in form.tables.values():
            _add_headers(table, kinds)
            for block in table.blocks:
                for row in block.rows:
                    for label in row.labels:
                        widths.setdefault(key(label), set()).add(len(block.columns))
                        for spelling in (normalise(label), key(label)):
                            if spelling not in WEAK_HEADERS:
                                kinds[spelling] = ROW
    for form in forms_with("applications").values():
        for table in form.tables.values():  # last: （六）其他处理 heads rows in one edition and is a row in the other
            kinds |= {
                spelling: GROUP
                for group in table.groups
                for spelling in (normalise(group.label_zh), key(group.label_zh))
            }
    longest_first = sorted(kinds, key=len, reverse=True)
    pattern = re.compile("|".join([_CAPTION, *map(re.escape, longest_first)]))
    labels = frozenset(word for word, kind in kinds.items() if kind in (ROW, GROUP) and key(word) in widths)
    return _Words(
        kinds, pattern, "\n".join(kinds), labels, {label: frozenset(found) for label, found in widths.items()}
    )


def _add_headers(table: TableForm, kinds: dict[str, str]) -> None:
    for spelling in (normalise(table.label_zh), key(table.label_zh)):
        kinds.setdefault(spelling, TITLE)
    for label in ("信息内容", *table.header_labels):
        kinds[normalise(label)] = HEADER
    for block in table.blocks:
        for column in block.columns:
            for label in (*column.labels, *column.path):
                kinds[normalise(label)] = HEADER


def widths_of(label: str) -> frozenset[int]:
    """How many columns a row of this label (any spelling) has in the editions; empty for an unknown label."""
    return _words().widths.get(key(label), frozenset())


def is_fragment(text: str) -> bool:
    """Whether a text is a part of a word of the form, as a narrow column breaks it."""
    return normalise(text) in _words().everything


def completes(text: str) -> bool:
    """Whether a text is the whole label of a row."""
    return normalise(text) in _words().labels or key(text) in _words().labels


def begins(text: str) -> bool:
    """Whether the label of a row begins with a text."""
    stems = tuple({normalise(text), key(text)} - {""})
    return any(word.startswith(stem) for word in _words().labels for stem in stems)


def heads_rows(text: str) -> bool:
    """Whether a text is the label of a group of rows."""
    return _words().kinds.get(normalise(text)) == GROUP


def is_prose(piece: Piece) -> bool:
    """Whether a piece belongs to a sentence and to no table."""
    if piece.kind != OTHER:
        return False
    return (len(piece.text) > _LONGEST_CELL or _PROSE_MARKS.search(piece.text) is not None) and not is_fragment(
        piece.text
    )


def pieces_of(line: Line) -> list[Piece]:
    """The pieces of a line, left to right."""
    folded, offsets = _fold(line.text)
    pieces: list[Piece] = []
    for start, end, word in _spans(line.text, folded, offsets):
        if word:
            kind = _words().kinds.get(word, CAPTION)
            pieces.append(Piece(line.text[start:end], kind, line, start, word))
        else:
            pieces += _plain(line, start, end)
    return pieces


def _fold(text: str) -> tuple[str, list[int]]:
    """The text as labels are compared, and the offset in the text of each of its characters."""
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for each in normalise(character):
            folded.append(each)
            offsets.append(offset)
    return "".join(folded), offsets


def _spans(text: str, folded: str, offsets: list[int]) -> list[tuple[int, int, str]]:
    """(start, end, word) over the whole line; word '' for what is between words."""
    spans: list[tuple[int, int, str]] = []
    done = position = 0  # in ``text``; in ``folded``
    while position < len(folded):
        chain, after = _chain(text, folded, offsets, position)
        if chain:
            if offsets[position] > done:
                spans.append((done, offsets[position], ""))
            for first, last in chain:
                done = _behind(text, offsets[last - 1] + 1)
                spans.append((offsets[first], done, folded[first:last]))
        position = _next_start(text, folded, offsets, after if chain else position + 1)
    if done < len(text):
        spans.append((done, len(text), ""))
    return spans


def _behind(text: str, end: int) -> int:
    """The end of a word with the quotation marks that close it."""
    while end < len(text) and not text[end].isspace() and not normalise(text[end]):
        end += 1
    return end


def _chain(text: str, folded: str, offsets: list[int], position: int) -> tuple[list[tuple[int, int]], int]:
    """Words one right behind the other, the last of them at an end of its own; none if that is not so."""
    chain: list[tuple[int, int]] = []
    while match := _words().pattern.match(folded, position):
        chain.append(match.span())
        position = match.end()
        if (
            position == len(folded)
            or _VALUE_EDGE.match(folded, position)
            or offsets[position] > offsets[position - 1] + 1
        ):
            return chain, position
    return [], position


def _next_start(text: str, folded: str, offsets: list[int], position: int) -> int:
    """The next place where a word may begin: behind white space, behind a value, or at a number before a word."""
    while position < len(folded):
        if offsets[position] > offsets[position - 1] + 1 or _VALUE_EDGE.match(folded, position - 1):
            return position
        position += 1
    return position


def _plain(line: Line, start: int, end: int) -> list[Piece]:
    """Values and other text between words, parted at white space."""
    pieces: list[Piece] = []
    for match in re.finditer(r"\S+", line.text[start:end]):
        offset, chunk = start + match.start(), match[0]
        whole = chunk.isdecimal() or is_value(chunk)
        parts = [] if whole or len(chunk) > _LONGEST_RUN else [*_IN_RUN.finditer(chunk)]
        if parts and sum(len(part[0]) for part in parts) == len(chunk):
            pieces += [Piece(part[0], VALUE, line, offset + part.start()) for part in parts]
            continue
        if parts and len(chunk) <= _LONGEST_RUN and _MARKED_RUN.fullmatch(chunk):
            pieces += [Piece(part[0], VALUE, line, offset + part.start()) for part in _BETWEEN_MARKS.finditer(chunk)]
            continue
        glued = None if whole else _DIGITS_BEHIND.match(chunk)
        if glued and is_fragment(glued[1]):
            pieces.append(Piece(glued[1], OTHER, line, offset))
            pieces.append(Piece(glued[2], VALUE, line, offset + len(glued[1])))
        elif whole:
            pieces.append(Piece(chunk, VALUE, line, offset))
        else:
            pieces.append(Piece(chunk, ROW if completes(chunk) else OTHER, line, offset))
    return pieces
