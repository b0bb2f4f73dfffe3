"""The public face: one SQL file a view, its columns described in ``views.yaml``.

Two helper views (newest_parse, current_version) carry what the others share; they are no part of the public face.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from sqlalchemy import Connection, text

_HELPERS = ("newest_parse", "current_version")  # in the order of their making


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """``type`` is integer, number, text, date, time or json.

    ``varies`` marks ids, fetch times and places in the archive: they differ between two warehouses that are the same.
    """

    name: str
    type: str
    meaning: str
    varies: bool = False


@dataclass(frozen=True, slots=True)
class View:
    name: str
    meaning: str
    columns: tuple[ViewColumn, ...]


@cache
def public_views() -> dict[str, View]:
    """The public views by name, in the order of the documentation."""
    data = yaml.safe_load(files(__package__).joinpath("views.yaml").read_text(encoding="utf-8"))
    shared = {name: tuple(ViewColumn(**column) for column in columns) for name, columns in data["shared"].items()}
    return {
        name: View(
            name,
            view["meaning"].strip(),
            shared.get(view.get("begins_with"), ()) + tuple(ViewColumn(**column) for column in view["columns"]),
        )
        for name, view in data["views"].items()
    }


def create_views(connection: Connection) -> None:
    for name in (*_HELPERS, *public_views()):
        select = files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
        connection.execute(text(f"CREATE VIEW {name} AS\n{select}"))


def drop_views(connection: Connection) -> None:
    for name in (*reversed(public_views()), *reversed(_HELPERS)):
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
