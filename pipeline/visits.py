"""How the visit to each site of a plan ended, by the logs that its crawls left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.capture_log import CaptureLogContent

if TYPE_CHECKING:
    from crawler.capture import SiteOutcome
    from crawler.plan import Plan


@dataclass(frozen=True, slots=True)
class Visit:
    """``failed``: the site could not be harvested. ``told``: why, or what a good visit left for the next night."""

    site: str  #: name and code
    failed: bool
    told: str | None


def outcomes(plan: Plan, logs: Mapping[int, CaptureLogContent]) -> dict[str, SiteOutcome]:
    """By code, how the visits ended that the plan asks for; ``logs`` by number. One that was cut short is left out."""
    since = {each.site.code: each.first_log for each in plan.sites}
    return {
        outcome.site_code: outcome
        for number, log in sorted(logs.items())
        for outcome in log.outcomes
        if number >= since.get(outcome.site_code, number + 1)
    }


def judge_visits(plan: Plan, ended: Mapping[str, SiteOutcome]) -> list[Visit]:
    """One for each site of the plan; a site whose visit has not come to its end has failed."""
    visits = []
    for each in plan.sites:
        outcome = ended.get(each.site.code)
        failed = outcome is None or outcome.outcome == "failed"
        told = outcome.error if outcome else "its visit was not finished"
        if failed and not told:
            told = "no reason given"
        visits.append(Visit(f"{each.site.name} ({each.site.code})", failed, told.rstrip(".") if told else None))
    return visits
