"""Nights at columns that are divided, counted wrong, cut short in their titles, or reports themselves."""

from tests.crawler.small_site import LIST, article, page, row, small

FORM = (
    "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 四、行政复议、行政诉讼情况"
    "<table><tr><td>本年制发件数</td><td>现行有效件数</td><td>结果维持</td></tr></table>"
)


def titled(title: str, body: str = "总体情况" * 200) -> str:
    head = f"<head><meta name='ArticleTitle' content='{title}'></head>"
    return f"<html>{head}<body><div id='zoom'>{body}</div></body></html>"


def articles(night) -> set[str]:
    return {capture["url"].partition(LIST)[2] for capture in night.captures if capture["verdict"] == "article"}


def test_sub_columns_of_units_and_years_and_frames_are_lists_of_their_own(web, crawl, make_site):
    web.put(LIST, page("<a href='./jyj/'>县教育局</a><a href='./2022n/'>2022年</a><a href='/dt/'>部门动态</a>"))
    web.put(LIST + "jyj/", page("<iframe src='rows.html'></iframe><iframe src='http://www.b.gov.cn/'></iframe>"))
    web.put(LIST + "jyj/rows.html", page(row("1.html", "县教育局2023年政府信息公开工作年度报告")))
    small(web, row("2.html", "枫林镇2022年政府信息公开工作年度报告"), path=LIST + "2022n/")
    web.put(LIST + "jyj/1.html", article("县教育局"))
    web.put(LIST + "2022n/2.html", article("枫林镇"))
    first = crawl(make_site(LIST))
    assert articles(first) == {"jyj/1.html", "2022n/2.html"}
    assert first.outcomes["990101"]["error"] is None
    asked = ["/robots.txt", LIST, LIST + "jyj/", LIST + "2022n/", LIST + "jyj/rows.html"]
    assert sorted(web.paths()) == sorted([*asked, LIST + "jyj/1.html", LIST + "2022n/2.html"])
    web.requests.clear()
    second = crawl(make_site(LIST), after=first)
    assert sorted(web.paths()) == sorted(asked)
    assert {seen.status for seen in web.requests if seen.path != "/robots.txt"} == {304}
    assert second.outcomes["990101"]["error"] is None


def test_a_year_that_is_a_report_itself_is_taken_and_its_tabs_too(web, crawl, make_site):
    web.put(LIST, page("<a href='./2024n/'>2024年</a>"))
    tab = "<a href='../2023n/'>县应急管理局2023年政府信息公开工作年度报告</a>"
    web.put(LIST + "2024n/", titled("县应急管理局2024年政府信息公开工作年度报告", FORM + tab))
    web.put(LIST + "2023n/", titled("县应急管理局2023年政府信息公开工作年度报告", FORM))
    first = crawl(make_site(LIST))
    assert articles(first) == {"2024n/", "2023n/"}
    own = next(line for line in first.lines if line["type"] == "link" and line["url"].endswith("2024n/"))
    assert (own["list_url"], own["accepted"]) == (own["url"], True)
    second = crawl(make_site(LIST), after=first)
    assert articles(second) == set()


def test_a_reports_link_that_leads_to_a_list_is_followed_as_one(web, crawl, make_site):
    small(web, row("./2020/", "2020年政府信息公开工作年度报告"), row("./3.html", "2019年政府信息公开工作年度报告"))
    rows = [row(f"./{k}.html", f"第{k}镇2020年政府信息公开工作年度报告") for k in (1, 2)]
    small(web, *rows, path=LIST + "2020/")
    web.put(LIST + "3.html", status=302, headers={"Location": LIST})
    for k in (1, 2):
        web.put(f"{LIST}2020/{k}.html", article(f"第{k}镇"))
    first = crawl(make_site(LIST))
    assert articles(first) == {"2020/1.html", "2020/2.html"}
    verdicts = first.verdicts()
    assert (verdicts[LIST[1:] + "2020/"], verdicts[LIST[1:] + "3.html"]) == ("list", "gone")
    web.requests.clear()
    crawl(make_site(LIST), after=first)
    assert sorted(web.paths()) == sorted(["/robots.txt", LIST, LIST + "2020/"])


def test_an_article_of_pictures_beside_other_years_reports_is_no_list(web, crawl, make_site):
    small(web, row("./1.html", "枫林镇2023年政府信息公开工作年度报告"))
    beside = [row(f"./{k}.html", f"枫林镇202{k}年政府信息公开工作年度报告") for k in (0, 2)]
    web.put(LIST + "1.html", page("<img src='./W020240126_1.jpg'><ul>" + "".join(beside) + "</ul>"))
    assert articles(crawl(make_site(LIST))) == {"1.html"}


def test_a_title_cut_short_or_without_a_year_is_judged_by_the_page_itself(web, crawl, make_site):
    small(
        web,
        row("./1.html", "青山县枫林镇人民政府2023年政府信..."),
        row("./2.html", "县水利局政府信息公开工作年度报告"),
        row("./3.html", "青山县人民政府2023年政府信息公开…"),
        row("./4.html", "青山县人民政府关于印发2023年…"),
        row("./5.html", "县民政局政府信息公开年报"),
    )
    web.put(LIST + "1.html", titled("青山县枫林镇人民政府2023年政府信息公开工作年度报告"))
    web.put(LIST + "2.html", titled("县水利局政府信息公开工作年度报告", FORM))
    web.put(LIST + "3.html", titled("青山县人民政府2023年政府信息公开工作要点"))
    web.put(LIST + "4.html", titled("青山县人民政府关于印发2023年工作要点的通知"))
    web.put(LIST + "5.html", titled("县民政局政府信息公开年报", "本单位正在编制。"))
    first = crawl(make_site(LIST))
    assert articles(first) == {"1.html", "2.html"}
    texts = {each["url"][-6:]: each["link_text"] for each in first.captures if each["verdict"] == "article"}
    assert texts["1.html"] == "青山县枫林镇人民政府2023年政府信息公开工作年度报告"
    links = {line["url"][-6:]: line["accepted"] for line in first.lines if line["type"] == "link"}
    assert links == {"1.html": True, "2.html": True, "3.html": False, "4.html": False, "5.html": False}
    assert first.verdicts()[LIST[1:] + "3.html"] == "other"
    assert first.outcomes["990101"]["error"] is None
    web.requests.clear()
    crawl(make_site(LIST), after=first)
    assert web.paths() == ["/robots.txt", LIST]


def test_pages_counted_beyond_the_end_are_gone_and_a_hole_is_a_failure(web, crawl, make_site):
    script = '<script>createPageHTML(4, {}, "index", "htm");</script>'
    for k, name in enumerate(("", "index_1.htm", "index_2.htm")):
        web.put(LIST + name, page(row(f"./{k}.html", f"第{k}镇2023年政府信息公开年报") + script.format(k)))
        web.put(f"{LIST}{k}.html", article(f"第{k}镇"))
    first = crawl(make_site(LIST))
    assert first.outcomes["990101"]["outcome"] == "ok"
    beyond = next(capture for capture in first.captures if capture["url"].endswith("index_3.htm"))
    assert (beyond["verdict"], beyond["list_url"]) == ("gone", f"http://www.qingshan.gov.cn.example{LIST}")
    del web.pages["www.qingshan.gov.cn.example", LIST + "index_1.htm"]
    second = crawl(make_site(LIST))
    assert second.outcomes["990101"]["outcome"] == "failed"
    assert "index_1.htm: is not there, and pages after it are" in second.outcomes["990101"]["error"]


def test_a_report_that_its_article_shows_in_a_frame_is_taken(web, crawl, make_site):
    small(web, row("./1.html", "县气象局2023年政府信息公开工作年度报告"))
    shown = "<iframe src='b.html'></iframe><iframe src='top.html'></iframe>"
    web.put(LIST + "1.html", titled("县气象局2023年政府信息公开工作年度报告", shown))
    web.put(LIST + "b.html", titled("", FORM))
    web.put(LIST + "top.html", page("<p>县气象局</p>"))
    first = crawl(make_site(LIST))
    verdicts = first.verdicts()
    assert [verdicts[LIST[1:] + name] for name in ("1.html", "b.html", "top.html")] == [
        "article",
        "attachment",
        "other",
    ]
    framed = next(capture for capture in first.captures if capture["url"].endswith("b.html"))
    assert framed["article_url"].endswith("/1.html")
    web.requests.clear()
    crawl(make_site(LIST), after=first)
    assert web.paths() == ["/robots.txt", LIST]
