"""PDF files written object by object, as producers write them that are not at hand here."""

from __future__ import annotations

from collections.abc import Mapping

HEIGHT = 842.0
#: a Chinese font that is not embedded; strings are UTF-16BE
_FONT = {
    3: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    4: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1[500 500]13 25 500]/FontDescriptor 5 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>>>",
    5: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>",
}
_FIRST_PAGE = 10
FIRST_FREE = 100  #: the lowest number for a test's own objects


def pdf_file(
    *contents: bytes,
    page: str = "/MediaBox[0 0 595 842]",
    resources: str = "",
    fonts: str = "",
    catalog: str = "",
    objects: Mapping[int, bytes] | None = None,
    header: bytes = b"%PDF-1.7\n",
) -> bytes:
    """A page for each content stream, with the font F1. ``objects``: more of them by number, from FIRST_FREE on."""
    numbers = range(_FIRST_PAGE, _FIRST_PAGE + 2 * len(contents), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    body = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        2: f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        **_FONT,
    }
    for number, content in zip(numbers, contents, strict=True):
        found = f"/Resources<</Font<</F1 3 0 R{fonts}>>{resources}>>"
        body[number] = f"<</Type/Page/Parent 2 0 R{page}{found}/Contents {number + 1} 0 R>>".encode()
        body[number + 1] = stream(content)
    return _written(header, {**body, **(objects or {})})


def stream(content: bytes, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


def show(
    text: str, x: float, y: float, size: float = 10, *, before: str = "", after: str = "", font: str = "F1"
) -> bytes:
    """A string at (x, y), counted from the top of a page of A4. ``before``, ``after``: more operators around it."""
    letters = text.encode("utf-16-be").hex()
    return f"BT /{font} {size} Tf {before} 1 0 0 1 {x:g} {HEIGHT - y:g} Tm <{letters}> Tj {after} ET\n".encode()


def _written(header: bytes, objects: Mapping[int, bytes]) -> bytes:
    file, places = header, {}
    for number in sorted(objects):
        places[number] = len(file)
        file += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    size = max(objects) + 1
    entries = (
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n" for number in range(size)
    )
    directory = b"xref\n0 %d\n%btrailer\n<</Size %d/Root 1 0 R>>\n" % (size, b"".join(entries), size)
    return file + directory + b"startxref\n%d\n%%%%EOF\n" % len(file)
