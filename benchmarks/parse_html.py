"""A whole ``parse`` of pages of 100 KB (reader, recogniser, rules) beside what only takes the same bytes apart.

``python -m benchmarks.parse_html [--rounds N]``: reports printed by the replica's press, inside the menus, scripts and
footers of a content system. The peers do less: lxml builds the tree, ``pandas.read_html`` gives the tables as frames.
"""

from __future__ import annotations

from io import StringIO

import pandas
from lxml import html

from benchmarks.timing import Ratio, compare, run
from parsers import parse
from replica.press.html import HtmlOptions, print_body
from replica.press.truth import make_truth

SEEDS = range(16)
OPTIONS = (HtmlOptions(), HtmlOptions(four_tables=True, wrapping="paragraph"))
PAGE_SIZE = 100_000
_STYLE = ".w1200{width:1200px;margin:0 auto}.nav li{float:left;line-height:46px}"
_SCRIPT = (
    "$(function(){$('.nav li').hover(function(){$(this).find('ul').show()},function(){$(this).find('ul').hide()})});"
)


def measure(rounds: int) -> list[Ratio]:
    """One ratio a peer."""
    pages = [page(seed, options) for seed in SEEDS for options in OPTIONS]
    peers = {"lxml.html.document_fromstring": html.document_fromstring, "pandas.read_html": _read_frames}
    return [
        compare(f"HTML of 100 KB: `parse` beside {name}", rounds, pages, parse, peer) for name, peer in peers.items()
    ]


def page(seed: int, options: HtmlOptions) -> bytes:
    """A report in a page of PAGE_SIZE bytes: as much around it as is missing, menus before and scripts after."""
    truth = make_truth(seed)
    body = print_body(truth, options)
    missing = max(0, PAGE_SIZE - len(body.encode()))
    menu = "".join(_menu(number) for number in range(missing // 2 // len(_menu(0).encode())))
    script = _SCRIPT * (missing // 2 // len(_SCRIPT))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{truth.title}</title><style>{_STYLE}</style></head>"
        f"<body><div class='w1200'><ul class='nav'>{menu}</ul></div><div class='w1200 main'><h1>{truth.title}</h1>"
        f"<div class='TRS_Editor' id='zoom'>{body}</div></div><script>{script}</script>"
        "<div class='footer'><p>主办:县人民政府办公室</p></div></body></html>"
    ).encode()


def _menu(number: int) -> str:
    return (
        f"<li class='item'><a href='/xxgk/zdgk/{number}/index.html' target='_blank' title='栏目{number}'>"
        f"栏目{number}</a><ul class='sub'><li><a href='/xxgk/{number}/list.html'>政策文件</a></li></ul></li>"
    )


def _read_frames(payload: bytes) -> list[pandas.DataFrame]:
    return pandas.read_html(StringIO(payload.decode()), flavor="lxml")


if __name__ == "__main__":
    run(measure, __doc__)
