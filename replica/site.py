"""The description of a demonstration site: what its YAML file says, checked."""

from __future__ import annotations

import datetime
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from disclosure.data import load_yaml
from replica.press.html import HtmlOptions
from replica.press.paged import PageOptions

Edition = Literal["fmt2021", "fmt2019", "hybrid"]


class Described(BaseModel):
    """A part of a site file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Encoding(Described):
    """What a page says of itself and what the header says of it; the bytes are as the page says."""

    meta: Literal["utf-8", "gb2312"] = "utf-8"
    header: str = "utf-8"


class ReportSpec(Described):
    """One report. ``published`` and ``path`` are drawn where the file leaves them away.

    ``blank`` and ``printed`` change single cells, ``inconsistent`` makes one total wrong. ``twin``: a ``_wap`` copy of
    the article is linked too. ``encoding``: where the article's differs from the site's.
    """

    edition: Edition = "fmt2021"
    format: Literal["html", "pdf", "html+pdf"] = "html"
    html: HtmlOptions = HtmlOptions()
    pdf: PageOptions = PageOptions()
    blank: tuple[str, ...] = ()
    printed: dict[str, str] = {}
    inconsistent: str | None = None
    title: str | None = None
    published: datetime.date | None = None
    path: str | None = None
    twin: bool = False
    encoding: Encoding | None = None


class AgencySpec(Described):
    """An agency with its reports by reporting year; ``title`` may use {agency} and {year}."""

    name: str
    kind: Literal["county_gov", "county_dept", "township", "subdistrict"]
    division_code: Annotated[str, Field(pattern=r"^\d{6}(\d{3})?$")]
    title: str = "{agency}{year}年政府信息公开工作年度报告"
    folder: str = ""  #: articles stand here instead of in the column's own folder
    area: str | None = None  #: code under which an annual-report page shows the reports, which are in no list then
    reports: dict[int, ReportSpec]


class TrapSpec(Described):
    """A link in the list that leads to no report: another text, another host, or a place that robots.txt closes."""

    title: str
    published: datetime.date
    url: str | None = None  #: another host
    path: str | None = None
    body: tuple[str, ...] = ()
    imitates: str | None = None  #: name of an agency: the page holds a report of it that must not be taken


class SiteSpec(Described):
    """A site: its addresses, how its lists are made, who publishes, and its traps."""

    host: Annotated[str, Field(pattern=r"\.gov\.cn\.example$")]
    code: Annotated[str, Field(pattern=r"^\d{6}$")]
    name: str
    site_id: str
    layout: Literal["trs", "static", "hanweb"]
    column: str  #: address of the list's first page
    column_name: str = "政府信息公开年报"
    page_size: int = 8
    annual: str | None = None  #: address of the annual-report page, on hanweb sites
    encoding: Encoding = Encoding()
    closed: str  #: the directory that robots.txt disallows
    agencies: tuple[AgencySpec, ...]
    traps: tuple[TrapSpec, ...]

    @property
    def root(self) -> str:
        return f"https://{self.host}/"

    @property
    def column_id(self) -> str:
        """The digits in the column's address."""
        return "".join(character for character in self.column if character.isdigit())


def load_sites() -> list[SiteSpec]:
    """Every site of ``replica/sites``, by name of its file."""
    folder = resources.files("replica").joinpath("sites")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return [SiteSpec.model_validate(load_yaml(each.read_text(encoding="utf-8"))) for each in files]
