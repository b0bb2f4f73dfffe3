"""Programs that make PDF files from what the press prints: LibreOffice from DOCX, Chromium from HTML.

They are looked for on PATH. Each call works in a profile of its own, within a wall clock limit, in a process group of
its own that is killed as a whole; a program's exit status is not believed, the files it left are.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SECONDS_TO_START = 60.0
SECONDS_A_FILE = 20.0


class ConversionError(RuntimeError):
    """A program gave no PDF; the message names the program and the first file without one."""


class Converter(Protocol):
    """``reads`` is the ending of the files it takes, ``package`` what to install where the program is missing."""

    @property
    def name(self) -> str: ...
    @property
    def package(self) -> str: ...
    @property
    def program(self) -> str | None: ...
    def convert(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """PDF bytes by the names of the files given. Raises ConversionError."""
        ...


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """Headless; all DOCX files in one call."""

    name: str = "LibreOffice"
    package: str = "libreoffice-writer-nogui"

    @property
    def program(self) -> str | None:
        return shutil.which("soffice") or shutil.which("libreoffice")

    def convert(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            sources = _write(folder, files, "docx")
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [_needed(self), profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir"]
            _run([*command, str(folder), *map(str, sources.values())], folder, SECONDS_A_FILE * len(files))
            return _collect(self, sources)


@dataclass(frozen=True, slots=True)
class Chromium:
    """Headless; it takes one HTML file a call, so there are as many calls at a time as processors."""

    name: str = "Chromium"
    package: str = "chromium"

    @property
    def program(self) -> str | None:
        return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

    def convert(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            sources = _write(folder, files, "html")
            command = [_needed(self), "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
            command.append("--no-pdf-header-footer")
            if os.geteuid() == 0:
                command.append("--no-sandbox")  # Chromium's sandbox refuses to start for root

            def print_one(source: Path) -> None:
                own = [f"--user-data-dir={source.with_suffix('')}", f"--print-to-pdf={source.with_suffix('.pdf')}"]
                _run([*command, *own, source.as_uri()], folder, SECONDS_A_FILE)

            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(print_one, sources.values()))
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
    targets = {name: source.with_suffix(".pdf") for name, source in sources.items()}
    for name, target in targets.items():
        if not target.exists() or not target.read_bytes().startswith(b"%PDF-"):
            raise ConversionError(f"{converter.name} made no PDF of {name}")
    return {name: target.read_bytes() for name, target in targets.items()}
