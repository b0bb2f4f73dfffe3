"""reparse: the archive read again by this parser version; what older ones read stays, and what differs is told.

The nightly `read` does the same for the sites that it visits; this is for all at once, and to see the difference first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import layout, locks
from pipeline.errors import SettingsError, StageError
from pipeline.recording import open_warehouse, recorded
from pipeline.settings import Settings
from pipeline.stages.read import read_documents

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from disclosure.report import Report
    from warehouse.ledger import DueDocument
    from warehouse.reparsed import EarlierCell

SAME, CHANGED, GAINED, LOST = "same", "changed", "gained", "lost"
NO_DIVISION = "none"  #: the shard of documents of no site


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is read otherwise than before. ``was`` and ``now``: the number, or the state where there is none.

    ``kind`` is changed, gained (a number where none was) or lost.
    """

    url: str
    member: str
    part: int
    address: str
    kind: str
    was: str
    now: str


def shards(settings: Settings, only: Collection[str] = ()) -> dict[str, list[str]]:
    """The divisions of archived documents by shard (a province); SettingsError when one of ``only`` has none."""
    from warehouse.reparsed import captured_sites

    engine = open_warehouse(settings)
    try:
        codes = captured_sites(engine)
    finally:
        engine.dispose()
    unknown = sorted(set(only) - set(codes))
    if unknown:
        raise SettingsError(f"Nothing is archived of a site with code {', '.join(unknown)}.")
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(set(only) or codes):
        grouped[code[:2] or NO_DIVISION].append(code)
    return dict(grouped)


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Read and load what this parser version has not read of a shard; counts of cells by what became of them."""
    counts, _ = reparse(settings, night, shard, shards(settings).get(shard, []))
    return counts


def reparse(
    settings: Settings, night: date, shard: str, codes: Collection[str], year: int | None = None, *, load: bool = True
) -> tuple[dict[str, int], list[Difference]]:
    """The same for some sites, and for the articles with a report of a year; what differs from the newest older parse.

    Without ``load`` the warehouse stays as it is. StageError when documents are missing in the archive or refused.
    """
    with locks.held(settings.archive, f"reparse-{shard}", f"Shard {shard} is being read again"):
        if load:
            with recorded(settings, "reparse", night, shard) as (engine, counts):
                differences = _reparse(settings, engine, night, shard, codes, year, counts, load=True)
            return counts, differences
        engine, counts = open_warehouse(settings), {}
        try:
            return counts, _reparse(settings, engine, night, shard, codes, year, counts, load=False)
        finally:
            engine.dispose()


def _reparse(
    settings: Settings,
    engine: Engine,
    night: date,
    shard: str,
    codes: Collection[str],
    year: int | None,
    counts: dict[str, int],
    *,
    load: bool,
) -> list[Difference]:
    from parsers import PARSER_VERSION
    from pipeline.parsed import read_parsed
    from warehouse.ledger import documents_due
    from warehouse.loader import LoadError, load_documents

    due = documents_due(engine, PARSER_VERSION, night, codes)
    if year is not None:
        due = _of_year(engine, due, year)
    path = layout.parsed_file(settings.archive, night, f"reparse-{shard}")
    failures = []
    try:
        read_documents(settings, engine, due, path, counts)
    except StageError as error:
        failures.append(str(error))
    differences = _compare_all(engine, path, counts)
    if load:
        try:
            load_documents(engine, night, read_parsed(path))
        except LoadError as error:
            failures.append(str(error))
    path.unlink()
    if failures:
        raise StageError(" ".join(failures))
    return differences


def _of_year(engine: Engine, due: list[DueDocument], year: int) -> list[DueDocument]:
    """Whole articles, since the files of one are judged together."""
    from warehouse.reparsed import articles_of_year

    articles = articles_of_year(engine, year)
    return [document for document in due if (document.article_url or document.url) in articles]


def _compare_all(engine: Engine, path: Path, counts: dict[str, int]) -> list[Difference]:
    from pipeline.parsed import read_parsed
    from warehouse.reparsed import earlier_cells

    kinds: Counter[str] = Counter(dict.fromkeys((SAME, CHANGED, GAINED, LOST), 0))
    differences = []
    for document in read_parsed(path):
        before = earlier_cells(engine, document.sha256, document.url, document.parser_version)
        for report in document.reports if before else ():
            found = before.pop((report.member or "", report.part), {})
            for difference in compare(document.url, report, found):
                kinds[difference.kind] += 1
                if difference.kind != SAME:
                    differences.append(difference)
    counts.update({f"cells_{kind}": count for kind, count in kinds.items()})
    return differences


def compare(url: str, report: Report, before: Mapping[str, EarlierCell]) -> Iterator[Difference]:
    """Every cell that either reading has, by address."""
    for address in sorted({*report.cells, *before}):
        reading, earlier = report.cells.get(address), before.get(address)
        was = "missing" if earlier is None else earlier.told
        now = "missing" if reading is None else reading.state.value if reading.value is None else f"{reading.value:f}"
        had = earlier is not None and earlier.is_number
        has = reading is not None and reading.value is not None
        if had and has:
            kind = SAME if reading is not None and earlier is not None and reading.value == earlier.value else CHANGED
        elif had or has:
            kind = GAINED if has else LOST
        else:
            kind = SAME if was == now else CHANGED
        yield Difference(url, report.member or "", report.part, address, kind, was, now)
