"""The files that belong to an article: links inside its body or after it, and embedded viewers."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.families.page import DATE, tree_of
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
FRAME = re.compile(r"foot|copyright|header|nav|menu|sidebar|related|recommend", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    """A file linked from an article: absolute address and the link's text."""

    url: str
    text: str


def find_attachments(text: str, url: str) -> tuple[Attachment, ...]:
    """Attachments of the article at ``url`` in page order, each address once."""
    tree = tree_of(text)
    body = _body_of(tree)
    inside = set(body.iter()) if body is not None else set()
    has_begun = body is None
    found: dict[str, Attachment] = {}
    for element in tree.iter("*"):
        has_begun = has_begun or element is body
        if not has_begun or (element not in inside and _is_frame(element)):
            continue
        for reference, label in _references(element):
            address = join(url, reference)
            is_download = element in inside and address is not None and bool(DOWNLOAD.search(urlsplit(address).path))
            if address and address not in found and (_names_file(address, label, element) or is_download):
                found[address] = Attachment(address, label)
    return tuple(found.values())


def _references(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Addresses that an element gives, with their text."""
    if element.tag == "a" and element.get("href"):
        label = " ".join(element.text_content().split()) or (element.get("title") or "").strip()
        yield element.get("href"), label
    elif element.tag in ("iframe", "embed", "object"):
        source = element.get("src") or element.get("data") or ""
        # A viewer page gets the file's address in its query.
        viewed = re.search(r"[?&]file=([^&#]+)", source)
        yield (unquote(viewed[1]) if viewed else source), ""


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


def _body_of(tree: HtmlElement) -> HtmlElement | None:
    for name in BODY_IDS:
        for element in tree.xpath("//*[@id=$name]", name=name):
            return element
    for name in BODY_CLASSES:
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
