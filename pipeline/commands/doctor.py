"""The verb doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.commands.options import settings_options

if TYPE_CHECKING:
    from pipeline.settings import Settings


@click.command()
@settings_options("registry", "archive", "warehouse", "contact")
@click.pass_context
def doctor(context: click.Context, settings: Settings) -> None:
    """Look whether this machine is fit for a night, and what to do where it is not. Changes nothing.

    Exit status 0: all is well, or there are only warnings; 1: something failed.

    \b
    Examples:
      gongkai doctor
      gongkai doctor --warehouse postgresql://gongkai@db.example.org/gongkai --registry sites/
      gongkai doctor >report.txt || mail -s "Gongkai" you@example.org <report.txt
    """
    from pipeline.doctor import examine
    from pipeline.tables import print_table

    findings = list(examine(settings))
    print_table(
        ("check", "state", "found", "what to do"),
        [(name, finding.state, finding.found, finding.advice) for name, finding in findings],
    )
    if any(finding.state == "failed" for _, finding in findings):
        context.exit(1)
