"""Days and times as a spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

#: a pattern of what stands for a part of a date in a format code
DATE_LETTERS = r"AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|e+|a{3,4}"
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
#: no spreadsheet goes beyond this year
_LAST = datetime(9999, 12, 31)
_DAY_SECONDS = 86400
_WEEKDAYS = "一二三四五六日"


def show_date(serial: Decimal, tokens: Sequence[tuple[str, str]], *, since_1904: bool) -> str | None:
    """A count of days as the tokens of a format print it; None for days that no spreadsheet shows.

    ``tokens``: (kind, text), kind ``date`` for DATE_LETTERS.
    """
    epoch = _EPOCH_1904 if since_1904 else _EPOCH
    if not 0 <= serial <= (_LAST - epoch).days:
        return None
    # The calendar of 1900 holds a 29 February, day 60, that never was: days before it are one more than they count.
    slip = 0 if since_1904 or serial >= 60 else 1
    moment = epoch + timedelta(days=slip, seconds=round(serial * _DAY_SECONDS))
    dates = [i for i, (kind, _) in enumerate(tokens) if kind == "date"]
    halved = any("/" in tokens[i][1] for i in dates)
    shown = ""
    for i, (kind, text) in enumerate(tokens):
        if kind != "date":
            shown += text
            continue
        at = dates.index(i)
        before = tokens[dates[at - 1]][1].lower() if at else ""
        after = tokens[dates[at + 1]][1].lower() if at + 1 < len(dates) else ""
        minutes = len(text) <= 2 and (before.startswith("h") or after.startswith("s"))
        shown += _part(moment, text.lower(), minutes=minutes, halved=halved)
    return shown.strip()


def _part(moment: datetime, letters: str, *, minutes: bool, halved: bool) -> str:
    match letters[0], len(letters):
        case _ if "/" in letters:
            return letters.upper().split("/")[moment.hour >= 12]
        case ("y", 1 | 2):
            return f"{moment.year % 100:02}"
        case ("y" | "e", _):
            return f"{moment.year}"
        case ("a", size):
            return ("星期" if size == 4 else "") + _WEEKDAYS[moment.weekday()]
        case ("d", 3 | 4 as size):
            return ("星期" if size == 4 else "") + _WEEKDAYS[moment.weekday()]
        case ("m", size) if size > 2:
            return f"{moment.month}月"
        case (letter, size):
            hour = (moment.hour - 1) % 12 + 1 if halved else moment.hour
            month = moment.minute if minutes else moment.month
            number = {"m": month, "d": moment.day, "h": hour, "s": moment.second}[letter]
            return f"{number:02}" if size > 1 else f"{number}"
    raise AssertionError(letters)
