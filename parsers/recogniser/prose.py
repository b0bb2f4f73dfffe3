"""A section's text as patterns want it: half-width, without white space, and with the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_right

#: full-width forms, one for one, so that offsets stay; ``translate`` would take ten times as long
_WIDTH = tuple((chr(ord(narrow) + 0xFEE0), narrow) for narrow in "0123456789,;:()!?.%")
_GAP = re.compile(r"\s+")
#: a line that ends in one of these runs on in the next
_RUNS_ON = frozenset(":;,、(")
#: and so does one as long as this without a full stop: its break is the page's, not the author's
_FULL_LINE = 25
_STOPS = frozenset("。!?.")


class Prose:
    """``text`` has a line break only where a thought ends at the end of a line; ``origin`` gives source offsets."""

    __slots__ = ("_ends", "_gone", "text")

    def __init__(self, source: str) -> None:
        folded = source
        for wide, narrow in _WIDTH:
            folded = folded.replace(wide, narrow)
        pieces: list[str] = []
        self._ends: list[int] = [0]  # offsets in ``text`` after which ...
        self._gone: list[int] = [0]  # ... so many characters of the source are left out
        position = length = line = 0
        for gap in _GAP.finditer(folded):
            start, end = gap.span()
            pieces.append(folded[position:start])
            length += start - position
            kept = ""
            if "\n" in gap[0]:
                last = folded[start - 1 : start]
                runs_on = last in _RUNS_ON or (length - line >= _FULL_LINE and last not in _STOPS)
                kept, line = ("" if runs_on else "\n"), length
            pieces.append(kept)
            length += len(kept)
            position = end
            self._ends.append(length)
            self._gone.append(position - length)
        pieces.append(folded[position:])
        self.text = "".join(pieces)

    def origin(self, offset: int) -> int:
        """Where the character at ``offset`` of ``text`` stands in the source."""
        return offset + self._gone[bisect_right(self._ends, offset) - 1]
