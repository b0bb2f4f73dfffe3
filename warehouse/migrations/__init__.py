"""Alembic migrations, run from Python: they need no ini file, and work from an installed package.

A change of schema.py needs a file in ``versions``; a test fails while the two differ.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from warehouse.engine import writing
from warehouse.readers import let_read, readers
from warehouse.reference import store_reference
from warehouse.views import create_views, definitions, drop_views, standing_definitions


def upgrade(engine: Engine) -> None:
    """Bring tables, views and reference data to what this release needs, in one transaction; facts stay.

    Where all is as it should be nothing is touched: to make a view anew waits for whoever reads it, and others wait
    meanwhile. Roles that could read the views can read them afterwards.
    """
    config = _config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        if not _has_newest_tables(connection) or standing_definitions(connection) != definitions():
            allowed = readers(connection)
            drop_views(connection)  # a table that a view reads can't be altered
            command.upgrade(config, "head")
            create_views(connection)
            let_read(connection, allowed)
        store_reference(connection)


def is_current(engine: Engine) -> bool:
    """Whether the warehouse has the tables of this release; nothing is changed."""
    with engine.connect() as connection:
        return _has_newest_tables(connection)


def _has_newest_tables(connection: Connection) -> bool:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
