"""A crawl that was cut short is taken up from what it archived: only what was in flight is asked for again."""

import json
import signal
from collections import Counter

import pytest

from crawler.archive import iterate_responses, whole_size

LIST = "/xxgk/nb/"
PLACES = ("fetched_at", "warc_file", "warc_offset")


def page(body):
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>"


def row(address, title):
    return f'<li><a href="{address}">{title}</a><span>2024-01-26</span></li>'


def article(name, extra=""):
    return page(f'<div class="TRS_Editor"><p>{name * 900}</p>{extra}</div>')


@pytest.fixture
def site(web, make_site):
    """A list with whatever a visit may meet: files, a redirect, pages that are gone or fail, a file elsewhere."""
    title = "镇2023年政府信息公开工作年度报告"
    kinds = ("two_files", "moved", "gone", "torn", "elsewhere", "plain")
    web.put(LIST, page("<ul>" + "".join(row(f"./{kind}.html", kind + title) for kind in kinds) + "</ul>"))
    files = '<a href="./a.pdf">附件1</a><a href="./b.pdf">附件2</a>'
    web.put(f"{LIST}two_files.html", article("two", files))
    for name in ("a.pdf", "b.pdf"):
        web.put(LIST + name, b"%PDF-1.4 " + name.encode() * 9000, headers={"Content-Type": "application/pdf"})
    web.put(f"{LIST}moved.html", status=302, headers={"Location": f"{LIST}plain.html"})
    web.put(f"{LIST}torn.html", article("torn"), cut_after=2000)
    web.put(f"{LIST}elsewhere.html", article("elsewhere", '<a href="https://files.example.org/c.pdf">附件</a>'))
    web.put(f"{LIST}plain.html", article("plain"))
    return make_site(LIST, delay=0.1)


def told(*nights):
    """What the logs say, each record once, as the ledger keeps it; without places and times."""
    by_place = {}
    for line in (line for night in nights for line in night.lines if line["type"] == "capture"):
        place = (line["warc_file"], line["warc_offset"]) if line["warc_file"] else (line["url"], line["fetched_at"])
        by_place[place] = {name: value for name, value in line.items() if name not in PLACES}
    return sorted(json.dumps(line, sort_keys=True) for line in by_place.values())


def test_a_crawl_killed_at_any_request_ends_as_one_that_was_not(web, crawl, site):
    undisturbed = crawl(site)
    assert undisturbed.outcomes["990101"]["error"] == "1 linked pages could not be fetched whole and stay due"
    asked = Counter(web.paths())
    assert asked.total() == 12  # robots.txt, the list, six reports (one asked twice), two files, what has moved
    for at_request in (2, 5, 9, 11):
        web.requests.clear()
        killed = crawl(site, stop_with=signal.SIGKILL, at_request=at_request)
        for name in killed.warc_files:
            path = killed.archive / name
            with path.open("r+b") as file:
                file.truncate(whole_size(path, []))
        second = crawl(site, takes_up=killed)
        assert killed.outcomes == {}
        outcome = second.outcomes["990101"]
        assert {**outcome, "resumed": 0} == undisturbed.outcomes["990101"]
        surplus = Counter(web.paths()) - asked
        assert surplus.total() <= 1
        assert outcome["resumed"] > 0
        assert told(killed, second) == told(undisturbed)
        assert sorted(kept(killed) + kept(second)) == sorted(kept(undisturbed))


def kept(night):
    return [(each.url, each.payload) for name in night.warc_files for each in iterate_responses(night.archive / name)]


def test_an_archive_that_can_not_be_written_ends_the_crawl_in_one_sentence(crawl, site, tmp_path):
    (tmp_path / "archive").write_text("no folder")
    night = crawl(site)
    assert night.status == 1
    assert night.stderr.splitlines()[-1].startswith(f"The archive {tmp_path}/archive takes no more: ")
    assert "Traceback" not in night.stderr
