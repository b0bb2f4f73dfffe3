"""The list pages of one night's visit: which are to be asked for, in what order, and what they have shown so far."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler import links
from crawler.answer import Answer
from crawler.attachments import published_date
from crawler.conditions import is_report, text_outside_links
from crawler.families import FAMILIES, ListPage, detect, parts
from crawler.families.hanweb import is_page_of
from crawler.site import Column, Site
from crawler.urls import list_key_of, shared_start

LIST_FILE = re.compile(r"(/|/index\.\w+|list\w*\.\w+)$", re.IGNORECASE)
ARTICLE_TEXT = 800  # characters outside links that an article has and a list has not
MAX_DEPTH = 3  # of sub-columns below a column: units, years, and a frame


@dataclass(frozen=True)
class ListTask:
    """A list page to ask for. ``is_guess``: it may not exist (any more). ``is_first``: the registry names it.

    ``may_be_beyond``: it is counted by a number that lists have been seen to print too large. ``part``: the address of
    the sub-column, None for pages of the column itself. ``depth``: below the column. ``answer``: what was answered
    already.
    """

    url: str
    column: Column
    is_first: bool = False
    is_guess: bool = False
    may_be_beyond: bool = False
    part: str | None = None
    depth: int = 0
    answer: Answer | None = None

    @property
    def list(self) -> str:
        """The address of the first page of the list that this page belongs to."""
        return self.part or self.column.url


class ListQueue:
    """The list pages of a site, each asked for once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._tasks: deque[ListTask] = deque()
        self._asked: set[str] = set()
        self._listed: dict[str, set[str]] = {}  # by list: what its pages linked to tonight
        self._beyond: dict[str, list[str]] = {}  # by list: counted pages that weren't there

    def __iter__(self) -> Iterator[ListTask]:
        """The pages in the order of their finding, those found on the way too."""
        while self._tasks:
            yield self._tasks.popleft()

    def add(self, task: ListTask) -> None:
        """Puts a page on the way, unless it has been there."""
        key = list_key_of(task.url)
        if key not in self._asked and task.depth <= MAX_DEPTH:
            self._asked.add(key)
            self._tasks.append(task)

    def has(self, url: str) -> bool:
        """Whether a page is known for a list tonight."""
        return list_key_of(url) in self._asked

    def column_of(self, url: str) -> Column:
        """The column of a further page of a list: the one that it names, else the one with the likest address."""
        return max(self._site.columns, key=lambda column: (is_page_of(url, column.url), shared_start(column.url, url)))

    def add_pages(self, task: ListTask, page: ListPage, listed: set[str]) -> tuple[str, ...]:
        """Puts the list's further pages on the way; the reason why not, for a page that repeats other ones."""
        seen = self._listed.setdefault(task.list, set())
        # Some servers give a page again for one that isn't there, and some lists lead on for ever.
        is_repeat = task.url not in (task.column.url, task.part) and listed <= seen
        seen |= listed
        for url in page.parts:
            self.add(ListTask(url, task.column, part=url, depth=task.depth + 1))
        if is_repeat:
            return ("no other links than earlier pages of this list, so the pages after it are not asked for",)
        for url in page.next_pages:
            self.add(
                ListTask(
                    url,
                    task.column,
                    is_guess=page.next_is_guess,
                    may_be_beyond=page.count_may_be_wrong,
                    part=task.part,
                    depth=task.depth,
                )
            )
        return ()

    def is_beyond(self, task: ListTask) -> bool:
        """Notes that a page isn't there; whether it may be one of those counted beyond the end of its list."""
        if task.may_be_beyond:
            self._beyond.setdefault(task.list, []).append(task.url)
        return task.may_be_beyond

    def holes_before(self, task: ListTask) -> list[str]:
        """Pages of the same list that were missing before this one, which is there: so the list did not end there."""
        return self._beyond.pop(task.list, []) if task.may_be_beyond else []


def read_list(text: str, url: str, family: str) -> ListPage:
    """Reads a list page by a built family, with the parts that its column is divided into."""
    page = FAMILIES[family](text, url)
    shown = parts.sub_columns(text, url)
    if not any(links.judge(link.text).accepted for link in page.links):
        shown = (*parts.frames(text, url), *shown)
    return replace(page, parts=tuple(each for each in shown if each not in page.next_pages))


def is_list(text: str, url: str) -> bool:
    """Whether what a report's link led to is a list of reports itself, such as that of a year.

    An article may show nothing but pictures, with other years' reports beside it: its address is no list's.
    """
    if LIST_FILE.search(urlsplit(url).path) is None or published_date(text) is not None:
        return False
    if is_report(text) or len(text_outside_links(text)) >= ARTICLE_TEXT:
        return False
    page = read_list(text, url, detect(text))
    reports = (link for link in page.links if link.date and links.judge(link.text).accepted and link.url != url)
    return next(reports, None) is not None or bool(page.parts)
