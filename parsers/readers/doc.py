"""Old Word documents (DOC, and those of WPS Writer): only whether they can be converted, before anyone tries."""

from __future__ import annotations

import struct

import olefile

from parsers.document import UnreadableError

_MAIN, _TABLES = "WordDocument", ("0Table", "1Table")
#: the two bytes of flags in the file information block, and the one that says "encrypted" ([MS-DOC] 2.5.2)
_FLAGS_AT, _ENCRYPTED = 0x0A, 0x0100


def check(payload: bytes) -> None:
    """Raises UnreadableError for a document that has a password or was cut off.

    A converter would make half a report of what is left of it, and say nothing.
    """
    try:
        with olefile.OleFileIO(payload) as file:
            main = file.openstream(_MAIN).read()
            (flags,) = struct.unpack_from("<H", main, _FLAGS_AT)
            if flags & _ENCRYPTED:
                raise UnreadableError("encrypted: needs a password")
            for name in filter(file.exists, _TABLES):
                file.openstream(name).read()
    except UnreadableError:
        raise
    except Exception as error:  # olefile believes what the bytes say and fails wherever they lie
        raise UnreadableError("damaged: the document was cut off or cannot be followed to its end") from error
