"""Letters as they are written everywhere: fonts of PDF files often name a radical where the character is printed."""

from __future__ import annotations

import re
import unicodedata

#: CJK radicals (U+2E80-2EF3) that print as a character of their own, which Unicode's compatibility forms leave out
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)
COMPATIBLE = "\u2e80-\u2fdf\uf900-\ufaff"  #: for a character class: radicals and compatibility ideographs
_COMPATIBLE = re.compile(f"[{COMPATIBLE}]")


def unified(text: str) -> str:
    """Text with characters instead of the radicals and compatibility forms that look the same; as long as before."""
    return _COMPATIBLE.sub(lambda match: _unified(match[0]), text)


def _unified(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter.translate(_RADICALS))
    return plain if len(plain) == 1 else letter
