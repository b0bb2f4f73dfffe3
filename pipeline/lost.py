"""What a night lost, for a person to read: sites, pages and files, counted, and the first few by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline import layout
from pipeline.capture_log import read_logs
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.visits import judge_visits, outcomes

NAMED = 5  #: losses of a kind that are told by name

SITE_FAILED, SITE_UNFINISHED = "sites failed", "sites with work left for the next night"
NOT_FETCHED, GONE, NOT_ASKED = "pages not fetched", "pages gone", "addresses not asked for"
UNREADABLE, NO_REPORT = "files unreadable", "documents that count as no report"
TABLE_MISSING = "tables missing in reports"
HEADINGS = (SITE_FAILED, SITE_UNFINISHED, NOT_FETCHED, GONE, NOT_ASKED, UNREADABLE, NO_REPORT, TABLE_MISSING)
# Every other verdict says that a page could not be fetched.
OF_KIND = {
    "gone": GONE,
    "refused_address": NOT_ASKED,
    "refused_host": NOT_ASKED,
    "refused_robots": NOT_ASKED,
    "unreadable": UNREADABLE,
    "not_a_report": NO_REPORT,
    "table_missing": TABLE_MISSING,
}


@dataclass(frozen=True, slots=True)
class Lost:
    """``heading``: one of HEADINGS; ``name``: a site or an address; ``sentence``: why."""

    heading: str
    name: str
    sentence: str


def find_lost(settings: Settings, night: date) -> list[Lost]:
    """What the planned sites of a night lost, in the order of HEADINGS; sites and pages as their last try left them."""
    from crawler.plan import Plan
    from warehouse.losses import losses

    lost = []
    site_codes: list[str] = []
    for shard in layout.planned_shards(settings.archive, night):
        plan = Plan.read(layout.plan_file(settings.archive, night, shard))
        site_codes += [each.site.code for each in plan.sites]
        visits = judge_visits(plan, outcomes(plan, read_logs(settings.archive, night, shard)))
        lost += [
            Lost(SITE_FAILED if visit.failed else SITE_UNFINISHED, visit.site, visit.told)
            for visit in visits
            if visit.told
        ]
    engine = open_warehouse(settings)
    lost += [
        Lost(OF_KIND.get(loss.kind, NOT_FETCHED), loss.url, loss.sentence) for loss in losses(engine, night, site_codes)
    ]
    engine.dispose()
    return sorted(lost, key=lambda each: HEADINGS.index(each.heading))


def tell_lost(lost: Sequence[Lost], everything: Path) -> Iterator[str]:
    """Lines for the terminal; ``everything`` is the file that names all of them."""
    if not lost:
        yield "Nothing was lost."
        return
    yield f"What was lost (all of it is named in {everything}):"
    for heading in HEADINGS:
        mine = [each for each in lost if each.heading == heading]
        if mine:
            yield f"  {heading}: {len(mine)}"
        yield from (f"    {each.name}: {each.sentence}" for each in mine[:NAMED])
        if len(mine) > NAMED:
            yield f"    and {len(mine) - NAMED} more"
