"""Alembic migrations, run from Python: they need no ini file, and work from an installed package.

A change of schema.py needs a file in ``versions``; a test fails while the two differ.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from warehouse.engine import writing
from warehouse.reference import store_reference
from warehouse.views import create_views, drop_views


def upgrade(engine: Engine) -> None:
    """Bring tables, views and reference data to what this release needs, in one transaction; facts stay."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        drop_views(connection)  # a table that a view reads can't be altered
        command.upgrade(config, "head")
        create_views(connection)
        store_reference(connection)
