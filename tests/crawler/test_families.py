"""List pages of each family, on page trees built from random column ids, names and page counts."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.families import FAMILIES, detect
from crawler.families.page import Link

names = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)
numbers = st.integers(min_value=10, max_value=99999)
titles = st.text(alphabet="青山枫林柳溪镇乡局政府信息公开工作年度报告23", min_size=6, max_size=30)
dates = st.dates(min_value=datetime.date(2009, 1, 1), max_value=datetime.date(2030, 12, 31))


def trs_page(rows: str, arguments: str) -> str:
    define = "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ return _nPageCount; }"
    call = f"createPageHTML({arguments});"
    return f"<html><body><ul>{rows}</ul><script>{define}</script><script>{call}</script></body></html>"


@given(names, numbers, names, st.sampled_from(["html", "shtml", "htm"]), st.integers(1, 12), st.booleans(), st.data())
def test_trs_pages_and_links_of_any_column(folder, column, file_name, extension, pages, has_total, data):
    host = f"http://{data.draw(names)}.gov.cn"
    url = f"{host}/zwgk/{folder}_{column}/"
    current = data.draw(st.integers(0, pages - 1))
    found = data.draw(st.lists(st.tuples(numbers, titles, dates), min_size=1, max_size=6, unique_by=lambda row: row[0]))
    rows = "".join(
        f'<li><a href="./{day:%Y%m}/t{day:%Y%m%d}_{item}.{extension}">{title}</a><span>{day}</span></li>'
        for item, title, day in found
    )
    total = f", {pages * 15}" if has_total else ""
    page = FAMILIES["trs"](trs_page(rows, f"{pages}, {current},\"{file_name}\" , '{extension}'{total}"), url)
    assert page.links == tuple(
        Link(f"{url}{day:%Y%m}/t{day:%Y%m%d}_{item}.{extension}", title, day) for item, title, day in found
    )
    assert page.next_pages == tuple(f"{url}{file_name}_{k}.{extension}" for k in range(1, pages) if k != current)
    assert not page.next_is_guess


def test_trs_without_a_page_count_walks_on():
    page = FAMILIES["trs"](trs_page("", ',2,"index","html"'), "http://www.a.gov.cn/nb/index_2.html")
    assert page.next_pages == ("http://www.a.gov.cn/nb/index_3.html",)
    assert page.next_is_guess


def test_trs_page_count_may_be_a_variable_of_the_page():
    text = "<script>var countPage = 3//共多少页\ncreatePageHTML(countPage, 0, 'index', 'html');</script>"
    page = FAMILIES["trs"](text, "http://www.a.gov.cn/nb/")
    assert page.next_pages == ("http://www.a.gov.cn/nb/index_1.html", "http://www.a.gov.cn/nb/index_2.html")


def test_trs_mobile_twins_are_the_page_they_repeat():
    rows = "".join(
        f'<li><a href="./202401/t20240118_{item}.html">枫林镇2023年报告</a> 2024-01-18</li>'
        for item in ("15_wap", "15", "16_app")
    )
    page = FAMILIES["trs"](trs_page(rows, '1, 0, "index", "html"'), "http://www.a.gov.cn/nb/")
    assert [link.url for link in page.links] == [
        "http://www.a.gov.cn/nb/202401/t20240118_15.html",
        "http://www.a.gov.cn/nb/202401/t20240118_16.html",
    ]


@given(names, st.sampled_from(["index", "list"]), st.sampled_from(["_", "-", ""]), st.integers(2, 9), st.data())
def test_static_pages_behind_words_and_numbers(folder, stem, joint, pages, data):
    url = f"https://www.{data.draw(names)}.gov.cn/{folder}/{stem}.html"
    others = [f"{stem}{joint}{k}.html" for k in range(2, pages + 1)]
    numbered = "".join(f'<a href="{other}">{k}</a>' for k, other in enumerate(others, start=2))
    text = (
        '<div class="menu"><a href="/zwgk/index.html">政务公开</a><a href="../index.html">首页</a></div>'
        '<ul><li><a href="a/11.html">枫林镇2023年政府信息公开工作年度报告</a><em>[2024年1月9日]</em></li></ul>'
        f'<div class="page"><a href="{stem}.html">1</a>{numbered}<a href="{others[0]}">下一页</a>'
        f'<a href="javascript:void(0)">尾页</a></div>'
    )
    page = FAMILIES["static"](text, url)
    assert page.next_pages[-len(others) :] == tuple(f"{url.rpartition('/')[0]}/{other}" for other in others)
    dated = [link for link in page.links if link.date]
    assert [(link.text, link.date) for link in dated] == [
        ("枫林镇2023年政府信息公开工作年度报告", datetime.date(2024, 1, 9))
    ]


def test_static_pages_of_a_query():
    text = '<a href="list.jsp?id=7&page=2">2</a><a href="?id=7&page=2">下页</a><a href="/other/list.jsp?page=3">3</a>'
    page = FAMILIES["static"](text, "http://www.a.gov.cn/nb/list.jsp?id=7")
    assert page.next_pages == ("http://www.a.gov.cn/nb/list.jsp?id=7&page=2",)


@pytest.mark.parametrize("told", ["共 5 页", "第1/5页", "<span>1</span>/<span>5</span> 页"])
def test_static_pages_that_are_counted_but_not_linked_are_told(told):
    row = "<li><a href='1.html'>枫林镇2023年政府信息公开年报</a>2024-01-09</li>"
    text = f"<ul>{row}</ul><a href='javascript:go(2)'>下一页</a>{told}"
    assert (
        FAMILIES["static"](text, "http://www.a.gov.cn/nb/").gap
        == "says that it has 5 pages and not where the others are"
    )
    assert FAMILIES["static"](f"<ul>{row}</ul>共1页", "http://www.a.gov.cn/nb/").gap is None
    assert FAMILIES["static"](f"{text}<a href='index_2.html'>2</a>", "http://www.a.gov.cn/nb/").gap is None


def test_text_comes_from_the_title_where_it_is_cut_short():
    text = (
        '<ul><li><a href="1.html" title="枫林镇人民政府2023年政府信息公开工作年度报告">枫林镇人民政府2023年…</a>'
        "01-09</li>"
        '<li><a href="2.html" title="别的话">柳溪乡2022年政府信息公开年报</a></li>'
        '<li><a href="3.html"><span>县教育局2021年政府信息公开年报</span><span>2022/01/25</span></a></li></ul>'
    )
    links = FAMILIES["static"](text, "http://www.a.gov.cn/nb/").links
    assert [(link.text, link.date) for link in links] == [
        ("枫林镇人民政府2023年政府信息公开工作年度报告", None),
        ("柳溪乡2022年政府信息公开年报", None),
        ("县教育局2021年政府信息公开年报", datetime.date(2022, 1, 25)),
    ]


def test_a_date_is_that_of_its_own_row_even_in_tables_and_never_a_neighbours():
    text = (
        "<table><tr><td><a href='1.html'>枫林镇2023年报告一</a></td><td>2024.1.16</td></tr>"
        "<tr><td><a href='2.html'>枫林镇2022年报告二</a></td><td></td></tr></table>"
        "<div><a href='3.html'>柳溪乡2021年报告三</a> 2022-03-04 <a href='4.html'>柳溪乡2020年报告四</a></div>"
    )
    links = FAMILIES["static"](text, "http://www.a.gov.cn/nb/").links
    assert [link.date for link in links] == [datetime.date(2024, 1, 16), None, None, None]


@given(st.text(max_size=200))
def test_no_page_breaks_a_family(text):
    for read in FAMILIES.values():
        read(text, "http://www.a.gov.cn/nb/")


def test_family_is_found_out_from_the_page():
    assert detect(trs_page("", '3,0,"index","html"')) == "trs"
    assert detect('<a href="list_2.html">下一页</a>') == "static"
