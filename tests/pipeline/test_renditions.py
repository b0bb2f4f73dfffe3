"""Which rendition of a report speaks for its article."""

from decimal import Decimal

from disclosure.report import Agency, Reading, Report, State, Status
from pipeline.renditions import mark_primary
from warehouse.ledger import Rendition
from warehouse.rows import ParsedDocument


def _report(numbers: int, name: str = "友谊县教育局", year: int | None = 2023) -> Report:
    cells = {f"disputes.c{n}": Reading(raw=f"{n}", state=State.NUMBER, value=Decimal(n)) for n in range(numbers)}
    return Report(status=Status.INCOMPLETE, agency=Agency(name, "230522", "county_dept"), year=year, cells=cells)


def _document(url: str, media_type: str, *reports: Report, article: str | None = "https://a/1.html") -> ParsedDocument:
    return ParsedDocument(
        sha256=url,
        media_type=media_type,
        byte_count=3,
        url=url,
        article_url=article,
        site_code="230522",
        parser_version="1",
        reports=list(reports),
    )


def _primary(*documents: ParsedDocument, earlier: tuple[Rendition, ...] = ()) -> list[str]:
    return [document.url for document in mark_primary(documents, earlier) if document.primary]


def _earlier(url: str, numbers: int, name: str = "教育局", year: int = 2023) -> Rendition:
    return Rendition("https://a/1.html", url, "text/html", name, year, numbers)


PAGE = "https://a/1.html"


def test_the_rendition_with_most_numbers_speaks() -> None:
    page = _document(PAGE, "text/html", _report(3), article=None)
    assert _primary(page, _document("https://a/1.pdf", "application/pdf", _report(7))) == ["https://a/1.pdf"]


def test_the_page_speaks_on_a_tie() -> None:
    page = _document(PAGE, "text/html", _report(7), article=None)
    assert _primary(_document("https://a/1.pdf", "application/pdf", _report(7)), page) == [PAGE]


def test_different_reports_of_one_article_all_speak() -> None:
    documents = (
        _document(PAGE, "text/html", Report(status=Status.NOT_A_REPORT), article=None),
        _document("https://a/1.pdf", "application/pdf", _report(5, "友谊县教育局")),
        _document("https://a/2.pdf", "application/pdf", _report(7, "友谊县民政局")),
        _document("https://a/3.pdf", "application/pdf", _report(9, "友谊县民政局", 2022)),
    )
    assert {"https://a/1.pdf", "https://a/2.pdf", "https://a/3.pdf"} <= set(_primary(*documents))


def test_other_articles_do_not_matter() -> None:
    one = _document("https://a/1.html", "text/html", _report(3), article=None)
    other = _document("https://a/2.html", "text/html", _report(7), article=None)
    assert _primary(one, other) == ["https://a/1.html", "https://a/2.html"]


def test_a_file_that_comes_later_is_weighed_against_the_page_read_before() -> None:
    file = _document("https://a/1.pdf", "application/pdf", _report(7))
    assert _primary(file, earlier=(_earlier(PAGE, 9),)) == []
    assert _primary(file, earlier=(_earlier(PAGE, 7),)) == []
    assert _primary(file, earlier=(_earlier(PAGE, 6),)) == [file.url]
    assert _primary(file, earlier=(_earlier(PAGE, 9, name="民政局"), _earlier(PAGE, 9, year=2022))) == [file.url]


def test_a_body_that_changed_at_its_address_is_not_weighed_against_what_stood_there() -> None:
    page = _document(PAGE, "text/html", _report(5), article=None)
    assert _primary(page, earlier=(_earlier(PAGE, 9),)) == [PAGE]
