"""Numbers said in prose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "fact_mention",
        sa.Column("parse_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measure", TEXT, nullable=False),
        sa.Column("value_millionths", sa.BigInteger(), nullable=False),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("section", TEXT, nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("raw", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["parse_id"], ["fact_parse.parse_id"], name=op.f("fk_fact_mention_parse_id")),
        sa.PrimaryKeyConstraint("parse_id", "position", name=op.f("pk_fact_mention")),
    )
