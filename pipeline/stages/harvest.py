"""harvest: one crawl of a shard by its plan, as a program of its own; leaves a capture log and WARC files."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import layout, locks, processes
from pipeline.capture_log import CaptureLogContent, read_log, read_logs
from pipeline.disk import full_disk
from pipeline.errors import StageError
from pipeline.recording import recorded
from pipeline.settings import Settings
from pipeline.stages import plan
from pipeline.visits import judge_visits, outcomes

if TYPE_CHECKING:
    from crawler.plan import Plan

PATIENCE = 60.0  # seconds that an interrupted crawl has to finish its requests


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Crawl the shard; StageError when a site failed, after everything else is safely on disk.

    A plan that was crawled before is gone on with: a visit that came to its end is not made again, one that was cut
    short is taken up from what it archived, one that failed is made anew.
    """
    if shard == plan.UNUSABLE:
        return _tell_unusable(settings)
    plan_path = layout.plan_file(settings.archive, night, shard)
    if not plan_path.is_file():
        raise StageError(f"There is no plan {plan_path}: run `gongkai plan` for that night first.")
    with locks.harvesting(settings.archive, shard) as lock:
        return _harvest(settings, night, shard, lock)


def _harvest(settings: Settings, night: date, shard: str, lock: int) -> dict[str, int]:
    from crawler.archive import DISK_FULL
    from crawler.plan import Plan

    if layout.capture_logs(settings.archive, night, shard):
        plan.go_on(settings, night, shard)
    with recorded(settings, "harvest", night, shard) as (_, counts):
        plan_path = layout.plan_file(settings.archive, night, shard)
        crawled = Plan.read(plan_path)
        log_path = layout.next_capture_log(settings.archive, night, shard)
        due = [each for each in crawled.sites if not each.is_visited]
        for each in due:
            mark = layout.unfinished_mark(settings.archive, each.site.code)
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
        exit_status = _crawl(settings, plan_path, log_path, lock) if due else 0
        ended = outcomes(crawled, read_logs(settings.archive, night, shard))
        for outcome in ended.values():
            if outcome.outcome == "ok" and not outcome.error:
                layout.unfinished_mark(settings.archive, outcome.site_code).unlink(missing_ok=True)
        log = read_log(log_path) if log_path.is_file() else CaptureLogContent()
        _count(crawled, log, counts)
        failures = [f"{visit.site} failed: {visit.told}" for visit in judge_visits(crawled, ended) if visit.failed]
        counts.update(sites=len(crawled.sites), failed=len(failures))
        if exit_status == DISK_FULL:
            raise full_disk(settings)
        if exit_status:
            failures.insert(0, f"the crawler ended with exit status {exit_status} ({_last_line(log_path)})")
        if failures:
            raise StageError(f"Shard {shard}: {'; '.join(failures)}.")
    return counts


def _tell_unusable(settings: Settings) -> dict[str, int]:
    unusable = plan.unusable_files(settings)
    if unusable:
        raise StageError(f"{len(unusable)} site files were left out: {' '.join(unusable)}")
    return {}


def _crawl(settings: Settings, plan_path: Path, log_path: Path, lock: int) -> int:
    log_path.parent.mkdir(parents=True, exist_ok=True)
    command = [settings.crawler_python, "-m", "crawler", "--plan", str(plan_path)]
    command += ["--archive", str(settings.archive), "--log", str(log_path)]
    with log_path.with_suffix(".out").open("w", encoding="utf-8") as output:
        process = processes.start(command, output=output, inherited=(lock,))
        try:
            return process.wait()
        except BaseException:  # a time limit or a stop from outside: let the spider close its files
            processes.stop(process, patience=PATIENCE)
            raise


def _count(crawled: Plan, log: CaptureLogContent, counts: dict[str, int]) -> None:
    """``requests``: those that were sent. ``resumed``: what an earlier try had been answered, from the archive.

    ``conditional``: asked with a validator from an earlier night; ``not_modified``: answered 304.
    """
    validators = {
        url for each in crawled.sites for url, known in each.known.items() if known.etag or known.last_modified
    }
    resumed = sum(each.resumed for each in log.outcomes)
    if resumed:
        counts["resumed"] = resumed
    counts.update(
        requests=sum(each.requests for each in log.outcomes) - resumed,
        captures=len(log.captures),
        conditional=sum(each.url in validators for each in log.captures),
        not_modified=sum(each.status == HTTPStatus.NOT_MODIFIED for each in log.captures),
    )


def _last_line(log_path: Path) -> str:
    lines = log_path.with_suffix(".out").read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
