"""What a demonstration site answers with: pages, and programs that make them of what was asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib import resources
from string import Template

from replica.site import Encoding, SiteSpec

NOTICE = "演示网站：本站页面与数字均为虚构，仅供软件演示与测试。"


@dataclass(frozen=True, slots=True)
class Page:
    """One resource. ``validators``: whether a server gives an ETag and a date with it; jsp pages have none."""

    body: bytes
    content_type: str
    last_modified: datetime
    validators: bool = True

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True)
class Asked:
    """What a program is told of a request; ``fields`` are those of the query and of a posted form."""

    method: str
    fields: dict[str, str]
    referer: str


Program = Callable[[Asked], Page | None]  # None: there is no such page
Site = dict[str, Page | Program]  # by path, or by path and query


def fill(template: str, site: SiteSpec, encoding: Encoding, **values: str) -> str:
    """A template of ``replica/templates`` with the site's own values and these."""
    text = resources.files("replica").joinpath("templates", template).read_text(encoding="utf-8")
    return Template(text).substitute(
        values,
        site_name=site.name,
        site_domain=site.host,
        site_id=site.site_id,
        notice=NOTICE,
        charset=encoding.meta,
    )


def web_page(text: str, published: date, encoding: Encoding, *, validators: bool = True) -> Page:
    """A page in the encoding that its meta element names, under the charset that the header names."""
    name = "gb18030" if encoding.meta == "gb2312" else encoding.meta
    return Page(text.encode(name), f"text/html; charset={encoding.header}", moment(published), validators)


def moment(day: date) -> datetime:
    """When something of that day was last modified."""
    return datetime.combine(day, time(8, 30), UTC)
