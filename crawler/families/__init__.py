"""Site families: how the lists of one kind of publishing system are read.

A family is a pure function of a page's text and address. A new one is a module and a line in ``FAMILIES``.
"""

from collections.abc import Callable

from crawler.families import c_number, hanweb, static, trs
from crawler.families.page import Link, ListPage

FAMILIES: dict[str, Callable[[str, str], ListPage]] = {
    "static": static.read,
    "trs": trs.read,
    "c_number": c_number.read,
    "hanweb": hanweb.read,
}

# Every name that a site file may use, built or not.
FAMILY_NAMES = frozenset(
    {"static", "trs", "c_number", "hanweb", "jpaas", "vsb", "lonsun", "openness", "gkmlpt", "epoint"}
)


def detect(text: str) -> str:
    """The name of the family that a list page belongs to, when the registry does not say."""
    if hanweb.matches(text):
        return "hanweb"
    if c_number.matches(text):
        return "c_number"
    return "trs" if trs.matches(text) else "static"


__all__ = ["FAMILIES", "FAMILY_NAMES", "Link", "ListPage", "detect"]
