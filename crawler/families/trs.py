"""TRS WCM static directories: links relative with ./ and ../, page count in an inline script.

``createPageHTML(3, 0, "index", "html")`` says: three pages, this is the first; page 1 is index.html, page k from the
second on is index_{k-1}.html. Older calls carry a total as fifth argument.
"""

from crawler.families.page import ListPage, read_links, without_twins
from crawler.families.paging import paging_of
from crawler.urls import join


def matches(text: str) -> bool:
    """Whether a page carries the family's paging script."""
    return paging_of(text) is not None


def read(text: str, url: str) -> ListPage:
    """Reads one page of the list at ``url``; mobile twins (_wap, _app) are taken for the page they repeat."""
    pages, is_guess = _pages(text, url)
    return ListPage(
        without_twins(read_links(text, url)), pages, next_is_guess=is_guess, count_may_be_wrong=not is_guess
    )


def _pages(text: str, url: str) -> tuple[tuple[str, ...], bool]:
    """Addresses of the list's other pages, and whether the only one given is a guess."""
    paging = paging_of(text)
    if paging is None:
        return (), False

    def address(index: int) -> str:
        file = f"{paging.name}_{index}.{paging.extension}"
        joined = join(url, file)
        assert joined is not None, "a file name joined to a web address is a web address"
        return joined

    if paging.count is None:
        return (address((paging.current or 0) + 1),), True
    return tuple(address(index) for index in range(1, paging.count) if index != paging.current), False
