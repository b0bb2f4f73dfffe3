"""Geometry of the 政府信息公开情况统计表 in the looks that agencies gave it: columns, numbering, halves, glosses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from disclosure.forms import LineForm, load_forms
from replica.press.layout import Slot, TableLayout

SEEN_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）": "1、主动公开政府信息数（同一信息计1条）",
        "其中：主动公开规范性文件数": "其中:1.主动公开规范性文件数",
        "制发规范性文件总数": "2.制发规范性文件数",
        "2.政府网站公开政府信息数": "②政府网站公开政府信息数",
        "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）": "(一)回应公众关注热点和重大舆情数",
        "1.参加或举办新闻发布会总次数": "(1)参加、举办新闻发布会次数",
        "其中：主要负责同志参加政府网站在线访谈次数": "其中：主要负责人参加政府网站在线访谈次数",
        "（一）收到申请数": "(一) 收到申请总数",
        "危及国家安全、公共安全、经济安全和社会稳定": "⑷危及国家安全、公共安全、经济安全或社会稳定",
        "不是《条例》所指政府信息": "不是《政府信息公开条例》所指的政府信息",
        "法律法规规定的其他情形": "法律、法规规定的其它情形",
        "（一）维持具体行政行为或者驳回原告诉讼请求数": "（一）维持具体行政行为数",
        "七、依申请公开信息收取的费用": "七、依申请公开政府信息收取的费用",
        "1.专职人员数（不包括政府公报及政府网站工作人员数）": "1.专职人员数",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）": (
            "（四）政府信息公开专项经费"
        ),
    }
)
"""Label of the form: what reports print in its place."""
LAST_YEAR = 5_000_000
"""Added to a number to make the one of the year before, larger than any that the truth draws."""
EXTRA_LINES = {"6.": "政务客户端公开政府信息数", "5.": "电子邮件申请数"}
_BARE = re.compile(r"^(?:其中：)?(?:[一二三四五六七八九]、|（[一二三四五六七八九]）|\d\.)?")


@dataclass(frozen=True, slots=True)
class StatisticsOptions:
    """How the table is set.

    ``unit``: in a column, behind the label in brackets, or not at all. ``code``: a column of numbers of lines, before
    or behind the label. ``note``: an empty column for notes. ``earlier``: last year's numbers in a column behind.
    ``chapters``: chapters as lines, or merged cells at the left. ``numbered``: labels with their numbers.
    ``halves``: two columns of lines side by side. ``extra_lines``: lines of the province's own.
    ``header``: ``seen`` for other words in the header. ``seen_labels``: those of SEEN_LABELS. ``apart``: a grid for the
    first three chapters and one for the rest. ``title_inside``: the title in the first row of the table.
    """

    unit: Literal["column", "label", "none"] = "column"
    code: Literal["none", "before", "after"] = "none"
    note: bool = False
    earlier: bool = False
    chapters: Literal["lines", "merged"] = "lines"
    numbered: bool = True
    halves: bool = False
    extra_lines: bool = False
    header: Literal["form", "seen"] = "form"
    seen_labels: bool = False
    apart: bool = False
    title_inside: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    labels: tuple[str, ...]  #: chapter (where it stands apart) and label
    unit: str
    address: str | None = None
    earlier: str = ""


def statistics_tables(
    edition: str, cells: Mapping[str, str], year: int, options: StatisticsOptions, title: str = ""
) -> list[TableLayout]:
    """The table as grids, filled in; more than one where it is set apart."""
    lines = _lines(edition, cells, options)
    pieces = [lines]
    if options.apart:
        cut = next(place for place, line in enumerate(lines) if line.address == "statistics.s14_rev_total")
        pieces = [lines[:cut], lines[cut:]]
    return [
        _table(piece, cells, year, options, title if options.title_inside and not number else "")
        for number, piece in enumerate(pieces)
    ]


def _lines(edition: str, cells: Mapping[str, str], options: StatisticsOptions) -> list[_Line]:
    form = load_forms()[edition]
    statutory = form.tables["statistics"].lines
    units = {cell.address: cell.unit or "" for cell in form.tables["statistics"].cells}
    lines: list[_Line] = []
    for line in statutory:
        label = _label(line, options)
        earlier = f"{LAST_YEAR + len(lines)}" if options.earlier and line.address else ""
        unit = units[line.address] if line.address else "—"
        labels = (_chapter(line, statutory, options), label) if options.chapters == "merged" else (label,)
        if not (options.chapters == "merged" and line.parent is None and line.address is None):
            lines.append(_Line(labels, unit, line.address, earlier))
        if options.extra_lines and line.address in ("statistics.s14_ch_other", "statistics.s14_req_letter"):
            number, extra = list(EXTRA_LINES.items())[line.address == "statistics.s14_req_letter"]
            lines.append(_Line((*labels[:-1], f"{number}{extra}"), unit))
    return lines


def _label(line: LineForm, options: StatisticsOptions) -> str:
    label = line.labels[0]
    if options.seen_labels:
        label = SEEN_LABELS.get(label, label)
    return label if options.numbered else _BARE.sub("", label)


def _chapter(line: LineForm, lines: tuple[LineForm, ...], options: StatisticsOptions) -> str:
    while line.parent is not None:
        line = lines[line.parent]
    return _label(line, options)


def _heads(year: int, options: StatisticsOptions) -> list[str]:
    seen = options.header == "seen"
    heads = ["指标名称" if seen else "统计指标"]
    heads += ["代码"] if options.code == "after" else []
    heads += ["计量单位" if seen else "单位"] if options.unit == "column" else []
    heads += [f"{year}年" if seen and options.earlier else "数量" if seen else "统计数"]
    heads += [f"{year - 1}年" if seen else "上年统计数"] if options.earlier else []
    heads += ["备注"] if options.note else []
    return heads


def _table(
    lines: list[_Line], cells: Mapping[str, str], year: int, options: StatisticsOptions, title: str
) -> TableLayout:
    heads = _heads(year, options)
    labels = len(lines[0].labels)
    before = options.code == "before"
    width = before + labels + len(heads) - 1
    halves = [lines[: -(-len(lines) // 2)], lines[-(-len(lines) // 2) :]] if options.halves else [lines]
    top = 1 if title else 0
    slots = [Slot(0, 0, title, column_span=width * len(halves))] if title else []
    for half, members in enumerate(halves):
        left = half * width
        slots += [Slot(top, left, "序号")] if before else []
        slots.append(Slot(top, left + before, heads[0], column_span=labels))
        slots += [Slot(top, left + before + labels + i, head) for i, head in enumerate(heads[1:])]
        for place, line in enumerate(members):
            row, column = top + 1 + place, left + before
            slots += [Slot(row, left, f"{lines.index(line) + 1}")] if before else []
            slots += _label_slots(members, place, row, column, options)
            slots += _value_slots(line, row, column + labels, lines.index(line) + 1, cells, options)
    slots.sort(key=lambda slot: (slot.row, slot.column))
    return TableLayout("statistics", top + 1 + len(halves[0]), width * len(halves), top + 1, tuple(slots))


def _label_slots(lines: list[_Line], place: int, row: int, column: int, options: StatisticsOptions) -> list[Slot]:
    line = lines[place]
    own = line.labels[-1] + (f"（单位：{line.unit}）" if options.unit == "label" and line.address else "")
    if len(line.labels) == 1:
        return [Slot(row, column, own)]
    chapter = line.labels[0]
    if chapter == line.labels[1]:  # the line that its chapter is: 六、举报投诉数量
        members = [each for each in lines if each.labels[0] == chapter]
        if len(members) == 1:
            return [Slot(row, column, own, column_span=2)]
        own = "合计"
    first = place == 0 or lines[place - 1].labels[0] != chapter
    count = sum(each.labels[0] == chapter for each in lines)
    return [*([Slot(row, column, chapter, row_span=count)] if first else []), Slot(row, column + 1, own)]


def _value_slots(
    line: _Line, row: int, column: int, number: int, cells: Mapping[str, str], options: StatisticsOptions
) -> list[Slot]:
    texts: list[tuple[str, str | None]] = []
    texts += [(f"{number:02}", None)] if options.code == "after" else []
    texts += [(line.unit, None)] if options.unit == "column" else []
    is_extra = not line.address and line.unit != "—"
    texts.append((cells[line.address] if line.address else "900001" if is_extra else "—", line.address))
    texts += [(line.earlier, None)] if options.earlier else []
    texts += [("", None)] if options.note else []
    return [Slot(row, column + i, text, address=address) for i, (text, address) in enumerate(texts)]
