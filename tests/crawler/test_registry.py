"""Site files: what is accepted, and one plain sentence for each file that is not."""

from pathlib import Path

import pytest

from crawler.plan import Plan
from crawler.site import Site, check, read_registry

GOOD = """
code: "990101"
name: 青山县
root: https://www.qingshan.gov.cn/
columns:
  - url: https://xxgk.qingshan.gov.cn/nb/
    family: trs
state: active
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def sound_sites(folder: Path) -> list[Site]:
    sites, problems = read_registry(folder)
    assert problems == []
    return sites


def test_files_are_read_at_any_depth_in_order_of_code(tmp_path):
    other = GOOD.replace("990101", "990007").replace("qingshan", "fenglin")
    sites = sound_sites(write(tmp_path, a=GOOD, deep__er__b=other))
    assert [site.code for site in sites] == ["990007", "990101"]
    assert sites[1].hosts == {"www.qingshan.gov.cn", "xxgk.qingshan.gov.cn"}
    assert (sites[1].delay, sites[1].max_requests, sites[1].columns[0].family) == (2.0, 300, "trs")
    assert check(sites) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("www.qingshan.gov.cn", "www.qingshan.com"), "www.qingshan.com does not end with .gov.cn"),
        (("www.qingshan.gov.cn", "www.gov.cn.qingshan.net"), "does not end with .gov.cn"),
        (("https://www.qingshan.gov.cn/", "http://203.0.113.9:8080/"), "203.0.113.9 is a bare IP address"),
        (("https://www", "ftp://www"), "is not an http or https address"),
        (("active", "asleep"), "state"),
        (('"990101"', '"99010"'), "code"),
        (("columns:", "colums:"), "colums"),
        (("name: 青山县", "name: [青山县"), "not readable as YAML"),
        ((GOOD, "- just a list"), "valid"),
        ((GOOD, ""), "valid"),
    ],
)
def test_a_bad_file_gets_one_sentence_that_names_it_and_the_others_stay(tmp_path, change, words):
    good = GOOD.replace("990101", "990107").replace("qingshan", "fenglin")
    sites, problems = read_registry(write(tmp_path, bad=GOOD.replace(*change), good=good))
    assert [site.code for site in sites] == ["990107"]
    assert len(problems) == 1
    assert "bad.yaml" in problems[0]
    assert words in problems[0]
    assert "\n" not in problems[0]


def test_a_checked_bare_address_and_an_example_host_may_stand_in_it(tmp_path):
    bare = GOOD.replace("https://www.qingshan.gov.cn/", "http://203.0.113.9:8080/") + "vetted: true\n"
    example = GOOD.replace("gov.cn", "gov.cn.example").replace("990101", "990102")
    hosts = [site.hosts for site in sound_sites(write(tmp_path, bare=bare, example=example))]
    assert hosts[0] == {"203.0.113.9", "xxgk.qingshan.gov.cn"}
    assert hosts[1] == {"www.qingshan.gov.cn.example", "xxgk.qingshan.gov.cn.example"}


def test_one_code_in_two_files_is_refused(tmp_path):
    _, problems = read_registry(write(tmp_path, a=GOOD, b=GOOD))
    assert len(problems) == 1
    assert "990101" in problems[0]
    assert "a.yaml" in problems[0]


def test_a_missing_folder_is_told(tmp_path):
    sites, problems = read_registry(tmp_path / "nowhere")
    assert sites == []
    assert len(problems) == 1
    assert "no such folder" in problems[0]


def test_check_lists_what_a_person_should_mend(tmp_path):
    twin = GOOD.replace("990101", "990102").replace("state: active", "state: paused").replace("trs", "tsr")
    unbuilt = GOOD.replace("990101", "990103").replace("qingshan", "fenglin").replace("trs", "jpaas")
    bare = GOOD.replace("990101", "990104").partition("columns")[0] + "state: active\n"
    problems = check(sound_sites(write(tmp_path, a=GOOD, b=twin, c=unbuilt, d=bare)))
    for words in ("unknown family 'tsr'", "already a column of 990101", "does not say why", "'jpaas'", "no columns"):
        assert sum(words in problem for problem in problems) == 1, words
    assert len(problems) == 5


def test_the_projects_own_registry_is_sound():
    sites = sound_sites(Path(__file__).parents[2] / "registry")
    assert len(sites) >= 10
    assert check(sites) == []
    assert all(host.endswith(".gov.cn") for site in sites for host in site.hosts)


def test_a_plan_is_read_back_as_written(tmp_path):
    site = sound_sites(write(tmp_path, a=GOOD))[0]
    plan = Plan.model_validate(
        {
            "night": "2026-01-20",
            "contact": "mailto:harvest@example.org",
            "connect_to": {"WWW.qingshan.gov.cn": "127.0.0.1:8013"},
            "sites": [
                {
                    "site": site,
                    "known": {"https://xxgk.qingshan.gov.cn/nb/": {"etag": '"17"', "kind": "list"}},
                    "lists": {"https://xxgk.qingshan.gov.cn/nb/": {"fingerprint": "4f", "links": 23}},
                }
            ],
        }
    )
    plan.write(tmp_path / "plans" / "one.json")
    assert Plan.read(tmp_path / "plans" / "one.json") == plan
    assert plan.connect_to == {"www.qingshan.gov.cn": "127.0.0.1:8013"}


@pytest.mark.parametrize("address", ["127.0.0.1", ":8013", "127.0.0.1:http"])
def test_an_address_without_port_is_refused(address):
    with pytest.raises(ValueError, match="address:port"):
        Plan(night="2026-01-20", connect_to={"www.qingshan.gov.cn": address})
