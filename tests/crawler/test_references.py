"""Where links lead: scripts in anchors, base elements, marks of sessions, ports."""

import pytest

from crawler.attachments import find_attachments
from crawler.families import FAMILIES
from crawler.urls import join

URL = "http://www.qingshan.gov.cn/zwgk/nb/index.html"
TITLE = "枫林镇2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "anchor",
    [
        "href=\"javascript:window.open('./202401/t20240116_7.html')\"",
        "href=\"javascript:void(0)\" onclick=\"window.open('./202401/t20240116_7.html','_blank')\"",
        "href='#' onclick='openUrl(\"/zwgk/nb/202401/t20240116_7.html\");return false;'",
        "onclick=\"location.href='202401/t20240116_7.html'\"",
        "href=\"javascript:show(7,'//www.qingshan.gov.cn/zwgk/nb/202401/t20240116_7.html')\"",
        "href='HTTP://WWW.QINGSHAN.GOV.CN:80/zwgk/nb/202401/t20240116_7.html;jsessionid=4F2A.n1'",
        "href='202401/t20240116_7.html?jsessionid=4F2A'",
        "href='202401/t20240116_7.html#top'",
    ],
)
def test_a_link_is_followed_however_it_is_written(anchor):
    text = f"<ul><li><a {anchor}>{TITLE}</a><span>2024-01-16</span></li></ul>"
    (link,) = FAMILIES["static"](text, URL).links
    assert link.url == "http://www.qingshan.gov.cn/zwgk/nb/202401/t20240116_7.html"
    assert str(link.date) == "2024-01-16"


@pytest.mark.parametrize("anchor", ["href='javascript:void(0)'", "href='#'", "href=\"javascript:show('7')\"", ""])
def test_an_anchor_that_leads_nowhere_is_no_link(anchor):
    assert FAMILIES["static"](f"<li><a {anchor}>{TITLE}</a></li>", URL).links == ()


def test_relative_addresses_are_those_of_the_base_that_a_page_names():
    text = (
        f"<head><base href='/other/list/'></head><body><a href='1.html'>{TITLE}</a><a href='#'>打印本页内容</a>"
        "<div class='page'><a href='index_2.html'>2</a></div><div id='zoom'><a href='f.pdf'>附件</a></div></body>"
    )
    page = FAMILIES["static"](text, "http://www.a.gov.cn/other/list/index.html")
    assert [link.url for link in page.links] == ["http://www.a.gov.cn/other/list/1.html"]
    assert page.next_pages == ("http://www.a.gov.cn/other/list/index_2.html",)
    assert find_attachments(text, "http://www.a.gov.cn/1.html")[0].url == "http://www.a.gov.cn/other/list/f.pdf"


def test_a_file_that_a_script_opens_is_an_attachment():
    text = "<div id='zoom'><a href='javascript:;' onclick=\"window.open('./P020240116.docx')\">附件</a></div>"
    assert [each.url for each in find_attachments(text, URL)] == ["http://www.qingshan.gov.cn/zwgk/nb/P020240116.docx"]


def test_an_article_that_is_a_file_is_the_same_whatever_query_stands_behind_it():
    rows = "".join(f"<li><a href='t20240116_7.html?uid={k}'>{TITLE}</a></li>" for k in (1, 2))
    assert [link.url for link in FAMILIES["trs"](rows, "http://www.a.gov.cn/nb/").links] == [
        "http://www.a.gov.cn/nb/t20240116_7.html"
    ]
    assert join("http://www.a.gov.cn/", "show.jsp?id=7&sid=4") == "http://www.a.gov.cn/show.jsp?id=7&sid=4"
    assert join("http://www.a.gov.cn/", "http://a.gov.cn:8080/") == "http://a.gov.cn:8080/"
