"""What lists say tonight against what they said before: rows that were altered, and reports that no list names now.

A report that is put right or taken down at the same address shows in its list by another title or date, or by its
absence; only then is a document that is archived asked for again.
"""

from collections.abc import Iterable, Iterator, Mapping

from crawler.families import Link
from crawler.urls import key_of

Rows = Mapping[str, tuple[str, ...]]


def row_text(link: Link) -> str:
    """A link as its list prints it."""
    return f"{link.text} {link.date.isoformat() if link.date else ''}"


class ListChanges:
    """The reports of a site's lists, before and tonight. ``accepted``: see SitePlan."""

    def __init__(self, accepted: Mapping[str, Rows]) -> None:
        self._accepted = accepted
        self._listed: set[str] = set()
        self._left: dict[str, tuple[str, str]] = {}  # address -> its list and what that printed

    def keep(self, list_url: str) -> None:
        """A list says the same as before."""
        self._listed.update(map(key_of, self._accepted.get(list_url, {})))

    def read(self, list_url: str, links: Iterable[Link]) -> None:
        """A list was read anew and has these links; none, when it is no more."""
        self._listed.update(key_of(link.url) for link in links)
        for url, rows in self._accepted.get(list_url, {}).items():
            self._left.setdefault(url, (list_url, rows[-1]))

    def is_altered(self, list_url: str, link: Link) -> bool:
        """Whether a list printed a link in other words, or with another date, before."""
        rows = self._accepted.get(list_url, {}).get(link.url)
        return rows is not None and row_text(link) not in rows

    def missing(self) -> Iterator[tuple[str, str, str]]:
        """Address, list and title of reports that were on lists read anew and are on none tonight."""
        for url, (list_url, row) in self._left.items():
            if key_of(url) not in self._listed:
                yield url, list_url, row.rpartition(" ")[0]
