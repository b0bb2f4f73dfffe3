"""A whole parse of DOC files through the LibreOffice listener, beside one call of soffice a file that only converts it.

``python -m benchmarks.parse_doc [--rounds N]``: the files are made by LibreOffice of what the press prints. Nothing is
measured where LibreOffice is not installed. The listener is up when the clock starts, as for all files of a night but
the first; its start is told by itself, beside the same call of soffice.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.timing import Ratio, compare, interleave, run
from parsers import parse
from parsers.sniff import DOC
from pipeline.converter import LibreOffice, find_program
from replica.press.converter import WRITER
from replica.press.docx import DocxOptions, print_docx
from replica.press.truth import FMT2019, FMT2021, make_truth

SEEDS = range(4)
KINDS = {
    "DOC, 2021 form": (FMT2021, DocxOptions()),
    "DOC, 2019 form, four tables": (FMT2019, DocxOptions(blocks_apart=True)),
}
CALL_LIMIT = 60.0  #: seconds


def measure(rounds: int) -> list[Ratio]:
    """One ratio a kind, and one for the first file of a listener."""
    if find_program() is None:
        print("not measured, the package libreoffice-writer-nogui is not installed", file=sys.stderr)
        return []
    ratios = []
    with LibreOffice() as office, tempfile.TemporaryDirectory() as folder:
        for kind, (editions, options) in KINDS.items():
            printed = {str(seed): print_docx(make_truth(seed, editions=editions), options) for seed in SEEDS}
            files = WRITER.convert(printed)
            call = partial(_call, Path(folder))
            ratios.append(
                compare(
                    f"{kind}: `parse` beside soffice", rounds, files.values(), partial(parse, converter=office), call
                )
            )
        first = next(iter(files.values()))
        what = "the first DOC of a listener, its start included: beside soffice"
        ratios.append(interleave(rounds, partial(_start, first), partial(call, first), what))
    return ratios


def _start(payload: bytes) -> None:
    with LibreOffice() as office:
        office.convert(payload, DOC)


def _call(folder: Path, payload: bytes) -> None:
    """A new process for each file, in a profile that is there already."""
    source = folder / "report.doc"
    source.write_bytes(payload)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder)]
    target = source.with_suffix(".docx")
    target.unlink(missing_ok=True)
    subprocess.run(
        [*command, str(source)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=CALL_LIMIT, check=True
    )
    assert target.exists()


if __name__ == "__main__":
    run(measure, __doc__)
