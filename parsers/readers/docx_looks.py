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
    rb'|vertAlign(?! w:val="baseline")|d?strike(?! w:val="(?:0|false|off)")'
)
#: tags and nothing between them; a format within a format (a tracked change of it) has an end of its own
_LOOKS = re.compile(
    rb'(?:</?w:(?!(?:%s)\b)\w++(?:\s++[\w:]++="[^"<]*+")*+\s*+/?>\s*+)*+' % b"|".join((*_FORMATS, _ASKED))
)
#: where one of these is named, each run stays: formats hide single ones, and the places of text boxes count them
_RUNS_MATTER = (b"vanish", b"rStyle", b"vertAlign", b"strike", b"txbxContent")
#: where one run without formats ends and the next begins
_SEAM = re.compile(rb'</w:t></w:r><w:r(?: w:rsid\w++="\w*+")*+><w:t(?: xml:space="preserve")?+>')


def without_looks(data: bytes) -> bytes:
    """The XML of a document without the formats in which nothing is asked for, and runs that then adjoin as one.

    Well-formed XML remains well-formed. What is spelt otherwise than word processors do (another prefix, another
    encoding, white space in an end tag) is left in.
    """
    cut = data
    for name in _FORMATS:
        cut = _without(cut, b"<w:%s>" % name, b"</w:%s>" % name)
    if b"<![CDATA[" in cut:  # in which tags are text
        return data
    if _SEAM.search(cut) and not any(name in cut for name in _RUNS_MATTER):
        cut = _SEAM.sub(b"", cut)
    return cut


def _without(data: bytes, start: bytes, end: bytes) -> bytes:
    first, *pieces = data.split(start)
    kept = [first]
    known: dict[bytes, bool] = {}  # the same few formats stand in hundreds of places
    for piece in pieces:
        content, found, rest = piece.partition(end)
        looks = known.get(content)
        if looks is None:
            looks = known[content] = _LOOKS.fullmatch(content) is not None
        kept.append(rest if looks and found else start + piece)
    return b"".join(kept)
