"""Nights at servers that ask for a pause, say that they are busy, or send more than is taken."""

import datetime
import itertools

import pytest

from crawler.pace import seconds_asked_for
from tests.crawler.small_site import LIST, REPORT, SECOND, article, page, small

HTML = {"Content-Type": "text/html"}
NOON = datetime.datetime(2026, 1, 20, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), (" 7 ", 7), ("Tue, 20 Jan 2026 12:00:30 GMT", 30), ("Tue, 20 Jan 2026 11:00:00 GMT", 0)]
    + [(header, 0) for header in (None, "", "soon", "-4", "1.5")],
)
def test_the_pause_that_a_server_asks_for(header, seconds):
    assert seconds_asked_for(header, NOON) == seconds


def test_a_short_pause_is_kept_before_anything_else_is_asked(web, crawl, make_site):
    small(web, REPORT, SECOND)
    web.put(LIST + "1.html", b"busy", status=503, headers={**HTML, "Retry-After": "1"})
    web.put(LIST + "2.html", article("柳溪乡"))
    night = crawl(make_site(LIST))
    asked = [(seen.path, seen.at) for seen in web.requests if seen.path.endswith(("1.html", "2.html"))]
    assert [path for path, _ in asked] == [LIST + "1.html", LIST + "1.html", LIST + "2.html"]
    assert all(later - earlier >= 0.95 for (_, earlier), (_, later) in itertools.pairwise(asked))
    assert night.verdicts()[LIST[1:] + "2.html"] == "article"
    assert "stay due" in night.outcomes["990101"]["error"]


def test_a_host_that_asks_for_a_long_pause_is_left_alone_until_the_next_night(web, crawl, make_site):
    small(web, REPORT, SECOND)
    web.put(LIST + "1.html", b"busy", status=429, headers={**HTML, "Retry-After": "3600"})
    web.put(LIST + "2.html", article("柳溪乡"))
    first = crawl(make_site(LIST))
    assert web.paths() == ["/robots.txt", LIST, LIST + "1.html"]
    assert first.outcomes["990101"]["outcome"] == "failed"
    assert "asks to be left alone for 3600 seconds" in first.outcomes["990101"]["error"]
    web.put(LIST + "1.html", article("枫林镇"))
    second = crawl(make_site(LIST), after=first)
    assert [capture["verdict"] for capture in second.captures] == ["robots", "article", "article", "list"]


def test_a_page_that_says_the_site_is_being_mended_is_no_report_and_stays_due(web, crawl, make_site):
    small(web, REPORT)
    web.put(LIST + "1.html", page("<p>系统维护中，请稍后访问。</p>"))
    first = crawl(make_site(LIST))
    assert first.verdicts()[LIST[1:] + "1.html"] == "error"
    assert "stay due" in first.outcomes["990101"]["error"]
    web.put(LIST + "1.html", article("枫林镇"))
    second = crawl(make_site(LIST), after=first)
    assert second.verdicts()[LIST[1:] + "1.html"] == "article"


def test_a_file_that_is_too_large_is_asked_for_once_and_told(web, crawl, make_site):
    small(web, REPORT)
    web.put(LIST + "1.html", article("枫林镇", "<a href='f.pdf'>附件</a>"))
    web.put(LIST + "f.pdf", bytes(51 << 20), headers={"Content-Type": "application/pdf"})
    first = crawl(make_site(LIST))
    assert web.paths().count(LIST + "f.pdf") == 1
    told = next(capture for capture in first.captures if capture["url"].endswith("f.pdf"))
    assert (told["verdict"], told["error"]) == ("unreachable", "the answer is larger than the limit")
    web.requests.clear()
    crawl(make_site(LIST), after=first)
    assert web.paths() == ["/robots.txt", LIST]
