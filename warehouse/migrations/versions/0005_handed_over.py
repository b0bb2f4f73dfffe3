"""Documents that were handed over: how they came, and what their giver says of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("source", "stated_agency"):
        op.add_column("log_capture", sa.Column(name, TEXT, nullable=True))
    op.add_column("log_capture", sa.Column("stated_year", sa.Integer(), nullable=True))
