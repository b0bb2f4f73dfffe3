"""What a page is: its encoding, its attachments, a wall, a page that is gone, a report."""

import asyncio
import codecs
import datetime

import pytest

from crawler import conditions
from crawler.attachments import find_attachments, published_date
from crawler.encoding import decode_page
from crawler.pace import PlatformPace
from crawler.robots import policy_of
from crawler.site import Site

TEXT = "政府信息公开年报，喆镕"


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=gbk"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), ""),
        (b'<meta charset="gb2312">' + TEXT.encode("gb18030"), "text/html; charset=utf-8"),
        (b"<meta http-equiv='Content-Type' content='text/html; charset=GBK'>" + TEXT.encode("gb18030"), ""),
        (TEXT.encode("gb18030"), "text/html; charset=GB2312"),
        (TEXT.encode("gb18030"), "text/html"),
        (TEXT.encode("gb18030"), "text/html; charset=ISO-8859-1"),
        (b'<meta charset="utf-8">' + TEXT.encode("gb18030"), "text/html; charset=utf-8"),
        (TEXT.encode(), "text/html; charset=no-such-thing"),
        (b'<?xml version="1.0" encoding="UTF-8"?>' + TEXT.encode(), "text/xml; charset=GBK"),
        (b'<?xml version="1.0" encoding="gb2312"?>' + TEXT.encode("gb18030"), "text/xml; charset=UTF-8"),
    ],
)
def test_a_page_is_read_in_its_own_encoding(body, header):
    assert decode_page(body, header).endswith(TEXT)


def test_a_page_in_no_encoding_is_read_all_the_same():
    assert decode_page(b"\xff\xfe\xff abc \x81").strip()
    assert "\ufffd" in decode_page(b"\xe6\x94 abc \xff\xff")


def test_attachments_are_those_of_the_body_and_after_it_but_not_of_the_frame():
    text = """<html><body><div class="header"><a href="/help.doc">使用帮助</a></div>
      <a href="/before.pdf">上面的文件</a>
      <div id="zoom"><p>正文</p><a href="./P0202401.PDF">年度报告</a><a href="/download?id=77">报告全文</a>
      <a href="../other.html">相关</a><iframe src="/pdfjs/web/viewer.html?file=%2Ffiles%2F31.pdf"></iframe></div>
      <div class="appendix"><a href="/file/get?name=%E6%8A%A5%E5%91%8A.docx">附件1</a>
      <a name="end">附件.pdf</a>
      <a href="/system/down.jsp?id=5">政府信息公开年报.xlsx</a><a href="P0202401.PDF">下载</a></div>
      <div class="footer"><a href="/manual.pdf">手册</a><a href="/download/app">客户端</a></div></body></html>"""
    found = find_attachments(text, "https://www.a.gov.cn/nb/202401/t1.html")
    assert [(each.url, each.text) for each in found] == [
        ("https://www.a.gov.cn/nb/202401/P0202401.PDF", "年度报告"),
        ("https://www.a.gov.cn/download?id=77", "报告全文"),
        ("https://www.a.gov.cn/files/31.pdf", ""),
        ("https://www.a.gov.cn/file/get?name=%E6%8A%A5%E5%91%8A.docx", "附件1"),
        ("https://www.a.gov.cn/system/down.jsp?id=5", "政府信息公开年报.xlsx"),
    ]


def test_attachments_of_a_page_without_a_known_container():
    text = "".join(f"<p><a href='{name}'>文件</a></p>" for name in ("a.wps", "b.ofd", "c.rar", "d.html"))
    found = find_attachments(text, "http://www.a.gov.cn/nb/t1.html")
    assert [each.url[-5:] for each in found] == ["a.wps", "b.ofd", "c.rar"]


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (412, "", "412"),
        (521, "<script>document.cookie='__jsl_clearance=1'</script>", "521"),
        (200, "<html><script>var $_ts={};$_ts.cd='x'</script><body></body></html>", "script"),
        (200, "<html><body><form>请输入验证码<input></form></body></html>", "captcha"),
        (200, f"<html><body><form>请输入验证码</form>{'年度报告' * 300}</body></html>", None),
        (200, "<html><body><p>枫林镇报告</p></body></html>", None),
        (404, "<html><body>404</body></html>", None),
    ],
)
def test_a_wall_is_recognised(status, text, kind):
    assert conditions.wall(status, text) == kind


@pytest.mark.parametrize(
    ("text", "is_gone"),
    [
        ("<html><body>您访问的页面不存在</body></html>", True),
        ("<html><title>404 Not Found</title><body>sorry</body></html>", True),
        ("<html><body>该信息已被删除</body></html>", True),
        ("<html><body>该文件内容已删除<a href='P0.pdf'>附件</a></body></html>", False),
        (f"<html><body>文件已删除{'总体情况' * 200}</body></html>", False),
        ("<html><body>报告见附件</body></html>", False),
        (f"<title>404-青山县人民政府</title><body>{'网站导航' * 200}</body>", True),
        (f"<title>页面未找到</title><body>{'网站导航' * 200}</body>", True),
        (f"<title>青山县2024年政府信息公开年报</title><body>{'总体情况' * 200}</body>", False),
        ("<body>抱歉，您要查看的内容已下线</body>", True),
        ("<body>该文件已失效，见新文件<a href='/f.ofd'>附件</a></body>", False),
        ("<body>您访问的页面不存在<a href='/app/download/index.html'>客户端</a></body>", True),
        ("<body>您访问的页面见<a href='/module/download/downfile.jsp?filename=1'>附件</a></body>", False),
    ],
)
def test_a_page_that_says_that_it_is_gone(text, is_gone):
    assert (conditions.says_gone(text.encode(), text) is not None) is is_gone


@pytest.mark.parametrize(
    ("text", "is_busy"),
    [
        ("<body>系统维护中，请稍后访问。</body>", True),
        ("<body>网站正在维护，暂停访问</body>", True),
        ("<body>2023年年报 2022年年报 网站维护：县信息中心 网络维护中心</body>", False),
        ("<body>网站正在升级，给您带来不便敬请谅解</body>", True),
        ("<body>您的访问过于频繁</body>", True),
        ("<body>报告见附件：网站维护说明<a href='P1.docx'>附件</a></body>", False),
        (f"<body>网站维护中{'总体情况' * 200}</body>", False),
        ("", False),
    ],
)
def test_a_page_that_says_that_the_site_cannot_be_had_now(text, is_busy):
    assert conditions.says_busy(text) is is_busy


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_one_cut_character_does_not_spoil_a_page(encoding):
    body = "枫林镇政".encode(encoding)[:-1] + b"<p>" + TEXT.encode(encoding) * 3
    assert decode_page(body, "text/html; charset=gb2312").endswith(TEXT * 3)


def test_an_empty_answer_is_gone():
    assert conditions.says_gone(b" \n", "") == "the answer is empty"
    assert conditions.says_gone(b"%PDF-1.4", "") is None


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('<meta http-equiv="Refresh" content="0; url=../list.html">', "http://www.a.gov.cn/list.html"),
        ("<script>window.location.href = '/';</script>", "http://www.a.gov.cn/"),
        ("<script>location.replace( \"/nb/2.html\" )</script>", "http://www.a.gov.cn/nb/2.html"),
        ('<meta http-equiv="refresh" content="600; url=/">', None),
        ("<script>function go(){location.href='/login'}</script><a href='1.html'>报告</a>", None),
    ],
)  # fmt: skip
def test_a_page_that_only_sends_its_reader_on(text, target):
    assert conditions.jump(f"<html><body>{text}</body></html>", "http://www.a.gov.cn/nb/1.html") == target


def test_a_page_that_is_itself_a_report():
    headings = "一、总体情况二、主动公开政府信息情况三、收到和处理政府信息公开申请情况四、行政复议、行政诉讼情况"
    labels = "<td>本年制发件数</td><td>现行 有效件数</td><td>第二十条第（一）项</td>"
    assert conditions.is_report(f"<body>{headings}{labels}</body>")
    assert not conditions.is_report(f"<body>{headings}</body>")
    assert not conditions.is_report(f"<body>一、总体情况{labels}</body>")


@pytest.mark.parametrize(
    ("content", "date"),
    [
        ("2024-01-26 09:30", datetime.date(2024, 1, 26)),
        ("2024年3月7日", datetime.date(2024, 3, 7)),
        ("2024-13-45", None),
    ],
)
def test_the_articles_own_date(content, date):
    assert published_date(f"<head><meta name='pubdate' content='{content}'></head>") == date


def test_robots_statuses():
    refuse = b"User-agent: *\nDisallow: /nb/\nCrawl-delay: 7\n"
    allowed = policy_of(200, b"\xef\xbb\xbf" + refuse)
    assert allowed is not None
    assert (allowed.allows("http://a.gov.cn/nb/1"), allowed.allows("http://a.gov.cn/x/1")) == (False, True)
    assert allowed.crawl_delay == 7
    for status in (404, 410, 400, 302):
        policy = policy_of(status, refuse)
        assert policy is not None, status
        assert policy.allows("http://a.gov.cn/nb/1"), status
    for status in (401, 403):
        policy = policy_of(status, b"")
        assert policy is not None, status
        assert not policy.allows("http://a.gov.cn/x"), status
    for status in (429, 500, 503):
        assert policy_of(status, refuse) is None, status


def test_robots_rules_for_us_by_name():
    policy = policy_of(200, b"User-agent: gongkai\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert policy is not None
    assert not policy.allows("http://a.gov.cn/nb/")


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "application/pdf", True),
        (b"<div>part of a page</div>", "", True),
        ("枫林镇报告".encode(), "text/html; charset=utf-8", True),
        (b"%PDF-1.4", "text/html", False),
        (b"PK\x03\x04", "text/html", False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "text/html", False),
        (b"Rar!\x1a\x07", "text/html", False),
        (b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>', "application/msword", False),
        (b"", "text/html", False),
        (b"plain", "application/octet-stream", False),
    ],
)
def test_a_page_is_told_from_a_file_by_its_bytes(body, content_type, expected):
    assert conditions.is_page(body, content_type) is expected


def test_sites_of_one_platform_take_turns():
    async def ask(sites):
        pace, loop, times = PlatformPace(), asyncio.get_running_loop(), []

        async def turn(site):
            await pace.wait(site)
            times.append(loop.time())

        await asyncio.gather(*(turn(site) for site in sites))
        return max(times) - min(times)

    def site(code: str, platform: str | None) -> Site:
        options = {"code": code, "name": "青山县", "root": "http://a.gov.cn/", "state": "active", "delay": 0.1}
        return Site.model_validate({**options, "platform": platform})

    shared = [site(f"99010{k}", "provincial") for k in range(4)]
    apart = [site(f"99010{k}", None) for k in range(4)]
    assert asyncio.run(ask(shared)) >= 3 * 0.05 - 0.01
    assert asyncio.run(ask(apart)) < 0.05
