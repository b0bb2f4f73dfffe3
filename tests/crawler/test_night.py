"""Whole nights: the crawler as a program against a real server."""

import gzip
import hashlib
import itertools
import signal
import socket

from crawler.archive import read_payload, verify
from tests.crawler.small_site import HOST, LIST, REPORT, SECOND, article, page, row, small


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
        "type": "site", "site_code": "990101", "outcome": "ok", "error": None, "requests": 7, "resumed": 0,
        "captures": 7,
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


def test_a_changed_list_gives_only_what_is_new(web, crawl, make_site):
    small(web, REPORT)
    web.put(LIST + "1.html", article("枫林镇"))
    first = crawl(make_site(LIST))
    small(web, SECOND, REPORT)
    web.put(LIST + "2.html", article("柳溪乡"))
    web.requests.clear()
    second = crawl(make_site(LIST), after=first)
    assert web.paths() == ["/robots.txt", LIST, LIST + "2.html"]
    assert second.verdicts()[LIST[1:] + "2.html"] == "article"
    links = [line for line in second.lines if line["type"] == "link"]
    assert [(link["text"], link["accepted"]) for link in links] == [
        ("柳溪乡2022年政府信息公开工作年度报告", True),
        ("枫林镇2023年政府信息公开工作年度报告", True),
    ]


def test_a_list_whose_links_are_the_same_ends_there_though_its_page_changed(web, crawl, make_site):
    small(web, REPORT)
    web.put(LIST + "1.html", article("枫林镇"))
    first = crawl(make_site(LIST))
    small(web, REPORT, "<p>访问量 1731</p>")
    web.requests.clear()
    second = crawl(make_site(LIST), after=first)
    assert [(seen.path, seen.status) for seen in web.requests] == [("/robots.txt", 404), (LIST, 200)]
    before = next(c for c in first.captures if c["verdict"] == "list")
    after = next(c for c in second.captures if c["verdict"] == "list")
    assert before["fingerprint"] == after["fingerprint"]
    assert before["sha256"] != after["sha256"]
    assert not [line for line in second.lines if line["type"] == "link"]


def test_a_report_that_failed_tonight_is_asked_for_again_though_its_list_is_the_same(web, crawl, make_site):
    small(web, REPORT, SECOND)
    web.put(LIST + "1.html", article("枫林镇"))
    web.put(LIST + "2.html", b"busy", status=500)
    first = crawl(make_site(LIST))
    assert first.verdicts()[LIST[1:] + "2.html"] == "error"
    assert first.outcomes["990101"]["outcome"] == "ok"
    assert "stay due" in first.outcomes["990101"]["error"]
    web.put(LIST + "2.html", article("柳溪乡"))
    web.requests.clear()
    second = crawl(make_site(LIST), after=first)
    assert web.paths() == ["/robots.txt", LIST, LIST + "2.html"]
    web.requests.clear()
    third = crawl(make_site(LIST), after=second)
    assert web.paths() == ["/robots.txt", LIST]
    assert third.verdicts()[LIST[1:]] == "list_not_modified"


def test_an_article_is_whole_only_with_its_files(web, crawl, make_site):
    small(web, REPORT)
    web.put(LIST + "1.html", article("枫林镇", '<a href="f.docx">附件</a>'))
    web.put(LIST + "f.docx", b"PK report", status=503)
    first = crawl(make_site(LIST))
    assert first.verdicts()[LIST[1:] + "1.html"] == "partial"
    web.put(LIST + "f.docx", b"PK\x03\x04 report")
    second = crawl(make_site(LIST), after=first)
    assert second.verdicts()[LIST[1:] + "1.html"] == "article"
    assert second.verdicts()[LIST[1:] + "f.docx"] == "attachment"


def test_robots_rules_are_obeyed_and_hosts_outside_the_registry_never_asked(web, crawl, make_site):
    web.put("/robots.txt", "User-agent: *\nDisallow: /neibu/\n", headers={"Content-Type": "text/plain"})
    outside = "www.elsewhere.gov.cn.example"
    small(
        web,
        row("/neibu/3.html", "县财政局2023年政府信息公开工作年度报告"),
        row(f"http://{outside}/4.html", "邻县2023年政府信息公开工作年度报告"),
        REPORT,
    )
    web.put(LIST + "1.html", article("枫林镇", f'<a href="http://{outside}/f.pdf">附件</a>'))
    site = make_site(LIST)
    night = crawl(site, mapped=dict.fromkeys((*site.hosts, outside), web.address))
    assert night.verdicts() == {
        "robots.txt": "robots",
        LIST[1:]: "list",
        "neibu/3.html": "refused_robots",
        "4.html": "refused_host",
        LIST[1:] + "1.html": "article",
        "f.pdf": "refused_host",
    }
    assert web.paths(outside) == []
    assert "/neibu/3.html" not in web.paths()
    refused = next(capture for capture in night.captures if capture["verdict"] == "refused_host")
    assert (refused["status"], refused["sha256"], refused["warc_file"]) == (None, None, None)


def test_files_from_a_host_that_the_site_names_are_fetched(web, crawl, make_site):
    files = "files.qingshan.gov.cn.example"
    small(web, REPORT)
    web.put(LIST + "1.html", article("枫林镇", f'<a href="https://{files}/f.pdf">附件</a>'))
    web.put("/f.pdf", b"%PDF-1.4 file", host=files)
    night = crawl(make_site(LIST, attachment_hosts=[files]))
    assert night.verdicts()["f.pdf"] == "attachment"
    assert web.paths(files) == ["/robots.txt", "/f.pdf"]


def neighbours(make_site, count: int):
    """Sites on hosts of their own, with the codes 990111, 990112, ..."""
    return [
        make_site(LIST, "/other/", host=f"www.n{k}.gov.cn.example", code=f"99011{k}", name=f"第{k}县")
        for k in range(1, count + 1)
    ]


def test_a_robots_file_that_refuses_or_fails_keeps_us_out(web, crawl, make_site):
    statuses = (403, 401, 503)
    sites = neighbours(make_site, len(statuses))
    for site, status in zip(sites, statuses, strict=True):
        (host,) = site.hosts
        web.put("/robots.txt", b"", status=status, host=host)
        web.put(LIST, page(REPORT), host=host)
    night = crawl(*sites)
    assert night.status == 0
    assert {seen.path for seen in web.requests} == {"/robots.txt"}
    lists = {c["site_code"]: c["verdict"] for c in night.captures if c["url"].endswith(LIST)}
    assert lists == {"990111": "refused_robots", "990112": "refused_robots", "990113": "unreachable"}
    for outcome in night.outcomes.values():
        assert outcome["outcome"] == "failed"
        assert "robots.txt" in outcome["error"]


def test_a_dead_site_is_an_outcome_and_the_others_go_on(web, crawl, make_site):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    dead = make_site(LIST, host="www.dead.gov.cn.example", code="990102", name="死水县")
    small(web, REPORT)
    web.put(LIST + "1.html", article("枫林镇"))
    night = crawl(make_site(LIST), dead, mapped={HOST: web.address, "www.dead.gov.cn.example": f"127.0.0.1:{port}"})
    assert night.status == 0
    assert night.outcomes["990101"]["outcome"] == "ok"
    assert night.outcomes["990102"]["outcome"] == "failed"
    assert "robots.txt of www.dead.gov.cn.example" in night.outcomes["990102"]["error"]
    assert "Traceback" not in night.stderr
    assert "ERROR 990102 死水县: failed" in night.stderr


def test_five_errors_in_a_row_end_the_visit(web, crawl, make_site):
    small(web, *(row(f"./{k}.html", f"第{k}镇2023年政府信息公开工作年度报告") for k in range(11, 19)))
    for k in range(11, 19):
        web.put(f"{LIST}{k}.html", b"broken", status=500)
    night = crawl(make_site(LIST))
    assert len([path for path in web.paths() if path.startswith(LIST) and path != LIST]) == 5
    assert night.outcomes["990101"]["outcome"] == "failed"
    assert "5 requests in a row failed, the last with: HTTP 500" in night.outcomes["990101"]["error"]


def test_a_site_is_left_at_its_limit_and_goes_on_the_next_night(web, crawl, make_site):
    small(web, *(row(f"./{k}.html", f"第{k}镇2023年政府信息公开工作年度报告") for k in range(11, 17)))
    for k in range(11, 17):
        web.put(f"{LIST}{k}.html", article(f"第{k}镇"))
    site = make_site(LIST, max_requests=5)
    first = crawl(site)
    assert len(web.requests) == 5
    assert first.outcomes["990101"]["outcome"] == "ok"
    assert "stopped at 5 requests" in first.outcomes["990101"]["error"]
    second = crawl(site, after=first)
    taken = [c["url"] for night in (first, second) for c in night.captures if c["verdict"] == "article"]
    assert len(taken) == len(set(taken)) == 6


def test_a_wall_ends_the_visit_at_once(web, crawl, make_site):
    walls = {
        "blocked:412": (412, "<html><script>var $_ts={}</script></html>"),
        "blocked:521": (521, "<script>__jsl_clearance</script>"),
        "blocked:captcha": (200, "<html><body><form>请输入验证码</form></body></html>"),
    }
    sites = neighbours(make_site, len(walls))
    for site, (status, body) in zip(sites, walls.values(), strict=True):
        web.put(LIST, body, status=status, host=next(iter(site.hosts)))
    night = crawl(*sites)
    for site, verdict in zip(sites, walls, strict=True):
        assert web.paths(next(iter(site.hosts))) == ["/robots.txt", LIST]
        assert [c["verdict"] for c in night.captures if c["site_code"] == site.code] == ["robots", verdict]
        assert night.outcomes[site.code]["outcome"] == "failed"


def test_dead_pages_are_gone_and_never_reports(web, crawl, make_site):
    small(web, *(row(f"./{k}.html", f"第{k}镇2023年政府信息公开工作年度报告") for k in range(11, 16)))
    web.put(LIST + "11.html", status=301, headers={"Location": f"https://{HOST}/"})
    web.put(LIST + "12.html", page("<p>您访问的页面不存在</p>"))
    web.put(LIST + "13.html", page("<script>location.href='/index.html'</script>"))
    web.put(LIST + "14.html", b"")
    night = crawl(make_site(LIST))
    verdicts = night.verdicts()
    assert {verdicts[f"{LIST[1:]}{k}.html"] for k in range(11, 16)} == {"gone"}
    assert "/" not in web.paths()
    assert night.outcomes["990101"]["outcome"] == "ok"


def test_redirects_within_the_site_keep_the_address_that_was_asked_for(web, crawl, make_site):
    small(web, REPORT, path="/new/")
    web.put("/nb", status=302, headers={"Location": f"https://{HOST}/new/"})
    web.put("/new/1.html", article("枫林镇"))
    web.put("/away", status=302, headers={"Location": "http://www.elsewhere.gov.cn/nb/"})
    night = crawl(make_site("/nb", "/away"))
    moved = next(capture for capture in night.captures if capture["url"].endswith("/nb"))
    assert moved["verdict"] == "list"
    assert f"sent on to https://{HOST}/new/" in moved["reasons"]
    assert night.verdicts()["new/1.html"] == "article"
    assert night.verdicts()["away"] == "refused_host"


def test_a_list_without_a_page_count_is_walked_to_its_end(web, crawl, make_site):
    script = '<script>createPageHTML(, {}, "index", "html");</script>'
    for k, name in enumerate(("", "index_1.html", "index_2.html")):
        text = row(f"./{k}.html", f"第{k}镇202{k}年政府信息公开工作年度报告")
        web.put(LIST + name, page(f"<ul>{text}</ul>" + script.format(k)))
        web.put(f"{LIST}{k}.html", article(f"第{k}镇"))
    first = crawl(make_site(LIST))
    assert [path for path in web.paths() if "index" in path] == [f"{LIST}index_{k}.html" for k in (1, 2, 3)]
    assert first.verdicts()[LIST[1:] + "index_3.html"] == "gone"
    assert first.outcomes["990101"]["outcome"] == "ok"
    web.requests.clear()
    crawl(make_site(LIST), after=first)
    assert sorted(web.paths()) == sorted(["/robots.txt", LIST, LIST + "index_1.html", LIST + "index_2.html"])


def test_a_column_that_is_itself_a_report_is_taken(web, crawl, make_site):
    headings = "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 四、行政复议、行政诉讼情况"
    body = f"<p>{headings}</p><table><tr><td>本年制发件数</td><td>现行有效件数</td><td>结果维持</td></tr></table>"
    web.put("/2024n/", page(body, "县应急管理局2024年政府信息公开工作年度报告"))
    first = crawl(make_site("/2024n/"))
    capture = next(c for c in first.captures if c["verdict"] == "article")
    assert capture["link_text"] == "县应急管理局2024年政府信息公开工作年度报告"
    second = crawl(make_site("/2024n/"), after=first)
    assert second.verdicts()["2024n/"] == "list_not_modified"
    assert second.outcomes["990101"]["outcome"] == "ok"
    web.put("/2024n/", page(f"{body}<p>浏览次数：31</p>", "县应急管理局2024年政府信息公开工作年度报告"))
    third = crawl(make_site("/2024n/"), after=second)
    assert third.verdicts()["2024n/"] == "list"
    web.put("/2024n/", page(body.replace("一、总体情况", "一、总体情况（更正）"), "县应急管理局2024年报告"))
    fourth = crawl(make_site("/2024n/"), after=third)
    assert "article" in {capture["verdict"] for capture in fourth.captures}


def test_a_column_without_links_is_told_loudly(web, crawl, make_site):
    web.put(LIST, page("<div id='app'></div>"))
    night = crawl(make_site(LIST))
    assert night.outcomes["990101"]["outcome"] == "failed"
    assert "no dated link" in night.outcomes["990101"]["error"]


def test_compressed_gbk_and_torn_answers(web, crawl, make_site):
    text = page("<ul>" + REPORT + SECOND + "</ul>").replace("utf-8", "gb2312").encode("gb18030")
    web.put(LIST, gzip.compress(text), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    web.put(LIST + "1.html", article("枫林镇"))
    web.put(LIST + "2.html", article("柳溪乡"), cut_after=300)
    night = crawl(make_site(LIST))
    by_path = {capture["url"].rpartition("/")[2]: capture for capture in night.captures}
    assert by_path[""]["sha256"] == hashlib.sha256(text).hexdigest()
    assert read_payload(night.archive, by_path[""]["warc_file"], by_path[""]["warc_offset"]) == text
    assert by_path["1.html"]["verdict"] == "article"
    assert (by_path["2.html"]["verdict"], by_path["2.html"]["byte_count"]) == ("partial", 300)
    assert web.paths().count(LIST + "2.html") == 2
    assert by_path[""]["fingerprint"] is None


def test_requests_say_who_we_are_and_keep_their_distance(web, crawl, make_site):
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n")
    small(web, REPORT, SECOND)
    web.put(LIST + "1.html", article("枫林镇"))
    web.put(LIST + "2.html", article("柳溪乡"))
    crawl(make_site(LIST))
    assert {seen.headers["User-Agent"] for seen in web.requests} == {"gongkai/0.1.0 (+mailto:harvest@example.org)"}
    assert {seen.headers["Host"] for seen in web.requests} == {HOST}
    times = [seen.at for seen in web.requests[1:]]
    assert all(later - earlier >= 0.39 for earlier, later in itertools.pairwise(times))


def test_an_example_host_that_is_not_mapped_is_never_asked(web, crawl, make_site):
    night = crawl(make_site(LIST), mapped={"www.other.gov.cn.example": web.address})
    assert web.requests == []
    assert night.verdicts()[LIST[1:]] == "refused_host"
    assert night.outcomes["990101"]["outcome"] == "failed"


def fill_slowly(web, make_site):
    """Six reports, asked for about a fifth of a second apart."""
    small(web, *(row(f"./{k}.html", f"第{k}镇2023年政府信息公开工作年度报告") for k in range(11, 17)))
    for k in range(11, 17):
        web.put(f"{LIST}{k}.html", article(f"第{k}镇"))
    return make_site(LIST, delay=0.2)


def test_a_killed_crawl_leaves_valid_files_and_the_next_run_goes_on(web, crawl, make_site):
    site = fill_slowly(web, make_site)
    killed = crawl(site, stop_with=signal.SIGKILL, at_request=5)
    assert killed.status == -signal.SIGKILL
    assert killed.outcomes == {}
    taken = [capture for capture in killed.captures if capture["verdict"] == "article"]
    assert taken
    for capture in taken:
        payload = read_payload(killed.archive, capture["warc_file"], capture["warc_offset"])
        assert hashlib.sha256(payload).hexdigest() == capture["sha256"]
    second = crawl(site, after=killed)
    rest = [capture["url"] for capture in second.captures if capture["verdict"] == "article"]
    assert len({capture["url"] for capture in taken}) + len(rest) == 6
    assert second.captures[-1]["fingerprint"]


def test_a_stopped_crawl_leaves_no_outcome_and_no_line_of_what_it_was_in_the_middle_of(web, crawl, make_site):
    night = crawl(fill_slowly(web, make_site), stop_with=signal.SIGTERM, at_request=5)
    assert night.status == 1
    assert night.outcomes == {}
    assert {capture["verdict"] for capture in night.captures} == {"robots", "article"}
