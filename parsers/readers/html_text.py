"""The text of elements as a reader sees it: nothing hidden, a line at each break.

lxml takes the text of a small tree in one call, far faster than a walk in Python does. So what that call should leave
out is emptied, and where it should break a line a mark is put in the tree itself.
"""

from __future__ import annotations

import re
from collections.abc import Set
from copy import deepcopy

from lxml import etree

from parsers.readers.html_looks import looks_in

#: starts a new line in front and behind
BREAKING = frozenset(
    (
        *("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote", "pre"),
        *("ul", "ol", "dl", "dt", "dd", "hr", "center", "address", "figure", "figcaption", "fieldset", "legend"),
        *("main", "header", "footer", "aside", "nav", "details", "summary", "form"),
    )
)
#: shows nothing; comments and processing instructions are nodes to lxml, with a function for a tag
SILENT = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "select", "object", "rt", "rp", "xml"),
        *(etree.Comment, etree.PI),
    )
)
#: separates paragraphs in Unicode and is white space to Python: text that is only folded is not changed by it
BREAK = "\u2029"
#: an attribute that what is hidden is given
GONE = "data-gone"
#: characters that XML cannot hold
_UNFIT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")


def empty(hidden: Set[etree._Element]) -> None:
    """Take out what is inside hidden elements; they stay where they are, so that no path changes."""
    for element in hidden:
        del element[:]
        element.text = None
        if isinstance(element.tag, str):
            element.set(GONE, "")


def fade(element: etree._Element, shown: Set[etree._Element]) -> None:
    """Take out the text of an element and of all below it, but for what stands in the elements that are ``shown``."""
    element.text = None
    for child in element:
        child.tail = None
        if child not in shown:
            fade(child, shown)


def mark_lines(element: etree._Element, hidden: Set[etree._Element]) -> None:
    """Put a mark where lines break in an element, for ``raw_text``; a hidden element breaks none."""
    for breaking in element.iter(*BREAKING):
        if breaking not in hidden:
            put(breaking, BREAK + (breaking.text or ""), BREAK + (breaking.tail or ""))


def put(element: etree._Element, text: str, tail: str | None) -> None:
    """Set the text in an element and behind it."""
    try:
        element.text, element.tail = text, tail
    except ValueError:  # control characters are read into a tree, and refused when they are put there again
        element.text, element.tail = _UNFIT.sub(_stand_in, text), _UNFIT.sub(_stand_in, tail or "")


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
    hidden = looks_in(own).hidden.union(own.iterdescendants(*SILENT))
    empty(hidden)
    mark_lines(own, hidden)
    return raw_text(own).replace("\n", "")
