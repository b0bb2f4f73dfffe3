"""What a page says of itself: meta tags of the national norm, and the table of facts above an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from disclosure.labels import normalise
from parsers.readers.html_cells import all_text, lines_of

_META = {name.lower(): name for name in ("ArticleTitle", "PubDate", "ContentSource", "SiteIDCode", "ColumnType")}
#: labels of the table that heads an article on disclosure pages; the value stands in the next cell or after a colon
_FACTS = {"索引号": "索引号", "发布机构": "发布机构", "公开责任部门": "发布机构", "发布日期": "发布日期"}
_FACT = re.compile(rf"^({'|'.join(_FACTS)})[::](.{{1,40}})$")
_FACT_ELEMENTS = ("td", "th", "li", "span", "p", "div")
_LONGEST_FACT = 60
_MOST_CHILDREN = 3
_FIRST_CHARACTERS = re.compile(f"[{''.join(sorted({label[0] for label in _FACTS}))}]")


def read_metadata(root: etree._Element) -> dict[str, str]:
    """Named facts; of two for one name, the meta tag's, else the first on the page."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = _META.get((element.get("name") or "").strip().lower())
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    facts = {element: fact for element in _candidates(root) if (fact := _fact(element))}
    if facts:
        for element in root.iter(*_FACT_ELEMENTS):
            if element in facts:
                found.setdefault(*facts[element])
    return found


def _holders(root: etree._Element) -> Iterator[etree._Element | None]:
    """Elements with a text of their own (comments too) that holds the first character of a label."""
    for element in root.iter():
        text, tail = element.text, element.tail
        if text and _FIRST_CHARACTERS.search(text):
            yield element if isinstance(element.tag, str) else element.getparent()
        if tail and _FIRST_CHARACTERS.search(tail):
            yield element.getparent()


def _candidates(root: etree._Element) -> list[etree._Element]:
    """Elements that are short and small enough to hold one fact and nothing else."""
    found = []
    seen: set[etree._Element] = set()
    for element in _holders(root):
        while element is not None and element not in seen:
            seen.add(element)
            if _is_long(element):
                break  # all around it is longer still
            if element.tag in _FACT_ELEMENTS and len(element) <= _MOST_CHILDREN:
                found.append(element)
            element = element.getparent()
    return found


def _is_long(element: etree._Element) -> bool:
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > _LONGEST_FACT:
            return True
    return False


def _fact(element: etree._Element) -> tuple[str, str] | None:
    text = all_text(element)
    if not any(label[:2] in text for label in _FACTS) and "索" not in text:
        return None
    line = normalise(text)
    match = _FACT.match(line)
    if match:
        return _FACTS[match[1]], match[2]
    label = line.rstrip(":")
    following = element.getnext()
    if label in _FACTS and element.tag in ("td", "th") and following is not None:
        value = "".join(lines_of(following))
        return (_FACTS[label], value) if value else None
    return None
