"""Texts are ordered by code points on PostgreSQL too, as on SQLite."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    "dim_agency",
    "dim_cell",
    "dim_division",
    "dim_document",
    "fact_cell",
    "fact_finding",
    "fact_parse",
    "fact_section",
    "log_capture",
    "log_link",
    "log_run",
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    inspector = sa.inspect(connection)
    for table in TABLES:
        texts = [column["name"] for column in inspector.get_columns(table) if isinstance(column["type"], sa.Text)]
        changes = ", ".join(f'ALTER COLUMN "{name}" TYPE text COLLATE "C"' for name in texts)
        op.execute(f"ALTER TABLE {table} {changes}")
