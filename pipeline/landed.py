"""What a night brought: counts of the warehouse, what was new, and three questions answered in SQL."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console

from pipeline.following import Followed
from pipeline.lost import find_lost, tell_lost
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.stages.publish import summary_file
from pipeline.tables import print_table

if TYPE_CHECKING:
    from sqlalchemy import Engine

TOTALS = """
SELECT (SELECT COUNT(DISTINCT site_code) FROM captures) AS sites,
       (SELECT COUNT(*) FROM captures) AS captures,
       (SELECT COUNT(*) FROM reports) AS reports,
       (SELECT COUNT(*) FROM evidence) AS cells,
       (SELECT COUNT(*) FROM findings) AS findings
"""
RUNS = "SELECT run, stage, counts FROM runs"
QUESTIONS = {
    "Which agencies received the most requests?": """\
SELECT agency_name, reporting_year, value AS requests
FROM applications
WHERE row_code = 'new_received' AND applicant_code = 'total'
ORDER BY value DESC, agency_name, reporting_year LIMIT 5""",
    "Which reports contradict themselves, and where?": """\
SELECT agency_name, reporting_year, status, rule, expected, found
FROM findings
WHERE severity = 'error' AND report_id IS NOT NULL
ORDER BY agency_name, reporting_year, rule LIMIT 5""",
    "Where does a number come from?": """\
SELECT a.agency_name, a.reporting_year, a.value, e.url, e.sha256, e.warc_file, e.warc_offset, e.place
FROM applications AS a JOIN evidence AS e ON e.report_id = a.report_id AND e.address = a.address
WHERE a.row_code = 'result_total' AND a.applicant_code = 'total' AND a.state = 'number'
ORDER BY a.value DESC, a.agency_name, a.reporting_year LIMIT 1""",
}


def print_landed(settings: Settings, night: date, followed: Followed, console: Console) -> None:
    """Print it for the runs that were followed, with what the night lost."""
    from warehouse import query

    engine = open_warehouse(settings)
    totals = query.run(engine, TOTALS)
    console.print("\nWhat stands in the warehouse now:")
    print_table(totals.columns, totals.rows, console)
    console.print(_news(_counts(engine, followed)))
    for line in tell_lost(find_lost(settings, night), summary_file(settings)):
        console.print(line, markup=False, soft_wrap=True)
    for question, sql in QUESTIONS.items():
        answer = query.run(engine, sql)
        console.print(f"\n{question}", style="bold")
        console.print(sql, markup=False)
        if len(answer.rows) == 1:
            rows = list(zip(answer.columns, answer.rows[0], strict=True))
            print_table(("column", "value"), [(name, str(value)) for name, value in rows], console)
        else:
            print_table(answer.columns, answer.rows, console)
    engine.dispose()


def _counts(engine: Engine, followed: Followed) -> Counter[str]:
    """The counts of the followed runs, summed over stages and shards, as ``<stage>.<count>``."""
    from warehouse import query

    counts: Counter[str] = Counter()
    for run, stage, told in query.run(engine, RUNS).rows:
        if run in followed.runs.values():
            counts.update({f"{stage}.{name}": count for name, count in json.loads(told).items()})
    return counts


def _news(counts: Counter[str]) -> str:
    asked = (
        f"{counts['harvest.requests']} requests, {counts['harvest.conditional']} of them conditional "
        f"({counts['harvest.not_modified']} answered 304 Not Modified)"
    )
    new = {name: counts[f"load.{name}"] for name in ("reports", "versions", "cells", "findings")}
    told = ", ".join(f"{count} {name}" for name, count in new.items())
    return f"This run: {asked}; " + (f"new: {told}." if any(new.values()) else "no new version, fact or finding.")
