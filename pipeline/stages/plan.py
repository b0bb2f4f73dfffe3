"""plan: the registry and the ledger to a plan file per shard.

A night that is planned again before it was ended goes on: visits that came to their end are not made again, those that
were cut short are taken up from what they archived. A night that was ended begins another round.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import layout, locks
from pipeline.capture_log import read_logs
from pipeline.errors import SettingsError, StageError
from pipeline.nights import read_night
from pipeline.recording import recorded, upgrade_warehouse
from pipeline.settings import Settings
from pipeline.shards import group_sites
from pipeline.stages import ingest
from pipeline.visits import outcomes

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.plan import Plan, SitePlan
    from crawler.site import Site

log = logging.getLogger(__name__)

#: stands in for the sites of unusable files: a shard that fails until they are mended, so that the night tells of them
UNUSABLE = "unusable"


def plan_night(settings: Settings, night: date, only: Collection[str] = ()) -> list[str]:
    """Write the plans of the night; the names of their shards, and UNUSABLE when the registry has files of no use.

    What an earlier planning of the same night wrote for shards that are no more is removed, unless ``only`` some
    sites are asked for. What a former night captured and left behind is taken into the ledger first.
    """
    sites = due_sites(settings, only)
    shards = group_sites(sites)
    upgrade_warehouse(settings)
    settings.require_contact(host for site in sites for host in site.hosts)
    _take_in_former(settings, night)
    mark = layout.open_night_mark(settings.archive, night)
    for former in layout.planned_shards(settings.archive, night):
        if former not in (*shards, layout.HANDED_OVER) and not only:
            layout.plan_file(settings.archive, night, former).unlink()
    for shard, sites in shards.items():
        with locks.harvesting(settings.archive, shard):
            # Asked now, not before: somebody else may have planned this night and begun to harvest it.
            _write(settings, night, shard, sites, goes_on=mark.exists())
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    return [*shards, *([] if only or not unusable_files(settings) else [UNUSABLE])]


def end_night(settings: Settings, night: date) -> None:
    """After publishing: planned once more, the night begins another round, unless a visit was cut short."""
    from crawler.plan import Plan

    for shard in layout.planned_shards(settings.archive, night):
        plan = Plan.read(layout.plan_file(settings.archive, night, shard))
        ended = outcomes(plan, read_logs(settings.archive, night, shard))
        if any(each.site.code not in ended for each in plan.sites):
            return
    layout.open_night_mark(settings.archive, night).unlink(missing_ok=True)


def go_on(settings: Settings, night: date, shard: str) -> None:
    """Write the plan of a shard anew for the sites it held, with what its crawls have brought since."""
    from crawler.plan import Plan

    former = Plan.read(layout.plan_file(settings.archive, night, shard))
    _write(settings, night, shard, [each.site for each in former.sites], goes_on=True)


def due_sites(settings: Settings, only: Collection[str] = ()) -> list[Site]:
    """The active sites of the registry; ``only`` picks some by code, and then unverified ones too."""
    from crawler.site import read_registry

    sites, problems = read_registry(settings.registry)
    if problems and not sites:
        raise SettingsError(" ".join(problems))
    unknown = sorted(set(only) - {site.code for site in sites})
    if unknown:
        raise SettingsError(f"The registry {settings.registry} has no site with code {', '.join(unknown)}.")
    if only:
        return [site for site in sites if site.code in only and site.state in ("active", "unverified")]
    return [site for site in sites if site.state == "active"]


def unusable_files(settings: Settings) -> list[str]:
    """One sentence for each site file that can't be used. The other sites' night goes on without it."""
    from crawler.site import read_registry

    return read_registry(settings.registry)[1]


def _take_in_former(settings: Settings, night: date) -> None:
    """Ingest the logs of earlier nights that were not ended; such a night is not gone on with after this one."""
    for mark in sorted((settings.archive / "open").glob("*")):
        former = read_night(mark.name)
        if former >= night:
            continue
        try:
            for shard in layout.planned_shards(settings.archive, former):
                with locks.harvesting(settings.archive, shard, patience=0):
                    ingest.take_in(settings, former, shard)
        except StageError as error:
            log.warning("Night %s was not finished: %s", former, error)
        else:
            mark.unlink(missing_ok=True)


def _write(settings: Settings, night: date, shard: str, sites: Iterable[Site], *, goes_on: bool) -> dict[str, int]:
    from crawler.plan import Plan

    sites = list(sites)
    path = layout.plan_file(settings.archive, night, shard)
    former = Plan.read(path) if goes_on and path.is_file() else Plan(night=night)
    if former.sites and layout.capture_logs(settings.archive, night, shard):
        ingest.take_in(settings, night, shard)
    kept = _going_on(settings.archive, former, shard)
    with recorded(settings, "plan", night, shard) as (engine, counts):
        first_log = layout.log_number(layout.next_capture_log(settings.archive, night, shard))
        plan = Plan(
            night=night,
            contact=settings.contact or None,
            connect_to=dict(settings.connect_to),
            sites=tuple(
                kept[site.code]
                if site.code in kept and kept[site.code].site == site
                else _plan_site(settings, engine, site, first_log)
                for site in sites
            ),
        )
        plan.write(path)
        counts.update(sites=len(sites), known=sum(len(each.known) for each in plan.sites))
    return counts


def _going_on(archive: Path, former: Plan, shard: str) -> dict[str, SitePlan]:
    """By code, the sites of a plan whose visit has come to its end, or was cut short and is to be taken up.

    A visit that failed is neither: it is made anew.
    """
    ended = outcomes(former, read_logs(archive, former.night, shard))
    logs = layout.capture_logs(archive, former.night, shard)
    kept = {}
    for each in former.sites:
        outcome = ended.get(each.site.code)
        if outcome is None:
            tries = [log for log in logs if layout.log_number(log) >= each.first_log]
            resumes = tuple(name for log in tries for name in layout.warc_files(archive, log))
            kept[each.site.code] = each.model_copy(update={"resumes": resumes})
        elif outcome.outcome == "ok":
            kept[each.site.code] = each.model_copy(update={"is_visited": True})
    return kept


def _plan_site(settings: Settings, engine: Engine, site: Site, first_log: int) -> SitePlan:
    """What is known of a site. After a visit that did not come to its end, all its lists are read anew.

    A list page that has not changed does not show which pages come after it; where the last visit stopped before
    it found them, "not modified" would hide them for good. Documents that were captured are not fetched again.
    """
    from crawler.plan import KnownUrl, ListState, SitePlan
    from warehouse import ledger

    known = ledger.known_urls(engine, site.code)
    accepted = ledger.accepted_links(engine, site.code)
    lists = (
        {} if layout.unfinished_mark(settings.archive, site.code).exists() else ledger.list_states(engine, site.code)
    )
    return SitePlan(
        site=site,
        first_log=first_log,
        known={url: KnownUrl.model_validate(asdict(each)) for url, each in known.items()},
        lists={url: ListState.model_validate(asdict(each)) for url, each in lists.items()},
        accepted=accepted,
    )
