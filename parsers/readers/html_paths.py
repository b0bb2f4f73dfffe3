"""XPaths of many elements of one tree, in time proportional to the tree."""

from __future__ import annotations

from collections import Counter

from lxml.html import HtmlElement

from disclosure.report import ElementPath


class Paths:
    """XPaths as lxml's ``getpath`` spells them; that one counts all siblings again for each element."""

    def __init__(self, root: HtmlElement) -> None:
        self._known = {root: f"/{root.tag}"}

    def place(self, element: HtmlElement) -> ElementPath:
        """The place of an element of the tree."""
        unknown = []
        above: HtmlElement | None = element
        while above is not None and above not in self._known:
            above = above.getparent()
            if above is not None:
                unknown.append(above)
        for parent in reversed(unknown):
            self._add_children(parent)
        return ElementPath(self._known[element])

    def _add_children(self, parent: HtmlElement) -> None:
        path = self._known[parent]
        children = [child for child in parent if isinstance(child.tag, str)]
        totals = Counter(child.tag for child in children)
        seen: Counter[str] = Counter()
        for child in children:
            seen[child.tag] += 1
            number = f"[{seen[child.tag]}]" if totals[child.tag] > 1 else ""
            self._known[child] = f"{path}/{child.tag}{number}"
