"""What a page says of itself: meta tags of the national norm, the facts around an article, the way that leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import zip_longest

from lxml import etree

from disclosure.data import load_yaml
from disclosure.labels import normalise
from parsers.document import STEP, WAY
from parsers.readers.html_text import shown_text, text_of

_META = {name.lower(): name for name in ("ArticleTitle", "PubDate", "ContentSource", "SiteIDCode", "ColumnType")}
_DATA = load_yaml(files(__package__).joinpath("facts.yaml").read_text(encoding="utf-8"))
#: labels of what heads an article, a fact a cell or several on a line; the value stands behind a colon or one cell on
_FACTS: dict[str, str] = _DATA["facts"]


def _spaced(labels: Iterable[str]) -> str:
    return "|".join(" ?".join(label) for label in labels)


_ANY = _spaced((*_FACTS, *_DATA["others"]))
#: a fact does not begin within a word: 资金来源; the one before it ends there all the same
_LABEL = re.compile(rf"(?P<fact>(?<![\u4e00-\u9fff])(?:{_spaced(_FACTS)})) ?:|(?:{_ANY}) ?:|浏览|阅读|点击|字体")
_LONGEST_VALUE = 40
_FACT_ELEMENTS = frozenset(("td", "th", "li", "ul", "span", "p", "div", "dl", "dd", "nav", "h2", "h3", "h4"))
_STEPS = re.compile(r"[>»›→/|\\]+")
#: how each label begins, whatever its script, spacing and quotes; prose is full of 发布 and 公开. Behind a character
#: that each holds: a single one is found many times faster than any pattern
_LABELS = (
    ("引", ("索", "引", "号")),
    ("布", ("发布", "[機机日單单時时]", "[构構期位间間]")),
    ("任", ("公开", "[责責]", "任", "部")),
    ("源", ("来", "源", r"[:\uff1a]")),
    ("置", ("位置", r"[:\uff1a]")),
)
_BEGINNINGS = [(sign, re.compile(r"\W*".join(label))) for sign, label in _LABELS]
#: of a line of facts, or of steps
_LONGEST_LINE = 300
_MOST_CHILDREN = 40


def read_metadata(root: etree._Element, metas: Iterable[etree._Element]) -> dict[str, str]:
    """Named facts; of two for one name, that of a meta element (``metas``), else the first on the page."""
    found: dict[str, str] = {}
    for element in metas:
        name = _META.get((element.get("name") or "").strip().lower())
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    for element, text in _short_texts(root):
        _add_facts(found, element, text)
    return found


def _short_texts(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Elements small enough to hold a line of facts and nothing else, with their text, what is inside others first.

    Most pages have no label at all, and others few: only what has one in it is looked into.
    """
    text = text_of(element)
    if not any(sign in text and beginning.search(text) for sign, beginning in _BEGINNINGS):
        return
    for child in element.iterchildren("*"):
        yield from _short_texts(child)
    if len(text) <= _LONGEST_LINE and len(element) <= _MOST_CHILDREN and element.tag in _FACT_ELEMENTS:
        yield element, text


def _add_facts(found: dict[str, str], element: etree._Element, text: str) -> None:
    line = " ".join(map(normalise, text.split()))
    for name, value in _facts_on(line):
        found.setdefault(name, value)
    own = _FACTS.get(line.replace(" ", "").rstrip(":"))
    if own and own not in found and element.tag in ("td", "th"):
        following = next(element.itersiblings("*"), None)
        if following is not None and (value := shown_text(following)):
            found[own] = value
    if WAY not in found and "位置:" in line and (steps := _steps(element)):
        found[WAY] = STEP.join(steps)


def _facts_on(line: str) -> Iterator[tuple[str, str]]:
    """Names and values of the facts on a line of normalised words. What stands apart behind a value is none of it."""
    labels = list(_LABEL.finditer(line))
    for label, following in zip_longest(labels, labels[1:]):
        value = line[label.end() : following.start() if following else None].strip(" |(")
        words = value.split()
        if not label["fact"] or not words:
            continue
        name = _FACTS[label["fact"].replace(" ", "")]
        value = "".join(words) if len(labels) == 1 and name != "发布日期" else words[0]
        if "(" not in value:
            value = value.rstrip(")")
        if 0 < len(value) <= _LONGEST_VALUE:
            yield name, value


def _steps(element: etree._Element) -> list[str]:
    """The steps of the way that an element shows; none for what has a single one."""
    pieces = [normalise(piece) for text in element.itertext("*") for piece in _STEPS.split(str(text))]
    steps = [piece for piece in pieces if piece and not piece.endswith("位置:")]
    return [step.rpartition("位置:")[2] for step in steps] if len(steps) > 1 else []
