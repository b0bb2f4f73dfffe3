"""plan: the registry and the ledger to a plan file per shard."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from pipeline import layout
from pipeline.errors import SettingsError
from pipeline.recording import recorded, upgrade_warehouse
from pipeline.settings import Settings
from pipeline.shards import group_sites

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.plan import SitePlan
    from crawler.site import Site

#: stands in for the sites of unusable files: a shard that fails until they are mended, so that the night tells of them
UNUSABLE = "unusable"


def plan_night(settings: Settings, night: date, only: Collection[str] = ()) -> list[str]:
    """Write the plans of the night; the names of their shards, and UNUSABLE when the registry has files of no use.

    What an earlier planning of the same night wrote for shards that are no more is removed, unless ``only`` some
    sites are asked for.
    """
    shards = group_sites(due_sites(settings, only))
    upgrade_warehouse(settings)
    for former in layout.planned_shards(settings.archive, night):
        if former not in shards and not only:
            layout.plan_file(settings.archive, night, former).unlink()
    for shard, sites in shards.items():
        _write(settings, night, shard, sites)
    return [*shards, *([] if only or not unusable_files(settings) else [UNUSABLE])]


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Write the plan of one shard; how many sites and known addresses it holds."""
    sites = group_sites(due_sites(settings)).get(shard)
    if sites is None:
        raise SettingsError(f"The registry {settings.registry} has no shard {shard!r} with an active site.")
    return _write(settings, night, shard, sites)


def plan_again(settings: Settings, night: date, shard: str) -> None:
    """Write the plan of a shard anew for the sites it held, with what has been learnt since."""
    from crawler.plan import Plan

    former = Plan.read(layout.plan_file(settings.archive, night, shard))
    _write(settings, night, shard, [each.site for each in former.sites])


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


def _write(settings: Settings, night: date, shard: str, sites: Iterable[Site]) -> dict[str, int]:
    from crawler.plan import Plan

    sites = list(sites)
    settings.require_contact(host for site in sites for host in site.hosts)
    with recorded(settings, "plan", night, shard) as (engine, counts):
        plan = Plan(
            night=night,
            contact=settings.contact or None,
            connect_to=dict(settings.connect_to),
            sites=tuple(_plan_site(settings, engine, site) for site in sites),
        )
        plan.write(layout.plan_file(settings.archive, night, shard))
        counts.update(sites=len(sites), known=sum(len(each.known) for each in plan.sites))
    return counts


def _plan_site(settings: Settings, engine: Engine, site: Site) -> SitePlan:
    """What is known of a site. After a visit that did not come to its end, all its lists are read anew.

    A list page that has not changed does not show which pages come after it; where the last visit stopped before
    it found them, "not modified" would hide them for good. Documents that were captured are not fetched again.
    """
    from crawler.plan import KnownUrl, ListState, SitePlan
    from warehouse import ledger

    known = ledger.known_urls(engine, site.code)
    lists = (
        {} if layout.unfinished_mark(settings.archive, site.code).exists() else ledger.list_states(engine, site.code)
    )
    return SitePlan(
        site=site,
        known={url: KnownUrl.model_validate(asdict(each)) for url, each in known.items()},
        lists={url: ListState.model_validate(asdict(each)) for url, each in lists.items()},
    )
