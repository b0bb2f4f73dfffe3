"""LibreOffice as a listener: one supervised process that makes DOCX of what the parsers can't read themselves.

It has a profile and a home of its own, runs no macros, opens no connections, and is replaced when it hangs, dies, holds
much, or has served long. What it says of its success is not believed: the file that it left is looked at.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from pipeline.converter_process import find_library
from pipeline.supervised import EndedFromOutsideError, FailedError, Limits, NotStartedError, Supervised

FILES = 200  #: conversions of one process
KEPT_MEMORY = 600_000_000  #: bytes that it may hold between documents; it starts with 230 MB
CALLED = "LibreOffice"
_PACKAGE = b"PK\x03\x04"
_PROFILE = Path(__file__).with_name("converter_profile.xml")


class ConversionError(Exception):
    """There is no DOCX file; says why in a sentence."""


def find_program() -> Path | None:
    """The folder of LibreOffice's library, where LibreOffice is installed with its word processor."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return None
    here = Path(found).resolve().parent
    for folder in (here, here.parent / "Frameworks"):  # the second in the bundle of macOS
        if find_library(folder) and any((folder / f"libswlo{ending}").exists() for ending in (".so", ".dylib")):
            return folder
    return None


@dataclass
class LibreOffice:
    """Starts its process with the first conversion; the folder of that process holds profile, home and files."""

    limits: Limits = field(default_factory=Limits)
    _process: Supervised | None = field(default=None, init=False)
    _folder: tempfile.TemporaryDirectory[str] | None = field(default=None, init=False)
    _files: int = field(default=0, init=False)

    def to_docx(self, payload: bytes, media_type: str) -> bytes:
        """For the parsers, as their ``Converter``: raises UnreadableError, which says why there is no file."""
        from parsers.document import UnreadableError

        try:
            return self.convert(payload, media_type)
        except ConversionError as error:
            raise UnreadableError(str(error)) from error

    def convert(self, payload: bytes, media_type: str) -> bytes:
        """A DOCX file of the same document. Raises ConversionError."""
        from parsers.converter import CONVERTED

        program = find_program()
        if program is None:
            raise ConversionError(f"needs LibreOffice: the file is {CONVERTED[media_type]}")
        with contextlib.suppress(EndedFromOutsideError):  # that says nothing of the document: once more
            return self._try(program, payload, media_type)
        try:
            return self._try(program, payload, media_type)
        except EndedFromOutsideError as error:
            reason = f"killed: {CALLED} was ended from outside, twice ({error}); perhaps the machine lacks memory"
            raise ConversionError(reason) from error

    def close(self) -> None:
        """End the process, if there is one, and remove its folder."""
        if self._process is not None:
            self._process.end()
            self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _try(self, program: Path, payload: bytes, media_type: str) -> bytes:
        keep = False
        try:
            if self._process is None:
                self._process = self._start(program)
            made = self._ask(self._process, payload, media_type)
            self._files += 1
            keep = self._files < FILES and self._process.memory() <= KEPT_MEMORY
        except (FailedError, NotStartedError) as error:
            raise ConversionError(str(error)) from error
        finally:
            if not keep:
                self.close()
        return made

    def _start(self, program: Path) -> Supervised:
        self._files = 0
        self._folder = tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True)
        home = Path(self._folder.name)
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        shutil.copyfile(_PROFILE, settings)
        environment = {"HOME": str(home), "TMPDIR": str(home), "SAL_USE_VCLPLUGIN": "svp", "DISPLAY": ""}
        arguments = (str(program), (home / "profile").as_uri())
        try:
            return Supervised(
                "pipeline.converter_process", self.limits, *arguments, called=CALLED, environment=environment
            )
        except NotStartedError as error:
            raise NotStartedError(f"needs LibreOffice: it is installed and did not start ({error})") from error

    def _ask(self, process: Supervised, payload: bytes, media_type: str) -> bytes:
        from parsers.converter import ENDINGS
        from parsers.readers.limits import LARGEST_FILE

        assert self._folder is not None
        source = Path(self._folder.name, f"document.{ENDINGS[media_type]}")
        target = source.with_suffix(".docx")
        source.write_bytes(payload)
        try:
            process.ask((source.as_uri(), target.as_uri()))
            size = target.stat().st_size if target.is_file() else 0
            if size > LARGEST_FILE:
                raise ConversionError(f"too large: {CALLED} makes {size} bytes of the document")
            made = target.read_bytes() if size else b""
            if not made.startswith(_PACKAGE):
                raise ConversionError(f"damaged: {CALLED} can make nothing of the document")
            return made
        finally:
            source.unlink()
            target.unlink(missing_ok=True)

    def __enter__(self) -> LibreOffice:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()
