"""Where a line stands on a web page: in a list of links, or under one roof with another. Other formats have neither."""

from __future__ import annotations

import re
from collections.abc import Sequence

from disclosure.report import ElementPath, Place
from parsers.document import Block, Grid, Paragraph

#: characters of a line that may be a title, a signature or the foot of a page
LONGEST_LINE = 60
#: items of lists; and links, where they are no paragraph: Word writes its bookmarks as such elements too
_ITEM = re.compile(r"/(?:li|nav|select)(?:\[\d+\])?(?=/|$)")
_IN_LISTS = ("/li", "/nav", "/select", "/a")  # found at once, and not in most paths
_LINK = re.compile(r"/a(?:\[\d+\])?(?=/|$)")
_PARAGRAPH = re.compile(r"/(?:p|h[1-6])(?:\[\d+\])?(?=/|$)")
_INLINE = re.compile(r"(?:/(?:span|strong|b|font|a|em|u|i|o:p)(?:\[\d+\])?)+$")


def article_of(blocks: Sequence[Block]) -> str:
    """The path of what is surely of the article: its first table, else its longest paragraph; '' without paths."""
    cells = (cell for block in blocks if isinstance(block, Grid) for cell in block.cells if cell.place)
    if first := next(cells, None):
        return _path(first.place)
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    return _path(max(paragraphs, key=lambda block: len(block.text)).place) if paragraphs else ""


def is_in_menu(line: Paragraph, article: str) -> bool:
    """Whether a line is an item of a list, or a link, and so speaks of other pages; a list may hold the article too."""
    path = _path(line.place)
    if not any(element in path for element in _IN_LISTS):
        return False
    found = list(_ITEM.finditer(path))
    if not _PARAGRAPH.search(path):
        found += _LINK.finditer(path)
    return any(not f"{article}/".startswith(f"{path[: item.end()]}/") for item in found)


def stand_together(first: Paragraph, second: Paragraph) -> bool:
    """Whether two lines may be one, broken in two: on a web page both headings or none, in one element."""
    paths = [_path(line.place) for line in (first, second)]
    if not all(paths):
        return True
    around = [_INLINE.sub("", path).rpartition("/")[0] for path in paths]
    return first.heading == second.heading and around[0] == around[1]


def _path(places: Sequence[Place]) -> str:
    """The path in a web page; parts of packages have no menus."""
    place = places[0] if places else None
    return place.xpath if isinstance(place, ElementPath) and place.part is None else ""
