"""Whole nights at a hanweb site: POSTs, the pages after the first, agencies by credit code."""

import base64
import hashlib

from warcio.archiveiterator import ArchiveIterator

from crawler.archive import read_payload, verify
from crawler.requests import request_of

HOST = "www.qingshan.gov.cn.example"
COLUMN = "/col/col1229/index.html"
PROXY = "/module/web/jpage/dataproxy.jsp"
FORM = "col=1&webid=3&path=%2F&columnid=1229&unitid=5504&webname=%E9%9D%92%E5%B1%B1%E5%8E%BF"
JSP = {"headers": {"Content-Type": "text/xml; charset=GBK"}, "validators": False}


def post(start: int, end: int) -> str:
    return f"{PROXY}?startrecord={start}&endrecord={end}&perpage=1#post:{FORM}"


def group(*items: int, total: int = 5) -> str:
    records = "".join(
        f"<record><![CDATA[<li><a title='第{k}镇2023年政府信息公开工作年度报告' "
        f"href='/art/2024/1/{k}/art_1229_{k}.html'>"
        f"第{k}镇2023年政府信息…</a><span>2024-01-{k:02}</span></li>]]></record>"
        for k in items
    )
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"


def fill(web) -> None:
    """Five reports: two in the column's page, the others by POST in groups of two. The answers are in GB18030."""
    call = (
        "$('#5504').jpage({totalRecord:5,groupSize:2,perPage:1,proxyUrl:'/module/web/jpage/dataproxy.jsp',"
        "ajaxParam:{col:1,webid:3,path:'/',columnid:1229,unitid:'5504',webname:'青山县'}});"
    )
    xml = f"<div id='5504'><script type='text/xml'>{group(1, 2)}</script></div>"
    web.put(COLUMN, f"<html><head><meta charset='utf-8'></head><body>{xml}<script>{call}</script></body></html>")
    web.put(post(3, 4), group(3, 4).encode("gb18030"), **JSP)
    web.put(post(5, 6), group(5).encode("gb18030"), **JSP)
    for k in range(1, 6):
        web.put(f"/art/2024/1/{k}/art_1229_{k}.html", f"<html><body>{f'第{k}镇总体情况' * 99}</body></html>")


def test_groups_had_by_post_are_archived_and_asked_for_once_a_night(web, crawl, make_site):
    fill(web)
    first = crawl(make_site(COLUMN))
    assert first.outcomes["990101"]["outcome"] == "ok", first.outcomes
    articles = [capture for capture in first.captures if capture["verdict"] == "article"]
    assert sorted(each["url"].rpartition("_")[2] for each in articles) == [f"{k}.html" for k in range(1, 6)]
    assert {each["link_text"] for each in articles} == {f"第{k}镇2023年政府信息公开工作年度报告" for k in range(1, 6)}
    assert {seen.headers.get("Referer") for seen in web.requests if PROXY in seen.path} == {f"http://{HOST}{COLUMN}"}

    listed = {each["url"]: each for each in first.captures if each["verdict"] == "list"}
    assert set(listed) == {f"http://{HOST}{path}" for path in (COLUMN, post(3, 4), post(5, 6))}
    capture = listed[f"http://{HOST}{post(3, 4)}"]
    payload = read_payload(first.archive, capture["warc_file"], capture["warc_offset"])
    assert payload == group(3, 4).encode("gb18030")
    assert hashlib.sha256(payload).hexdigest() == capture["sha256"]
    assert verify(first.archive / capture["warc_file"]).torn_at is None

    web.requests.clear()
    second = crawl(make_site(COLUMN), after=first)
    assert sorted(web.paths()) == sorted(["/robots.txt", COLUMN, post(3, 4), post(5, 6)])
    assert {seen.path: seen.status for seen in web.requests}[COLUMN] == 304
    assert {seen.headers.get("Referer") for seen in web.requests if PROXY in seen.path} == {f"http://{HOST}{COLUMN}"}
    assert not [line for line in second.lines if line["type"] == "link"]
    assert second.outcomes["990101"]["outcome"] == "ok"


def test_what_was_posted_is_archived_with_its_digest_beside_the_answer(web, crawl, make_site):
    fill(web)
    night = crawl(make_site(COLUMN))
    (path,) = (night.archive / "warc").rglob("*.warc.gz")
    posted, answered = {}, {}
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            headers = record.rec_headers
            if record.rec_type == "request":
                body = record.content_stream().read()
                digest = "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()
                assert headers.get_header("WARC-Payload-Digest") == digest
                assert record.http_headers.protocol == "POST"
                posted[headers.get_header("WARC-Concurrent-To")] = (headers.get_header("WARC-Target-URI"), body)
            elif record.rec_type == "response":
                answered[headers.get_header("WARC-Record-ID")] = headers.get_header("WARC-Target-URI")
    asked = [request_of(f"http://{HOST}{path}") for path in (post(3, 4), post(5, 6))]
    assert sorted(posted.values()) == sorted((each.url, each.body.encode()) for each in asked)
    assert all(answered[answer] == url for answer, (url, _) in posted.items())


def test_a_list_that_gives_the_same_group_for_every_range_is_stopped_and_told(web, crawl, make_site):
    fill(web)
    web.put(post(3, 4), group(1, 2).encode("gb18030"), **JSP)
    night = crawl(make_site(COLUMN))
    assert post(5, 6) not in web.paths()
    outcome = night.outcomes["990101"]
    assert outcome["outcome"] == "failed"
    assert "repeats what earlier pages list" in outcome["error"]
    repeated = next(capture for capture in night.captures if capture["url"].endswith(post(3, 4)))
    assert repeated["fingerprint"] is None
    assert night.verdicts()["art/2024/1/1/art_1229_1.html"] == "article"


def test_a_new_record_moves_the_others_and_only_it_is_fetched(web, crawl, make_site):
    fill(web)
    first = crawl(make_site(COLUMN))
    page = web.pages[(HOST, COLUMN)].body.decode()
    web.put(COLUMN, page.replace(group(1, 2), group(6, 1, total=6)).replace("totalRecord:5", "totalRecord:6"))
    web.put(post(3, 4), group(2, 3, total=6).encode("gb18030"), **JSP)
    web.put(post(5, 6), group(4, 5, total=6).encode("gb18030"), **JSP)
    web.put("/art/2024/1/6/art_1229_6.html", f"<html><body>{'第6镇总体情况' * 99}</body></html>")
    web.requests.clear()
    second = crawl(make_site(COLUMN), after=first)
    new = "/art/2024/1/6/art_1229_6.html"
    assert sorted(web.paths()) == sorted(["/robots.txt", COLUMN, post(3, 4), post(5, 6), new])
    assert second.outcomes["990101"]["outcome"] == "ok"


def test_annual_report_pages_of_agencies_and_the_doubts_about_their_codes(web, crawl, make_site):
    page = "/module/xxgk/xxgkAnnualReport.jsp"
    # The example of the standard, with its own check character and with a wrong one.
    areas = {"91350100M000100Y43": "县教育局", "91350100M000100Y44": "县民政局"}
    units = "".join(f'<li><a href="{page}?area={area}">{name}</a></li>' for area, name in areas.items())
    for area, years in zip(areas, ((2022, 2023), (2024,)), strict=True):
        tabs = "".join(f'<a href="{page}?area={area}&fbtime={year}">{year}年</a>' for year in years)
        for path in (f"{page}?area={area}", *(f"{page}?area={area}&fbtime={year}" for year in years)):
            body = f"<html><body>{units}{tabs}<div id='zoom'>{f'{path}总体情况' * 40}</div></body></html>"
            web.put(path, body, validators=False)
    site = make_site(f"{page}?area=91350100M000100Y43", code="350100")
    first = crawl(site)
    taken = {capture["url"]: capture for capture in first.captures if capture["verdict"] == "article"}
    assert {url.rpartition("?")[2]: each["link_text"] for url, each in taken.items()} == {
        "area=91350100M000100Y43&fbtime=2022": "县教育局2022年政府信息公开工作年度报告",
        "area=91350100M000100Y43&fbtime=2023": "县教育局2023年政府信息公开工作年度报告",
        "area=91350100M000100Y44&fbtime=2024": "县民政局2024年政府信息公开工作年度报告",
    }
    doubted = {url[-4:]: [reason for reason in each["reasons"] if "code" in reason] for url, each in taken.items()}
    wrong = "the credit code 91350100M000100Y44 has a wrong check character"
    assert doubted == {"2022": [], "2023": [], "2024": [wrong]}
    web.requests.clear()
    second = crawl(site, after=first)
    assert sorted(web.paths()) == sorted(["/robots.txt", *(f"{page}?area={area}" for area in areas)])
    assert second.outcomes["350100"]["outcome"] == "ok"
