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
_HIDDEN = re.compile(r"(display\s*:\s*none|mso-hide\s*:\s*all)|visibility\s*:\s*hidden", re.IGNORECASE)
#: find in the source of a page, in small letters, what may be such a style, or the attribute ``hidden``
_NONE_SHOWN = re.compile(rb"display\s*:\s*none")
_HIDDEN_SOMEHOW = re.compile(rb"visibility\s*:\s*hidden|\shidden[\s=>/]")
_suspects = cast("Callable[[etree._Element], list[etree._Element]]", etree.XPath("descendant::*[@style or @hidden]"))


def hidden_in(element: etree._Element, source: bytes) -> frozenset[etree._Element]:
    """The elements below an element that its style or an attribute hides.

    ``source`` is what the tree was made of: where nothing in it hides, no element is looked at.
    """
    small = source.lower()
    if not _NONE_SHOWN.search(small) and not (b"hidden" in small and _HIDDEN_SOMEHOW.search(small)):
        return frozenset()
    return frozenset(each for each in _suspects(element) if each.tag != "input" and _is_hidden(each))


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None:
        return True
    style = _HIDDEN.search(element.get("style", ""))
    if style is None or style[1]:
        return style is not None
    # What is inside may show again.
    return not any("visibility" in below.get("style", "").lower() for below in element.iterdescendants("*"))


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
    hidden = hidden_in(own, etree.tostring(own)).union(own.iterdescendants(*SILENT))
    empty(hidden)
    mark_lines(own, hidden)
    return raw_text(own).replace("\n", "")
