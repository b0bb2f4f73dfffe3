"""``python -m crawler --plan PLAN.json --archive DIR --log LOG.jsonl``: one night of one shard.

Needs no database and no Airflow.
Exit status: 0 when it ran to its end (a dead site is an outcome, not a crash), 1 when stopped, 2 for wrong usage, 3
when the disk is full.
"""

import argparse
import datetime
import errno
import logging
import os
import sys
from pathlib import Path

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerProcess

from crawler.archive import DISK_FULL, ArchiveWriter
from crawler.capture import CaptureLog
from crawler.plan import Plan
from crawler.spider import ReportSpider, settings_for, user_agent


def main(arguments: list[str] | None = None) -> int:
    """Runs the program and returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m crawler", description="Harvests the sites of one plan file.")
    parser.add_argument(
        "--plan", type=Path, required=True, help="plan file (JSON) that says which sites and what is known"
    )
    parser.add_argument("--archive", type=Path, required=True, help="archive folder; WARC files go below warc/<night>/")
    parser.add_argument("--log", type=Path, required=True, help="capture log to write (JSON lines); must not exist yet")
    options = parser.parse_args(arguments)
    try:
        plan = Plan.read(options.plan)
    except OSError as error:
        return _refuse(f"The plan {options.plan} can't be read: {error.strerror}.")
    except ValidationError as error:
        first = error.errors()[0]
        return _refuse(f"The plan {options.plan} is not valid: {'.'.join(map(str, first['loc']))}: {first['msg']}.")
    live = sorted({host for entry in plan.sites for host in entry.site.hosts} - set(plan.connect_to))
    if live and not plan.contact:
        return _refuse(
            f"The plan names live hosts ({live[0]}, ...) but no contact for the User-Agent; set GONGKAI_CONTACT."
        )
    if options.log.exists():
        return _refuse(f"The log {options.log} exists already; each crawl writes a new one.")
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%f")
    # Named after the log, so that what was archived is found even when not a line of the log was written.
    name = f"warc/{plan.night.isoformat()}/{options.log.stem}-{stamp}-{os.getpid()}.warc.gz"
    try:
        with CaptureLog(options.log) as log, ArchiveWriter(options.archive, name, user_agent(plan.contact)) as archive:
            return _crawl(plan, archive, log)
    except FileExistsError as error:
        return _refuse(f"{error.filename} exists already: another crawl is writing it.")
    except OSError as error:
        print(f"The archive {options.archive} takes no more: {error.strerror}.", file=sys.stderr)
        return DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1


def _crawl(plan: Plan, archive: ArchiveWriter, log: CaptureLog) -> int:
    # A line for each site; Scrapy itself speaks from WARNING on (its settings say so).
    logger = logging.getLogger("gongkai")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    process = AsyncCrawlerProcess(settings_for(plan))
    crawler = process.create_crawler(ReportSpider)
    process.crawl(crawler, plan=plan, archive=archive, capture_log=log)
    process.start()
    if isinstance(crawler.spider, ReportSpider) and crawler.spider.disk_error is not None:
        raise crawler.spider.disk_error
    return 0 if isinstance(crawler.spider, ReportSpider) and crawler.spider.is_finished else 1


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
