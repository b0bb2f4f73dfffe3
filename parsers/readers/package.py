"""The parts of a ZIP package, within bounds that hold whatever the package claims of itself."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from parsers.document import UnreadableError

MOST_ENTRIES = 5000
#: bytes of all parts that are read of one package, inflated
LARGEST_INFLATED = 10 * 2**20
#: office XML shrinks 10 to 40 times; a part beyond this is made to burst
LARGEST_RATIO = 150
#: a part up to this size is harmless at any ratio
_HARMLESS = 2**20
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError)


class Package:
    """An open package. Only the parts asked for are inflated, and their sizes counted while they are."""

    def __init__(self, payload: bytes) -> None:
        """Raises UnreadableError for bytes that are no whole package, or one of too many entries."""
        # Entries are counted before the directory is read, which takes its time over a million of them.
        if payload.count(_ENTRY) > MOST_ENTRIES:
            raise UnreadableError(f"too large: the package has more than {MOST_ENTRIES} entries")
        try:
            self._file = zipfile.ZipFile(BytesIO(payload))
        except _DAMAGES as error:
            raise UnreadableError("damaged: the package was cut off or is no ZIP file") from error
        self.names = frozenset(self._file.namelist())
        self._left = LARGEST_INFLATED

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises UnreadableError where they are encrypted, damaged or too many."""
        entry = self._file.getinfo(name)
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError("encrypted: needs a password")
        if entry.compress_type not in _METHODS:
            raise UnreadableError(f"damaged: {name} is packed by a method that office files never use")
        most = min(self._left, max(_HARMLESS, LARGEST_RATIO * entry.compress_size))
        try:
            with self._file.open(entry) as stream:
                data = stream.read(most + 1)
        except _DAMAGES as error:
            raise UnreadableError(f"damaged: {name} cannot be unpacked") from error
        if len(data) > most:
            raise UnreadableError(f"too large: {name} unpacks to more than {most} bytes")
        self._left -= len(data)
        return data
