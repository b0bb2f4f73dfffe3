"""Analysts' roles on PostgreSQL: they read the public views and nothing else.

Views run with the rights of their owner, so whoever may read a view needs no right on the tables beneath it.
"""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from warehouse.engine import writing
from warehouse.views import public_views

STATEMENT_SECONDS = 300  #: how long a question of an analyst may take


class GrantError(Exception):
    """A role that can't be let in; ``str(error)`` says why in a sentence. Shown by the command as it is."""


def grant(engine: Engine, role: str) -> None:
    """Let an existing role read every public view, of later releases too; its transactions in this database are
    read-only and its statements end after STATEMENT_SECONDS unless it says otherwise. Raises GrantError.
    """
    if engine.dialect.name != "postgresql":
        raise GrantError("Roles are PostgreSQL's: whoever may read the SQLite file may ask it.")
    with writing(engine) as connection:
        _check(connection, role)
        quote = connection.dialect.identifier_preparer.quote_identifier
        here = connection.execute(text("SELECT current_database() AS database, current_schema() AS schema")).one()
        name, database, schema = quote(role), quote(here.database), quote(here.schema)
        try:
            connection.execute(text(f"GRANT CONNECT ON DATABASE {database} TO {name}"))
            connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {name}"))
            for setting in ("default_transaction_read_only = on", f"statement_timeout = '{STATEMENT_SECONDS}s'"):
                connection.execute(text(f"ALTER ROLE {name} IN DATABASE {database} SET {setting}"))
            let_read(connection, [name])
        except ProgrammingError as error:
            if not isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
                raise
            raise GrantError(
                f"The user {engine.url.username} may not change the role {role}: ask as its administrator."
            ) from error


def _check(connection: Connection, role: str) -> None:
    found = connection.execute(
        text(
            "SELECT rolsuper, rolname = current_user OR oid IN"
            " (SELECT relowner FROM pg_class WHERE pg_class.oid = to_regclass('reports')) AS own"
            " FROM pg_roles WHERE rolname = :role"
        ),
        {"role": role},
    ).one_or_none()
    if found is None:
        raise GrantError(f"There is no role {role}: make it first, with CREATE ROLE ... LOGIN.")
    if found.own or found.rolsuper:
        why = "loads the warehouse" if found.own else "is a superuser, whom no right binds"
        raise GrantError(f"The role {role} {why}: make one of its own for reading.")
    if connection.scalar(text("SELECT to_regclass('reports')")) is None:
        raise GrantError("There is no warehouse yet: run `gongkai db upgrade` first.")


def readers(connection: Connection) -> list[str]:
    """Who may read the public views, as SQL spells it; to be let in again by ``let_read`` when views are made anew."""
    if connection.dialect.name != "postgresql":
        return []
    entries = text(
        "SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END"
        " FROM pg_class CROSS JOIN aclexplode(relacl)"
        " WHERE oid = to_regclass('reports') AND privilege_type = 'SELECT' AND grantee <> relowner ORDER BY 1"
    )
    return list(connection.scalars(entries))


def let_read(connection: Connection, names: Iterable[str]) -> None:
    """Grant SELECT on every public view to roles whose names are quoted already."""
    for name in names:
        connection.execute(text(f"GRANT SELECT ON {', '.join(public_views())} TO {name}"))
