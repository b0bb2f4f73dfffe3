"""The registry: one YAML file a website, at any depth of a folder.

Only hosts that end in ``.gov.cn`` may stand in it: about a quarter of the pages that show reports sit on mirrors and
hijacked domains. ``.gov.cn.example`` is for test sites, fetched only where the plan maps the host to an address.
"""

import datetime
import ipaddress
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler.families import FAMILIES, FAMILY_NAMES
from crawler.urls import host_of

REAL_SUFFIX = ".gov.cn"
EXAMPLE_SUFFIX = ".gov.cn.example"
State = Literal["active", "paused", "blocked", "unverified"]


class Column(BaseModel):
    """A list page of reports. ``family`` is found out from the page when left away."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: str
    family: str | None = None


class Site(BaseModel):
    """One website. ``code``: division that runs it (GB/T 2260); ``delay``: seconds between two requests to a host."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)
    code: str = Field(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9})$")
    name: str = Field(min_length=1)
    root: str
    columns: tuple[Column, ...] = ()
    state: State
    since: datetime.date | None = None
    why: str | None = None
    delay: float = Field(default=2.0, ge=0)
    platform: str | None = None
    max_requests: int = Field(default=300, ge=1)
    attachment_hosts: tuple[str, ...] = ()
    vetted: bool = False

    @property
    def hosts(self) -> frozenset[str]:
        """Every host this site may be asked for, lower case, without port."""
        return frozenset({*map(host_of, self._addresses), *map(str.lower, self.attachment_hosts)})

    @property
    def ports(self) -> frozenset[int]:
        """Ports that the site's addresses name, beside the usual ones."""
        return frozenset(port for address in self._addresses if (port := urlsplit(address).port))

    @property
    def _addresses(self) -> list[str]:
        return [self.root, *(column.url for column in self.columns)]

    @model_validator(mode="after")
    def _hosts_are_government(self) -> Self:
        for url in self._addresses:
            if not url.startswith(("http://", "https://")) or not host_of(url):
                raise ValueError(f"{url!r} is not an http or https address")
            urlsplit(url).port  # noqa: B018 (raises ValueError for a port that can't be)
        for host in sorted(self.hosts):
            if _is_address(host):
                if not self.vetted:
                    raise ValueError(f"{host} is a bare IP address; a person must check it and set vetted: true")
            elif not host.endswith((REAL_SUFFIX, EXAMPLE_SUFFIX)):
                raise ValueError(f"host {host} does not end with {REAL_SUFFIX}")
        return self


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def read_registry(folder: Path) -> tuple[list[Site], list[str]]:
    """All good sites of a folder, ordered by code, and one sentence for each file that can't be used."""
    sites: dict[str, tuple[Site, Path]] = {}
    problems: list[str] = []
    if not folder.is_dir():
        return [], [f"{folder}: there is no such folder of site files."]
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".yml")):
        try:
            site = Site.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            problems.append(f"{path}: {'; '.join(_sentence(detail) for detail in error.errors())}.")
        except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
            problems.append(f"{path}: not readable as YAML ({' '.join(str(error).split())}).")
        else:
            if site.code in sites:
                problems.append(f"{path}: code {site.code} is already used by {sites[site.code][1]}.")
            else:
                sites[site.code] = (site, path)
    return [site for _, (site, _) in sorted(sites.items())], problems


def _sentence(detail: object) -> str:
    assert isinstance(detail, dict)
    where = ".".join(map(str, detail["loc"]))
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{where}: {message}" if where else message


def check(sites: Iterable[Site]) -> list[str]:
    """What a person should mend, a sentence each: families that don't exist, lists that two sites claim, and so on."""
    problems: list[str] = []
    owners: dict[str, str] = {}
    for site in sites:
        if not site.columns:
            problems.append(f"{site.code} {site.name}: has no columns, so there is nothing to harvest.")
        if site.state != "active" and not site.why:
            problems.append(f"{site.code} {site.name}: is {site.state} but does not say why.")
        for column in site.columns:
            if column.family and column.family not in FAMILY_NAMES:
                problems.append(f"{site.code} {site.name}: {column.url} names an unknown family {column.family!r}.")
            elif column.family and column.family not in FAMILIES:
                problems.append(f"{site.code} {site.name}: family {column.family!r} of {column.url} is not built yet.")
            owner = owners.setdefault(column.url, site.code)
            if owner != site.code:
                problems.append(f"{site.code} {site.name}: {column.url} is already a column of {owner}.")
        if len({column.url for column in site.columns}) < len(site.columns):
            problems.append(f"{site.code} {site.name}: the same column stands twice.")
    return problems
