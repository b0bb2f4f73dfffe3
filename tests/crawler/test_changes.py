"""Nights after which a report was put right, taken down, or moved to another page of its list."""

from tests.crawler.small_site import LIST, REPORT, SECOND, article, row, small

CORRECTED = row("./1.html", "枫林镇2023年政府信息公开工作年度报告（更正）")


def fill(web) -> None:
    small(web, REPORT, SECOND)
    web.put(LIST + "1.html", article("枫林镇", "<a href='f.pdf'>附件</a><a href='g.pdf'>附件</a>"))
    web.put(LIST + "2.html", article("柳溪乡"))
    for name in ("f.pdf", "g.pdf"):
        web.put(LIST + name, b"%PDF-1.4 " + name.encode())


def test_a_report_that_its_list_names_otherwise_is_fetched_anew_with_its_files(web, crawl, make_site):
    fill(web)
    first = crawl(make_site(LIST))
    small(web, CORRECTED, SECOND)
    web.put(LIST + "f.pdf", b"%PDF-1.4 corrected")
    web.requests.clear()
    second = crawl(make_site(LIST), after=first)
    assert web.paths() == ["/robots.txt", LIST, *(LIST + name for name in ("1.html", "f.pdf", "g.pdf"))]
    verdicts = second.verdicts()
    assert [verdicts[LIST[1:] + name] for name in ("1.html", "f.pdf", "g.pdf")] == [
        "article", "attachment", "not_modified",
    ]  # fmt: skip
    small(web, row("./1.html", "枫林镇2023年政府信息公开工作年度报告（更正）", "2024-02-07"), SECOND)
    third = crawl(make_site(LIST), after=second)
    assert third.verdicts()[LIST[1:] + "1.html"] == "article"


def test_a_report_that_no_list_names_any_more_is_asked_for_once_and_told(web, crawl, make_site):
    fill(web)
    first = crawl(make_site(LIST))
    small(web, REPORT)
    del web.pages["www.qingshan.gov.cn.example", LIST + "2.html"]
    web.requests.clear()
    second = crawl(make_site(LIST), after=first)
    assert web.paths() == ["/robots.txt", LIST, LIST + "2.html"]
    told = next(capture for capture in second.captures if capture["url"].endswith("2.html"))
    assert (told["verdict"], told["list_url"]) == ("gone", f"http://www.qingshan.gov.cn.example{LIST}")
    assert told["error"] == "no list names it any more; there is no such page (HTTP 404)"
    assert second.outcomes["990101"]["error"] is None
    web.requests.clear()
    crawl(make_site(LIST), after=second)
    assert web.paths() == ["/robots.txt", LIST]


def test_a_report_that_is_still_there_or_on_another_list_is_not_gone(web, crawl, make_site):
    fill(web)
    first = crawl(make_site(LIST))
    small(web, SECOND.replace("./2.html", LIST + "2.html"), path="/other/")
    small(web, REPORT)
    moved = crawl(make_site(LIST, "/other/"), after=first)
    assert LIST[1:] + "2.html" not in moved.verdicts()
    left = crawl(make_site(LIST), after=first)
    assert left.verdicts()[LIST[1:] + "2.html"] == "not_modified"
