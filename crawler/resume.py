"""Taking up visits that were cut short: what the archive has been given already is not asked for again.

A visit that was killed is made anew from its start with the same plan, and every answer that its former tries archived
is given to it from there. So it takes the same turns and comes to the request that was in flight, which is sent again.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from pathlib import Path

from crawler.archive import ArchivedRecord, ArchiveError, iterate_responses, read_response


def asked_by(site_code: str, url: str) -> str:
    """How a response is marked in the archive: who asked, and the address as the visit spelt it."""
    return f"{site_code} {url}"


class KeptAnswers:
    """The responses in WARC files that crawls left when they were cut short, each to be given out once."""

    def __init__(self, archive: Path, warc_files: Iterable[str]) -> None:
        self._archive = archive
        self._places: dict[str, deque[tuple[str, int]]] = defaultdict(deque)
        for name in warc_files:
            for record in _whole_responses(archive / name):
                if record.asked is not None:
                    self._places[record.asked].append((name, record.offset))

    def take(self, site_code: str, url: str, warc_files: Iterable[str]) -> tuple[str, ArchivedRecord] | None:
        """The next answer that a site's visit got for an address, with the name of its file; None when there is none.

        ``warc_files``: those of the visit that is taken up, in the order of its tries. An address that was asked
        twice, because the first answer failed, gives its two answers in turn.
        """
        places = self._places.get(asked_by(site_code, url), deque())
        while places:
            name, offset = places.popleft()
            if name in warc_files:
                return name, read_response(self._archive, name, offset)
        return None


def _whole_responses(path: Path) -> Iterable[ArchivedRecord]:
    try:
        yield from iterate_responses(path)
    except ArchiveError:
        return  # a torn record is cut off when the log is ingested; here it is only the end
