"""What earlier parser versions read, for who reads the archive again."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Engine, func, select

from warehouse.schema import dim_cell, dim_document, dim_report, fact_cell, fact_parse, log_capture
from warehouse.seen import BODY_VERDICTS
from warehouse.values import MILLIONTHS


@dataclass(frozen=True, slots=True)
class EarlierCell:
    """What an earlier parse read: the number, or the state where there is none."""

    state: str
    value: Decimal | None

    @property
    def is_number(self) -> bool:
        return self.value is not None

    @property
    def told(self) -> str:
        return self.state if self.value is None else f"{self.value:f}"


def captured_sites(engine: Engine) -> list[str]:
    """Codes of the sites of which documents are archived; '' for documents of no site."""
    codes = select(log_capture.c.site_code).where(log_capture.c.verdict.in_(BODY_VERDICTS)).distinct()
    with engine.connect() as connection:
        return sorted(connection.scalars(codes))


def articles_of_year(engine: Engine, year: int) -> set[str]:
    """Articles in which any parser version read a report of that year."""
    article = func.coalesce(fact_parse.c.article_url, fact_parse.c.url)
    articles = select(article).join_from(fact_parse, dim_report).where(dim_report.c.reporting_year == year).distinct()
    with engine.connect() as connection:
        return set(connection.scalars(articles))


def earlier_cells(
    engine: Engine, sha256: str, url: str, parser_version: str
) -> dict[tuple[str, int], dict[str, EarlierCell]]:
    """By member and part, the cells by address that the newest other parser version read in a document at a URL."""
    others = (
        select(fact_parse)
        .join_from(fact_parse, dim_document)
        .where(dim_document.c.sha256 == sha256, fact_parse.c.url == url, fact_parse.c.parser_version != parser_version)
    )
    with engine.connect() as connection:
        parses = connection.execute(others).all()
        newest = max((parse.parser_order for parse in parses), default="")
        return {
            (parse.member, parse.part): {
                cell.address: EarlierCell(
                    cell.state, None if cell.value_millionths is None else Decimal(cell.value_millionths) / MILLIONTHS
                )
                for cell in connection.execute(
                    select(dim_cell.c.address, fact_cell.c.state, fact_cell.c.value_millionths)
                    .join_from(fact_cell, dim_cell)
                    .where(fact_cell.c.parse_id == parse.parse_id)
                )
            }
            for parse in parses
            if parse.parser_order == newest
        }
