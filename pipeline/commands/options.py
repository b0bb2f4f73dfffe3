"""Options that several verbs share; they mirror the settings."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from pipeline import disk, nights, settings

HARVEST_SETTINGS = ("registry", "archive", "warehouse", "contact", "connect-to")
STORE_SETTINGS = ("archive", "warehouse")


def settings_options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options that mirror the settings; the verb gets a ``settings`` argument."""
    helps = {
        "registry": "Folder of site files (registry/).",
        "archive": "Folder of WARC files, plans and logs (var/archive/).",
        "warehouse": "SQLAlchemy URL of the warehouse (sqlite:///var/gongkai.sqlite).",
        "exports": "Folder for the exported views (var/exports/).",
        "contact": "Web page or mail address for the User-Agent; a live harvest needs it.",
        "connect-to": "host=address:port, comma-separated: ask these hosts there, by plain HTTP.",
    }

    def decorate(verb: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(verb)
        def wrapped(**arguments: Any) -> Any:
            given = {name: arguments.pop(name.replace("-", "_")) for name in names}
            environment = dict(os.environ)
            for name, value in given.items():
                if value is not None:
                    environment[f"GONGKAI_{name.replace('-', '_').upper()}"] = value
            chosen = settings.from_environment(environment)
            with disk.telling(chosen):
                return verb(settings=chosen, **arguments)

        for name in reversed(names):
            wrapped = click.option(f"--{name}", help=helps[name])(wrapped)
        return wrapped

    return decorate


def night_option(verb: Callable[..., Any]) -> Callable[..., Any]:
    """``--date``: the night as a date in Asia/Shanghai; the verb gets a ``night`` argument."""

    @functools.wraps(verb)
    def wrapped(**arguments: Any) -> Any:
        given: datetime | None = arguments.pop("date")
        return verb(night=given.date() if given else nights.tonight(), **arguments)

    return click.option(
        "--date", type=click.DateTime(["%Y-%m-%d"]), help="The night, a date in Asia/Shanghai; default: today's."
    )(wrapped)
