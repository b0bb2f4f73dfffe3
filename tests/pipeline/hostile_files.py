"""Files made to harm whoever reads them: one small function a file, each payload made when it is asked for."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tests.parsers.docx_files import NAMESPACES, document, pack, paragraph
from tests.parsers.ofd_files import FILLER, PAGE, parts_of
from tests.parsers.ofd_files import page as ofd_page
from tests.parsers.sheet_files import data, xlsx_parts
from tests.parsers.sheet_files import text as sheet_text

MAIN = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
GIGABYTE = 2**30
#: the sentence of a file that grows until it is stopped: whether by memory or by time depends on the machine
OUT_OF_BOUNDS = r"(memory: its reader ended by SIG[A-Z]+ at \d+ of 1500 MB|time: its reader computed for more than 7 s)"
#: entities that unfold to ten times as much each as the one before
_ENTITIES = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {each} "{f"&{before};" * 10}">' for before, each in zip("abcdefgh", "bcdefghi", strict=True)
)
LAUGHS = f"<!DOCTYPE w [{_ENTITIES}]>"


def deflated(block: bytes, times: int) -> bytes:
    """A zlib stream of ``block`` repeated, at the price of one block: a full flush makes all pieces the same."""
    packer = zlib.compressobj(9)
    head = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(times):
        checksum = zlib.adler32(block, checksum)
    return head + piece * (times - 1) + b"\x03\x00" + checksum.to_bytes(4, "big")


def stream(data: bytes, entries: str = "") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(data), entries.encode(), data)


def pdf(*objects: bytes, trailer: str = "") -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = f"trailer\n<</Root 1 0 R /Size {len(objects) + 1} {trailer}>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end.encode()


def one_page(content: bytes, resources: str = "", *more: bytes) -> bytes:
    """A PDF of one page: ``content`` is the stream object of its drawing, ``more`` the objects from number 6."""
    drawn_with = f"/Contents 4 0 R/Resources<<{resources}/Font<</F1 5 0 R>>>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{drawn_with}>>".encode(),
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )


def inflating_page() -> bytes:
    """A PDF whose page unpacks to 1 GB."""
    return one_page(stream(deflated(b"0 0 m 9 9 l S\n" * 2**16, GIGABYTE // (14 * 2**16)), "/Filter/FlateDecode"))


def slow_pages() -> bytes:
    """A PDF of 200 pages that share a drawing: 32 MB of lines that are never drawn."""
    drawing = stream(deflated(b"0 0 m 9 9 l n\n" * 2**14, 2**25 // (14 * 2**14)), "/Filter/FlateDecode")
    kids = b" ".join([b"4 0 R"] * 200)
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count 200>>" % kids,
        drawing,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>",
    )


def too_many_pages() -> bytes:
    """A PDF of 100,000 pages, all of them the same."""
    kids = b" ".join([b"3 0 R"] * 100_000)
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count 100000>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )


def twice_inflating_page() -> bytes:
    """The same, packed twice."""
    once = deflated(b"0 0 m 9 9 l S\n" * 2**16, GIGABYTE // (14 * 2**16))
    return one_page(stream(zlib.compress(once), "/Filter[/FlateDecode/FlateDecode]"))


def form_that_draws_itself() -> bytes:
    """A PDF of 600 bytes whose drawing asks for itself, twice each time."""
    form = stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return one_page(stream(b"/X Do"), "/XObject<</X 6 0 R>>", form)


def pages_that_loop() -> bytes:
    """A PDF whose tree of pages is its own child."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>")


def tables_that_loop() -> bytes:
    """A PDF whose table of objects names itself as the one before."""
    whole = one_page(stream(b"BT /F1 9 Tf (17) Tj ET"))
    at = whole.rindex(b"xref\n0 ")
    return whole.replace(b"/Size", b"/Prev %d /Size" % at)


def vast_picture() -> bytes:
    """A PDF of a picture of 900 million pixels."""
    packed = deflated(bytes(3750 * 100), 300)
    entries = "/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 1/ColorSpace/DeviceGray"
    picture = stream(packed, f"{entries}/Filter/FlateDecode")
    return one_page(stream(b"q 595 0 0 842 0 0 cm /X Do Q"), "/XObject<</X 6 0 R>>", picture)


def many_rules() -> bytes:
    """A PDF page of 60,000 rules across each other."""
    across = b"".join(b"0 %.2f m 595 %.2f l S\n" % (y / 36, y / 36) for y in range(30000))
    down = b"".join(b"%.2f 0 m %.2f 842 l S\n" % (x / 51, x / 51) for x in range(30000))
    return one_page(stream(across + down))


def packed(data: bytes, name: str = MAIN) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return package.getvalue()


def bursting_word_file() -> bytes:
    """A DOCX file whose document unpacks to 1 GB, with a size declared that is harmless."""
    return bursting_package(MAIN, b"<w:p/>" * 2**17)


def bursting_sheet() -> bytes:
    """An XLSX file whose only sheet unpacks to 1 GB, with a size declared that is harmless."""
    return bursting_package(SHEET, b"<row><c><v>1</v></c></row>" * 2**15, xlsx_parts(""))


def bursting_ofd() -> bytes:
    """An OFD file whose only page unpacks to 1 GB, with a size declared that is harmless."""
    return bursting_package(PAGE.format(0), b"<ofd:Layer/>" * 2**16, parts_of(""))


def bursting_package(name: str, block: bytes, others: Mapping[str, str | bytes] | None = None) -> bytes:
    """A package with a part ``name`` of 1 GB of ``block``, packed, that declares 500 bytes; ``others`` are honest."""
    parts = {
        part: content.encode() if isinstance(content, str) else content for part, content in (others or {}).items()
    }
    entries = [(part.encode(), 0, content, len(content)) for part, content in parts.items() if part != name]
    # A package holds the stream without its wrapping.
    entries.append((name.encode(), 8, deflated(block, GIGABYTE // len(block))[2:-4], 500))
    locals_, centrals = b"", b""
    for part, method, raw, declared in entries:
        checksum = zlib.crc32(raw) if method == 0 else 0
        sizes = struct.pack("<HIIIIHH", method, 0, checksum, len(raw), declared, len(part), 0)
        centrals += b"PK\x01\x02\x14\0\x14\0\0\0" + sizes + bytes(10) + struct.pack("<I", len(locals_)) + part
        locals_ += b"PK\x03\x04\x14\0\0\0" + sizes + part + raw
    return (
        locals_
        + centrals
        + struct.pack("<4s4xHHIIH", b"PK\x05\x06", *[len(entries)] * 2, len(centrals), len(locals_), 0)
    )


def packages_in_packages() -> bytes:
    """A DOCX file with ten packages in it, each with ten in it, five deep."""
    inner = packed(bytes(2**20), "zeros")
    for _ in range(5):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MAIN, document(paragraph("见附件")))
            for number in range(10):
                archive.writestr(f"word/embeddings/{number}.docx", inner)
        inner = outer.getvalue()
    return inner


def laughing_word_file() -> bytes:
    """A DOCX file whose entities unfold to 10 GB (the billion laughs)."""
    body = "<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body>"
    return packed(f"{LAUGHS}<w:document {NAMESPACES}>{body}</w:document>".encode())


def laughing_sheet() -> bytes:
    """An XLSX file whose sheet does the same."""
    parts = xlsx_parts(data(sheet_text("&i;")))
    return pack({**parts, SHEET: f"{LAUGHS}{parts[SHEET]}"})


def laughing_ofd() -> bytes:
    """An OFD file whose page does the same."""
    parts = parts_of(ofd_page(FILLER.replace("本页", "&i;")))
    name = PAGE.format(0)
    return pack({**parts, name: LAUGHS + parts[name].partition("?>")[2]})


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def deep_page() -> bytes:
    """An HTML page of 2 million elements, each within the one before."""
    return page("<div>" * 2_000_000)


def wide_cells() -> bytes:
    """An HTML table whose cells say that they span a hundred million columns and rows."""
    return page("<table>" + "<tr><td colspan=100000000 rowspan=100000000>1</td><td>2</td></tr>" * 2000 + "</table>")


def long_table() -> bytes:
    """An HTML table of 50 MB."""
    return page("<table>" + "<tr><td>1</td><td>2</td></tr>" * (50_000_000 // 29) + "</table>")


def long_text() -> bytes:
    """A text of 50 MB."""
    return "一、总体情况\t17\n".encode() * (50_000_000 // 22)


def tabs() -> bytes:
    """A text of one line with 9 million tabs."""
    return b"\t" * 9_000_000 + b"17\n"


def bursting_archive() -> bytes:
    """A ZIP file of 60 KB with five members that unpack to 12 MB each."""
    return zipped({f"{number}.txt": bytes(12 * 2**20) for number in range(5)})


def nested_bomb() -> bytes:
    """A ZIP file with ten in it, each with ten in it: 100 members of 10 MB of zeros, in 10 KB a middle file."""
    inner = zipped({"zeros.txt": b"0" * (10 * 2**20)})
    middle = zipped({f"{number}.zip": inner for number in range(10)})
    return zipped({f"{number}.zip": middle for number in range(10)})


def overlapping_members() -> bytes:
    """A ZIP file whose directory names one packed member 4,000 times: 2 MB each, 8 GB together."""
    return many_names("0000.txt", bytes(2 * 2**20), 4000)


def many_members() -> bytes:
    """A ZIP file of 100,000 members."""
    return many_names("0000.txt", b"1", 100_000)


def many_names(name: str, payload: bytes, count: int) -> bytes:
    """A ZIP file of one member that stands so many times in the directory."""
    made = zipped({name: payload})
    at, end = made.index(b"PK\x01\x02"), made.index(b"PK\x05\x06")
    entries = made[at:end] * count
    counts = min(count, 0xFFFF)
    return made[:at] + entries + struct.pack("<4s4xHHIIH", b"PK\x05\x06", counts, counts, len(entries), at, 0)


def archive_in_itself() -> bytes:
    """A ZIP file that holds, as far down as anyone looks, a ZIP file with the same member (as a quine would)."""
    payload = zipped({"a.txt": b"1"})
    for _ in range(50):
        payload = zipped({"r.zip": payload})
    return payload


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream_ = io.BytesIO()
    with zipfile.ZipFile(stream_, "w", method) as archive:
        for name, payload in members.items():
            archive.writestr(name, payload)
    return stream_.getvalue()
