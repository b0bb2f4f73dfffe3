"""The base tables. Analysts use the views; these may change beneath them.

The grain: a version is a document that was seen for a report; a parse is what one parser version read in one document
at one URL; a cell is one statutory slot of one parse. Texts are keys where a natural key could be unknown: an unknown
part is '', because NULLs never conflict.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

# By code points, as on SQLite, whatever the order of the database: of equals the first by text speaks.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, TEXT, nullable=False)


def _reference(column: str, *, nullable: bool = False) -> Column[int]:
    return Column(column.rpartition(".")[2], Integer, ForeignKey(column), nullable=nullable)


dim_division = Table(
    "dim_division",
    metadata,
    Column("division_code", TEXT, primary_key=True),
    _text("name"),
)

dim_cell = Table(
    "dim_cell",
    metadata,
    _key("cell_id"),
    _text("edition"),
    _text("address"),
    _text("table_name"),
    Column("row_code", TEXT),
    Column("column_code", TEXT),
    _text("code"),
    Column("unit", TEXT),
    _text("type"),
    _text("label_zh"),
    _text("label_en"),
    UniqueConstraint("edition", "address"),
)

dim_agency = Table(
    "dim_agency",
    metadata,
    _key("agency_id"),
    _text("division_code"),  # '' while several candidates remain
    _text("site_code"),  # '' once the division is known; else it keeps namesakes of different counties apart
    _text("kind"),
    _text("short_name"),
    _text("name"),  # the longest spelling seen
    UniqueConstraint("division_code", "site_code", "kind", "short_name"),
)

dim_document = Table(
    "dim_document",
    metadata,
    _key("document_id"),
    Column("sha256", TEXT, nullable=False, unique=True),
    _text("media_type"),
    Column("byte_count", BigInteger, nullable=False),
)

dim_report = Table(
    "dim_report",
    metadata,
    _key("report_id"),
    _reference("dim_agency.agency_id"),
    Column("reporting_year", Integer, nullable=False),
    UniqueConstraint("agency_id", "reporting_year"),
)

fact_version = Table(
    "fact_version",
    metadata,
    _key("version_id"),
    _reference("dim_report.report_id"),
    _reference("dim_document.document_id"),
    Column("loaded_on", Date, nullable=False),  # the first night it was loaded: stands in where no capture is known
    Column("first_seen", Date, nullable=False),
    Column("last_seen", Date, nullable=False),
    Column("published_date", Date),
    UniqueConstraint("report_id", "document_id"),
    Index(None, "document_id"),
)

fact_parse = Table(
    "fact_parse",
    metadata,
    _key("parse_id"),
    _reference("dim_document.document_id"),
    _text("url"),
    _text("member"),
    Column("part", Integer, nullable=False),
    _text("parser_version"),
    _text("parser_order"),  # parser_version with its numbers padded, so that 1.10 comes after 1.9
    _text("site_code"),
    Column("article_url", TEXT),
    Column("link_text", TEXT),
    Column("is_primary", Boolean, nullable=False),
    _reference("dim_report.report_id", nullable=True),
    _text("status"),
    _text("scope"),
    _text("title"),
    _text("editions"),  # JSON: table -> edition or null
    Column("number_count", Integer, nullable=False),
    UniqueConstraint("document_id", "url", "member", "part", "parser_version"),
    Index(None, "report_id"),
)

fact_cell = Table(
    "fact_cell",
    metadata,
    _reference("fact_parse.parse_id"),
    _reference("dim_cell.cell_id"),
    _text("state"),
    Column("value_millionths", BigInteger),
    _text("raw"),
    Column("unit", TEXT),
    Column("suggestion_millionths", BigInteger),
    Column("suggestion_reason", TEXT),
    _text("method"),
    Column("confidence", Float),
    _text("place"),  # JSON list
    PrimaryKeyConstraint("parse_id", "cell_id"),
    CheckConstraint("(state = 'number') = (value_millionths IS NOT NULL)", name="value_of_number"),
)

fact_section = Table(
    "fact_section",
    metadata,
    _reference("fact_parse.parse_id"),
    Column("position", Integer, nullable=False),
    _text("number"),
    _text("title"),
    _text("text"),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    PrimaryKeyConstraint("parse_id", "position"),
)

fact_mention = Table(
    "fact_mention",
    metadata,
    _reference("fact_parse.parse_id"),
    Column("position", Integer, nullable=False),
    _text("measure"),
    Column("value_millionths", BigInteger, nullable=False),
    Column("unit", TEXT),
    Column("approximate", Boolean, nullable=False),
    _text("section"),
    Column("start_offset", Integer, nullable=False),  # into the text of the section
    Column("end_offset", Integer, nullable=False),
    _text("raw"),
    PrimaryKeyConstraint("parse_id", "position"),
)


def _findings(name: str) -> Table:
    """Findings about what one parse read, in order."""
    return Table(
        name,
        metadata,
        _reference("fact_parse.parse_id"),
        Column("position", Integer, nullable=False),
        _text("rule"),
        _text("severity"),
        _text("addresses"),  # JSON list
        _text("message"),
        Column("expected", TEXT),
        Column("found", TEXT),
        PrimaryKeyConstraint("parse_id", "position"),
    )


fact_finding = _findings("fact_finding")
fact_check = _findings("fact_check")  #: of the rules across reports

log_capture = Table(
    "log_capture",
    metadata,
    _key("capture_id"),
    Column("night", Date, nullable=False),
    _text("site_code"),
    _text("url"),
    Column("fetched_at", DateTime, nullable=False),  # UTC
    _text("verdict"),
    Column("status", Integer),
    Column("etag", TEXT),
    Column("last_modified", TEXT),
    Column("content_type", TEXT),
    Column("sha256", TEXT),
    Column("byte_count", BigInteger),
    Column("warc_file", TEXT),
    Column("warc_offset", BigInteger),
    Column("list_url", TEXT),
    Column("article_url", TEXT),
    Column("link_text", TEXT),
    Column("published_date", Date),
    Column("score", Float),
    _text("reasons"),  # JSON list
    Column("error", TEXT),
    Column("fingerprint", TEXT),
    Column("source", TEXT),  # how a document came that was handed over, and what its giver says of it
    Column("stated_agency", TEXT),
    Column("stated_year", Integer),
    Index(
        "ix_log_capture_record",
        "warc_file",
        "warc_offset",
        unique=True,
        sqlite_where=text("warc_file IS NOT NULL"),
        postgresql_where=text("warc_file IS NOT NULL"),
    ),
    Index(
        "ix_log_capture_event",
        "site_code",
        "url",
        "fetched_at",
        "verdict",
        unique=True,
        sqlite_where=text("warc_file IS NULL"),
        postgresql_where=text("warc_file IS NULL"),
    ),
    Index(None, "url", "verdict"),
    Index(None, "article_url"),
    Index(None, "sha256"),
)

log_link = Table(
    "log_link",
    metadata,
    _key("link_id"),
    _text("site_code"),
    _text("list_url"),
    _text("url"),
    _text("text"),
    Column("published_date", Date),
    Column("accepted", Boolean, nullable=False),
    Column("score", Float),
    _text("reasons"),  # JSON list
    Column("judged_on", Date, nullable=False),  # the night of this judgement
    UniqueConstraint("list_url", "url", "text"),
    Index(None, "url"),
)

log_reading = Table(
    "log_reading",
    metadata,
    _reference("log_link.link_id"),
    Column("read_on", Date, nullable=False),  # a night on which the list was read in full and held the link
    Column("held_until", Date, nullable=False),  # the last night on which the list was found unchanged since
    PrimaryKeyConstraint("link_id", "read_on"),
)

log_run = Table(
    "log_run",
    metadata,
    _key("run_id"),
    Column("night", Date, nullable=False),
    _text("stage"),
    _text("shard"),
    _text("run"),
    Column("started", DateTime, nullable=False),  # UTC
    Column("ended", DateTime, nullable=False),
    _text("outcome"),
    _text("counts"),  # JSON
    Column("error", TEXT),
)
