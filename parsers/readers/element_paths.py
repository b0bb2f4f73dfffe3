"""XPaths of many elements of one tree, in time proportional to the tree."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from disclosure.report import ElementPath


class Paths:
    """XPaths as lxml's ``getpath`` spells them; that one counts all siblings again for each element.

    ``part`` is the member of a package that the tree was read from.
    """

    def __init__(self, root: etree._Element, part: str | None = None) -> None:
        self._known = {root: f"/{_step(root)}"}
        self._part = part

    def place(self, element: etree._Element) -> ElementPath:
        """The place of an element of the tree."""
        if element not in self._known:
            self._add_path_to(element)
        return ElementPath(self._known[element], self._part)

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
        seen: dict[str, int] = {}
        numbered: list[tuple[etree._Element, str, int]] = []
        for child in parent:
            if isinstance(child.tag, str):
                step = _step(child)
                number = seen[step] = len(numbered) + 1 if step == "*" else seen.get(step, 0) + 1
                numbered.append((child, step, number))
        if "*" in seen:
            seen["*"] = len(numbered)
        for child, step, number in numbered:
            self._known[child] = f"{path}/{step}[{number}]" if seen[step] > 1 else f"{path}/{step}"


def _step(element: etree._Element) -> str:
    return _spell(str(element.tag), element.prefix)


@lru_cache(maxsize=1024)
def _spell(tag: str, prefix: str | None) -> str:
    """A name in a path: with its prefix; ``*`` where a default namespace leaves it without one."""
    if not tag.startswith("{"):
        return tag
    return f"{prefix}:{tag.rpartition('}')[2]}" if prefix else "*"
