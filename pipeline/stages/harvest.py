"""harvest: one crawl of a shard by its plan, as a program of its own; leaves a capture log and WARC files."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import layout, processes
from pipeline.capture_log import CaptureLogContent, read_log
from pipeline.errors import StageError
from pipeline.recording import recorded
from pipeline.settings import Settings
from pipeline.stages import ingest, plan
from pipeline.visits import judge_visits

if TYPE_CHECKING:
    from crawler.capture import Capture
    from crawler.plan import Plan

PATIENCE = 60.0  # seconds that an interrupted crawl has to finish its requests


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Crawl the shard; StageError when a site failed, after everything else is safely on disk.

    A crawl that this plan has seen before is a second try: what the first one captured is ingested and
    planned for, so that no page is fetched twice.
    """
    from crawler.plan import Plan

    if shard == plan.UNUSABLE:
        return _tell_unusable(settings)
    plan_path = layout.plan_file(settings.archive, night, shard)
    if not plan_path.is_file():
        raise StageError(f"There is no plan {plan_path}: run `gongkai plan` for that night first.")
    logs = layout.capture_logs(settings.archive, night, shard)
    if logs and logs[-1].stat().st_mtime_ns > plan_path.stat().st_mtime_ns:
        ingest.run(settings, night, shard)
        plan.plan_again(settings, night, shard)
    with recorded(settings, "harvest", night, shard) as (_, counts):
        crawled = Plan.read(plan_path)
        log_path = layout.next_capture_log(settings.archive, night, shard)
        for each in crawled.sites:
            mark = layout.unfinished_mark(settings.archive, each.site.code)
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
        exit_status = _crawl(settings, plan_path, log_path)
        log = read_log(log_path) if log_path.is_file() else CaptureLogContent()
        for outcome in log.outcomes:
            if outcome.outcome == "ok" and not outcome.error:
                layout.unfinished_mark(settings.archive, outcome.site_code).unlink(missing_ok=True)
        failures = _judge(crawled, log, counts)
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


def _crawl(settings: Settings, plan_path: Path, log_path: Path) -> int:
    log_path.parent.mkdir(parents=True, exist_ok=True)
    command = [settings.crawler_python, "-m", "crawler", "--plan", str(plan_path)]
    command += ["--archive", str(settings.archive), "--log", str(log_path)]
    with log_path.with_suffix(".out").open("w", encoding="utf-8") as output:
        process = processes.start(command, output=output)
        try:
            return process.wait()
        except BaseException:  # a time limit or a stop from outside: let the spider close its files
            processes.stop(process, patience=PATIENCE)
            raise


def _judge(crawled: Plan, log: CaptureLogContent, counts: dict[str, int]) -> list[str]:
    """One clause for each site that failed or of which the log does not tell the end."""
    visits = judge_visits(crawled, log)
    counts.update(
        sites=len(visits),
        failed=sum(visit.failed for visit in visits),
        requests=sum({each.site_code: each.requests for each in log.outcomes}.values()),
        **_count_captures(crawled, log.captures),
    )
    return [f"{visit.site} failed: {visit.told}" for visit in visits if visit.failed]


def _count_captures(crawled: Plan, captures: list[Capture]) -> dict[str, int]:
    """``conditional``: asked with a validator from an earlier night; ``not_modified``: answered 304."""
    validators = {
        url for each in crawled.sites for url, known in each.known.items() if known.etag or known.last_modified
    }
    return {
        "captures": len(captures),
        "conditional": sum(each.url in validators for each in captures),
        "not_modified": sum(each.status == HTTPStatus.NOT_MODIFIED for each in captures),
    }


def _last_line(log_path: Path) -> str:
    lines = log_path.with_suffix(".out").read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
