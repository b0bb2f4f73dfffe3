"""Lists that stand in a page's scripts: rows of data, and HTML that is written out. Scripts are read, never run."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

MOST_DATA = 50  # beginnings of data that are tried in a script; each may be read to the end
DATA = re.compile(r"\[\s*(?=\{)")
OBJECT = re.compile(r"\{[^{}]*\}")
FIELD = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')")
WRITTEN = re.compile(r"document\.write(?:ln)?\(\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')\s*\)")
# Names of fields, in lower case.
TITLES = ("title", "doctitle", "showtitle", "name", "subject")
ADDRESSES = ("url", "docpuburl", "puburl", "href", "link", "linkurl")
DATES = ("publishedtimestr", "publishedtime", "pubdate", "docreltime", "date", "time", "pubtime")


@dataclass(frozen=True)
class Row:
    """A row of data that is a link: its title (may be HTML), its address and its date as they are printed."""

    title: str
    reference: str
    printed_date: str


def row_of(fields: Mapping[str, Any]) -> Row | None:
    """The link that a row of data tells of, or None."""
    values = {name.lower(): value for name, value in fields.items() if isinstance(value, str) and value.strip()}
    title, reference, date = (
        next((values[name] for name in names if name in values), "") for names in (TITLES, ADDRESSES, DATES)
    )
    return Row(title, reference, date) if title and reference else None


def rows_in(script: str) -> Iterator[Row]:
    """The links among the data of a script."""
    end = 0
    for start in islice(DATA.finditer(script), MOST_DATA):
        if start.start() < end:
            continue
        try:
            data, end = json.JSONDecoder().raw_decode(script, start.start())
        except (ValueError, RecursionError):
            continue
        yield from filter(None, map(row_of, _objects(data)))
    for found in OBJECT.finditer(script, end):
        fields = {name: _plain(double or single) for name, double, single in FIELD.findall(found[0])}
        if (row := row_of(fields)) is not None:
            yield row


def written_html(script: str) -> str:
    """What a script writes into its page, as far as it stands there in whole strings."""
    return "".join(_plain(double or single) for double, single in WRITTEN.findall(script))


def _objects(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for each in data:
            yield from _objects(each)
    elif isinstance(data, dict):
        yield data


def _plain(text: str) -> str:
    """A string of a script without its escapes."""
    code = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t", "r": ""}.get(match[1], match[1]), code)
