"""Files made to harm: each gets its verdict in time and within its memory, and the next file is read."""

from __future__ import annotations

import re
import resource
import sys
from collections.abc import Callable, Iterator

import psutil
import pytest

from disclosure.report import Status
from pipeline.workers import Limits, ParserWorker
from replica.press.pdf import print_pdf
from replica.press.truth import make_truth
from tests.pipeline import hostile_files as hostile

SECONDS = 10
LARGE, SPENT = "too large: the file has more than 1", "too large: the archive unpacks to m"
GOOD = print_pdf(make_truth(1))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")


@pytest.fixture(scope="module")
def worker() -> Iterator[ParserWorker]:
    with ParserWorker() as worker:
        yield worker


def computed() -> float:
    """Seconds that child processes have computed so far: the clock would tell how busy the machine is."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = [child.cpu_times() for child in psutil.Process().children()]
    return ended.ru_utime + ended.ru_stime + sum(times.user + times.system for times in running)


@pytest.mark.parametrize(
    ("make", "rule", "reason"),
    [
        (hostile.inflating_page, "parser_failed", hostile.OUT_OF_BOUNDS),
        (hostile.twice_inflating_page, "parser_failed", hostile.OUT_OF_BOUNDS),
        (hostile.form_that_draws_itself, "parser_failed", hostile.OUT_OF_BOUNDS),
        (hostile.slow_pages, "parser_failed", "time: its reader computed for more than 7 s"),
        (hostile.too_many_pages, "unreadable", "too long: 100000 pages, 200 are read at most"),
        (hostile.pages_that_loop, "unreadable", "damaged: a page of the PDF cannot be loaded"),
        (hostile.tables_that_loop, "unreadable", "empty: no text"),
        (hostile.vast_picture, "unreadable", "scan: no text layer"),
        (hostile.many_rules, "unreadable", "empty: no text"),
        (hostile.bursting_word_file, "unreadable", "damaged: word/document.xml cannot be unpacked"),
        (hostile.packages_in_packages, "not_a_report", "no report: 0 of 6 headings and no statutory table"),
        (hostile.laughing_word_file, "unreadable", "damaged: word/document.xml is no well-formed XML"),
        (hostile.deep_page, "unreadable", "too deep: the page nests its elements"),
        (hostile.wide_cells, "unreadable", "too large: a table has more than 100000 places"),
        (hostile.long_table, "unreadable", "too large: the page has 5000"),
        (hostile.long_text, "unreadable", "too large: the text has 4999"),
        (hostile.tabs, "unreadable", "too large: a table has more than 100000 places"),
        (hostile.bursting_sheet, "unreadable", "damaged: xl/worksheets/sheet1.xml cannot be unpacked"),
        (hostile.laughing_sheet, "unreadable", "damaged: xl/worksheets/sheet1.xml is no well-formed XML"),
        (hostile.bursting_ofd, "unreadable", "damaged: Doc_0/Pages/Page_0/Content.xml cannot be unpacked"),
        (hostile.laughing_ofd, "unreadable", "damaged: Doc_0/Pages/Page_0/Content.xml is no well-formed XML"),
        (hostile.many_members, "unreadable", "too large: the archive has more than 5000 members"),
    ],
)
def test_a_hostile_file_gets_its_verdict_and_the_next_file_is_read(
    worker: ParserWorker, make: Callable[[], bytes], rule: str, reason: str
) -> None:
    payload = make()
    before = computed()
    [report] = worker.parse(payload)
    assert computed() - before < SECONDS
    assert report.status in (Status.UNREADABLE, Status.NOT_A_REPORT)
    [finding] = report.findings
    assert finding.rule == rule
    assert re.match(reason, finding.message)
    [good] = worker.parse(GOOD)
    assert good.status is Status.RECONCILED


@pytest.mark.parametrize(
    ("make", "reasons"),
    [
        (hostile.bursting_archive, {LARGE}),
        (hostile.nested_bomb, {LARGE, SPENT}),
        (hostile.overlapping_members, {LARGE, SPENT}),
        (hostile.archive_in_itself, {"empty: no file in the archive can b"}),
    ],
)
def test_a_hostile_archive_gets_its_verdicts_and_the_next_file_is_read(
    worker: ParserWorker, make: Callable[[], bytes], reasons: set[str]
) -> None:
    payload = make()
    before = computed()
    reports = worker.parse(payload)
    assert computed() - before < SECONDS
    assert {report.findings[0].message[:35] for report in reports} == reasons
    assert len(reports) <= 201
    [good] = worker.parse(GOOD)
    assert good.status is Status.RECONCILED


def test_none_of_them_took_more_memory_than_it_may(worker: ParserWorker) -> None:
    worker.close()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak < Limits().memory
