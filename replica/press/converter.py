"""Programs that make files from what the press prints: LibreOffice PDF, XLS and DOC, Chromium PDF.

They are looked for on PATH. Each call works in a profile of its own, within a wall clock limit, in a process group of
its own that is killed as a whole; a program's exit status is not believed, the files it left are.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from replica.press import devtools

SECONDS_TO_START = 60.0
SECONDS_A_FILE = 20.0
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = {"pdf": b"%PDF-", "xls": _OLE, "doc": _OLE}


class ConversionError(RuntimeError):
    """A program gave no file; the message names the program and the first file without one."""


class Converter(Protocol):
    """``package``: what to install where the program is missing; ``makes``: the ending of the files it gives."""

    @property
    def name(self) -> str: ...
    @property
    def package(self) -> str: ...
    @property
    def program(self) -> str | None: ...
    @property
    def makes(self) -> str: ...
    def convert(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """What it makes, by the names of the files given. Raises ConversionError."""
        ...


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """Headless; all files in one call. ``reads``: their ending; ``library``: the part of it that reads them."""

    name: str = "LibreOffice"
    package: str = "libreoffice-writer-nogui"
    reads: str = "docx"
    makes: str = "pdf"
    library: str = "libswlo.so"

    @property
    def program(self) -> str | None:
        found = shutil.which("soffice") or shutil.which("libreoffice")
        return found if found and (Path(found).resolve().parent / self.library).exists() else None

    def convert(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            sources = _write(folder, files, self.reads)
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [_needed(self), profile, "--headless", "--norestore", "--convert-to", self.makes, "--outdir"]
            _run([*command, str(folder), *map(str, sources.values())], folder, SECONDS_A_FILE * len(files))
            return _collect(self, sources)


CALC = LibreOffice("LibreOffice Calc", "libreoffice-calc-nogui", "xlsx", "xls", "libsclo.so")
WRITER = LibreOffice("LibreOffice Writer", makes="doc")


@dataclass(frozen=True, slots=True)
class Chromium:
    """Headless; all files in one start of it."""

    name: str = "Chromium"
    package: str = "chromium"
    makes: str = "pdf"

    @property
    def program(self) -> str | None:
        return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

    def convert(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            sources = _write(folder, files, "html")
            options = ["--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
            if os.geteuid() == 0:
                options.append("--no-sandbox")  # Chromium's sandbox refuses to start for root
            options.append(f"--user-data-dir={folder / 'profile'}")
            # -P: the modules of this folder are no modules of the program's.
            command = [sys.executable, "-P", devtools.__file__, _needed(self), *options, "--"]
            _run([*command, *map(str, sources.values())], folder, SECONDS_A_FILE * len(files))
            return _collect(self, sources)


def _needed(converter: Converter) -> str:
    if converter.program is None:
        raise ConversionError(f"{converter.name} is not installed: install the package {converter.package}")
    return converter.program


def _write(folder: Path, files: Mapping[str, bytes], ending: str) -> dict[str, Path]:
    sources = {name: folder / f"{number}.{ending}" for number, name in enumerate(files)}
    for name, path in sources.items():
        path.write_bytes(files[name])
    return sources


def _run(command: list[str], folder: Path, seconds: float) -> None:
    environment = {**os.environ, "HOME": str(folder)}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        with suppress(subprocess.TimeoutExpired):  # the missing file tells
            process.wait(SECONDS_TO_START + seconds)
    finally:
        _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):  # all of it ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _collect(converter: Converter, sources: Mapping[str, Path]) -> dict[str, bytes]:
    targets = {name: source.with_suffix(f".{converter.makes}") for name, source in sources.items()}
    for name, target in targets.items():
        if not target.exists() or not target.read_bytes().startswith(_BEGINNINGS[converter.makes]):
            raise ConversionError(f"{converter.name} made no {converter.makes.upper()} of {name}")
    return {name: target.read_bytes() for name, target in targets.items()}
