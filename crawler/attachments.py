"""The files that belong to an article: links inside its body or after it, and embedded viewers."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.families.page import DATE, base_of, tree_of
from crawler.families.reference import reference_of
from crawler.urls import join

EXTENSION = re.compile(r"\.(docx?|wps|rtf|pdf|xlsx?|ofd|zip|rar|7z)$", re.IGNORECASE)
# Download scripts without a file name in their address; what they give is decided by its bytes.
DOWNLOAD = re.compile(r"download|attach|downfile|filedown", re.IGNORECASE)
# Body containers of common publishing systems, in order of trust: ids, then classes.
BODY_IDS = (
    "zoom",
    "UCAP-CONTENT",
    "ivs_content",
    "vsb_content",
    "J_content",
    "doZoom",
    "mainText",
    "contentText",
    "info_content",
)
BODY_CLASSES = (
    "TRS_Editor", "TRS_UEDITOR", "trs_editor_view", "TRS_PreAppend", "v_news_content", "pages_content", "wzcon",
    "article_content", "article-content", "con-detail",
)  # fmt: skip
# Elements that show another document, and those of them and of the links that stand after an element.
VIEWERS = ("iframe", "embed", "object")
AFTER = cast(
    "Callable[[HtmlElement], list[HtmlElement]]",
    etree.XPath(" | ".join(f"following::{tag}" for tag in ("a", *VIEWERS))),
)
FRAME = re.compile(r"foot|copyright|header|nav|menu|sidebar|related|recommend", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    """A file linked from an article: absolute address and the link's text."""

    url: str
    text: str


def find_attachments(text: str, url: str) -> tuple[Attachment, ...]:
    """Attachments of the article at ``url`` in page order, each address once."""
    tree, base = tree_of(text), base_of(text, url)
    body = _body_of(tree, text)
    inside = () if body is None else body.iter("a", *VIEWERS)
    after = tree.iter("a", *VIEWERS) if body is None else AFTER(body)
    found: dict[str, Attachment] = {}
    for element, is_inside in [*((each, True) for each in inside), *((each, False) for each in after)]:
        reference, label = _reference(element)
        address = join(base, reference) if reference else None
        if address is None or address in found:
            continue
        is_download = is_inside and bool(DOWNLOAD.search(urlsplit(address).path))
        if (is_download or _names_file(address, label, element)) and (is_inside or not _is_frame(element)):
            found[address] = Attachment(address, label)
    return tuple(found.values())


def _reference(element: HtmlElement) -> tuple[str, str]:
    """The address that an element gives ('' when none), with its text."""
    if element.tag == "a":
        label = " ".join(element.text_content().split()) or (element.get("title") or "").strip()
        return reference_of(element), label
    source = element.get("src") or element.get("data") or ""
    # A viewer page gets the file's address in its query.
    viewed = re.search(r"[?&]file=([^&#]+)", source)
    return (unquote(viewed[1]) if viewed else source), ""


def _names_file(address: str, label: str, element: HtmlElement) -> bool:
    parts = urlsplit(address)
    if EXTENSION.search(parts.path):
        return True
    if element.tag != "a":
        return False
    last_value = parts.query.rpartition("=")[2]
    return bool(
        EXTENSION.search(unquote(last_value)) or EXTENSION.search(label) or EXTENSION.search(element.get("title") or "")
    )


def _body_of(tree: HtmlElement, text: str) -> HtmlElement | None:
    # Looking for a name in the text spares most of the walks through the tree.
    for name in filter(text.__contains__, BODY_IDS):
        for element in tree.xpath("//*[@id=$name]", name=name):
            return element
    for name in filter(text.__contains__, BODY_CLASSES):
        for element in tree.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} "):
            return element
    return None


def _is_frame(element: HtmlElement) -> bool:
    """Whether an element stands in the page's footer or menus."""
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in ("footer", "nav", "header"):
            return True
        if ancestor.tag != "body" and FRAME.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False


def published_date(text: str) -> datetime.date | None:
    """The article's own date: the meta element PubDate that the norm for government sites asks for."""
    for meta in tree_of(text).iter("meta"):
        if (meta.get("name") or "").lower() == "pubdate" and (match := DATE.search(meta.get("content") or "")):
            try:
                return datetime.date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                return None
    return None
