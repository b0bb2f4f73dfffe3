"""TRS WCM static directories: links relative with ./ and ../, page count in an inline script.

``createPageHTML(3, 0, "index", "html")`` says: three pages, this is the first; page 1 is index.html, page k from the
second on is index_{k-1}.html. The script is read, never run. Older calls carry a total as fifth argument.
"""

import re

from crawler.families.page import ListPage, read_links, without_twins
from crawler.urls import join

CALL = re.compile(r"(?<!function )createPageHTML\s*\(([^()]*)\)")


def matches(text: str) -> bool:
    """Whether a page carries the family's paging script."""
    return CALL.search(text) is not None


def read(text: str, url: str) -> ListPage:
    """Reads one page of the list at ``url``; mobile twins (_wap, _app) are taken for the page they repeat."""
    pages, is_guess = _pages(text, url)
    return ListPage(links=without_twins(read_links(text, url)), next_pages=pages, next_is_guess=is_guess)


def _pages(text: str, url: str) -> tuple[tuple[str, ...], bool]:
    """Addresses of the list's other pages, and whether the only one given is a guess."""
    call = CALL.search(text)
    if call is None:
        return (), False
    arguments = [argument.strip() for argument in call[1].split(",")]
    words = [argument.strip("\"'") for argument in arguments if argument[:1] in ("'", '"')]
    # The first one or two arguments that are no names of files: pages, current.
    numbers = [_number(argument, text) for argument in arguments if argument[:1] not in ("'", '"')]
    name, extension = (words[-2], words[-1].lstrip(".")) if len(words) >= 2 else ("index", "html")
    count = numbers[0] if numbers else None
    current = numbers[1] if len(numbers) > 1 else None

    def address(index: int) -> str:
        joined = join(url, f"{name}.{extension}" if index == 0 else f"{name}_{index}.{extension}")
        assert joined is not None, "a file name joined to a web address is a web address"
        return joined

    if count is None:
        return (address((current or 0) + 1),), True
    return tuple(address(index) for index in range(1, count) if index != current), False


def _number(argument: str, text: str) -> int | None:
    """An argument's value: digits, or a variable that the page sets to digits."""
    if argument.isdigit():
        return int(argument)
    if re.fullmatch(r"[A-Za-z_]\w*", argument):
        assigned = re.search(rf"\b{argument}\s*=\s*[\"']?(\d+)", text)
        return int(assigned[1]) if assigned else None
    return None
