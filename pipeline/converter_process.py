"""The process that `pipeline.converter` gives its documents to: LibreOffice, called as a library (LibreOfficeKit).

``python -m pipeline.converter_process DESCRIPTOR MEMORY SECONDS PROGRAM PROFILE``: the descriptor of a pipe, the bytes
of address space that it may have, the seconds that it may compute on one document, LibreOffice's program folder, and
the URL of its profile. Over the pipe come URLs of source and target; back goes None, or what LibreOffice said.
"""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
import time
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_size_t, c_void_p
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.processes import end_with_parent
from pipeline.supervised import bound, peak, silence

LIBRARIES = ("libmergedlo", "libsofficeapp")  #: where the way in lies; which one there is depends on the build
LARGEST_TARGET = 2**27  #: bytes of a file that it may write


class _DocumentClass(Structure):
    """The beginning of LibreOfficeKitDocumentClass (include/LibreOfficeKit/LibreOfficeKit.h); it only ever grows."""

    _fields_ = (
        ("size", c_size_t),
        ("destroy", CFUNCTYPE(None, c_void_p)),
        ("save_as", CFUNCTYPE(c_int, c_void_p, c_char_p, c_char_p, c_char_p)),
    )


class _OfficeClass(Structure):
    """The beginning of LibreOfficeKitClass."""

    _fields_ = (
        ("size", c_size_t),
        ("destroy", CFUNCTYPE(None, c_void_p)),
        ("load", CFUNCTYPE(c_void_p, c_void_p, c_char_p)),
        ("get_error", CFUNCTYPE(c_char_p, c_void_p)),
    )


class Office:
    """LibreOffice, started in this process."""

    def __init__(self, program: Path, profile: str) -> None:
        """Raises OSError where there is no such library or it does not start."""
        library = ctypes.CDLL(str(find_library(program)))
        start = library.libreofficekit_hook_2
        start.restype, start.argtypes = c_void_p, [c_char_p, c_char_p]
        self._office = start(str(program).encode(), profile.encode())
        if not self._office:
            raise OSError("LibreOffice did not start")
        self._calls = _methods(self._office, _OfficeClass)

    def convert(self, source: str, target: str) -> str | None:
        """Load one URL, save as DOCX to the other; what went wrong as far as it says."""
        document = self._calls.load(self._office, source.encode())
        if not document:
            return str((self._calls.get_error(self._office) or b"").decode("utf-8", "replace"))
        calls = _methods(document, _DocumentClass)
        saved = calls.save_as(document, target.encode(), b"docx", None)
        calls.destroy(document)
        return None if saved else "not saved"


def find_library(program: Path) -> Path | None:
    """The library in LibreOffice's program folder through which it can be called."""
    found = (path for name in LIBRARIES for path in (program / f"{name}.so", program / f"{name}.dylib"))
    return next(filter(Path.exists, found), None)


def _methods(thing: int, kind: type[Structure]) -> Structure:
    """What can be called on it: its first word points to that."""
    return ctypes.cast(thing, POINTER(POINTER(kind))).contents.contents


def serve(pipe: Connection, office: Office, seconds: int) -> None:
    """Convert until the other end of the pipe closes."""
    while True:
        try:
            source, target = pipe.recv()
        except EOFError:
            return
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, most))
        pipe.send(office.convert(source, target))


def main() -> None:
    """As the module says."""
    descriptor, memory, seconds = map(int, sys.argv[1:4])
    end_with_parent()
    bound(memory)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_TARGET, LARGEST_TARGET))
    pipe = Connection(descriptor)
    silence()
    try:
        office = Office(Path(sys.argv[4]), sys.argv[5])
    except (OSError, AttributeError) as error:
        pipe.send(str(error))
        return
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)  # LibreOffice would take its time to end, or end by another signal
    pipe.send(peak())
    serve(pipe, office, seconds)


if __name__ == "__main__":
    main()
