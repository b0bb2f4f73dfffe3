"""The scripts that print a list's page numbers: ``createPageHTML(...)``, and the variables of pages without it.

They are read, never run.
"""

import re
from dataclasses import dataclass

CALL = re.compile(r"(?<!function )createPageHTML\s*\(([^()]*)\)")
COUNT = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
CURRENT = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d+)")
# 'index' + '_' + nextPage + '.' + 'html', however the strings are joined
NEXT_FILE = re.compile(
    r"(\w{1,40}?)[\\\"'+\s]*_[\\\"'+\s]*\+\s*\(?(?:next|prev|i\b)\w*\)?\s*\+[\"'+\s]*\.[\"'+\s]*(s?html?|jsp)\b"
)


@dataclass(frozen=True)
class Paging:
    """What a script says. ``box``: the element it fills; ``count`` and ``current``: None where they aren't told."""

    name: str
    extension: str
    count: int | None
    current: int | None
    box: str | None = None


def paging_of(text: str) -> Paging | None:
    """What the page's script says of its list's pages, or None without such a script."""
    call = CALL.search(text)
    if call is not None:
        return _of_call(call[1], text)
    count = COUNT.search(text)
    file = NEXT_FILE.search(text) if count else None
    if count is None or file is None:
        return None
    current = CURRENT.search(text)
    return Paging(file[1], file[2], int(count[1]), int(current[1]) if current else None)


def _of_call(inside: str, text: str) -> Paging:
    words = [
        (word, argument[:1] in ("'", '"') and not word.isdigit())
        for argument in map(str.strip, inside.split(","))
        for word in [argument.strip("\"'")]
    ]
    # The element that is filled stands before the numbers; the file's name and its extension come after them.
    box = words.pop(0)[0] if len(words) > 4 and words[0][1] else None
    names = [word.lstrip(".") for word, is_name in words if is_name]
    numbers = [_number(word, text) for word, is_name in words if not is_name]
    name, extension = names[-2:] if len(names) >= 2 else ("index", "html")
    return Paging(name, extension, numbers[0] if numbers else None, numbers[1] if len(numbers) > 1 else None, box)


def _number(argument: str, text: str) -> int | None:
    """An argument's value: digits, or a variable that the page sets to digits."""
    if argument.isdigit():
        return int(argument)
    if re.fullmatch(r"[A-Za-z_]\w*", argument):
        assigned = re.search(rf"\b{argument}\s*=\s*[\"']?(\d+)", text)
        return int(assigned[1]) if assigned else None
    return None
