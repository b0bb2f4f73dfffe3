"""Verbs on the registry of sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.commands.options import settings_options
from pipeline.errors import GongkaiError

if TYPE_CHECKING:
    from pipeline.settings import Settings


@click.group()
def sites() -> None:
    """List or check the sites of the registry."""


@sites.command("list")
@settings_options("registry")
def list_sites(settings: Settings) -> None:
    """One line a site: code, name, state, list pages, root."""
    from crawler.site import read_registry
    from pipeline.tables import print_table

    found, problems = read_registry(settings.registry)
    print_table(
        ("code", "name", "state", "columns", "root"),
        [(site.code, site.name, site.state, len(site.columns), site.root) for site in found],
    )
    if problems:
        raise GongkaiError(f"Not listed: {' '.join(problems)}")


@sites.command("check")
@settings_options("registry")
def check_sites(settings: Settings) -> None:
    """Say what is wrong in the registry, a sentence a problem."""
    from crawler.site import check, read_registry

    found, problems = read_registry(settings.registry)
    problems += check(found)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise GongkaiError(f"{len(problems)} problem(s) in {settings.registry}.")
    click.echo(f"{len(found)} sites, no problems.")
