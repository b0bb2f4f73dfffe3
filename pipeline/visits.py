"""How the visit to each site of a plan ended, by the log that the crawl left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.capture_log import CaptureLogContent

if TYPE_CHECKING:
    from crawler.plan import Plan


@dataclass(frozen=True, slots=True)
class Visit:
    """``failed``: the site could not be harvested. ``told``: why, or what a good visit left for the next night."""

    site: str  #: name and code
    failed: bool
    told: str | None


def judge_visits(plan: Plan, log: CaptureLogContent) -> list[Visit]:
    """One for each site of the plan; a site of which the log does not tell the end has failed."""
    outcomes = {outcome.site_code: outcome for outcome in log.outcomes}
    visits = []
    for each in plan.sites:
        outcome = outcomes.get(each.site.code)
        failed = outcome is None or outcome.outcome == "failed"
        told = outcome.error if outcome else "its visit was not finished"
        if failed and not told:
            told = "no reason given"
        visits.append(Visit(f"{each.site.name} ({each.site.code})", failed, told.rstrip(".") if told else None))
    return visits
