"""The hanweb family: records in script CDATA, further groups by dataproxy, annual-report pages by agency and year."""

import datetime
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from crawler.credit import doubts
from crawler.families import FAMILIES, detect
from crawler.families.hanweb import is_page_of
from crawler.families.page import Link
from crawler.requests import parameters_of, request_of
from crawler.urls import key_of, list_key_of

read = FAMILIES["hanweb"]
names = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)
numbers = st.integers(min_value=10, max_value=99999999)
titles = st.text(alphabet="青山枫林柳溪镇乡局政府信息公开工作年度报告", min_size=6, max_size=40)
dates = st.dates(min_value=datetime.date(2009, 1, 1), max_value=datetime.date(2030, 12, 31))
rows = st.lists(st.tuples(numbers, titles, dates), min_size=0, max_size=60, unique_by=lambda row: row[0])


def record(column, item, title, day):
    cut = title if len(title) < 12 else f"{title[:12]}…"
    path = f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{item}.html"
    return f'<record><![CDATA[\n<li><a title="{title}" href="{path}">{cut}</a><span>{day}</span></li>]]></record>'


def datastore(records, total, per_page):
    counts = f"<totalrecord>{total}</totalrecord><totalpage>{-(-total // per_page)}</totalpage>"
    return f"<datastore>{counts}<perpage>{per_page}</perpage><recordset>{''.join(records)}</recordset></datastore>"


def column_page(store, unit, options):
    return (
        '<html><body><div class="nav"><a href="/col/col7/index.html">政府信息公开</a></div>'
        f'<div id="{unit}"><script type="text/xml">{store}</script></div>'
        f"<script>$('#{unit}').jpage({{themeName:'default',{options}}});</script></body></html>"
    )


def proxy_options(column, unit, total, per_page, group, method):
    form = (
        f"col:1,appid:'1',webid:3,path:'/',columnid:{column},sourceContentType:1,unitid:'{unit}',"
        "webname:'青山县人民政府',permissiontype:0"
    )
    return (
        f"totalRecord:{total},openCookies:false,dataAfter:'</ul>',groupSize:{group},{method}"
        f"proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:{per_page},ajaxParam:{{{form}}}"
    )


@given(names, numbers, numbers, rows, st.integers(1, 9), st.integers(1, 3), st.booleans())
def test_every_record_of_any_column_is_listed_once(name, column, unit, listed, per_page, group, is_get):
    host = f"https://www.{name}.gov.cn"
    url = f"{host}/col/col{column}/index.html"
    records = [record(column, *row) for row in listed]
    size = group * per_page
    method = "type:'get'," if is_get else ""
    options = proxy_options(column, unit, len(listed), per_page, group, method)
    page = read(column_page(datastore(records[:size], len(listed), per_page), unit, options), url)
    found = [link for link in page.links if link.date]
    asked = []
    while page.next_pages:
        (address,) = page.next_pages
        asked.append(address)
        fields = parameters_of(address)
        start, end = int(fields["startrecord"]), int(fields["endrecord"])
        page = read(datastore(records[start - 1 : end], len(listed), per_page), address)
        found += page.links
        assert page.is_counted
        assert fields["perpage"] == str(per_page)
    assert found == [
        Link(f"{host}/art/{day.year}/{day.month}/{day.day}/art_{column}_{item}.html", title, day)
        for item, title, day in listed
    ]
    # Each group is asked for once, at an address that the next record does not change.
    assert len(asked) == max(0, -(-len(listed) // size) - 1)
    for k, address in enumerate(asked, start=1):
        request = request_of(address)
        query = dict(parse_qsl(urlsplit(request.url).query))
        assert (query["startrecord"], query["endrecord"]) == (str(k * size + 1), str((k + 1) * size))
        form = query if is_get else dict(parse_qsl(request.body))
        assert (request.body is None) == is_get
        assert form.items() >= {
            "col": "1", "appid": "1", "webid": "3", "path": "/", "columnid": str(column), "sourceContentType": "1",
            "unitid": str(unit), "webname": "青山县人民政府", "permissiontype": "0",
        }.items()  # fmt: skip
        assert is_page_of(address, url)
        assert not is_page_of(address, f"{host}/col/col{column}1/index.html")


def test_an_answer_that_tells_no_total_is_followed_while_it_is_full():
    address = "http://www.a.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=4&endrecord=6&perpage=3#post:columnid=7"
    records = [record(7, item, "枫林镇2023年报告", datetime.date(2024, 1, item)) for item in (4, 5, 6)]
    full = read(f"<datastore><recordset>{''.join(records)}</recordset></datastore>", address)
    assert full.next_pages == (address.replace("=4&", "=7&").replace("=6&", "=9&"),)
    assert full.next_is_guess
    assert not read(f"<datastore><recordset>{records[0]}</recordset></datastore>", address).next_pages


def test_without_a_paging_script_the_next_group_is_what_the_records_link_to():
    group = '<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&amp;columnid=7"></a>]]></nextgroup>'
    day = datetime.date(2024, 1, 9)
    store = f"<datastore>{group}<recordset>{record(7, 1, '枫林镇2023年报告', day)}</recordset></datastore>"
    page = read(f'<html><script type="text/xml">{store}</script></html>', "http://www.a.gov.cn/col/col7/index.html")
    assert page.next_pages == ("http://www.a.gov.cn/module/web/jpage/dataproxy.jsp?page=1&columnid=7",)
    last = read("<datastore><recordset></recordset></datastore>", page.next_pages[0])
    assert (last.links, last.next_pages) == ((), ())


def test_a_list_that_does_not_say_where_its_other_entries_are_has_a_gap():
    store = datastore([record(7, 1, "枫林镇2023年报告", datetime.date(2024, 1, 9))], 31, 15)
    page = read(column_page(store, 5, "totalRecord:31,perPage:15"), "http://www.a.gov.cn/col/col7/index.html")
    assert page.next_pages == ()
    assert page.gap == "has 31 entries and does not say where those after 1 are"


def two_lists(column: int, url: str):
    """The page at ``url`` with a list of column 7 and one of this column, two records each and one of them shown."""
    day = datetime.date(2024, 1, 9)
    one = column_page(datastore([record(7, 1, "枫林镇2023年报告", day)], 2, 1), 51, proxy_options(7, 51, 2, 1, 1, ""))
    more = datastore([record(column, 2, "柳溪乡2023年报告", day)], 2, 1)
    return read(one + column_page(more, 52, proxy_options(column, 52, 2, 1, 1, "")), url)


def test_lists_of_other_columns_beside_the_list_are_left_alone():
    page = two_lists(8, "http://www.a.gov.cn/col/col7/index.html")
    assert [parameters_of(address)["unitid"] for address in page.next_pages] == ["51"]
    assert len([link for link in page.links if link.date]) == 2


def test_several_lists_of_a_column_are_followed_each_by_its_own_script():
    for page in (two_lists(7, "http://www.a.gov.cn/col/col7/index.html"), two_lists(8, "http://www.a.gov.cn/nb/")):
        ranges = [
            (parameters_of(address)["unitid"], parameters_of(address)["startrecord"]) for address in page.next_pages
        ]
        assert ranges == [("51", "2"), ("52", "2")]


def test_mobile_twins_are_the_page_they_repeat():
    day = datetime.date(2024, 1, 9)
    records = [record(7, item, "枫林镇2023年报告", day) for item in ("1_wap", "1", "2_app")]
    page = read(f"<datastore>{''.join(records)}</datastore>", "http://www.a.gov.cn/module/jpage/dataproxy.jsp?page=1")
    assert [link.url.rpartition("_")[2] for link in page.links] == ["1.html", "2.html"]


def test_addresses_of_posts_are_told_apart_by_their_forms():
    one, other = (f"https://www.a.gov.cn/p.jsp?startrecord=4#post:columnid={column}" for column in (7, 8))
    assert request_of(one).url == request_of(other).url == "https://www.a.gov.cn/p.jsp?startrecord=4"
    assert key_of(one) != key_of(other)
    assert list_key_of(one) != list_key_of(other)
    assert key_of(one) == key_of(one.replace("https", "http"))
    assert request_of("https://www.a.gov.cn/p.jsp?a=1").body is None


areas = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=18)
agencies = st.dictionaries(areas, st.text("青山枫林柳溪", min_size=3, max_size=8), min_size=1, max_size=6)


@given(names, agencies, st.sets(st.integers(2009, 2030), max_size=6), st.booleans(), st.data())
def test_annual_report_pages_give_an_agencys_years_and_the_other_agencies(name, units, years, is_named, data):
    page = f"https://www.{name}.gov.cn/module/xxgk/xxgkAnnualReport.jsp"
    own = data.draw(st.sampled_from(sorted(units)))
    listed = "".join(f'<li><a href="{page}?area={area}">{unit}局</a></li>' for area, unit in units.items())
    tabs = "".join(
        f'<a href="xxgkAnnualReport.jsp?area={own}&amp;fbtime={year}">{year}年</a>' for year in sorted(years)
    )
    url = f"{page}?area={own}" if is_named else page
    found = read(f"<ul>{listed}</ul><div>{tabs}</div><p>正文</p>", url)
    assert found.links == tuple(
        Link(f"{page}?area={own}&fbtime={year}", f"{units[own]}局{year}年政府信息公开工作年度报告", None)
        for year in sorted(years)
    )
    assert found.next_pages == tuple(f"{page}?area={area}" for area in units if f"{page}?area={area}" != url)
    assert all(is_page_of(address, url) for address in found.next_pages)


def test_family_is_found_out_from_the_page():
    assert detect(column_page(datastore([], 0, 15), 5, "totalRecord:0")) == "hanweb"
    assert detect('<a href="/module/xxgk/xxgkAnnualReport.jsp?area=11331024&fbtime=2023">2023</a>') == "hanweb"


def test_credit_codes_in_addresses_are_checked():
    page = "https://www.a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023&area="
    good = "91350100M000100Y43"
    assert doubts(page + good, "350100") == ()
    assert doubts(page + good, "3501") == ()
    assert doubts(page + "002659876", "331024") == ()
    assert doubts(page.partition("?")[0], "331024") == ()
    (wrong_place,) = doubts(page + good, "331024")
    assert wrong_place == f"the credit code {good} names division 350100, the site is of 331024"
    (wrong_check,) = doubts(page + good[:-1] + "4", "350100")
    assert wrong_check == f"the credit code {good[:-1]}4 has a wrong check character"


def test_records_escaped_instead_of_in_cdata_and_a_proxy_named_with_its_column():
    row = (
        '&lt;li&gt;&lt;a href="/art/2024/1/16/art_7_2.html?uid=4"&gt;枫林镇2023年政府信息公开年报&lt;/a&gt;&lt;/li&gt;'
    )
    for record in (row, f"<![CDATA[{row}]]>"):
        text = (
            f"<script type='text/xml'><datastore><totalrecord>5</totalrecord><recordset><record>{record}</record>"
            "</recordset></datastore></script><script>jQuery('#u').jpage({perPage:1,totalRecord:5,groupSize:1,"
            "proxyUrl:'/module/web/jpage/dataproxy.jsp?unitid=4&columnid=7'});</script>"
        )
        page = FAMILIES["hanweb"](text, "http://www.a.gov.cn/col/col7/index.html")
        assert [link.url for link in page.links] == ["http://www.a.gov.cn/art/2024/1/16/art_7_2.html"]
        (following,) = page.next_pages
        assert following == (
            "http://www.a.gov.cn/module/web/jpage/dataproxy.jsp?unitid=4&columnid=7&startrecord=2&endrecord=2&perpage=1"
            "#post:"
        )


def test_an_answer_without_the_records_that_its_total_counts_says_so():
    empty = "<datastore><totalrecord>5</totalrecord><recordset></recordset></datastore>"
    url = "http://www.a.gov.cn/module/web/jpage/dataproxy.jsp?startrecord={}&endrecord=6&perpage=1"
    assert FAMILIES["hanweb"](empty, url.format(4)).gap == "has 5 entries and gives none of those from 4 on"
    assert FAMILIES["hanweb"](empty, url.format(6)).gap is None


def test_annual_pages_with_the_year_first_and_the_shown_year_without_a_link():
    page = "/module/xxgk/xxgkAnnualReport.jsp"
    text = (
        f"<ul><li><a href='{page}?fbtime=2023&area=A1'>县教育局</a></li></ul>"
        "<ul><li class='on'>2024年度</li>"
        f"<li><a href='{page}?fbtime=2023&area=A1'>2023年度政府信息公开年报</a></li></ul>"
    )
    assert detect(text) == "hanweb"
    found = FAMILIES["hanweb"](text, f"http://www.a.gov.cn{page}?area=A1").links
    assert {link.url.partition("?")[2]: link.text for link in found} == {
        "area=A1&fbtime=2023": "县教育局2023年政府信息公开工作年度报告",
        "area=A1&fbtime=2024": "县教育局2024年政府信息公开工作年度报告",
    }
