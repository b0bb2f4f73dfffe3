"""How an agency's typist types the same report: digits, separators, units, and labels other than the statutory ones.

None of it changes what is said: the expected readings stay those of the truth before typing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from disclosure.forms import CellForm, load_forms
from replica.press.additions import add
from replica.press.layout import TableLayout
from replica.press.truth import Truth, number_cells, reprinted

FULL_WIDTH = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")
MAY_BE_SPACED = 4  # labels up to this length are letter-spaced by typists
SEEN_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "本年废止件数": "本年度止件数",
        "行政规范性文件": "规范性文件",
        "规章": "规章(设区的市、自治州人民政府应提供相关数据)",
        "本年收费金额（单位：万元）": "本年收费金额",
        "第二十条第（五）项": "第二 二十条第(五)项",
        "2.其他法律行政法规禁止公开": "2、其他法律法规禁止公开",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "(二) 部分公开",
        "一、本年新收政府信息公开申请数量": "、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量": "、上年结转政府信息公开申请数量",
        "法人或其他组织": "法人或其他给",
        "3.危及“三安全一稳定”": "3．危及「三安全一稳定」",
        "结果维持": "结果 维持",
        "其他结果": "其 他 结果",
        "处理决定数量": "本年处理决定数量",
    }
)
"""Statutory label: what reports of townships print in its place."""


@dataclass(frozen=True, slots=True)
class Typing:
    """``full_width``: digits as wide as characters. ``separators``: thousands set apart (1,234).

    ``units``: the unit of the form behind each number (3件). ``seen_labels``: those of SEEN_LABELS.
    ``spaced_labels``: short labels letter-spaced (规 章). ``additions``: those of ``replica.press.additions``.
    """

    full_width: bool = False
    separators: bool = False
    units: bool = False
    seen_labels: bool = False
    spaced_labels: bool = False
    additions: tuple[str, ...] = ()


def type_values(truth: Truth, typing: Typing) -> Truth:
    """The report with its numbers typed so."""
    units = {cell.address: cell.unit or "" for form in _forms(truth) for cell in form}
    typed = {}
    for address, number in number_cells(truth).items():
        sign = "+" if truth.cells[address].startswith("+") else ""
        text = sign + (f"{number:,}" if typing.separators else f"{number}")
        text = text.translate(FULL_WIDTH) if typing.full_width else text
        typed[address] = text + units[address] if typing.units else text
    return reprinted(truth, typed)


def type_labels(table: TableLayout, typing: Typing) -> TableLayout:
    """The filled table with its labels typed so, and with additions of the agency's own; slots of values stay."""
    table = add(table, typing.additions)
    slots = (slot if slot.address else replace(slot, text=_type_label(slot.text, typing)) for slot in table.slots)
    return replace(table, slots=tuple(slots))


def _type_label(label: str, typing: Typing) -> str:
    if typing.seen_labels:
        label = SEEN_LABELS.get(label, label)
    return space(label) if typing.spaced_labels else label


def space(label: str) -> str:
    """A short label letter-spaced; a long one as it is."""
    return " ".join(label) if len(label) <= MAY_BE_SPACED else label


def _forms(truth: Truth) -> list[tuple[CellForm, ...]]:
    return [load_forms()[edition].tables[name].cells for name, edition in truth.editions.items()]
