"""All benchmarks onto one page: ``python -m benchmarks.all [--rounds N]`` writes docs/performance.md.

What counts is the ratios: both sides ran in turns on the same machine in the same minute.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.timing import ROUNDS

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
MODULES = ("parse_pdf", "parse_docx", "parse_doc", "parse_html", "crawl", "load")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of each side (default %(default)s)")
    rounds: int = parser.parse_args().rounds
    tables = {}
    for name in MODULES:  # each in a process of its own: what the others load would fill the memory and its caches
        command = [sys.executable, "-m", f"benchmarks.{name}", "--rounds", str(rounds)]
        tables[name] = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        print(f"{name}\n{tables[name]}\n", flush=True)
    PAGE.write_text(page(tables, rounds), encoding="utf-8")


def page(tables: Mapping[str, str], rounds: int) -> str:
    """The whole page; ``tables`` in Markdown by the names of the modules that measured them."""
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    parts = [
        "# Performance",
        "Written by `python -m benchmarks.all`; each part can be run by itself with the command above its table.\n"
        f"Measured on {machine}, {rounds} rounds of each side.",
        "**Ratio** is how many times as fast as the peer ours is, on the same input in the same run: both sides take\n"
        "turns and the fastest round of each counts; for several inputs all figures are medians. Below 1 the peer is\n"
        "faster. In brackets: files, requests or reports a second. Times depend on the machine and on what else runs\n"
        "there; ratios much less, but by a fifth on a busy machine.",
    ]
    for name, table in tables.items():
        parts += [f"## `python -m benchmarks.{name}`", table, _NOTES[name]]
    return "\n\n".join(parts) + "\n"


_NOTES = {
    "parse_pdf": (
        "Ours is the whole way from bytes to a proved report; the peer's is `extract_tables` alone. A producer that\n"
        "is not installed where this page was written has no row."
    ),
    "parse_docx": "Ours is the whole way from bytes to a proved report; the peer only reads the texts of the tables.",
    "parse_doc": (
        "Ours is the whole way from bytes to a proved report, LibreOffice's conversion included; the peer is one call\n"
        "of soffice a file, with a profile that is there already, and only converts."
    ),
    "parse_html": (
        "Ours is the whole way from bytes to a proved report; lxml only builds the tree, pandas gives the tables as\n"
        "frames."
    ),
    "crawl": (
        "Both ask one site one request at a time, without the pause that a real night keeps (two seconds and more a\n"
        "site), and all sites side by side. Ours also judges every link and page and archives every answer; the bare\n"
        "spider is told all addresses beforehand and keeps nothing. Bare Scrapy is the ceiling."
    ),
    "load": (
        "The peer writes the same rows without checking them, finding no ids, in one transaction. It is the floor\n"
        "that no load can go below."
    ),
}


if __name__ == "__main__":
    main()
