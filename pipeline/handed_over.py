"""Documents that came by mail, on request or from a library: archived as such, then read and loaded like any other.

Their night has a plan without sites and a capture log, so the archive alone makes the warehouse anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from disclosure.report import Status
from pipeline import layout, locks
from pipeline.errors import StageError
from pipeline.layout import HANDED_OVER
from pipeline.recording import open_warehouse, upgrade_warehouse
from pipeline.settings import Settings
from pipeline.stages import check, ingest, load, read
from pipeline.stated import Stated, contradictions

if TYPE_CHECKING:
    from pipeline.workers import ParserWorker


@dataclass(frozen=True, slots=True)
class Giving:
    """How documents came, and what their giver says of them. ``url``: where they stood on the web, or ''."""

    source: str
    url: str = ""
    agency: str | None = None
    year: int | None = None
    division: str = ""


class _Given(NamedTuple):
    name: str
    url: str
    payload: bytes
    digest: str


def add(
    settings: Settings,
    night: date,
    files: Sequence[Path],
    giving: Giving,
    tell: Callable[[str, str, dict[str, int]], None],
) -> list[str]:
    """Archive, read and load the files; one sentence for each that was refused. What is there already is not added."""
    from pipeline.workers import ParserWorker

    upgrade_warehouse(settings)
    within = giving.division or _site_of(settings, giving.url)
    with locks.harvesting(settings.archive, HANDED_OVER):
        _write_plan(settings, night)
        ingest.take_in(settings, night, HANDED_OVER)  # what an earlier try archived
        refused, sound = [], []
        with ParserWorker() as worker:
            for path in files:
                try:
                    given = _open(path, giving.url)
                    _judge(given, worker, Stated(giving.agency, giving.year, within))
                except StageError as error:
                    refused.append(str(error))
                else:
                    sound.append(given)
        known = _known(settings)
        new = [given for given in sound if (given.url, given.digest) not in known]
        _archive(settings, night, list({(each.url, each.digest): each for each in new}.values()), giving, within)
        tell("add", "", {"files": len(files), "refused": len(refused), "new": len(new)})
        tell("ingest", HANDED_OVER, ingest.take_in(settings, night, HANDED_OVER))
    tell("read", HANDED_OVER, read.run(settings, night, HANDED_OVER))
    tell("load", HANDED_OVER, load.run(settings, night, HANDED_OVER))
    tell("check", "", check.run(settings, night))
    return refused


def _open(path: Path, url: str) -> _Given:
    from parsers.readers.limits import LARGEST_FILE

    try:
        if path.stat().st_size > LARGEST_FILE:
            raise StageError(f"{path} is larger than the {LARGEST_FILE} bytes that are read.")
        payload = path.read_bytes()
    except OSError as error:
        raise StageError(f"{path} can't be opened: {error.strerror}.") from error
    digest = sha256(payload).hexdigest()
    return _Given(path.name, url or f"urn:sha256:{digest}", payload, digest)


def _judge(given: _Given, worker: ParserWorker, stated: Stated) -> None:
    """StageError for a file that is no report, or says otherwise than its giver; nothing of it is stored."""
    from pipeline.stages.read import narrow

    reports = [narrow(report, stated.within) for report in worker.parse(given.payload, name=given.name, url=given.url)]
    if all(report.status is Status.NOT_A_REPORT for report in reports):
        why = reports[0].findings[-1].message.removeprefix("no report: ")
        raise StageError(f"{given.name} is no report: {why}. Nothing of it was stored.")
    for finding in (finding for report in reports for finding in contradictions(report, stated)):
        raise StageError(
            f"{given.name}: {finding.message}. Nothing of it was stored: mend --agency or --year, or leave it out."
        )


def _site_of(settings: Settings, url: str) -> str:
    """The code of the registry's site that has the host of a URL, or ''."""
    from crawler.site import read_registry

    host = (urlsplit(url).hostname or "").lower()
    if not host or not settings.registry.is_dir():
        return ""
    return next((site.code for site in read_registry(settings.registry)[0] if host in site.hosts), "")


def _write_plan(settings: Settings, night: date) -> None:
    from crawler.plan import Plan

    path = layout.plan_file(settings.archive, night, HANDED_OVER)
    if not path.is_file():
        Plan(night=night).write(path)


def _known(settings: Settings) -> set[tuple[str, str]]:
    from warehouse import ledger

    engine = open_warehouse(settings)
    try:
        return ledger.handed_over(engine)
    finally:
        engine.dispose()


def _archive(settings: Settings, night: date, documents: Sequence[_Given], giving: Giving, within: str) -> None:
    from crawler.archive import ArchiveWriter
    from crawler.capture import Capture, CaptureHeaders, CaptureLog
    from parsers.sniff import sniff

    if not documents:
        return
    path = layout.next_capture_log(settings.archive, night, HANDED_OVER)
    now = datetime.now(UTC)
    name = f"warc/{night.isoformat()}/{path.stem}-{now:%Y%m%dT%H%M%S%f}-{os.getpid()}.warc.gz"
    with CaptureLog(path) as log, ArchiveWriter(settings.archive, name, "gongkai add") as archive:
        for given in documents:
            offset = archive.write_resource(given.url, now, given.payload, giving.source)
            log.write(
                Capture(
                    site_code=within,
                    url=given.url,
                    fetched_at=now,
                    headers=CaptureHeaders(content_type=sniff(given.payload)),
                    sha256=given.digest,
                    byte_count=len(given.payload),
                    warc_file=name,
                    warc_offset=offset,
                    link_text=given.name,
                    verdict="handed_over",
                    source=giving.source,
                    stated_agency=giving.agency,
                    stated_year=giving.year,
                )
            )
