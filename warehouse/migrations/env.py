"""Run by Alembic: migrates over the connection that ``upgrade`` hands in, inside its transaction."""

from __future__ import annotations

from alembic import context

from warehouse.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
