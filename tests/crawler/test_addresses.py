"""Addresses that are never asked for, whoever names them: redirects, pages, scripts, robots.txt, links to files."""

import pytest

from crawler.addresses import objection

HOST = "www.qingshan.gov.cn.example"
OUTSIDE = "www.elsewhere.gov.cn.example"
# Written as a page or a Location header may write them; each leads out of the site, by one reading of it at least.
OTHER_HOSTS = [
    f"//{OUTSIDE}/x",
    f"HTTP://{OUTSIDE.upper()}/x",
    f"ht\ttp://{OUTSIDE}/x",
    f"http://{OUTSIDE}./x",
    f"http://{HOST}./x",
    rf"http://{HOST}\.{OUTSIDE}/x",
    f"http://{OUTSIDE}?@{HOST}/x",
    f"http://{HOST}.{OUTSIDE}/x",
    "http://xn--fiqs8s.gov.cn.example/x",
    "http://127.0.0.1/x",
    "http://127.1/x",
    "http://2130706433/x",
    "http://0177.0.0.1/x",
    "http://0x7f000001/x",
    "http://[::1]/x",
    "http://[::ffff:127.0.0.1]/x",
    "http://[::ffff:7f00:1]/x",
    "http://[fe80::1%25eth0]/x",
]
ODD = [
    f"https:/{OUTSIDE}/x",
    f"http://{HOST}@{OUTSIDE}/x",
    f"http://{OUTSIDE}@{HOST}/x",
    f"http://user:word@{HOST}/x",
    rf"http://{OUTSIDE}\@{HOST}/x",
    f"http://{HOST}%2f@{OUTSIDE}/x",
    "http://[x",
    f"http://{HOST}:99999/x",
    f"http://{HOST}:x/x",
    f"ftp://{HOST}/x",
    "file:///etc/passwd",
    "gopher://127.0.0.1/x",
    "data:text/html,x",
    "javascript:alert(1)",
]
# By the reading of RFC 3986 these are paths of the site itself, and there is nothing there.
OWN_PATHS = [
    f"///{OUTSIDE}/x",
    rf"\\{OUTSIDE}\x",
    rf"/\{OUTSIDE}/x",
    f"http:{OUTSIDE}/x",
    f"http:/{OUTSIDE}/x",
    f"http://{OUTSIDE}#@{HOST}/x",
]
VERDICTS = {
    **dict.fromkeys(OTHER_HOSTS, "refused_host"),
    **dict.fromkeys(ODD, "refused_address"),
    **dict.fromkeys(OWN_PATHS, "gone"),
}
IN_CHINESE = [
    f"http://{OUTSIDE.replace('.', '。')}/x",
    f"http://{OUTSIDE.replace('www', 'ｗｗｗ')}/x",
    "http://中国.cn/x",
]


def check(web, night) -> None:
    """Nothing was sent elsewhere or with a user's name, and every address has a line that says what came of it."""
    assert {seen.host for seen in web.requests} == {HOST}
    assert "Authorization" not in {name for seen in web.requests for name in seen.headers}
    told = {capture["url"].partition(HOST)[2]: capture for capture in night.captures}
    verdicts = {spelling: told[f"/{number}/"]["verdict"] for number, spelling in enumerate(VERDICTS)}
    assert verdicts == VERDICTS
    assert all(told[f"/{number}/"]["error"] for number in range(len(VERDICTS)))
    assert "Traceback" not in night.stderr


@pytest.fixture
def harvest(web, crawl, make_site):
    """The night of a site with a column for each spelling. What is not refused reaches this test's own server."""

    def run(count: int):
        site = make_site(*(f"/{number}/" for number in range(count)), max_requests=1000)
        hosts = (HOST, OUTSIDE, f"{HOST}.", f"{OUTSIDE}.", f"{HOST}.{OUTSIDE}", "127.0.0.1")
        return crawl(site, mapped=dict.fromkeys(hosts, web.address))

    return run


def test_redirects_never_lead_out_of_the_site(web, harvest):
    for number, spelling in enumerate(VERDICTS):
        web.put(f"/{number}/", status=302, headers={"Location": spelling})
    check(web, harvest(len(VERDICTS)))


def test_the_last_of_a_chain_of_redirects_is_judged_like_the_first(web, harvest):
    for number, spelling in enumerate(VERDICTS):
        web.put(f"/{number}/", status=301, headers={"Location": f"/again/{number}"})
        web.put(f"/again/{number}", status=307, headers={"Location": spelling})
    night = harvest(len(VERDICTS))
    check(web, night)
    refused = next(capture for capture in night.captures if capture["url"].endswith("/0/"))
    assert refused["error"] == f"host {OUTSIDE} is not in the registry for this site"
    assert refused["reasons"] == [f"sent on to http://{HOST}/again/0", f"sent on to http://{OUTSIDE}/x"]


def test_pages_that_send_their_reader_on_never_lead_out_of_the_site(web, harvest):
    spellings = [*VERDICTS, *IN_CHINESE]
    for number, spelling in enumerate(spellings):
        web.put(
            f"/{number}/",
            f'<meta http-equiv="refresh" content="0; url={spelling}">'
            if number % 2
            else f'<script>location.href="{spelling}"</script>',
        )
    night = harvest(len(spellings))
    assert {seen.host for seen in web.requests} == {HOST}
    assert {capture["verdict"] for capture in night.captures} <= {
        "refused_host",
        "refused_address",
        "gone",
        "robots",
        "list",
    }
    assert "Traceback" not in night.stderr


def test_links_to_files_never_lead_out_of_the_site(web, crawl, make_site):
    spellings = [f"{spelling}.pdf" for spelling in [*VERDICTS, *IN_CHINESE]]
    web.put(
        "/nb/", '<ul><li><a href="./1.html">枫林镇2023年政府信息公开工作年度报告</a><span>2024-01-26</span></li></ul>'
    )
    files = "".join(f'<a href="{spelling}">附件</a>' for spelling in spellings)
    web.put("/nb/1.html", f'<body><div id="zoom">{"总体情况" * 200}{files}</div></body>')
    night = crawl(make_site("/nb/"), mapped=dict.fromkeys((HOST, OUTSIDE, f"{HOST}.", "127.0.0.1"), web.address))
    assert {seen.host for seen in web.requests} == {HOST}
    refused = [capture for capture in night.captures if capture["verdict"].startswith("refused_")]
    assert len(refused) >= 20
    assert all(capture["error"] and capture["sha256"] is None for capture in refused)
    assert night.verdicts()["nb/1.html"] == "article"


def test_robots_txt_is_not_fetched_from_elsewhere(web, crawl, make_site):
    sites = []
    for number, spelling in enumerate(VERDICTS):
        host = f"www.n{number}.gov.cn.example"
        web.put("/robots.txt", status=301, headers={"Location": spelling.replace(HOST, host)}, host=host)
        sites.append(make_site("/nb/", host=host, code=f"99{number:04}", max_requests=20))
    hosts = {host for site in sites for host in site.hosts}
    crawl(*sites, mapped=dict.fromkeys((*hosts, OUTSIDE, "127.0.0.1"), web.address))
    assert {seen.host for seen in web.requests} == hosts


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        (f"ftp://{HOST}/", "the address begins with ftp: and only http: and https: are asked for"),
        (f"http://user@{HOST}/", "the address names a user, which no public page needs"),
        ("https:/x", "the address names no host"),
        (f"http://{HOST}:22/", "the address names port 22, which the registry does not"),
        (f"http://{HOST}:99999/", "the address is malformed"),
        (f"http://{HOST}:80/", None),
        (f"https://{HOST}:443/x", None),
        (f"https://{HOST}/x", None),
    ],
)
def test_what_is_wrong_with_an_address_is_said(url, cause):
    assert objection(url) == cause


def test_a_port_that_the_site_file_names_is_asked_for(make_site):
    site = make_site("/nb/", host=f"{HOST}:8080")
    assert site.ports == {8080}
    assert objection(f"http://{HOST}:8080/x", site.ports) is None
    assert objection(f"http://{HOST}:8081/x", site.ports) == "the address names port 8081, which the registry does not"
