"""What is struck out on a page: text that a rule runs through, spelt out in the text, so that it is no number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import inf
from statistics import median

from parsers.readers.marks import STRIKE, spell_struck
from parsers.readers.page_rules import SAME_LINE, TOUCH, Rule, Rules
from parsers.readers.page_text import FEWEST_LETTERS, Run

_HIGHEST, _LOWEST = 0.36, 0.76  #: of a run's height, from its top: where the line stands that strikes it out
_LARGE = 2.0  #: times the usual size; rules run through the text of a watermark and strike nothing out

Split = Callable[[Run], list[Run]]


def spell_struck_runs(rules: Rules, runs: list[Run], split: Split) -> tuple[Rules, list[Run], Split]:
    """The rules that strike nothing out, the runs with what is struck out spelt so, and a ``split`` that parts them.

    ``split`` parts a run as it was read into characters.
    """
    striking = [*rules.horizontal, *rules.dots]
    heights = sorted([rule.position for rule in striking])
    heights.append(inf)
    bands = {
        (top, bottom)
        for top, bottom in {run[2:5:2] for run in runs}  # a few dozen, since what stands on one line is as high
        if heights[bisect_left(heights, top + _HIGHEST * (bottom - top))] <= top + _LOWEST * (bottom - top)
    }
    if not bands:
        return rules, runs, split
    largest = _LARGE * median([run.size for run in runs])
    kept: list[Run] = []
    struck: dict[Rule, list[Run]] = {}
    for run in runs:
        lines = _lines_through(striking, run) if run[2:5:2] in bands and run.size < largest else []
        if lines and sum(map(str.isalpha, run.text)) >= FEWEST_LETTERS:
            lines = [line for line in lines if not _joins_sides(line, rules.vertical)]
        if not lines:
            kept.append(run)
            continue
        kept.extend(_spelt(run, lines, split))
        for line in lines:
            struck.setdefault(line, []).append(run)
    if not struck:
        return rules, runs, split
    horizontal = [piece for rule in rules.horizontal for piece in _left_of(rule, struck.get(rule, ()), rules.vertical)]
    return Rules(horizontal, rules.vertical), kept, _splitting(split)


def _lines_through(rules: Sequence[Rule], run: Run) -> list[Rule]:
    """The rules through the middle of a run, or of some of its characters."""
    high, low = (run.top + share * (run.bottom - run.top) for share in (_HIGHEST, _LOWEST))
    half = (run.x1 - run.x0) / len(run.text) / 2
    return [rule for rule in rules if high <= rule.position <= low and _shared(rule, run) > half]


def _joins_sides(rule: Rule, sides: Sequence[Rule]) -> bool:
    """Whether a rule goes exactly from one side of a cell to another, as those do that are printed out of line."""
    meeting = [side.position for side in sides if side.start - TOUCH <= rule.position <= side.end + TOUCH]
    return all(any(abs(position - end) <= SAME_LINE for position in meeting) for end in rule[1:])


def _shared(rule: Rule, run: Run) -> float:
    """Along how many points a rule and a run stand over each other."""
    return min(rule.end, run.x1) - max(rule.start, run.x0)


def _spelt(run: Run, lines: list[Rule], split: Split) -> list[Run]:
    """A run in pieces that are struck out, and such as are not."""
    pieces: list[tuple[Run, bool]] = []
    for part in split(run):
        gone = any(2 * _shared(line, part) > part.x1 - part.x0 for line in lines)
        last = pieces[-1][0] if pieces else None
        if last and pieces[-1][1] is gone:
            box = min(last.x0, part.x0), min(last.top, part.top), max(last.x1, part.x1), max(last.bottom, part.bottom)
            pieces[-1] = Run(last.text + part.text, *box, last.size, last.start), gone
        else:
            pieces.append((part, gone))
    return [piece._replace(text=spell_struck(piece.text)) if gone else piece for piece, gone in pieces]


def _left_of(rule: Rule, struck: Sequence[Run], sides: Sequence[Rule]) -> list[Rule]:
    """What is left of a rule: all of one that strikes nothing, none of a line through text.

    A line that goes on through many cells without text is a rule of the table, on the height of words in another cell.
    """
    if not struck:
        return [rule]
    crossed = sum(
        rule.start + TOUCH < side.position < rule.end - TOUCH and side.start <= rule.position <= side.end
        for side in sides
    )
    if 2 * len(struck) >= crossed + 1:
        return []
    starts = [rule.start, *(run.x1 for run in sorted(struck, key=lambda run: run.x0))]
    ends = [*(run.x0 for run in sorted(struck, key=lambda run: run.x0)), rule.end]
    return [Rule(rule.position, start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _splitting(split: Split) -> Split:
    """A ``split`` that parts what was spelt as struck out into characters that are struck out."""

    def parts(run: Run) -> list[Run]:
        if not run.text.startswith(STRIKE):
            return split(run)
        plain = run._replace(text=run.text.removeprefix(STRIKE).removesuffix(STRIKE))
        return [part._replace(text=spell_struck(part.text)) for part in split(plain)]

    return parts
