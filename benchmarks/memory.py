"""How much memory reading takes: documents of every format through the parser process to the file of parsed documents.

``python -m benchmarks.memory [--files N]`` prints the most that the process of `gongkai read` and its parser process
ever held, halfway and at the end: what grows with the number of files would show.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path

from pipeline.parsed import write_parsed
from pipeline.workers import ParserWorker
from replica.press.collection import COLLECTION, FORMATS
from warehouse.rows import ParsedDocument

ENTRIES = COLLECTION[:12]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000, help="documents to read (default %(default)s)")
    count = parser.parse_args().files
    # Only what the press prints itself: LibreOffice and Chromium would be the largest child processes.
    forms = [form for form in FORMATS if " by " not in form.name]
    files = [payload for form in forms for payload in form.make(ENTRIES).values()]
    print(f"Before: {_megabytes(resource.RUSAGE_SELF)} MB, of it the making of {len(files)} files.")
    for half in (count // 2, count - count // 2):
        with tempfile.TemporaryDirectory() as folder, ParserWorker() as worker:
            write_parsed(Path(folder) / "parsed.jsonl", _documents(worker, islice(cycle(files), half)))
        mine, parsers = _megabytes(resource.RUSAGE_SELF), _megabytes(resource.RUSAGE_CHILDREN)
        print(f"{half} files: {mine} MB, and {parsers} MB in the parser process.")


def _documents(worker: ParserWorker, payloads: Iterator[bytes]) -> Iterator[ParsedDocument]:
    for number, payload in enumerate(payloads):
        reports = worker.parse(payload)
        yield ParsedDocument(
            sha256=sha256(payload).hexdigest(),
            media_type=reports[0].media_type,
            byte_count=len(payload),
            url=f"https://www.example.org/{number}",
            site_code="230522",
            parser_version="1",
            reports=reports,
        )


def _megabytes(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss * 1024 // 10**6


if __name__ == "__main__":
    main()
