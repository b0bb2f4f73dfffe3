"""The sites: what they publish, their registry files, and the traps in their lists."""

from pathlib import Path

import lxml.html
import yaml

import replica
from disclosure.agencies import identify, resolve
from replica.catalogue import published_reports
from replica.pages import build_site
from replica.site import SiteSpec, load_sites

REGISTRY = Path(replica.__path__[0]) / "registry"

SITES = load_sites()
PAGES = {site.host: build_site(site) for site in SITES}
REPORTS = [report for site in SITES for report in published_reports(site)]


def listed(site: SiteSpec) -> list[tuple[str, str]]:
    """(address as written, title) of every dated link of the site's lists."""
    further = ("index_1.html", "index_2.html") if site.layout == "trs" else ("list_2.html", "list_3.html")
    folder = site.column.rpartition("/")[0]
    paths = [site.column, *(f"{folder}/{name}" for name in further)]
    in_folder = [path for path in PAGES[site.host] if path.rpartition("/")[0] == folder]
    assert in_folder == paths
    items = (item for path in paths for item in lxml.html.fromstring(PAGES[site.host][path].body.decode()).iter("li"))
    links = (link for item in items if item.find("span") is not None for link in item.iter("a"))
    return [(link.get("href", ""), link.get("title", "")) for link in links]


def test_thirty_reports_each_at_its_own_address() -> None:
    assert len(REPORTS) == 30
    assert len({report.expected()["url"] for report in REPORTS}) == 30
    assert len({(report.truth.agency, report.truth.year) for report in REPORTS}) == 30


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
    assert all(each["state"] == "active" and each["delay"] == 0.05 for each in files)


def test_every_report_and_trap_is_listed() -> None:
    for site in SITES:
        titles = [title for _, title in listed(site)]
        twins = sum(report.spec.twin for report in published_reports(site))
        assert len(titles) == len(published_reports(site)) + len(site.traps) + twins
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
    assert b'createPageHTML(3, 0, "index", "html")' in PAGES[site.host][site.column].body


def test_pages_say_that_they_are_a_demonstration() -> None:
    for site in SITES:
        for path, page in PAGES[site.host].items():
            if page.content_type.startswith("text/html"):
                assert "虚构" in page.body.decode(), path


def test_a_site_is_the_same_at_every_start() -> None:
    for site in SITES:
        assert build_site(site) == PAGES[site.host]
