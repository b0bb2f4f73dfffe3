"""What the demonstration sites publish: each report with its truth, its place and its file."""

from __future__ import annotations

import hashlib
import posixpath
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from replica.press.pdf import print_pdf
from replica.press.truth import (
    FMT2019,
    FMT2021,
    HYBRID,
    Truth,
    expected_json,
    inconsistent,
    make_truth,
    reprinted,
    with_blanks,
)
from replica.site import AgencySpec, Encoding, ReportSpec, SiteSpec

EDITIONS = {"fmt2021": FMT2021, "fmt2019": FMT2019, "hybrid": HYBRID}


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report on a site. ``path`` is the article's, ``file_path`` that of its PDF where it has one.

    ``area``: the code of its agency where it stands on an annual-report page and in no list.
    """

    site: SiteSpec
    spec: ReportSpec
    truth: Truth
    published: date
    path: str
    file_path: str | None
    area: str | None = None

    @property
    def encoding(self) -> Encoding:
        """What the article says of its encoding, and what its header says."""
        return self.spec.encoding or self.site.encoding

    @property
    def in_page(self) -> bool:
        """Whether the article's own body holds the report."""
        return self.spec.format != "pdf"

    def printed_file(self) -> bytes:
        """The PDF that stands at ``file_path``."""
        return print_pdf(self.truth, self.spec.pdf)

    def expected(self) -> dict[str, Any]:
        """What a harvest must find: one JSON object, see ``python -m replica truth``."""
        cells = expected_json(self.truth)
        document = self.path if self.in_page else self.file_path or ""
        return {
            "site_code": self.site.code,
            "agency": self.truth.agency,
            "agency_kind": self.truth.agency_kind,
            "division_code": self.truth.division_code,
            "year": self.truth.year,
            "url": self.site.root.rstrip("/") + self.path,
            "document_url": self.site.root.rstrip("/") + document,
            "format": "html" if self.in_page else "pdf",
            "title": self.truth.title,
            "published_date": self.published.isoformat(),
            "editions": {**self.truth.editions, "statistics": None},
            "cells": {address: cell["value"] for address, cell in cells.items()},
            "states": {address: cell["state"] for address, cell in cells.items()},
            "consistent": self.truth.consistent,
        }


def published_reports(site: SiteSpec) -> list[PublishedReport]:
    """Every report of a site, agency by agency, year by year."""
    return [report for agency in site.agencies for report in _reports_of(site, agency)]


def _reports_of(site: SiteSpec, agency: AgencySpec) -> Iterator[PublishedReport]:
    drawn: dict[int, Truth] = {}
    for year, spec in sorted(agency.reports.items()):
        drawn[year] = make_truth(
            int(site.code),
            agency=agency.name,
            agency_kind=agency.kind,
            division_code=agency.division_code,
            year=year,
            title=spec.title or agency.title,
            editions=EDITIONS[spec.edition],
            previous=drawn.get(year - 1),
        )
        truth = with_blanks(reprinted(drawn[year], spec.printed), spec.blank)
        if spec.inconsistent:
            truth = inconsistent(truth, spec.inconsistent)
        number = article_number(truth.title)
        published = spec.published or date(year + 1, 1, 5 + number % 24)
        path = spec.path or article_path(site, published, number, agency.folder)
        if agency.area:
            path = f"{site.annual}?area={agency.area}&fbtime={year}"
        file_path = None if spec.format == "html" else _file_path(site, published, number, path)
        yield PublishedReport(site, spec, truth, published, path, file_path, agency.area)


def article_number(title: str) -> int:
    """A seven-digit id that depends on the title alone."""
    return 1_000_000 + zlib.crc32(title.encode()) % 9_000_000


def article_path(site: SiteSpec, published: date, number: int, folder: str = "") -> str:
    """Where a site of this layout puts an article."""
    if site.layout == "trs":
        return f"{folder or site.column}{published:%Y%m}/t{published:%Y%m%d}_{number}.html"
    if site.layout == "hanweb":
        return f"/art/{published.year}/{published.month}/{published.day}/art_{site.column_id}_{number}.html"
    return f"/article/{published:%Y/%m}/{number}.html"


def _file_path(site: SiteSpec, published: date, number: int, path: str) -> str:
    if site.layout == "trs":
        return posixpath.join(posixpath.dirname(path), f"P0{published:%Y%m%d}{number}.pdf")
    if site.layout == "hanweb":
        digest = hashlib.sha256(path.encode()).hexdigest()[:32]
        return f"/module/download/downfile.jsp?classid=0&filename={digest}.pdf"
    return f"/upload/{published:%Y%m}/{number}.pdf"
