"""What a report's own numbers are: of its year as a whole, and of its agency."""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.recogniser.bodies import is_of_another
from parsers.recogniser.periods import Period, period_of

_LINE = re.compile(r"[^\n]+")
_LONGEST_HEADING = 25
_SENTENCE = re.compile(r"[。;,]")
_NUMERAL = re.compile(r"^\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、]+")


class Scope(NamedTuple):
    """The report's year, None where it is not known, and its agency's name, '' where that is not."""

    year: int | None
    agency: str

    def period(self, sentence: str) -> Period:
        """The time of which a sentence speaks, up to a number or a denial; OTHER too where it is of another body."""
        period = period_of(sentence, self.year)
        return Period.OTHER if period is not Period.OTHER and is_of_another(sentence, self.agency) else period

    def elsewhere(self, text: str) -> list[range]:
        """What stands under headings that name another time or body, such as （二）上半年情况."""
        found: list[range] = []
        begun: int | None = None
        for line in _LINE.finditer(text):
            if line.end() - line.start() > _LONGEST_HEADING or _SENTENCE.search(line[0]):
                continue
            title = _NUMERAL.sub("", line[0])
            if title == line[0] and not title.endswith("情况"):
                continue
            if begun is not None:
                found.append(range(begun, line.start()))
            begun = None if self.period(title) is Period.OWN else line.end()
        return found if begun is None else [*found, range(begun, len(text))]
