"""XPaths of many elements of one tree, in time proportional to the tree."""

from __future__ import annotations

from functools import lru_cache, partial

from lxml import etree

from disclosure.report import ElementPath

_ANY = "*"
#: an ElementPath of a tuple of all its fields: a named tuple's own constructor takes twice as long
_new_path = partial(tuple.__new__, ElementPath)
#: spelt once: a table has hundreds of cells and short rows
_NUMBERS = tuple(map("[{}]".format, range(1, 129)))


class Paths:
    """XPaths as lxml's ``getpath`` spells them; that one counts all siblings again for each element.

    ``part`` is the member of a package that the tree was read from.
    """

    def __init__(self, root: etree._Element, part: str | None = None) -> None:
        self._known = {root: f"/{_spell(str(root.tag), root.prefix)}"}
        self._part = part

    def place(self, element: etree._Element) -> ElementPath:
        """The place of an element of the tree."""
        return _new_path((self.path(element), self._part))

    def path(self, element: etree._Element) -> str:
        """The path of an element of the tree."""
        path = self._known.get(element)
        if path is None:
            self._add_path_to(element)
            path = self._known[element]
        return path

    def places_below(self, parent: etree._Element, step: str, count: int) -> list[ElementPath]:
        """Places of all ``count`` children of ``parent`` whose names are spelt ``step``; faster than one by one."""
        return self.places(f"{self.path(parent)}/{step}", count)

    def places(self, path: str, count: int) -> list[ElementPath]:
        """Places of all ``count`` elements of a path without their numbers."""
        return [_new_path((each, self._part)) for each in numbered(path, count)]

    def _add_path_to(self, element: etree._Element) -> None:
        unknown = []
        above: etree._Element | None = element
        while above is not None and above not in self._known:
            above = above.getparent()
            if above is not None:
                unknown.append(above)
        for parent in reversed(unknown):
            self._add_children(parent)

    def _add_children(self, parent: etree._Element) -> None:
        path = self._known[parent]
        elements: list[etree._Element] = []
        alike: dict[str, list[etree._Element]] = {}
        for child in parent:
            tag = child.tag
            if isinstance(tag, str):
                elements.append(child)
                step = _spell(tag, child.prefix) if tag[0] == "{" else tag
                alike.setdefault(step, []).append(child)
        if alike.pop(_ANY, None):  # counts elements of every name; those with a step of their own are overwritten below
            self._number(f"{path}/{_ANY}", elements)
        for step, children in alike.items():
            self._number(f"{path}/{step}", children)

    def _number(self, path: str, alike: list[etree._Element]) -> None:
        self._known.update(zip(alike, numbered(path, len(alike)), strict=True))


def numbered(path: str, count: int) -> list[str]:
    """The paths of ``count`` elements that one without a number leads to; a single one needs none."""
    if count == 1:
        return [path]
    numbers = _NUMBERS[:count] if count <= len(_NUMBERS) else map("[{}]".format, range(1, count + 1))
    return [path + number for number in numbers]


@lru_cache(maxsize=1024)
def _spell(tag: str, prefix: str | None) -> str:
    """A name in a path: with its prefix; ``*`` where a default namespace leaves it without one."""
    if not tag.startswith("{"):
        return tag
    return f"{prefix}:{tag.rpartition('}')[2]}" if prefix else _ANY
