"""The ``gongkai`` command. Heavy modules are imported by the verb that needs them."""

from __future__ import annotations

from typing import Any

import click

from pipeline.commands import backup, doctor, evidence, handed_over, reparse, reports, sites, stages, warehouse
from pipeline.errors import GongkaiError, SettingsError

EXAMPLES = """\b
Examples:
  gongkai nightly --contact you@example.org --only 500155
  gongkai parse report.html report.pdf --json
  gongkai evidence applications.granted.total --agency 屏锦镇 --year 2023
  gongkai sql "SELECT agency_name, reporting_year, status FROM reports"
  gongkai sites check
  gongkai doctor
"""


class Group(click.Group):
    """Turns what is expected to go wrong into one sentence: exit status 1, or 2 for wrong settings."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SettingsError as error:
            raise click.UsageError(str(error)) from error
        except GongkaiError as error:
            raise click.ClickException(str(error)) from error
        except Exception as error:
            if type(error).__name__ != "OperationalError":  # of SQLAlchemy or a driver; importing them takes time
                raise
            raise click.ClickException(f"The warehouse does not answer: {str(error).splitlines()[0]}") from error


@click.group(cls=Group, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai")
def main() -> None:
    """County reports on open government information: harvested nightly, proved by their sums, answered in SQL.

    Options may be given as environment variables too: --archive is GONGKAI_ARCHIVE.
    """


for verb in (
    stages.nightly,
    stages.plan,
    stages.harvest,
    stages.ingest,
    stages.read,
    stages.load,
    stages.check,
    stages.process,
    stages.publish,
    reports.parse,
    evidence.evidence,
    handed_over.add,
    reparse.reparse,
    warehouse.sql,
    warehouse.export,
    warehouse.db,
    backup.backup,
    backup.restore,
    sites.sites,
    doctor.doctor,
):
    main.add_command(verb)
