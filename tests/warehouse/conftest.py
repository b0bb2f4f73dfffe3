"""An empty warehouse to copy, and builders of reports in which every number is distinct and none is zero."""

from __future__ import annotations

import itertools
import shutil
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256

import pytest
from sqlalchemy import Engine

from disclosure.forms import load_forms
from disclosure.report import (
    TABLES,
    Agency,
    ElementPath,
    Finding,
    Mention,
    Reading,
    Report,
    Section,
    Severity,
    State,
    Status,
)
from tests.servers.postgres import PostgresServer
from warehouse.engine import connect
from warehouse.migrations import upgrade
from warehouse.rows import CaptureRow, LinkRow, ParsedDocument

NewWarehouse = Callable[[], Engine]
AT_A_TIME = 8  #: databases of PostgreSQL
TOWN = Agency(name="孟津区常袋镇人民政府", division_code="410308109", kind="township")


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewWarehouse:
    folder = tmp_path_factory.mktemp("warehouses")
    template = folder / "template.sqlite"
    upgrade(connect(f"sqlite:///{template}"))
    numbers = itertools.count(1)

    def make() -> Engine:
        path = folder / f"{next(numbers)}.sqlite"
        shutil.copy(template, path)
        return connect(f"sqlite:///{path}")

    return make


@pytest.fixture(scope="session")
def new_postgresql(postgres: PostgresServer) -> NewWarehouse:
    """Databases are removed again, the oldest first, once there are more than a test needs at a time."""
    template = postgres.new_database()
    upgrade(connect(template))
    made: deque[str] = deque()

    def make() -> Engine:
        if len(made) == AT_A_TIME:
            postgres.drop_database(made.popleft())
        made.append(postgres.new_database(template))
        return connect(made[-1])

    return make


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_warehouse(request: pytest.FixtureRequest) -> NewWarehouse:
    """Makes an empty warehouse of its own at each call: all tests that use it run on both engines."""
    make: NewWarehouse = request.getfixturevalue(f"new_{request.param}")
    return make


@pytest.fixture
def engine(new_warehouse: NewWarehouse) -> Engine:
    return new_warehouse()


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Report]:
    """A report in the form fmt2021: the cells of ``tables`` count up from ``first``, ``cells`` replaces some."""

    def make(
        *,
        first: int = 11,
        year: int | None = 2023,
        agency: Agency | None = TOWN,
        tables: tuple[str, ...] = ("disputes",),
        cells: dict[str, Reading] | None = None,
        status: Status = Status.RECONCILED,
        findings: tuple[Finding, ...] = (),
        member: str | None = None,
        part: int = 1,
    ) -> Report:
        form = load_forms()["fmt2021"]
        addresses = [cell.address for table in tables for cell in form.tables[table].cells]
        readings = {
            address: Reading(
                raw=f" {number}",
                state=State.NUMBER,
                value=Decimal(number),
                unit="件",
                method="html",
                place=(ElementPath(f"/html/body/table[1]/tr[{number}]"),),
            )
            for number, address in enumerate(addresses, start=first)
        }
        return Report(
            status=status,
            title=f"{agency.name if agency else ''}{year}年政府信息公开工作年度报告",
            agency=agency,
            year=year,
            scope="agency",
            editions={table: "fmt2021" if table in tables else None for table in TABLES},
            cells={**readings, **(cells or {})},
            sections=(Section("一", "总体情况", f"本年共有{first}件。", 3, 17),),
            mentions=(
                Mention("disclosed_total", Decimal(first), "件", False, "一", 4, 4 + len(f"{first}件"), f"{first}件"),
            ),
            findings=(Finding("E1", Severity.WARNING, f"about {first}", (addresses[0],), str(first), "9"), *findings),
            member=member,
            part=part,
        )

    return make


@pytest.fixture(scope="session")
def make_document(make_report: Callable[..., Report]) -> Callable[..., ParsedDocument]:
    """A document whose body is told by ``body``; it holds ``make_report(first=...)`` unless reports are given."""

    def make(
        body: str = "body 1", *, reports: list[Report] | None = None, first: int = 11, **fields: object
    ) -> ParsedDocument:
        values: dict[str, object] = {
            "sha256": sha256(body.encode()).hexdigest(),
            "media_type": "text/html",
            "byte_count": len(body) + 1000,
            "url": "https://www.town.gov.cn.example/1.html",
            "site_code": "410308",
            "parser_version": "1.9",
            "reports": [make_report(first=first)] if reports is None else reports,
            "published_date": "2024-01-17",
        }
        return ParsedDocument(**{**values, **fields})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def make_capture() -> Callable[..., CaptureRow]:
    """A capture of ``body`` at ``url`` on a night of January 2025; without a body, an event that archived nothing."""

    def make(url: str, day: int, verdict: str = "article", body: str | None = None, **fields: object) -> CaptureRow:
        values: dict[str, object] = {
            "site_code": "410308",
            "url": url,
            "fetched_at": f"2025-01-{day:02}T14:03:07Z",
            "verdict": verdict,
            "status": 200 if body else 304,
            "sha256": sha256(body.encode()).hexdigest() if body else None,
            "byte_count": len(body) + 1000 if body else None,
            "warc_file": f"warc/{day}/{sha256(url.encode()).hexdigest()[:8]}.warc.gz" if body else None,
            "warc_offset": 100 + day if body else None,
        }
        return CaptureRow(**{**values, **fields})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def make_link() -> Callable[..., LinkRow]:
    def make(
        list_url: str, url: str, *, text: str = "常袋镇2024年政府信息公开工作年度报告", accepted: bool = True
    ) -> LinkRow:
        return LinkRow(
            site_code="410308",
            list_url=list_url,
            url=url,
            text=text,
            accepted=accepted,
            published_date="2025-01-16",
            score=7.5,
            reasons=("year", "noun"),
        )

    return make
