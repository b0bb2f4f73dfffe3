"""Colours of text and of what lies behind it: what stands in its own ground's colour nobody sees."""

from __future__ import annotations

import re

#: red, green and blue of 255, or what the source calls a colour that is not worked out here
Colour = tuple[int, int, int] | str
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_NEAR = 12  #: of 255, in each channel; such a text is paler than any that is meant to be read
_HEX = re.compile(r"#?(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


def blends(ink: Colour, ground: Colour) -> bool:
    """Whether text of one colour cannot be seen on another; unknown colours are alike only by name."""
    if isinstance(ink, str) or isinstance(ground, str):
        return ink == ground
    return all(abs(one - other) <= _NEAR for one, other in zip(ink, ground, strict=True))


def from_hex(code: str) -> Colour:
    """The colour of six digits RRGGBB, perhaps with two for the opacity before them; any other text as it is."""
    match = _HEX.fullmatch(code)
    if match is None:
        return code
    red, green, blue = bytes.fromhex(match[1])
    return red, green, blue


def tinted(colour: Colour, tint: float) -> Colour:
    """A colour made darker (tint from -1 to 0) or lighter (to 1)."""
    if isinstance(colour, str):
        return f"{colour} {tint}"
    return _towards(colour[0], tint), _towards(colour[1], tint), _towards(colour[2], tint)


def _towards(channel: int, tint: float) -> int:
    return round(channel * (1 + tint) if tint < 0 else channel + (255 - channel) * tint)
