"""The text of elements as a reader sees it: nothing hidden, a line at each break.

lxml takes the text of a small tree in one call, far faster than a walk in Python does. So what that call should leave
out is emptied, and where it should break a line a mark is put in the tree itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from copy import deepcopy
from typing import cast

from lxml import etree

#: starts a new line in front and behind
BREAKING = frozenset(
    ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote", "pre")
)
#: shows nothing; comments and processing instructions are nodes to lxml, with a function for a tag
SILENT = frozenset(
    ("script", "style", "noscript", "template", "head", "select", "textarea", "object", etree.Comment, etree.PI)
)
#: separates paragraphs in Unicode and is white space to Python: text that is only folded is not changed by it
BREAK = "\u2029"
#: an attribute that what is hidden is given
GONE = "data-gone"
#: characters that XML cannot hold
_UNFIT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_HIDDEN_SOURCE = re.compile(rb"display\s*:\s*none")
_styled = cast("Callable[[etree._Element], list[etree._Element]]", etree.XPath("descendant::*[@style]"))


def hidden_in(element: etree._Element, source: bytes = b"display:none") -> frozenset[etree._Element]:
    """The elements and comments below an element that show nothing, by their kind or by their style.

    ``source`` is what the tree was made of: where nothing in it is hidden by a style, none is looked at.
    """
    silent = element.iterdescendants(*SILENT)
    if _HIDDEN_SOURCE.search(source.lower()) is None:
        return frozenset(silent)
    return frozenset((*silent, *(styled for styled in _styled(element) if _HIDDEN.search(styled.get("style", "")))))


def empty(hidden: Set[etree._Element]) -> None:
    """Take out what is inside hidden elements; they stay where they are, so that no path changes."""
    for element in hidden:
        del element[:]
        element.text = None
        if isinstance(element.tag, str):
            element.set(GONE, "")


def mark_lines(element: etree._Element, hidden: Set[etree._Element]) -> None:
    """Put a mark where lines break in an element, for ``raw_text``; a hidden element breaks none."""
    for breaking in element.iter(*BREAKING):
        if breaking not in hidden:
            text, tail = BREAK + (breaking.text or ""), BREAK + (breaking.tail or "")
            try:
                breaking.text, breaking.tail = text, tail
            except ValueError:  # control characters are read into a tree, and refused when they are put there again
                breaking.text, breaking.tail = _UNFIT.sub(_stand_in, text), _UNFIT.sub(_stand_in, tail)


def _stand_in(unfit: re.Match[str]) -> str:
    return " " if unfit[0].isspace() else "\ufffd"


def text_of(element: etree._Element) -> str:
    """All text below an element, without that of comments."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def raw_text(element: etree._Element) -> str:
    """The text below a prepared element, white space folded, a line break between lines; none of them is empty."""
    return fold_lines(text_of(element))


def fold_lines(text: str) -> str:
    """Text with a mark where lines break: white space folded, and a line break for each mark between two lines."""
    text = text.strip()  # marks at its ends too: most cells have no other
    if BREAK not in text:
        return " ".join(text.split())
    return "\n".join(folded for line in text.split(BREAK) if (folded := " ".join(line.split())))


def shown_text(element: etree._Element) -> str:
    """The lines of any element, joined; it stays as it is."""
    if not len(element):
        return " ".join((element.text or "").split())
    own = deepcopy(element)
    hidden = hidden_in(own)
    empty(hidden)
    mark_lines(own, hidden)
    return raw_text(own).replace("\n", "")
