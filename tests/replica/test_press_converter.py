"""The programs that make files of other kinds: what they give, and what is said when they give nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from replica.press.converter import CALC, Chromium, ConversionError, Converter, LibreOffice
from replica.press.docx import print_docx
from replica.press.html import print_html
from replica.press.truth import make_truth
from replica.press.xlsx import print_xlsx

CONVERTERS: list[tuple[Converter, bytes]] = [
    (LibreOffice(), print_docx(make_truth(1))),
    (CALC, print_xlsx(make_truth(1))),
    (Chromium(), print_html(make_truth(1))),
]
NAMES = ["LibreOffice", "LibreOffice Calc", "Chromium"]
BEGINNINGS = {"pdf": b"%PDF-", "xls": b"\xd0\xcf\x11\xe0"}


@pytest.mark.parametrize(("converter", "printed"), CONVERTERS, ids=NAMES)
def test_a_file_for_each_file(converter: Converter, printed: bytes) -> None:
    if converter.program is None:
        pytest.skip(f"the package {converter.package} is not installed")
    made = converter.convert({"first": printed, "第二": printed})
    assert list(made) == ["first", "第二"]
    assert all(payload.startswith(BEGINNINGS[converter.makes]) for payload in made.values())


@pytest.mark.parametrize("converter", [converter for converter, _ in CONVERTERS], ids=NAMES)
def test_a_program_that_is_not_there_is_named(converter: Converter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert converter.program is None
    with pytest.raises(ConversionError, match=f"install the package {converter.package}"):
        converter.convert({"report": b""})


def test_a_file_that_does_not_come_is_named(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("programs")
    for name in ("soffice", "chromium"):
        (folder / name).write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    for library in (LibreOffice().library, CALC.library):
        (folder / library).touch()
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    for converter, _ in CONVERTERS:
        with pytest.raises(ConversionError, match=f"{converter.name} made no {converter.makes.upper()} of report"):
            converter.convert({"report": b""})


def test_a_program_that_hangs_is_ended_with_its_children(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("programs")
    (folder / "soffice").write_text(f"#!/bin/sh\nsleep 61.5 &\necho $! > {folder}/child\nwait\n", encoding="utf-8")
    (folder / "soffice").chmod(0o755)
    (folder / LibreOffice().library).touch()
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    monkeypatch.setattr("replica.press.converter.SECONDS_TO_START", 3.0)
    monkeypatch.setattr("replica.press.converter.SECONDS_A_FILE", 0.0)
    with pytest.raises(ConversionError, match="LibreOffice made no PDF"):
        LibreOffice().convert({"report": b""})
    child = int((folder / "child").read_text(encoding="utf-8"))
    # The kernel ends a killed process in its own time; by itself this one would sleep for a minute.
    limit = time.monotonic() + 10
    while _runs(child) and time.monotonic() < limit:
        time.sleep(0.02)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
