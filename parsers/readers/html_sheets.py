"""Style sheets of a page: which elements of a tree their plain rules set something for that marks or hides text.

Read are selectors of names, classes and ids, below each other too; sheets that the page only links to are not had.
cssselect, which Scrapy brings, knows more selectors, but as XPaths, each of which is a walk through the whole tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree

from parsers.document import UnreadableError
from parsers.readers.html_styles import TELLING, Declared, declared_in, look_of, overlaid

#: how often an element is held against a rule; a page of a thousand cells with a dozen such rules takes some thousands
MOST_WORK = 1_000_000
#: elements in one selector
_MOST_COMPOUNDS = 8
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_PIECE = re.compile(r"([^{};]*+)([{};]|\Z)")
#: conditions under which a page is read: on a screen, of any size
_SCREEN = re.compile(r"(?:@media)?\s*(?:(?:only\s+)?screen|all)?\s*", re.IGNORECASE)
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*+)?((?:[.#][\w-]++)*+)")
_NAME = re.compile(r"[.#][\w-]+")

_classes, _identities = (
    cast(
        "Callable[[etree._Element], list[str]]",
        etree.XPath(f"(ancestor-or-self::*|descendant::*)/@{name}", smart_strings=False),
    )
    for name in ("class", "id")
)


class _Compound(NamedTuple):
    """One element of a selector; ``child``: it is a child of the one before, and not only somewhere below it."""

    tag: str
    identity: str
    classes: frozenset[str]
    child: bool

    @property
    def name(self) -> str:
        """One of its names, by which rules are found; no element without it is selected."""
        return f"#{self.identity}" if self.identity else next((f".{name}" for name in self.classes), self.tag)


class _Rule(NamedTuple):
    """``compounds`` from the selected element upwards."""

    weight: tuple[int, ...]
    compounds: tuple[_Compound, ...]
    declared: Declared


def styled_by(sheets: Iterable[etree._Element], container: etree._Element) -> dict[etree._Element, Declared]:
    """What ``style`` elements set for each element below a container, where that marks or hides any text.

    Raises UnreadableError for sheets of far more rules than any page needs.
    """
    texts = [sheet.text or "" for sheet in sheets if _SCREEN.fullmatch(sheet.get("media", ""))]
    texts = [text for text in texts if TELLING.search(text)]
    if not texts:
        return {}
    present = {f"#{identity}" for identity in _identities(container)}
    present.update(f".{name}" for names in set(_classes(container)) for name in names.split())
    rules = [rule for text in texts for rule in _rules(text, present)]
    marking = {name for rule in rules if look_of(rule.declared) for name in rule.declared}
    wanted: dict[str, list[_Rule]] = {}
    for rule in rules:
        if not marking.isdisjoint(rule.declared):
            wanted.setdefault(rule.compounds[0].name, []).append(rule)
    return _apply(wanted, container) if wanted else {}


def _apply(wanted: Mapping[str, Sequence[_Rule]], container: etree._Element) -> dict[etree._Element, Declared]:
    """What rules, by a name of what they select, set for elements."""
    styled: dict[etree._Element, Declared] = {}
    matcher, known = _Matcher(), dict[tuple[str, str, str], list[_Rule]]()
    for element in container.iterdescendants("*"):
        spelt = str(element.tag), element.get("id", ""), element.get("class", "")
        if spelt not in known:  # the same few stand in thousands of elements
            names = {spelt[0], f"#{spelt[1]}", *map(".{}".format, spelt[2].split())}
            known[spelt] = sorted((rule for name in names & wanted.keys() for rule in wanted[name]), key=_weight_of)
        for rule in known[spelt]:
            if matcher.selects(rule.compounds, element):
                styled[element] = overlaid(styled.get(element, {}), rule.declared)
    return styled


class _Matcher:
    def __init__(self) -> None:
        self._left = MOST_WORK

    def selects(self, compounds: tuple[_Compound, ...], element: etree._Element) -> bool:
        self._left -= 1
        if self._left < 0:
            raise UnreadableError(f"too large: its style sheets take more than {MOST_WORK} steps to apply")
        own, further = compounds[0], compounds[1:]
        if own.tag not in ("", element.tag) or (own.identity and own.identity != element.get("id")):
            return False
        if own.classes and not own.classes <= set(element.get("class", "").split()):
            return False
        if not further:
            return True
        above = element.iterancestors() if not own.child else islice(element.iterancestors(), 1)
        return any(self.selects(further, each) for each in above)


def _weight_of(rule: _Rule) -> tuple[int, ...]:
    return rule.weight


def _rules(sheet: str, present: Set[str]) -> Iterator[_Rule]:
    """The rules of a sheet that set anything asked for, one for each selector whose classes and ids are ``present``."""
    selectors: str | None = None
    declarations, skipped = "", 0
    for order, (text, end) in enumerate(_PIECE.findall(_COMMENT.sub(" ", sheet))):
        if skipped:  # what is for paper or for narrow screens, or animates; a rule in a rule
            skipped += {"{": 1, "}": -1}.get(end, 0)
        elif end == "{" and selectors is not None:
            skipped = 1
        elif end == "{" and text.lstrip().startswith("@"):
            skipped = 0 if _SCREEN.fullmatch(text.strip()) else 1
        elif end == "{":
            selectors, declarations = text, ""
        elif selectors is not None:
            declarations += text + ";"
            if end != ";":
                possible = (each for each in selectors.split(",") if present >= set(_NAME.findall(each)))
                followed = list(filter(None, map(_compounds, possible)))
                if followed and (declared := declared_in(declarations)):
                    yield from (_Rule((*_specificity(each), order), each, declared) for each in followed)
                selectors = None


def _compounds(selector: str) -> tuple[_Compound, ...]:
    """The elements of a selector, the selected one first; none for one that is not followed."""
    compounds: list[_Compound] = []
    child = False
    for word in selector.replace(">", " > ").split():
        match = _COMPOUND.fullmatch(word)
        if word == ">":
            child = True
        elif match is None or len(compounds) == _MOST_COMPOUNDS:
            return ()
        else:
            names = _NAME.findall(match[2])
            identity = next((name[1:] for name in names if name[0] == "#"), "")
            classes = frozenset(name[1:] for name in names if name[0] == ".")
            compounds.append(_Compound((match[1] or "").lower(), identity, classes, child))
            child = False
    return tuple(reversed(compounds))


def _specificity(compounds: Sequence[_Compound]) -> tuple[int, int, int]:
    return (
        sum(bool(each.identity) for each in compounds),
        sum(len(each.classes) for each in compounds),
        sum(bool(each.tag) for each in compounds),
    )
