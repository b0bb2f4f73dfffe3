"""Settings from the environment."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import from_environment, parse_connect_to


def test_defaults_are_those_of_the_contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = from_environment({})
    assert settings.registry == tmp_path / "registry"
    assert settings.archive == tmp_path / "var/archive"
    assert settings.warehouse == f"sqlite:///{tmp_path}/var/gongkai.sqlite"
    assert settings.exports == tmp_path / "var/exports"
    assert (settings.contact, settings.connect_to, settings.quorum) == ("", {}, 0.5)


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    assert from_environment({"GONGKAI_ARCHIVE": "", "GONGKAI_QUORUM": ""}) == from_environment({})


def test_settings_survive_the_way_to_another_process() -> None:
    given = {
        "GONGKAI_REGISTRY": "sites",
        "GONGKAI_ARCHIVE": "shelf",
        "GONGKAI_WAREHOUSE": "sqlite:///w.sqlite",
        "GONGKAI_EXPORTS": "out",
        "GONGKAI_CONTACT": "https://example.org/",
        "GONGKAI_CONNECT_TO": "www.a.gov.cn=127.0.0.1:81,www.b.gov.cn=127.0.0.1:82",
        "GONGKAI_CRAWLER_PYTHON": "python3.12",
        "GONGKAI_QUORUM": "0.75",
        "GONGKAI_ALERT_WEBHOOK": "https://hooks.example.org/a",
        "GONGKAI_ALIVE_WEBHOOK": "https://hooks.example.org/b",
    }
    settings = from_environment(given)
    assert settings.connect_to == {"www.a.gov.cn": "127.0.0.1:81", "www.b.gov.cn": "127.0.0.1:82"}
    assert from_environment(settings.to_environment()) == settings


@pytest.mark.parametrize("url", ["postgresql://gongkai@localhost/gongkai", "sqlite:////var/w.sqlite"])
def test_a_warehouse_elsewhere_is_left_as_it_is(url: str) -> None:
    assert from_environment({"GONGKAI_WAREHOUSE": url}).warehouse == url


@pytest.mark.parametrize(
    "text", ["www.a.gov.cn", "www.a.gov.cn=127.0.0.1", "www.a.gov.cn:80=127.0.0.1:81", "=1.2.3.4:5"]
)
def test_a_map_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="is not host=address:port"):
        parse_connect_to(text)


@pytest.mark.parametrize("text", ["half", "-0.1", "1.1", "nan"])
def test_a_quorum_is_a_share(text: str) -> None:
    with pytest.raises(SettingsError, match="a number from 0 to 1"):
        from_environment({"GONGKAI_QUORUM": text})


def test_an_archive_that_is_no_path_is_refused() -> None:
    with pytest.raises(SettingsError, match="only a path"):
        from_environment({"GONGKAI_ARCHIVE": "s3://bucket/archive"})


def test_a_live_harvest_needs_a_contact_unless_every_host_is_mapped() -> None:
    mapped = from_environment({"GONGKAI_CONNECT_TO": "www.a.gov.cn=127.0.0.1:81"})
    mapped.require_contact(["www.a.gov.cn"])
    with pytest.raises(SettingsError, match=r"live harvest of www\.b\.gov\.cn needs GONGKAI_CONTACT"):
        mapped.require_contact(["www.a.gov.cn", "www.b.gov.cn"])
    from_environment({"GONGKAI_CONTACT": "you@example.org"}).require_contact(["www.b.gov.cn"])
