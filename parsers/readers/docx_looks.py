"""What only says how a document looks, cut out before its tree is made: often it is most of it.

What a format holds shows nowhere, and of runs only text boxes have their place within: cutting formats out, and
joining runs where there are no boxes, changes neither the text nor the place of anything else.
"""

from __future__ import annotations

import re

_FORMATS = (b"rPr", b"pPr", b"tcPr", b"tblPrEx")
#: names in them that this reader asks for: they hide, raise or strike text, make headings and numbers, and merge cells
_ASKED = (
    rb"vanish|rStyle|pStyle|outlineLvl|numPr|gridSpan|vMerge|hMerge"
    rb'|color(?=[^>]* w:val="[fF]|[^>]*="(?:background|light)1")'
    rb'|vertAlign(?! w:val="baseline")|position(?! w:val="-?[0-3]")|d?strike(?! w:val="(?:0|false|off)")'
)
#: where text may be white, and what may lie behind it
_WHITE = re.compile(rb'<w:color [^>]*="(?:[fF][0-9a-fA-F]{5}|background1|light1)"')
_GROUNDS = rb"|shd|highlight"
#: tags and nothing between them; a format within a format (a tracked change of it) has an end of its own
_LOOKS, _LOOKS_BUT_GROUNDS = (
    re.compile(rb'(?:</?w:(?!(?:%s)\b)\w++(?:\s++[\w:]++="[^"<]*+")*+\s*+/?>\s*+)*+' % b"|".join((*_FORMATS, asked)))
    for asked in (_ASKED, _ASKED + _GROUNDS)
)
#: where one of these is named, each run stays: formats hide single ones, and the places of text boxes count them
_RUNS_MATTER = (b"vanish", b"rStyle", b"vertAlign", b"strike", b"<w:position", b"<w:color", b"txbxContent")
_END = b"</w:t>"
#: what stands between the texts of two runs without formats
_SEAM = re.compile(rb'</w:r><w:r(?: w:rsid\w++="\w*+")*+><w:t(?: xml:space="preserve")?+>')
#: between markups that are searched together; no XML holds it
_PART = b"\0"


def without_looks(data: bytes) -> bytes:
    """The XML of a document without the formats in which nothing is asked for, and runs that then adjoin as one.

    Well-formed XML remains well-formed. What is spelt otherwise than word processors do (another prefix, another
    encoding, white space in an end tag) is left in.
    """
    if _PART in data:
        return data
    # The same few markups stand between hundreds of texts.
    pieces = [piece.rpartition(b">") for piece in data.split(_END)]
    markups = dict.fromkeys(markup for markup, _, _ in pieces)
    cut = _PART.join([markup + b">" for markup in markups])
    if b"<![CDATA[" in cut:  # in which tags are text
        return data
    looks = _LOOKS_BUT_GROUNDS if may_be_white(cut) else _LOOKS
    for name in _FORMATS:
        cut = _without(cut, looks, b"<w:%s>" % name, b"</w:%s>" % name)
    joins = not any(name in cut for name in _RUNS_MATTER)
    left = {
        markup: b"" if joins and _SEAM.fullmatch(short) else _END + short
        for markup, short in zip(markups, cut.split(_PART), strict=True)
    }
    return b"".join([part for markup, _, text in pieces for part in (left[markup], text)])[len(_END) :]


def may_be_white(data: bytes) -> bool:
    """Whether some text of a document may be in the colour of the paper."""
    return _WHITE.search(data) is not None


def _without(data: bytes, cuttable: re.Pattern[bytes], start: bytes, end: bytes) -> bytes:
    first, *pieces = data.split(start)
    kept = [first]
    known: dict[bytes, bool] = {}  # the same few formats stand in hundreds of places
    for piece in pieces:
        content, found, rest = piece.partition(end)
        looks = known.get(content)
        if looks is None:
            looks = known[content] = cuttable.fullmatch(content) is not None
        kept.append(rest if looks and found else start + piece)
    return b"".join(kept)
