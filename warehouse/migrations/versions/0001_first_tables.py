"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "dim_agency",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("division_code", sa.Text(), nullable=False),
        sa.Column("site_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_dim_agency")),
        sa.UniqueConstraint(
            "division_code",
            "site_code",
            "kind",
            "short_name",
            name=op.f("uq_dim_agency_division_code_site_code_kind_short_name"),
        ),
    )
    op.create_table(
        "dim_cell",
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_code", sa.Text(), nullable=True),
        sa.Column("column_code", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("label_zh", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cell_id", name=op.f("pk_dim_cell")),
        sa.UniqueConstraint("edition", "address", name=op.f("uq_dim_cell_edition_address")),
    )
    op.create_table(
        "dim_division",
        sa.Column("division_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("division_code", name=op.f("pk_dim_division")),
    )
    op.create_table(
        "dim_document",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_dim_document")),
        sa.UniqueConstraint("sha256", name=op.f("uq_dim_document_sha256")),
    )
    op.create_table(
        "log_capture",
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("site_code", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("byte_count", sa.BigInteger(), nullable=True),
        sa.Column("warc_file", sa.Text(), nullable=True),
        sa.Column("warc_offset", sa.BigInteger(), nullable=True),
        sa.Column("list_url", sa.Text(), nullable=True),
        sa.Column("article_url", sa.Text(), nullable=True),
        sa.Column("link_text", sa.Text(), nullable=True),
        sa.Column("published_date", sa.Date(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_log_capture")),
    )
    with op.batch_alter_table("log_capture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_log_capture_article_url"), ["article_url"], unique=False)
        batch_op.create_index(
            "ix_log_capture_event",
            ["site_code", "url", "fetched_at", "verdict"],
            unique=True,
            sqlite_where=sa.text("warc_file IS NULL"),
            postgresql_where=sa.text("warc_file IS NULL"),
        )
        batch_op.create_index(
            "ix_log_capture_record",
            ["warc_file", "warc_offset"],
            unique=True,
            sqlite_where=sa.text("warc_file IS NOT NULL"),
            postgresql_where=sa.text("warc_file IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_log_capture_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_capture_url_verdict"), ["url", "verdict"], unique=False)

    op.create_table(
        "log_link",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("site_code", sa.Text(), nullable=False),
        sa.Column("list_url", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_date", sa.Date(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_log_link")),
        sa.UniqueConstraint("list_url", "url", "text", name=op.f("uq_log_link_list_url_url_text")),
    )
    with op.batch_alter_table("log_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_log_link_url"), ["url"], unique=False)

    op.create_table(
        "log_run",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("shard", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_log_run")),
    )
    op.create_table(
        "dim_report",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("reporting_year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["dim_agency.agency_id"], name=op.f("fk_dim_report_agency_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_dim_report")),
        sa.UniqueConstraint("agency_id", "reporting_year", name=op.f("uq_dim_report_agency_id_reporting_year")),
    )
    op.create_table(
        "log_reading",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["log_link.link_id"], name=op.f("fk_log_reading_link_id")),
        sa.PrimaryKeyConstraint("link_id", "read_on", name=op.f("pk_log_reading")),
    )
    op.create_table(
        "fact_parse",
        sa.Column("parse_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parser_version", sa.Text(), nullable=False),
        sa.Column("parser_order", sa.Text(), nullable=False),
        sa.Column("site_code", sa.Text(), nullable=False),
        sa.Column("article_url", sa.Text(), nullable=True),
        sa.Column("link_text", sa.Text(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("editions", sa.Text(), nullable=False),
        sa.Column("number_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["dim_document.document_id"], name=op.f("fk_fact_parse_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["dim_report.report_id"], name=op.f("fk_fact_parse_report_id")),
        sa.PrimaryKeyConstraint("parse_id", name=op.f("pk_fact_parse")),
        sa.UniqueConstraint(
            "document_id",
            "url",
            "member",
            "part",
            "parser_version",
            name=op.f("uq_fact_parse_document_id_url_member_part_parser_version"),
        ),
    )
    with op.batch_alter_table("fact_parse", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_parse_report_id"), ["report_id"], unique=False)

    op.create_table(
        "fact_version",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("loaded_on", sa.Date(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("last_seen", sa.Date(), nullable=False),
        sa.Column("published_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["dim_document.document_id"], name=op.f("fk_fact_version_document_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["dim_report.report_id"], name=op.f("fk_fact_version_report_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_fact_version")),
        sa.UniqueConstraint("report_id", "document_id", name=op.f("uq_fact_version_report_id_document_id")),
    )
    with op.batch_alter_table("fact_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_version_document_id"), ["document_id"], unique=False)

    op.create_table(
        "fact_cell",
        sa.Column("parse_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value_millionths", sa.BigInteger(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("suggestion_millionths", sa.BigInteger(), nullable=True),
        sa.Column("suggestion_reason", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'number') = (value_millionths IS NOT NULL)", name=op.f("ck_fact_cell_value_of_number")
        ),
        sa.ForeignKeyConstraint(["cell_id"], ["dim_cell.cell_id"], name=op.f("fk_fact_cell_cell_id")),
        sa.ForeignKeyConstraint(["parse_id"], ["fact_parse.parse_id"], name=op.f("fk_fact_cell_parse_id")),
        sa.PrimaryKeyConstraint("parse_id", "cell_id", name=op.f("pk_fact_cell")),
    )
    op.create_table(
        "fact_finding",
        sa.Column("parse_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("addresses", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["parse_id"], ["fact_parse.parse_id"], name=op.f("fk_fact_finding_parse_id")),
        sa.PrimaryKeyConstraint("parse_id", "position", name=op.f("pk_fact_finding")),
    )
    op.create_table(
        "fact_section",
        sa.Column("parse_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parse_id"], ["fact_parse.parse_id"], name=op.f("fk_fact_section_parse_id")),
        sa.PrimaryKeyConstraint("parse_id", "position", name=op.f("pk_fact_section")),
    )
