"""The public face: one SQL file a view, its columns described in ``views.yaml``.

Helper views (newest_parse, every_version, current_version) carry what the others share; they are no part of the public
face.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, literal, text

from disclosure.data import load_yaml

_HELPERS = ("newest_parse", "every_version", "current_version")  # in the order of their making


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
    data = load_yaml(files(__package__).joinpath("views.yaml").read_text(encoding="utf-8"))
    shared = {name: tuple(ViewColumn(**column) for column in columns) for name, columns in data["shared"].items()}
    return {
        name: View(
            name,
            view["meaning"].strip(),
            shared.get(view.get("begins_with"), ()) + tuple(ViewColumn(**column) for column in view["columns"]),
        )
        for name, view in data["views"].items()
    }


@cache
def definitions() -> dict[str, str]:
    """The statement that makes each view, in the order of their making."""
    return {
        name: f"CREATE VIEW {name} AS\n{files(__package__).joinpath(f'{name}.sql').read_text(encoding='utf-8')}"
        for name in (*_HELPERS, *public_views())
    }


def standing_definitions(connection: Connection) -> dict[str, str]:
    """The statements that made those of our views which are there. PostgreSQL keeps them as comments on the views."""
    kept = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'view'",
        "postgresql": "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class"
        " WHERE relkind = 'v' AND relnamespace = to_regnamespace(current_schema())",
    }
    rows = connection.execute(text(kept[connection.dialect.name]))
    return {row[0]: row[1] for row in rows if row[0] in definitions()}


def create_views(connection: Connection) -> None:
    for name, statement in definitions().items():
        connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"COMMENT ON VIEW {name} IS {_literal(connection, statement)}")


def _literal(connection: Connection, words: str) -> str:
    """COMMENT takes no bound value."""
    return str(literal(words).compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))


def drop_views(connection: Connection) -> None:
    for name in reversed(definitions()):
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
