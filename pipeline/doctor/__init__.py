"""Is this machine fit for a night? Small checks, each of which looks at one thing and says what to do.

None changes anything, and none keeps another from looking: what goes wrong within a check is its diagnosis.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pipeline.doctor import airflow, machine, project
from pipeline.doctor.diagnosis import Check, Diagnosis, failed
from pipeline.errors import GongkaiError
from pipeline.settings import SQLITE, Settings


def checks(settings: Settings) -> Iterator[tuple[str, Check]]:
    """All checks by name, in the order in which they are told."""
    folders = {"archive": settings.archive, "temporary files": Path(tempfile.gettempdir())}
    if settings.warehouse.startswith(SQLITE):
        folders["warehouse"] = Path(settings.warehouse.removeprefix(SQLITE)).parent
    yield "Python", machine.check_python
    yield "packages", machine.check_packages
    yield "LibreOffice", machine.check_libreoffice
    yield "libarchive", machine.check_libarchive
    yield "Chinese fonts", machine.check_fonts
    for name, folder in folders.items():
        yield f"disk: {name}", partial(machine.check_disk, folder)
    yield "open files", machine.check_open_files
    yield "time zone", machine.check_time_zone
    yield "contact", project.check_contact
    yield "alerts", project.check_alerts
    yield "registry", project.check_registry
    yield "warehouse", project.check_warehouse
    yield "last published night", project.check_last_night
    yield from airflow.airflow_checks(os.environ)


def examine(settings: Settings) -> Iterator[tuple[str, Diagnosis]]:
    """Every check's diagnosis, one after another."""
    for name, check in checks(settings):
        try:
            yield name, check(settings)
        except Exception as error:  # whatever is broken is just what a person wants to be told
            kind = "" if isinstance(error, GongkaiError) else f"{type(error).__name__}: "
            yield name, failed(f"{kind}{(str(error).splitlines() or [''])[0]}", "Mend that and look again.")
