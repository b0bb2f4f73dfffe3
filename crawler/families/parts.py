"""The parts that a column is divided into: frames that hold its list, sub-columns of years and of units."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.families.annual import is_annual
from crawler.families.page import base_of, tree_of
from crawler.families.reference import reference_of
from crawler.urls import folder_of, host_of, join

MAX_PARTS = 80  # a county has 52 townships at the most, and about 40 departments
PAGE = re.compile(r"(/|/[^/.]+|\.(s?html?|jsp|php|aspx?))$", re.IGNORECASE)
YEAR = re.compile(r"^[·\[【(（]?(19|20)\d\d年?度?[)）\]】]?$")
UNIT = re.compile(
    r"^\S{0,18}(镇|乡|街道|办事处|苏木|局|委|委员会|办|办公室|中心|管委会|政府|部门|单位|乡镇|镇街|镇办|街镇)$"
)


def frames(text: str, url: str) -> tuple[str, ...]:
    """Pages of the same host that the page at ``url`` shows in frames."""
    base = base_of(text, url)
    sources = [join(base, each.get("src") or "#") for each in tree_of(text).iter("iframe", "frame")]
    return tuple(
        dict.fromkeys(
            address
            for address in sources
            if address
            and address not in (url, join(base, "#"))
            and _is_page(address)
            and host_of(address) == host_of(url)
        )
    )


def sub_columns(text: str, url: str) -> tuple[str, ...]:
    """Columns below the one at ``url``: links named after units or years into its folder, or after years beside it."""
    found = dict.fromkeys(address for address in _named_after_parts(text, url) if address != url)
    return tuple(found)[:MAX_PARTS]


def _named_after_parts(text: str, url: str) -> Iterator[str]:
    base, folder = base_of(text, url), folder_of(url)
    branch = "/".join(folder.split("/")[:2])  # host and first folder
    for anchor in tree_of(text).iter("a"):
        label = "".join((anchor.text_content() or anchor.get("title") or "").split())
        is_year = YEAR.match(label) is not None
        if not is_year and not UNIT.match(label):
            continue
        address = join(base, reference_of(anchor) or "#")
        if address is None or not _is_page(address) or is_annual(address):
            continue
        is_below = folder_of(address).startswith(f"{folder}/")
        if is_below or (is_year and "/" in branch and f"{folder_of(address)}/".startswith(f"{branch}/")):
            yield address


def _is_page(address: str) -> bool:
    return PAGE.search(urlsplit(address).path or "/") is not None
