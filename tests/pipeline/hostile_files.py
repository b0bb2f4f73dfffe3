"""Files made to harm whoever reads them: one small function a file, each payload made when it is asked for."""

from __future__ import annotations

import io
import zipfile
import zlib

from tests.parsers.docx_files import NAMESPACES, document, paragraph

MAIN = "word/document.xml"
GIGABYTE = 2**30


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
    block = b"<w:p/>" * 2**17
    data = deflated(block, GIGABYTE // len(block))[2:-4]  # a package holds the stream without its wrapping
    harmless = packed(b"<w:document/>")
    with zipfile.ZipFile(io.BytesIO(harmless)) as archive:
        entry = archive.getinfo(MAIN)
    name = MAIN.encode()
    sizes = entry.CRC.to_bytes(4, "little") + len(data).to_bytes(4, "little") + (500).to_bytes(4, "little")
    local = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0" + sizes + len(name).to_bytes(2, "little") + b"\0\0" + name
    central = b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0" + sizes + len(name).to_bytes(2, "little") + bytes(16) + name
    end = b"PK\x05\x06" + bytes(4) + b"\1\0\1\0" + len(central).to_bytes(4, "little")
    return local + data + central + end + (len(local) + len(data)).to_bytes(4, "little") + b"\0\0"


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
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {each} "{f"&{before};" * 10}">' for before, each in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = "<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body>"
    return packed(f"<!DOCTYPE w [{entities}]><w:document {NAMESPACES}>{body}</w:document>".encode())


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
