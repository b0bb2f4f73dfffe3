"""What is set, the registry and the warehouse."""

from __future__ import annotations

from pathlib import Path

from pipeline.doctor.diagnosis import Diagnosis, failed, ok, warning
from pipeline.errors import GongkaiError
from pipeline.settings import SQLITE, Settings


def check_contact(settings: Settings) -> Diagnosis:
    """Whether site owners can reach us."""
    if settings.contact:
        return ok(settings.contact)
    return warning("not set", "Set GONGKAI_CONTACT: a live harvest refuses to start without it.")


def check_registry(settings: Settings) -> Diagnosis:
    """The site files."""
    from crawler.site import read_registry

    sites, problems = read_registry(settings.registry)
    found = f"{len(sites)} sites, {sum(site.state == 'active' for site in sites)} active, in {settings.registry}"
    if problems:
        return failed(f"{found}; {len(problems)} unusable: {problems[0]}", "gongkai sites check")
    return ok(found) if sites else failed(found, "Name the folder of site files: GONGKAI_REGISTRY.")


def check_alerts(settings: Settings) -> Diagnosis:
    """Whether somebody is told of failed nights. The address is a secret."""
    if settings.alert_webhook:
        return ok("set")
    return warning("nobody is told when a night fails", "Set GONGKAI_ALERT_WEBHOOK.")


def check_warehouse(settings: Settings) -> Diagnosis:
    """Whether the warehouse answers, and has the tables of this release."""
    from pipeline.recording import answering, open_warehouse
    from warehouse import migrations

    if _is_to_come(settings):
        return warning("not made yet", "The first night makes it: gongkai nightly")
    engine = open_warehouse(settings)
    where = engine.url.render_as_string(hide_password=True)
    try:
        with answering():
            is_current = migrations.is_current(engine)
    except GongkaiError as error:
        return failed(str(error), f"Start it, or mend GONGKAI_WAREHOUSE, which is {where}.")
    if not is_current:
        return failed(f"{where} has the tables of another release", "gongkai db upgrade")
    return ok(where)


def check_last_night(settings: Settings) -> Diagnosis:
    """How old the last published night is."""
    from pipeline.nights import tonight
    from pipeline.recording import answering, open_warehouse
    from warehouse import runs

    with answering():
        night = None if _is_to_come(settings) else runs.last_published(open_warehouse(settings))
    if night is None:
        return warning("none yet", "gongkai nightly")
    age = (tonight() - night).days
    if age < 0:
        return failed(
            f"{night}, which is still to come", "Set the clock: this one, or that of the machine that ran it."
        )
    if age > 1:
        advice = "Look into Airflow (or cron): nights have failed or were not started."
        return failed(f"{night}, {age} days ago", advice)
    return ok(str(night))


def _is_to_come(settings: Settings) -> bool:
    """Whether the warehouse is a file that is not there yet. Opening it would make its folder."""
    return settings.warehouse.startswith(SQLITE) and not Path(settings.warehouse.removeprefix(SQLITE)).exists()
