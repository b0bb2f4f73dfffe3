"""What a page says of itself: meta tags of the national norm, and the table of facts above an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from disclosure.labels import normalise
from parsers.readers.html_text import shown_text, text_of

_META = {name.lower(): name for name in ("ArticleTitle", "PubDate", "ContentSource", "SiteIDCode", "ColumnType")}
#: labels of the table that heads an article on disclosure pages; the value stands in the next cell or after a colon
_FACTS = {"索引号": "索引号", "发布机构": "发布机构", "公开责任部门": "发布机构", "发布日期": "发布日期"}
_FACT = re.compile(rf"^({'|'.join(_FACTS)})[::](.{{1,40}})$")
_FACT_ELEMENTS = ("td", "th", "li", "span", "p", "div")
#: how each label begins, whatever its script, spacing and quotes; prose is full of 发布 and 公开. A pattern each:
#: one literal beginning is found many times faster than any of several
_LABELS = (("索", "引", "号"), ("发布", "[机機日]", "[构構期]"), ("公开", "[责責]", "任", "部"))
_BEGINNINGS = [re.compile(r"\W*".join(label)) for label in _LABELS]
_LONGEST_FACT = 60
_MOST_CHILDREN = 3


def read_metadata(root: etree._Element, metas: Iterable[etree._Element]) -> dict[str, str]:
    """Named facts; of two for one name, that of a meta element (``metas``), else the first on the page."""
    found: dict[str, str] = {}
    for element in metas:
        name = _META.get((element.get("name") or "").strip().lower())
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    for element, text in _short_texts(root):
        _add_fact(found, element, text)
    return found


def _short_texts(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Elements small enough to hold one fact and nothing else, with their text, in the order of the page.

    Most pages have no label at all, and others few: only what has one in it is looked into.
    """
    text = text_of(element)
    if not any(beginning.search(text) for beginning in _BEGINNINGS):
        return
    if len(text) <= _LONGEST_FACT and len(element) <= _MOST_CHILDREN and element.tag in _FACT_ELEMENTS:
        yield element, text
    for child in element.iterchildren("*"):
        yield from _short_texts(child)


def _add_fact(found: dict[str, str], element: etree._Element, text: str) -> None:
    line = normalise(text)
    if match := _FACT.match(line):
        found.setdefault(_FACTS[match[1]], match[2])
        return
    name = _FACTS.get(line.rstrip(":"))
    if name is None or name in found or element.tag not in ("td", "th"):
        return
    following = next(element.itersiblings("*"), None)
    if following is not None and (value := shown_text(following)):
        found[name] = value
