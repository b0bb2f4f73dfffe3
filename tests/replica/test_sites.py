"""The sites: what they publish, their registry files, and the traps in their lists."""

from pathlib import Path

import lxml.html
import pytest
import yaml

import replica
from disclosure.agencies import identify, resolve
from disclosure.uscc import division_of, is_valid
from replica.catalogue import published_reports
from replica.hanweb import PROXY
from replica.page import Asked, Page
from replica.pages import build_site
from replica.site import SiteSpec, load_sites

REGISTRY = Path(replica.__path__[0]) / "registry"

SITES = load_sites()
PAGES = {site.host: build_site(site) for site in SITES}
REPORTS = [report for site in SITES for report in published_reports(site)]


def page(site: SiteSpec, path: str) -> Page:
    found = PAGES[site.host][path]
    assert isinstance(found, Page)
    return found


def text_of(page: Page) -> str:
    """Its text, read as the page itself says."""
    return page.body.decode("gb18030" if says_gb2312(page) else "utf-8")


def says_gb2312(page: Page) -> bool:
    return b"gb2312" in page.body.partition(b"</head>")[0]


def ask(site: SiteSpec, start: int, end: int, method: str = "POST", **changes: str) -> Page | None:
    """The answer of the hanweb site's program to the form of its own script, or to a changed one."""
    script = text_of(page(site, site.column)).partition("ajaxParam:{")[2].partition("}")[0]
    form = {name: value.strip("'") for name, _, value in (field.partition(":") for field in script.split(","))}
    program = PAGES[site.host][PROXY]
    assert not isinstance(program, Page)
    fields = {"startrecord": str(start), "endrecord": str(end), "perpage": "3", **form} | changes
    return program(Asked(method, fields, changes.get("referer", site.root.rstrip("/") + site.column)))


def records_of(text: str) -> str:
    """The HTML of the records in a list's XML."""
    return "".join(part.partition("]]>")[0] for part in text.split("<record><![CDATA[")[1:])


def list_texts(site: SiteSpec) -> list[str]:
    """The HTML of each page of the site's list."""
    if site.layout == "hanweb":
        answers = [ask(site, start, start + 5) for start in (7, 13, 19)]
        parts = [answer.body.decode("gb18030") for answer in answers if answer is not None]
        assert "<record>" not in parts.pop()
        return [f"<html>{records_of(part)}</html>" for part in (text_of(page(site, site.column)), *parts)]
    further = ("index_1.html", "index_2.html") if site.layout == "trs" else ("list_2.html", "list_3.html")
    folder = site.column.rpartition("/")[0]
    paths = [site.column, *(f"{folder}/{name}" for name in further)]
    in_folder = [path for path in PAGES[site.host] if path.rpartition("/")[0] == folder]
    assert in_folder == paths
    return [text_of(page(site, path)) for path in paths]


def listed(site: SiteSpec) -> list[tuple[str, str]]:
    """(address as written, title) of every dated link of the site's lists."""
    items = (item for text in list_texts(site) for item in lxml.html.fromstring(text).iter("li"))
    links = (link for item in items if item.find("span") is not None for link in item.iter("a"))
    return [(link.get("href", ""), link.get("title", "")) for link in links]


def test_forty_six_reports_each_at_its_own_address() -> None:
    assert len(REPORTS) == 46
    assert len({report.expected()["url"] for report in REPORTS}) == 46
    assert len({(report.truth.agency, report.truth.year) for report in REPORTS}) == 46


def test_the_kinds_of_reports_that_were_promised_are_there() -> None:
    editions = [tuple(report.truth.editions.values()) for report in REPORTS]
    assert editions.count(("fmt2019", "fmt2019", "fmt2019")) == 1
    assert editions.count(("fmt2021", "fmt2019", "fmt2021")) == 1
    assert sum(not report.truth.consistent for report in REPORTS) == 1
    assert sum("blank" in report.expected()["states"].values() for report in REPORTS) == 1
    assert {report.expected()["format"] for report in REPORTS} == {"html", "pdf"}
    assert {report.truth.agency_kind for report in REPORTS} == {"county_gov", "county_dept", "township", "subdistrict"}


def test_agencies_stand_in_the_list_of_divisions() -> None:
    for report in REPORTS:
        agency = resolve(identify(report.truth.agency), within=report.site.code)
        assert (agency.division_code, agency.kind) == (report.truth.division_code, report.truth.agency_kind)


def test_registry_files_match_the_sites() -> None:
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(REGISTRY.rglob("*.yaml"))]
    described = {(site.code, site.root, f"{site.root.rstrip('/')}{site.column}", site.layout) for site in SITES}
    assert {
        (each["code"], each["root"], each["columns"][0]["url"], each["columns"][0]["family"]) for each in files
    } == (described)
    further = {column["url"] for each in files for column in each["columns"][1:]}
    assert further == {f"{site.root.rstrip('/')}{site.annual}" for site in SITES if site.annual}
    assert all(each["state"] == "active" and each["delay"] == 0.05 for each in files)


def test_every_report_and_trap_is_listed() -> None:
    for site in SITES:
        titles = [title for _, title in listed(site)]
        reports = [report for report in published_reports(site) if report.area is None]
        twins = sum(report.spec.twin for report in reports)
        assert len(titles) == len(reports) + len(site.traps) + twins
        assert {trap.title for trap in site.traps} < set(titles)


def test_traps_are_of_every_kind() -> None:
    for site in SITES:
        titles = " ".join(trap.title for trap in site.traps)
        assert all(word in titles for word in ("通知", "法治政府建设年度报告"))
        assert "解读" in titles or "读懂" in titles
        assert [trap for trap in site.traps if trap.path and trap.path.startswith(site.closed)]
        outside = [trap.url for trap in site.traps if trap.url]
        assert outside
        assert not any(site.host in url for url in outside)


def test_quirks_of_the_static_tree() -> None:
    (site,) = (each for each in SITES if each.layout == "trs")
    addresses = [address for address, _ in listed(site)]
    assert any(address.startswith("./") for address in addresses)
    assert any(address.startswith("../") for address in addresses)
    assert any("_wap.html" in address for address in addresses)
    assert any("t19700101_" in address for address in addresses)
    assert b'createPageHTML(3, 0, "index", "html")' in page(site, site.column).body


@pytest.fixture
def hanweb() -> SiteSpec:
    (site,) = (each for each in SITES if each.layout == "hanweb")
    return site


def test_quirks_of_the_hanweb_site(hanweb: SiteSpec) -> None:
    addresses = [address for address, _ in listed(hanweb)]
    assert any("_wap.html" in address for address in addresses)
    assert any(address.startswith("/art/1970/1/1/") for address in addresses)
    titles = {report.truth.title for report in published_reports(hanweb)}
    assert any(title.endswith("报告（2022年）") for title in titles)
    assert any("二〇二二年" in title for title in titles)
    shown = [item.text_content() for text in list_texts(hanweb) for item in lxml.html.fromstring(text).iter("a")]
    assert sum(title.endswith("…") for title in shown) > len(shown) / 2
    files = [
        path for path in PAGES[hanweb.host] if path.startswith("/module/download/downfile.jsp?classid=0&filename=")
    ]
    assert len(files) == 2


def test_pages_come_under_headers_that_name_another_encoding(hanweb: SiteSpec) -> None:
    said = {
        (says_gb2312(each), each.content_type)
        for each in PAGES[hanweb.host].values()
        if isinstance(each, Page) and b"<html" in each.body
    }
    assert said == {(True, "text/html; charset=UTF-8"), (False, "text/html; charset=gb2312")}
    with pytest.raises(UnicodeDecodeError):
        page(hanweb, hanweb.column).body.decode("utf-8")


def test_the_program_answers_its_own_form_alone(hanweb: SiteSpec) -> None:
    assert ask(hanweb, 7, 12) is not None
    assert ask(hanweb, 7, 12, "GET") is None
    assert ask(hanweb, 7, 12, columnid="1") is None
    assert ask(hanweb, 7, 12, referer="") is None


def test_agencies_on_annual_report_pages_have_credit_codes_one_of_them_wrong(hanweb: SiteSpec) -> None:
    areas = {report.area for report in published_reports(hanweb) if report.area}
    assert len(areas) == 3
    right = [area for area in areas if is_valid(area) and division_of(area) == hanweb.code]
    assert len(right) == 2
    for report in published_reports(hanweb):
        if report.area:
            shown = lxml.html.fromstring(text_of(page(hanweb, report.path)))
            assert report.truth.title in shown.text_content()
            assert len(shown.xpath("//ul[@class='units']//a")) == 3


def test_pages_say_that_they_are_a_demonstration() -> None:
    for site in SITES:
        for path, each in PAGES[site.host].items():
            if isinstance(each, Page) and each.content_type.startswith("text/html"):
                assert "虚构" in text_of(each), path


def test_a_site_is_the_same_at_every_start() -> None:
    for site in SITES:
        again, before = (
            {path: each for path, each in pages.items() if isinstance(each, Page)}
            for pages in (build_site(site), PAGES[site.host])
        )
        assert again == before
