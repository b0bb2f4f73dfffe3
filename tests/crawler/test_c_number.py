"""Lists of the platform whose columns are folders such as /c100123/: pages by script, lists by JSON."""

import datetime
import json
import time

import pytest

from crawler.families import FAMILIES, Link, detect

COLUMN = "https://www.qingshan.gov.cn/qsx/c104773/"
TITLE = "枫林镇2023年政府信息公开工作年度报告"
ROW = f"<ul id='list'><li><a href='202401/c07_21172.shtml'>{TITLE}</a><span class='time'>2024-01-16</span></li></ul>"
CHANNEL = "<meta name='channelid' content='0f3a9c'>"


@pytest.mark.parametrize(
    ("current", "arguments"),
    [
        (1, "'page_div',4, 1,'common_list','shtml',61"),
        (3, "'page_div', pages, '3', 'common_list', 'shtml', 61"),
        (2, '"page_div","4","2","common_list",".shtml","61"'),
    ],
)
def test_every_page_but_the_own_one_is_found(current, arguments):
    text = f"<html><body>{ROW}<script>var pages = '4';createPageHTML({arguments});</script></body></html>"
    assert detect(text) == "c_number"
    page = FAMILIES["c_number"](text, f"{COLUMN}common_list.shtml")
    assert page.next_pages == tuple(f"{COLUMN}common_list_{k}.shtml" for k in (2, 3, 4) if k != current)
    assert page.links == (Link(f"{COLUMN}202401/c07_21172.shtml", TITLE, datetime.date(2024, 1, 16)),)


def answer(page: int, **fields: object) -> str:
    row = {"title": f"<em>{TITLE}</em>", "url": "//www.qingshan.gov.cn/qsx/c104773/202401/c07_2.shtml"}
    results = [{**row, "publishedTimeStr": "2024-01-16 10:00:00", "resList": [{"title": "附件", "url": 3}]}]
    return json.dumps({"data": {"page": page, "rows": 20, "total": 24, "results": results, **fields}})


def test_a_page_without_a_list_is_asked_for_its_json():
    text = f"<head>{CHANNEL}</head><body><div id='list'></div><script>$.get('/common/search/'+id)</script></body>"
    assert detect(text) == "c_number"
    (first,) = FAMILIES["c_number"](text, f"{COLUMN}list.shtml").next_pages
    assert first == (
        "https://www.qingshan.gov.cn/common/search/0f3a9c?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1"
    )
    assert detect(answer(1)) == "c_number"
    page = FAMILIES["c_number"](answer(1), first)
    assert page.links == (Link(f"{COLUMN}202401/c07_2.shtml", TITLE, datetime.date(2024, 1, 16)),)
    assert page.next_pages == (first.replace("page=1", "page=2"),)
    assert FAMILIES["c_number"](answer(2), page.next_pages[0]).next_pages == ()


@pytest.mark.parametrize(
    "text", ["{", '{"data": []}', '{"data": {"results": null}}', "[1]", pytest.param('{"a":' * 100_000, id="deep")]
)
def test_an_answer_that_is_none_says_so(text):
    assert FAMILIES["c_number"](text, COLUMN).gap


@pytest.mark.parametrize(
    "script",
    [
        f'var list=[{{"title":"{TITLE}","url":"./1.html","date":"2024-01-16","files":[{{"n":1}}]}}];',
        f"rows.push({{docTitle:'{TITLE}', docPubUrl:'./1.html', docRelTime:'2024年1月16日'}});",
        f"document.write('<li><a href=\"./1.html\">{TITLE}</a><span>2024-01-16<\\/span><\\/li>');",
        f'document.writeln("<li><a href=\\"./1.html\\">{TITLE}</a> 2024-01-16</li>");',
    ],
)
def test_a_list_that_stands_in_a_script_is_read(script):
    text = f"<body><div id='list'></div><script>{script}</script></body>"
    page = FAMILIES["static"](text, "http://www.a.gov.cn/nb/index.html")
    assert page.links == (Link("http://www.a.gov.cn/nb/1.html", TITLE, datetime.date(2024, 1, 16)),)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("var countPage = 2; var key = '" + "a1" * 200_000 + "';", id="one long word"),
        pytest.param("[{'a':" * 20_000, id="data that never ends"),
        pytest.param('[{"a":' * 100_000, id="deep data"),
        pytest.param("{" * 200_000, id="braces"),
        pytest.param("document.write('" * 20_000, id="open strings"),
    ],
)
def test_no_script_holds_a_list_up(script):
    text = f"<body><div id='list'></div><script>{script}</script></body>"
    start = time.process_time()
    for read in FAMILIES.values():
        read(text, "http://www.a.gov.cn/nb/index.html")
    assert time.process_time() - start < 10


def test_the_pages_of_a_script_without_a_call():
    script = """var currentPage = 0;//所在页从0开始
      var nextPage = currentPage+1//下一页
      var countPage = 3//共多少页
      document.write("<a href=\\"index"+"_" + nextPage + "."+"shtml\\">下一页</a>");"""
    text = f"<body>{ROW}<script>{script}</script></body>"
    assert detect(text) == "trs"
    page = FAMILIES["trs"](text, "http://www.a.gov.cn/nb/")
    assert page.next_pages == ("http://www.a.gov.cn/nb/index_1.shtml", "http://www.a.gov.cn/nb/index_2.shtml")
