"""The collection that accuracy is measured on: every look in every edition, each a truth with its printing options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from replica.press.converter import CALC, WRITER, Chromium, Converter, LibreOffice
from replica.press.docx import DocxOptions, print_docx
from replica.press.html import HtmlOptions, print_html
from replica.press.markdown import print_markdown
from replica.press.ofd import OfdOptions, print_ofd
from replica.press.page import PageStyle
from replica.press.paged import PageOptions
from replica.press.pdf import print_pdf
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.statistics_table import StatisticsOptions
from replica.press.tab_text import TabTextOptions, lost_cells, print_tab_text
from replica.press.truth import FMT2019, FMT2021, HYBRID, STAT2014, Truth, inconsistent, make_truth, reprinted
from replica.press.typist import Typing, type_values
from replica.press.xlsx import XlsxOptions, print_xlsx

FORM_EDITIONS = {"fmt2021": FMT2021, "fmt2019": FMT2019, "hybrid": HYBRID}
EDITIONS = {**FORM_EDITIONS, "stat2014": STAT2014}


@dataclass(frozen=True, slots=True)
class Look:
    """How an agency's report is filled in and set.

    ``marks``: what is printed in all cells whose address begins so (``""`` a blank, ``"/"``, ``"0"``).
    ``wrong_total``: a cell printed off by seven, so that equations fail. The options hold for the format they name;
    ``page`` for PDF files of other programs, ``typing`` and ``statistics`` for all.
    """

    name: str
    typing: Typing = field(default_factory=Typing)
    marks: Mapping[str, str] = field(default_factory=dict)
    wrong_total: str | None = None
    html: HtmlOptions = field(default_factory=HtmlOptions)
    docx: DocxOptions = field(default_factory=DocxOptions)
    xlsx: XlsxOptions = field(default_factory=XlsxOptions)
    pdf: PageOptions = field(default_factory=PageOptions)
    ofd: OfdOptions = field(default_factory=OfdOptions)
    text: TabTextOptions = field(default_factory=TabTextOptions)
    page: PageStyle = field(default_factory=PageStyle)
    statistics: StatisticsOptions = field(default_factory=StatisticsOptions)


LOOKS = (
    Look("plain"),
    Look(
        "labels as seen, blocks apart, Word export",
        typing=Typing(seen_labels=True),
        html=HtmlOptions(four_tables=True, wrapping="word", frame="word"),
        docx=DocxOptions(blocks_apart=True, runs=3),
        xlsx=XlsxOptions(sheets=True, blocks_apart=True),
        pdf=PageOptions(cut_row=True),
        ofd=OfdOptions(cut_row=True, text="character", background="template"),
        text=TabTextOptions(garbled_headers=True),
        page=PageStyle(padding=5, lead=90),
    ),
    Look(
        "full-width digits with separators, table inside layout tables",
        typing=Typing(full_width=True, separators=True),
        html=HtmlOptions(frame="nested", wrapping="plain"),
        docx=DocxOptions(runs=4),
        xlsx=XlsxOptions(merged=False, beside=True),
        pdf=PageOptions(cut_row=True, cut_values="second"),
        ofd=OfdOptions(cut_row=True, cut_values="second", scaled=True),
        text=TabTextOptions(cut_block=True),
        page=PageStyle(points=9, padding=4, lead=150),
    ),
    Look(
        "units in cells, header cells, repeated headers, open sides",
        typing=Typing(units=True),
        html=HtmlOptions(header_cells=True, wrapping="paragraph"),
        xlsx=XlsxOptions(sheets=True, ruled=False, unseen=True),
        pdf=PageOptions(repeat_header=True, open_sides=True),
        ofd=OfdOptions(repeat_header=True, open_sides=True, background="composite"),
        text=TabTextOptions(caption_as_paragraph=True),
        page=PageStyle(points=9, open_sides=True, repeat_header=True),
    ),
    Look(
        "blanks, slashes and dashes",
        marks={
            "active_disclosure.rule_": "/",
            "active_disclosure.penalty_": "",
            "applications.rejected_": "",
            "applications.denied_process_info.": "—",
            "applications.granted.org_other": "无",
            "disputes.litpost_": "",
            "disputes.review_upheld": "不适用",
        },
        html=HtmlOptions(four_tables=True, header_cells=True, wrapping="paragraph"),
        docx=DocxOptions(blocks_apart=True),
        xlsx=XlsxOptions(blocks_apart=True, merged=False),
        pdf=PageOptions(rules="fill", open_sides=True),
        ofd=OfdOptions(rules="fill", open_sides=True, background="composite", scaled=True),
        text=TabTextOptions(lost_first_values=("granted", "unavailable_not_held")),
        page=PageStyle(padding=6, lead=40),
    ),
    Look(
        "a wrong total, spaced labels, header and data spans disagree",
        typing=Typing(spaced_labels=True, separators=True),
        wrong_total="applications.result_total.natural_person",
        html=HtmlOptions(disagreeing_spans=True, wrapping="plain"),
        docx=DocxOptions(runs=2),
        xlsx=XlsxOptions(ruled=False, beside=True),
        pdf=PageOptions(closing_rule=False),
        ofd=OfdOptions(closing_rule=False, text="character"),
        text=TabTextOptions(shifted_rows=("result_total", "denied_internal_affairs")),
        page=PageStyle(points=12, padding=3, repeat_header=True),
    ),
    Look(
        "columns so narrow that numbers wrap",
        html=HtmlOptions(wrapping="word"),
        xlsx=XlsxOptions(numbers=False, unseen=True),
        pdf=PageOptions(cut_row=True, repeat_header=True, rules="fill"),
        ofd=OfdOptions(cut_row=True, repeat_header=True, rules="fill", background="template"),
        text=TabTextOptions(narrow_from="rejected_petition"),
        page=PageStyle(narrow=True, padding=3, lead=60),
    ),
    Look(
        "narrow columns, open sides, labels as seen, units",
        typing=Typing(seen_labels=True, spaced_labels=True, units=True, separators=True),
        html=HtmlOptions(frame="nested", header_cells=True, disagreeing_spans=True),
        docx=DocxOptions(runs=5),
        xlsx=XlsxOptions(numbers=False, sheets=True, merged=False, beside=True),
        pdf=PageOptions(cut_row=True, open_sides=True, rules="fill"),
        ofd=OfdOptions(cut_row=True, open_sides=True, rules="fill", text="character", scaled=True),
        text=TabTextOptions(split_label="rejected_reconfirm"),
        page=PageStyle(points=9, narrow=True, open_sides=True, padding=8, lead=200),
    ),
    Look(
        "all requests and disputes zero",
        marks={"applications.": "0", "disputes.": "0", "active_disclosure.rule_": "0"},
        html=HtmlOptions(four_tables=True, frame="word", wrapping="word"),
        xlsx=XlsxOptions(blocks_apart=True, ruled=False),
        ofd=OfdOptions(background="template", scaled=True),
        page=PageStyle(open_sides=True, padding=7, lead=120),
    ),
    Look(
        "columns and rows of the agency's own",
        typing=Typing(additions=("subtotal", "own_row", "litigation_total")),
        html=HtmlOptions(header_cells=True),
        pdf=PageOptions(repeat_header=True),
        ofd=OfdOptions(cut_row=True),
        page=PageStyle(points=9),
    ),
    Look(
        "total first, disputes with a row for each kind of case",
        typing=Typing(additions=("total_first", "cases_as_rows")),
        html=HtmlOptions(wrapping="paragraph"),
        docx=DocxOptions(runs=2),
        xlsx=XlsxOptions(sheets=True),
        ofd=OfdOptions(rules="fill"),
        page=PageStyle(points=9, lead=60),
    ),
)
STATISTICS_LOOKS = (
    Look("statistics, plain"),
    Look(
        "statistics, labels as seen, Word export",
        typing=Typing(units=True),
        html=HtmlOptions(wrapping="word", frame="word"),
        docx=DocxOptions(runs=3),
        xlsx=XlsxOptions(sheets=True),
        ofd=OfdOptions(text="character", background="template"),
        page=PageStyle(padding=5, lead=90),
        statistics=StatisticsOptions(seen_labels=True, header="seen", unit="none"),
    ),
    Look(
        "statistics, units in labels, chapters merged at the left, numbers of lines",
        typing=Typing(separators=True),
        html=HtmlOptions(frame="nested", header_cells=True, wrapping="plain"),
        xlsx=XlsxOptions(merged=False, beside=True),
        pdf=PageOptions(rules="fill"),
        ofd=OfdOptions(rules="fill", scaled=True),
        page=PageStyle(points=9, padding=4, lead=150),
        statistics=StatisticsOptions(unit="label", chapters="merged", code="before"),
    ),
    Look(
        "statistics, last year beside this year, codes behind labels",
        html=HtmlOptions(header_cells=True, wrapping="paragraph"),
        xlsx=XlsxOptions(ruled=False, unseen=True),
        pdf=PageOptions(repeat_header=True, open_sides=True),
        ofd=OfdOptions(repeat_header=True, open_sides=True, background="composite"),
        page=PageStyle(points=9, open_sides=True, repeat_header=True),
        statistics=StatisticsOptions(earlier=True, code="after", header="seen"),
    ),
    Look(
        "statistics, two halves side by side, notes",
        typing=Typing(full_width=True),
        docx=DocxOptions(runs=2),
        xlsx=XlsxOptions(numbers=False),
        pdf=PageOptions(closing_rule=False),
        ofd=OfdOptions(closing_rule=False, text="character"),
        statistics=StatisticsOptions(halves=True, note=True),
    ),
    Look(
        "statistics, set apart, lines of the province's own, blanks and slashes, a wrong total",
        marks={
            "statistics.s14_ch_w": "/",
            "statistics.s14_lit_": "",
            "statistics.s14_interview": "—",
            "statistics.s14_trainings": "无",
        },
        wrong_total="statistics.s14_rep_total",
        html=HtmlOptions(wrapping="paragraph"),
        xlsx=XlsxOptions(sheets=True, ruled=False),
        ofd=OfdOptions(background="template", scaled=True),
        page=PageStyle(padding=7, lead=120),
        statistics=StatisticsOptions(apart=True, extra_lines=True, title_inside=True),
    ),
    Look(
        "statistics, all zero, labels without numbers",
        marks={"statistics.": "0"},
        html=HtmlOptions(wrapping="word"),
        xlsx=XlsxOptions(beside=True),
        page=PageStyle(points=12, repeat_header=True),
        statistics=StatisticsOptions(numbered=False, title_inside=True),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of the collection. ``truth`` is what it says, ``typed`` the strings on paper."""

    seed: int
    edition: str
    look: Look

    @property
    def name(self) -> str:
        return f"{self.edition}, {self.look.name}"

    @property
    def truth(self) -> Truth:
        year = 2016 if self.edition == "stat2014" else 2023
        truth = make_truth(self.seed, editions=EDITIONS[self.edition], year=year)
        truth = inconsistent(truth, self.look.wrong_total) if self.look.wrong_total else truth
        for start, text in self.look.marks.items():
            truth = reprinted(truth, {cell: text for cell in truth.cells if cell.startswith(start)})
        return truth

    @property
    def typed(self) -> Truth:
        return type_values(self.truth, self.look.typing)


COLLECTION = (
    *(
        Entry(seed, edition, look)
        for seed, (look, edition) in enumerate(
            ((look, edition) for look in LOOKS for edition in FORM_EDITIONS), start=101
        )
    ),
    *(Entry(seed, "stat2014", look) for seed, look in enumerate(STATISTICS_LOOKS, start=201)),
)


@dataclass(frozen=True, slots=True)
class Format:
    """A way to print an entry; ``converter`` makes the file that is measured out of what ``print`` gives."""

    name: str
    print: Callable[[Entry], bytes]
    converter: Converter | None = None
    lossy: bool = False  #: it keeps too little of the tables for every cell to be read

    @property
    def missing(self) -> str | None:
        """The package to install before this format can be made here; None when nothing lacks."""
        lacks = self.converter is not None and self.converter.program is None
        return self.converter.package if self.converter and lacks else None

    def make(self, entries: tuple[Entry, ...]) -> dict[str, bytes]:
        """The files by the names of the entries."""
        printed = {entry.name: self.print(entry) for entry in entries}
        return self.converter.convert(printed) if self.converter else printed

    def lost(self, entry: Entry) -> list[str]:
        """Addresses whose slot this format's faults leave empty."""
        return lost_cells(entry.truth, entry.look.text) if self.name == "Text" else []


def _shared(look: Look) -> dict[str, Any]:
    """Options that all formats but text have."""
    return {"typing": look.typing, "statistics": look.statistics}


def _html(entry: Entry, page: PageStyle | None = None) -> bytes:
    return print_html(entry.typed, replace(entry.look.html, page=page, **_shared(entry.look)))


def _docx(entry: Entry) -> bytes:
    return print_docx(entry.typed, replace(entry.look.docx, page=entry.look.page, **_shared(entry.look)))


def _xlsx(entry: Entry) -> bytes:
    return print_xlsx(entry.typed, replace(entry.look.xlsx, **_shared(entry.look)))


def _text(entry: Entry) -> bytes:
    return print_tab_text(entry.typed, replace(entry.look.text, statistics=entry.look.statistics))


def _without_spans(look: Look) -> dict[str, Any]:
    """Options of formats that keep no spans: what a column of the agency's own stands under cannot be told there."""
    return {"typing": replace(look.typing, additions=()), "statistics": look.statistics}


def _markdown(entry: Entry) -> bytes:
    return print_markdown(entry.typed, **_without_spans(entry.look))


def _dissolved(**options: Any) -> Callable[[Entry], bytes]:
    return lambda entry: print_plain_text(entry.typed, PlainTextOptions(**options, **_without_spans(entry.look)))


FORMATS = (
    Format("HTML", _html),
    Format("DOCX", _docx),
    Format("DOC by LibreOffice", _docx, WRITER),
    Format("XLSX", _xlsx),
    Format("XLS by LibreOffice", _xlsx, CALC),
    Format("PDF", lambda entry: print_pdf(entry.typed, replace(entry.look.pdf, **_shared(entry.look)))),
    Format("PDF by LibreOffice", _docx, LibreOffice()),
    Format("PDF by Chromium", lambda entry: _html(entry, entry.look.page), Chromium()),
    Format("OFD", lambda entry: print_ofd(entry.typed, replace(entry.look.ofd, **_shared(entry.look)))),
    Format("Text", _text),
    Format("Text, a cell a line", _dissolved(layout="lines", wrap=12), lossy=True),
    Format("Text, a row a line", _dissolved(layout="spaces"), lossy=True),
    Format("Text, columns of characters", _dissolved(layout="aligned", wrap=14, page=60), lossy=True),
    Format("Text, drawn with characters", _dissolved(layout="box")),
    Format("Markdown", _markdown),
)
