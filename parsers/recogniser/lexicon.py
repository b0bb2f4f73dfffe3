"""What the words of a table may be: row labels, column labels and headers of every edition, ready for look-up."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from disclosure.forms import BlockForm, Form, RowForm, forms_with, load_forms
from disclosure.labels import alike, is_interleaving, key, normalise, strip_number

#: a damaged label is taken for a statutory one above this similarity (0..100), and always reported
FUZZY_BAR = 82.0
#: and only when the next best label is this much less similar
FUZZY_MARGIN = 12.0
#: a label in the one place that the order of rows leaves for it need only be this similar
PLACED_BAR = 50.0
#: shortest beginning of a label, in characters, that a cut may leave
SHORTEST_STEM = 4
#: and with its number
SHORTEST_NUMBERED = 3
ACTIVE, APPLICATIONS, DISPUTES = "active_disclosure", "applications", "disputes"
CAPTION = re.compile(r"十条第?\(?[一二三四五六七八九十]+\)?项")
#: labels that other rows and columns bear too: under another chapter's number they are not the row of the form
_COMMON = frozenset(map(key, ("其他", "总计")))
#: （六）其他处理 is a row in one edition, a group of three rows in the other
OTHER_TOTAL = key("（六）其他处理")
OTHER_SUBROWS = frozenset(
    map(
        key,
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    )
)
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}[,.]")
#: before 其他 it tells of a cut: that row's number is an Arabic one, （六）其他处理 has one of this kind
_NUMBER_OF_GROUP = re.compile(r"\([一二三四五六七八九十]{1,3}\)")
#: an explanation in brackets behind a label, unless it narrows down what is counted
_GLOSS = re.compile(r"\((?!其中|仅|只|除|不含|不包括)[^()]*\)$")


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A printed label taken for a statutory one.

    ``how``: exact, joined, or one of those that are told: alike, glossed, interleaved, truncated, fuzzy, order.
    """

    table: str
    label: str  #: the key of the statutory label
    how: str
    distance: int = 0  #: characters to change, for how = fuzzy and order


@dataclass(frozen=True, slots=True)
class Lexicon:
    rows: dict[str, dict[str, str]]  #: table -> key of a label or alias -> key of the statutory label
    numbered: dict[str, tuple[str, ...]]  #: table -> normalised labels with their numbers
    groups: frozenset[str]  #: normalised labels of groups of rows
    group_keys: frozenset[str]
    headers: dict[str, frozenset[str]]  #: table -> keys of texts that occur only in its header
    tokens: dict[str, tuple[tuple[str, str], ...]]  #: table -> (edition, token)
    alike: dict[str, dict[str, str]]  #: as ``rows``, with the keys of characters that look the same
    everything: str  #: all labels, groups and headers in one text, for pieces of them

    def match_damaged(self, text: str, table: str) -> RowMatch | None:
        """A label misread, explained, woven into its group's, cut short, or misspelt; None when two could be meant."""
        spelt = normalise(text)
        if key(text) in _COMMON:
            return RowMatch(table, OTHER_TOTAL, "truncated") if _begins_other_total(spelt) else None
        if found := self.alike[table].get(alike(key(text))):
            return RowMatch(table, found, "alike")
        if (stem := _GLOSS.sub("", key(text))) in self.rows[table]:
            return RowMatch(table, self.rows[table][stem], "glossed")
        for label in self.numbered[table]:
            if any(is_interleaving(spelt, label, group) for group in self.groups):
                return RowMatch(table, self.rows[table][key(label)], "interleaved")
        stem = key(text)
        labels = self.rows[table]
        begun = {labels[label] for label in labels if label.startswith(stem)}
        if len(stem) >= SHORTEST_STEM and len(begun) == 1:
            return RowMatch(table, begun.pop(), "truncated")
        return self._match_fuzzily(stem, table)

    def _match_fuzzily(self, stem: str, table: str) -> RowMatch | None:
        # Damage loses or swaps characters; more text than the label has is another label.
        labels = {label: target for label, target in self.rows[table].items() if len(stem) <= len(label) + 1}
        ranked = process.extract(stem, list(labels), scorer=fuzz.ratio, limit=4)
        if not ranked or ranked[0][1] < FUZZY_BAR:
            return None
        best, score, _ = ranked[0]
        rival = max((other for label, other, _ in ranked if labels[label] != labels[best]), default=0.0)
        distance = Levenshtein.distance(stem, best)
        return RowMatch(table, labels[best], "fuzzy", distance) if score - rival >= FUZZY_MARGIN else None

    def match_placed(self, text: str, table: str, label: str) -> RowMatch | None:
        """A label in the one place that is left for a statutory one: illegible, empty, or somewhat like it."""
        stem = key(text)
        legible = sum("\u4e00" <= each <= "\u9fff" for each in stem) > 1 and stem not in self.group_keys
        if legible and fuzz.ratio(stem, label) < PLACED_BAR:
            return None
        return RowMatch(table, label, "order", Levenshtein.distance(stem, label))


@lru_cache(maxsize=16384)
def match_exact(text: str, tables: tuple[str, ...]) -> RowMatch | None:
    """A label that is one of the statutory labels or aliases, spacing, width and numbering apart."""
    stem = key(text)
    for table in tables:
        found = lexicon().rows[table].get(stem)
        if found and not (stem in _COMMON and table == APPLICATIONS and _is_of_another(normalise(text))):
            return RowMatch(table, found, "exact")
    return None


def _is_of_another(spelt: str) -> bool:
    """Whether the number before a label that several rows bear is not that of the form's row."""
    return _CHAPTER.match(spelt) is not None or (
        _NUMBER_OF_GROUP.match(spelt) is not None and strip_number(spelt) == key("其他")
    )


def _begins_other_total(spelt: str) -> bool:
    return _NUMBER_OF_GROUP.match(spelt) is not None and normalise("（六）其他处理").startswith(spelt)


@cache
def lexicon() -> Lexicon:
    rows: dict[str, dict[str, str]] = {ACTIVE: {}, APPLICATIONS: {}, DISPUTES: {}}
    numbered: dict[str, set[str]] = {ACTIVE: set(), APPLICATIONS: set(), DISPUTES: set()}
    headers: dict[str, set[str]] = {ACTIVE: {key("信息内容")}, APPLICATIONS: set(), DISPUTES: set()}
    tokens: dict[str, list[tuple[str, str]]] = {ACTIVE: [], APPLICATIONS: [], DISPUTES: []}
    groups: set[str] = set()
    for form in forms_with(APPLICATIONS).values():
        for name, table in form.tables.items():
            tokens[name] += [(form.edition, normalise(token)) for token in table.tokens]
            headers[name] |= {key(label) for label in table.header_labels}
            if name == APPLICATIONS:
                groups |= {normalise(group.label_zh) for group in table.groups}
            for block in table.blocks:
                headers[name] |= {key(label) for column in block.columns for label in (*column.labels, *column.path)}
                for row in block.rows:
                    numbered[name] |= {normalise(label) for label in row.labels}
                    rows[name].update({key(label): key(row.labels[0]) for label in row.labels})
    _keep_statutory_labels_apart(rows)
    # The group （六）其他处理 of one edition is a row of the other; it is matched as a row.
    return Lexicon(
        rows=rows,
        numbered={name: tuple(sorted(labels, key=len, reverse=True)) for name, labels in numbered.items()},
        groups=frozenset(groups),
        group_keys=frozenset(key(group) for group in groups),
        headers={name: frozenset(labels - set(rows[name])) for name, labels in headers.items()},
        tokens={name: tuple(found) for name, found in tokens.items()},
        everything="\n".join(
            {
                *groups,
                *map(key, groups),
                *(word for words in headers.values() for word in words),
                *(word for labels in rows.values() for word in labels),
            }
        ),
        alike={name: {alike(label): target for label, target in labels.items()} for name, labels in rows.items()},
    )


def _keep_statutory_labels_apart(rows: dict[str, dict[str, str]]) -> None:
    """An alias in one edition may be the statutory label of the other (规范性文件): then it stands for itself."""
    for form in forms_with(APPLICATIONS).values():
        for name, table in form.tables.items():
            for block in table.blocks:
                for row in block.rows:
                    if row.labels:
                        rows[name][key(row.labels[0])] = key(row.labels[0])


@cache
def row_order() -> tuple[str, ...]:
    """Keys of all rows of table three in printed order, those of both editions."""
    orders = [
        [key(row.labels[0]) for row in form.tables[APPLICATIONS].blocks[0].rows]
        for form in forms_with(APPLICATIONS).values()
    ]
    merged = list(orders[0])
    for order in orders[1:]:
        for position, label in enumerate(order):
            if label not in merged:
                merged.insert(merged.index(order[position - 1]) + 1, label)
    return tuple(merged)


def begins_first_row(text: str) -> bool:
    """Whether a text is the beginning of the label of table three's first row, as a cut below the header leaves it."""
    spelt, stem, label = normalise(text), key(text), _first_label()
    with_number = len(spelt) >= SHORTEST_NUMBERED and label.startswith(spelt)
    return with_number or (len(stem) >= SHORTEST_STEM and strip_number(label).startswith(stem))


@cache
def _first_label() -> str:
    form = next(iter(forms_with(APPLICATIONS).values()))
    return normalise(form.tables[APPLICATIONS].blocks[0].rows[0].label_zh)


def find_row(form: Form, table: str, label: str) -> tuple[BlockForm, RowForm] | None:
    """The row of an edition's table that a label (a key) names; no label stands twice in one table."""
    labels = _rows_by_label(form.edition, table)
    return labels.get(label) or labels.get(None)


@cache
def _rows_by_label(edition: str, table: str) -> dict[str | None, tuple[BlockForm, RowForm]]:
    """Rows by the keys of their labels; by None the row that any label names, as in a table of one row."""
    rows: dict[str | None, tuple[BlockForm, RowForm]] = {}
    for block in load_forms()[edition].tables[table].blocks:
        for row in block.rows:
            for label in row.labels:
                rows.setdefault(key(label), (block, row))
            if not row.labels:
                rows.setdefault(None, (block, row))
    return rows


def is_caption(text: str) -> bool:
    """Whether a text names an item of Article 20, as the captions of table two do."""
    return "条" in text and CAPTION.search(normalise(text)) is not None


def count_tokens(table: str, text: str) -> Counter[str]:
    """How often each edition's own words occur in a header text."""
    spelt = normalise(text)
    return Counter({edition: spelt.count(token) for edition, token in lexicon().tokens[table] if token in spelt})
