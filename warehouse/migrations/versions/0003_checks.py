"""What rules across reports found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "fact_check",
        sa.Column("parse_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("addresses", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("expected", TEXT, nullable=True),
        sa.Column("found", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["parse_id"], ["fact_parse.parse_id"], name=op.f("fk_fact_check_parse_id")),
        sa.PrimaryKeyConstraint("parse_id", "position", name=op.f("pk_fact_check")),
    )
