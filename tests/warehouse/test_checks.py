"""Rules across reports: between the years of an agency, and between the files of one report; on both engines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import Engine

from disclosure.forms import load_forms
from disclosure.report import TABLES, Agency, Reading, Report, State, Status
from warehouse.captures import load_captures
from warehouse.checks import check
from warehouse.loader import load_documents
from warehouse.query import run
from warehouse.rows import CaptureRow, ParsedDocument
from warehouse.sameness import differing_views

NIGHT = date(2025, 1, 17)
TOWN = Agency(name="孟津区常袋镇人民政府", division_code="410308109", kind="township")
PAGE, FILE = "https://www.town.gov.cn.example/1.html", "https://www.town.gov.cn.example/1.pdf"
MakeDocument = Callable[..., ParsedDocument]
Finding = tuple[int, str, str, list[str], str | None, str | None]
W1 = "applications.carried_in"


def report(
    year: int, printed: Mapping[str, str], *, edition: str = "fmt2021", rest: str = "0", agency: Agency = TOWN
) -> Report:
    """Every cell of the edition holds ``rest``, but for those of ``printed``; '' is blank, '?' missing."""
    cells = {}
    for table in load_forms()[edition].tables.values():
        for cell in table.cells:
            raw = printed.get(cell.address, rest)
            if raw in ("", "?"):
                cells[cell.address] = Reading(raw="", state=State.BLANK if raw == "" else State.MISSING)
            else:
                cells[cell.address] = Reading(raw=raw, state=State.NUMBER, value=Decimal(raw))
    unknown = set(printed) - set(cells)
    assert not unknown
    editions = {table: edition if table in load_forms()[edition].tables else None for table in TABLES}
    return Report(Status.RECONCILED, agency=agency, year=year, editions=editions, cells=cells)


def load(engine: Engine, make_document: MakeDocument, *reports: Report) -> None:
    """Each report at an address of its own."""
    for each in reports:
        url = f"https://www.town.gov.cn.example/{each.year}.html"
        load_documents(engine, NIGHT, [make_document(f"{each.year}", reports=[each], url=url)])


def findings(engine: Engine) -> list[Finding]:
    rows = run(
        engine,
        "SELECT reporting_year, rule, severity, addresses, expected, found FROM findings ORDER BY 1, 2, 3, 4, 5, 6",
    ).rows
    return [(year, rule, severity, json.loads(where), *rest) for year, rule, severity, where, *rest in rows]


def test_requests_carried_over_are_those_carried_in_a_year_later(engine: Engine, make_document: MakeDocument) -> None:
    last = report(
        2020, {"applications.carried_out.total": "5", "applications.carried_out.org_other": "5"}, edition="fmt2019"
    )
    this = report(2021, {f"{W1}.total": "5", f"{W1}.natural_person": "5", f"{W1}.org_other": ""})
    load(engine, make_document, last, this)
    counts = check(engine)
    # org_other is blank this year: nothing is concluded from it.
    assert findings(engine) == [(2021, "W1", "warning", [f"{W1}.natural_person"], "0", "5")]
    assert {rule: count for rule, count in counts.items() if count} == {"W1": 1}


def test_the_total_that_was_lost_on_the_way_is_an_error(engine: Engine, make_document: MakeDocument) -> None:
    load(
        engine,
        make_document,
        report(2022, {"applications.carried_out.total": "7"}),
        report(2023, {f"{W1}.total": "3", "applications.new_received.total": "1"}),
    )
    check(engine)
    [finding] = findings(engine)
    assert finding == (2023, "W1", "error", [f"{W1}.total"], "7", "3")
    message = run(engine, "SELECT message FROM findings").rows[0][0]
    assert message == (
        f"{W1}.total: it does not hold that requests carried over from last year are those carried in this year;"
        " 3 stands against 7"
    )


@pytest.mark.parametrize(
    ("last", "this", "edition", "expected"),
    [
        ({"rule_in_force": "9"}, {"rule_in_force": "10", "rule_issued": "2", "rule_repealed": "1"}, "fmt2021", []),
        ({"rule_in_force": "9"}, {"rule_in_force": "12", "rule_issued": "1"}, "fmt2021", ["N 12 10"]),
        ({"rule_in_force": "1"}, {"rule_repealed": "4", "rule_in_force": "0"}, "fmt2021", ["N 4 1", "P 4 1"]),
        ({"fee_prev_items": "4", "fee_item_change": "-1"}, {"fee_prev_items": "3"}, "fmt2019", []),
        ({"fee_prev_items": "4", "fee_item_change": "-1"}, {"fee_prev_items": "4"}, "fmt2019", ["S 4 3"]),
    ],
)  # fmt: skip
def test_stocks_go_on_from_last_year(
    engine: Engine,
    make_document: MakeDocument,
    last: dict[str, str],
    this: dict[str, str],
    edition: str,
    expected: list[str],
) -> None:
    def of_year(year: int, printed: dict[str, str]) -> Report:
        cells = {f"active_disclosure.{code}": raw for code, raw in printed.items()}
        return report(year, {**cells, "active_disclosure.license_decisions": f"{year}"}, edition=edition)

    load(engine, make_document, of_year(2022, last), of_year(2023, this))
    check(engine)
    assert [f"{rule} {found} {other}" for _, rule, _, _, other, found in findings(engine)] == expected


@pytest.mark.parametrize(
    ("last", "this", "expected"),
    [
        ({"review_pending": "2", "review_total": "2"}, {"review_total": "1"}, ["K 1 0", "L 2 1"]),
        ({"review_pending": "2", "review_total": "2"}, {"review_total": "2"}, ["K 2 0"]),
        ({}, {"litpost_total": "1"}, ["I 1 0", "K 1 0"]),
        ({"review_total": "1"}, {"litpost_total": "1"}, ["K 1 0"]),
        ({"requests": "1"}, {"litdirect_total": "1"}, []),
        ({"requests": ""}, {"litdirect_total": "1"}, []),
    ],
)
def test_disputes_follow_from_requests_and_reviews(
    engine: Engine, make_document: MakeDocument, last: dict[str, str], this: dict[str, str], expected: list[str]
) -> None:
    def of_year(year: int, printed: dict[str, str]) -> Report:
        requests = {"requests": "applications.new_received.total"}
        cells = {requests.get(code, f"disputes.{code}"): raw for code, raw in printed.items()}
        return report(year, {**cells, "active_disclosure.license_decisions": f"{year}"})

    load(engine, make_document, of_year(2022, last), of_year(2023, this))
    check(engine)
    assert [f"{rule} {found} {other}" for _, rule, _, _, other, found in findings(engine)] == expected


def test_a_copied_report_and_a_missing_year_are_told(engine: Engine, make_document: MakeDocument) -> None:
    printed = {"active_disclosure.license_decisions": "12"}
    load(engine, make_document, report(2020, {}), report(2022, printed), report(2023, printed))
    check(engine)
    assert findings(engine) == [(2022, "W5", "info", [], None, None), (2023, "W3", "warning", [], None, None)]
    assert run(engine, "SELECT message FROM findings ORDER BY message").rows == [
        ("all 200 cells are those of last year's report",),
        ("no report for 2021 is known, though there is one for an earlier year",),
    ]


def test_reports_of_nothing_but_zeros_are_no_copies(engine: Engine, make_document: MakeDocument) -> None:
    load(engine, make_document, report(2022, {}), report(2023, {}))
    check(engine)
    assert findings(engine) == []


def test_page_and_attachment_are_compared_cell_by_cell(engine: Engine, make_document: MakeDocument) -> None:
    granted, denied, fee = (
        "applications.granted.total",
        "applications.carried_out.total",
        "active_disclosure.fee_amount_wan",
    )
    page = report(2023, {granted: "4", denied: "1", fee: "77.5", "disputes.review_total": "2"})
    file = report(2023, {granted: "5", denied: "", fee: "77.50", "disputes.review_total": "?"})
    load_documents(
        engine,
        NIGHT,
        [
            make_document("page", reports=[page], url=PAGE),
            make_document("file", reports=[file], url=FILE, article_url=PAGE, primary=False),
        ],
    )
    check(engine)
    assert findings(engine) == [
        (2023, "renditions_differ", "error", [granted], "4", "5"),
        (2023, "renditions_differ", "warning", [denied], "1", "blank"),
        (2023, "renditions_unread", "info", [], None, None),
    ]
    told = {message for (message,) in run(engine, "SELECT message FROM findings").rows}
    assert f"{granted}: the same report prints another number in {FILE}" in told
    assert f"1 cells of {FILE}" in " ".join(told)


def test_files_that_agree_of_another_article_or_since_replaced_make_no_finding(
    engine: Engine, make_document: MakeDocument, make_capture: Callable[..., CaptureRow]
) -> None:
    right, wrong = report(2023, {W1 + ".total": "4"}), report(2023, {W1 + ".total": "5"})
    elsewhere = "https://www.town.gov.cn.example/2.html"
    load_captures(
        engine,
        NIGHT,
        [
            make_capture(PAGE, 16, body="page"),
            make_capture(FILE, 16, "attachment", body="wrong file", article_url=PAGE),
            make_capture(FILE, 17, "attachment", body="file", article_url=PAGE),
        ],
        [],
    )
    load_documents(
        engine,
        NIGHT,
        [
            make_document("page", reports=[right], url=PAGE),
            make_document("file", reports=[right], url=FILE, article_url=PAGE, primary=False),
            make_document("wrong file", reports=[wrong], url=FILE, article_url=PAGE, primary=False),
            make_document("elsewhere", reports=[wrong], url=elsewhere, primary=False),
        ],
    )
    check(engine)
    assert findings(engine) == []


def test_two_members_of_one_archive_are_compared(engine: Engine, make_document: MakeDocument) -> None:
    members = [
        replace(report(2023, {W1 + ".total": number}), member=f"{number}.docx", sha256="") for number in ("4", "5")
    ]
    load_documents(engine, NIGHT, [make_document("zip", reports=members)])
    check(engine)
    assert [finding[1:] for finding in findings(engine)] == [("renditions_differ", "error", [W1 + ".total"], "4", "5")]
    assert "1.html (5.docx)" in run(engine, "SELECT message FROM findings").rows[0][0]


def test_the_order_of_loads_and_checks_leaves_no_trace(
    new_warehouse: Callable[[], Engine], make_document: MakeDocument
) -> None:
    reports = [
        report(2021, {"applications.carried_out.total": "5"}),
        report(2022, {f"{W1}.total": "4", "applications.carried_out.total": "6"}),
        report(2023, {f"{W1}.total": "6", f"{W1}.org_other": "6"}),
    ]
    made = []
    for order in permutations(reports):
        engine = new_warehouse()
        for each in order:
            load(engine, make_document, each)
            check(engine)
        made.append(engine)
        assert check(engine)["W1"] == 2
        assert differing_views(made[0], engine) == []
    assert [finding[:2] for finding in findings(made[0])] == [(2022, "W1"), (2023, "W1")]


def test_a_corrected_report_takes_its_findings_with_it(engine: Engine, make_document: MakeDocument) -> None:
    last = report(2022, {"applications.carried_out.total": "5"})
    load(engine, make_document, last, report(2023, {f"{W1}.total": "4"}))
    check(engine)
    assert [finding[1] for finding in findings(engine)] == ["W1"]
    corrected = report(2023, {f"{W1}.total": "5"})
    load_documents(engine, date(2025, 1, 18), [make_document("new", reports=[corrected], url=PAGE)])
    assert findings(engine) == []  # before the next check already: they hang on a version that is no longer current
    check(engine)
    assert findings(engine) == []
    assert run(engine, "SELECT version FROM reports WHERE reporting_year = 2023").rows == [(2,)]
