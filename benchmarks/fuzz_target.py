"""The process that `benchmarks.fuzz` starts: ``python -m benchmarks.fuzz_target FORMAT LIBFUZZER-ARGUMENT ...``."""

from __future__ import annotations

import sys
import time
from importlib import import_module

import atheris

from benchmarks.fuzz import TIME_LIMIT
from benchmarks.fuzz_mutations import mutate

# The readers too, which parsers imports when a file first needs them, and the engines written in Python.
_TRACED = ["parsers", "disclosure", "xlrd", "olefile"]
_READERS = ("text", "html", "pdf", "docx", "ofd", "xlsx", "xls")

with atheris.instrument_imports(include=_TRACED):
    for _reader in _READERS:
        import_module(f"parsers.readers.{_reader}")
    from disclosure.report import State
    from disclosure.serialise import report_to_json
    from parsers import parse_all


def one_file(payload: bytes) -> None:
    """Whatever the bytes: in time at least one report, which can be written down, and no value but in a number."""
    begun = time.process_time()
    reports = parse_all(payload)
    assert time.process_time() - begun < TIME_LIMIT
    assert reports
    for report in reports:
        assert report_to_json(report)
        assert all((each.value is not None) == (each.state is State.NUMBER) for each in report.cells.values())


if __name__ == "__main__":
    del sys.argv[1]  # the format: libFuzzer takes what is left
    atheris.Setup(sys.argv, one_file, custom_mutator=mutate)
    atheris.Fuzz()
