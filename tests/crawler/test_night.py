"""Whole nights: the crawler as a program against a real server."""

import hashlib

from crawler.archive import read_payload, verify

HOST = "www.qingshan.gov.cn.example"
LIST = "/zwgk/zfxxgknb_7081/"


def page(body: str, title: str = "政府信息公开年报") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


def row(address: str, title: str, date: str = "2024-01-26") -> str:
    return f'<li><a href="{address}">{title}</a><span>{date}</span></li>'


def article(text: str, extra: str = "") -> str:
    return page(f'<div class="TRS_Editor"><p>{text * 60}</p>{extra}</div>', "报告")


def fill(web):
    """A TRS column of two pages: three reports, one with a file, and a notice."""
    script = '<script>createPageHTML(2, {}, "index", "html");</script>'
    web.put(
        LIST,
        page(
            "<ul>"
            + row("./202401/t20240126_11.html", "枫林镇2023年政府信息公开工作年度报告")
            + row("./202401/t20240125_12.html", "关于做好2023年政府信息公开工作年度报告编制工作的通知")
            + row("./202401/t20240124_13_wap.html", "县教育局２０２３年度政府信息公开年报", "2024-01-24")
            + "</ul>"
            + script.format(0)
        ),
    )
    web.put(
        LIST + "index_1.html",
        page(
            "<ul>"
            + row("../nb/t20230117_14.html", "柳溪乡二〇二二年政府信息公开工作年度报告", "2023-01-17")
            + "</ul>"
            + script.format(1)
        ),
    )
    web.put(LIST + "202401/t20240126_11.html", article("枫林镇总体情况"))
    web.put(LIST + "202401/t20240124_13.html", article("教育局", '<a href="./P020240124.pdf">附件</a>'))
    web.put(LIST + "202401/P020240124.pdf", b"%PDF-1.4 a report", headers={"Content-Type": "application/pdf"})
    web.put("/zwgk/nb/t20230117_14.html", article("柳溪乡总体情况"))


def test_first_night_takes_every_report_and_second_night_asks_each_list_once(web, crawl, make_site):
    fill(web)
    site = make_site(LIST)
    first = crawl(site)
    assert first.status == 0, first.stderr
    assert first.verdicts() == {
        "robots.txt": "robots",
        LIST[1:]: "list",
        LIST[1:] + "index_1.html": "list",
        LIST[1:] + "202401/t20240126_11.html": "article",
        LIST[1:] + "202401/t20240124_13.html": "article",
        LIST[1:] + "202401/P020240124.pdf": "attachment",
        "zwgk/nb/t20230117_14.html": "article",
    }
    assert first.outcomes["990101"] == {
        "type": "site", "site_code": "990101", "outcome": "ok", "error": None, "requests": 7, "captures": 7,
    }  # fmt: skip
    by_url = {capture["url"]: capture for capture in first.captures}
    pdf = by_url[f"http://{HOST}{LIST}202401/P020240124.pdf"]
    assert pdf["article_url"] == f"http://{HOST}{LIST}202401/t20240124_13.html"
    assert pdf["link_text"] == "县教育局２０２３年度政府信息公开年报"
    assert pdf["published_date"] == "2024-01-24"
    for capture in first.captures:
        payload = read_payload(first.archive, capture["warc_file"], capture["warc_offset"])
        assert hashlib.sha256(payload).hexdigest() == capture["sha256"]
        assert len(payload) == capture["byte_count"]
    assert verify(first.archive / pdf["warc_file"]).torn_at is None

    web.requests.clear()
    second = crawl(site, after=first)
    assert sorted(web.paths()) == sorted(["/robots.txt", LIST, LIST + "index_1.html"])
    assert [seen.status for seen in web.requests if "zfxxgk" in seen.path] == [304, 304]
    assert {capture["verdict"] for capture in second.captures} == {"robots", "list_not_modified"}
    assert second.outcomes["990101"]["outcome"] == "ok"
