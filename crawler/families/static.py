"""Generic static lists: rows of dated links, further pages behind links such as 下一页 or page numbers."""

import re
from urllib.parse import urlsplit

from crawler.families.page import ListPage, base_of, read_links, tree_of
from crawler.families.reference import reference_of
from crawler.urls import folder_of, join

NEXT_WORDS = re.compile(
    r"^[\[(<«‹]*(上一?页|下一?页|前一页|后一页|尾页|末页|最后一页|next|last)[\])>»›]*$", re.IGNORECASE
)
COUNTED = re.compile(r"共(\d{1,4})页|第?1/(\d{1,4})页")
NUMBER = re.compile(r"^[\[(]?\d{1,4}[\])]?$")
# How a page number stands in an address: index_2.html, list_12.shtml, list-3.html, 2.htm, ?page=2.
NUMBERED_FILE = re.compile(r"(^|[A-Za-z]+[_-]?|_|-)\d{1,4}\.(s?html?|jsp|aspx?|php)$", re.IGNORECASE)
NUMBERED_QUERY = re.compile(r"(^|&)(page|p|pageno|pageindex|currentpage|curpage)=\d{1,4}(&|$)", re.IGNORECASE)


def read(text: str, url: str) -> ListPage:
    """Reads one page of the list at ``url``."""
    pages = _pages(text, url)
    return ListPage(links=read_links(text, url), next_pages=pages, gap=None if pages else _unread_pages(text))


def _unread_pages(text: str) -> str | None:
    """A sentence for a page that counts further ones and has no address for any of them."""
    tree = tree_of(text)
    told = COUNTED.search("".join("".join(tree.xpath("//body//text()[not(ancestor::script)]")).split()))
    count = int(told[1] or told[2]) if told else 0
    return f"says that it has {count} pages and not where the others are" if count > 1 else None


def _pages(text: str, url: str) -> tuple[str, ...]:
    """Addresses of the same list behind page links, in page order, without ``url`` itself."""
    pages: dict[str, None] = {}
    base = base_of(text, url)
    for anchor in tree_of(text).iter("a"):
        label = "".join(anchor.text_content().split())
        address = join(base, reference_of(anchor) or "#")
        if address is None or address in (join(base, "#"), join(url, "#")) or folder_of(address) != folder_of(url):
            continue
        if NEXT_WORDS.match(label) or (NUMBER.match(label) and _is_numbered(address)):
            pages[address] = None
    return tuple(pages)


def _is_numbered(address: str) -> bool:
    parts = urlsplit(address)
    name = parts.path.rpartition("/")[2]
    return bool(NUMBERED_FILE.search(name) or NUMBERED_QUERY.search(parts.query) or name.startswith("index."))
