"""OFD packages made by hand, part by part, as the examples of the standard spell them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = "Doc_0/Pages/Page_{}/Content.xml"
RESOURCES = "Doc_0/DocumentRes.xml"
#: enough text for a page not to count as a scan; it stands at the foot of the page
FILLER = '<ofd:TextObject Boundary="20 250 150 5" Size="5"><ofd:TextCode X="0" Y="4">{}</ofd:TextCode></ofd:TextObject>'
FILLER = FILLER.format("本页只为试验而印不是报告其中数字皆为虚构。")


def pack(parts: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return stream.getvalue()


def element(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {NAMESPACE}>{inner}</ofd:{name}>'


def page(objects: str, before: str = "") -> str:
    """A page part: ``before`` stands in front of the content (templates, area)."""
    return element("Page", f'{before}<ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content>')


def parts_of(*pages: str, common: str = "") -> dict[str, str]:
    """The parts of a document with these page parts; ``common`` is added to its common data."""
    entries = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    body = f"<ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{entries}</ofd:Pages>"
    root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    return {
        "OFD.xml": element("OFD", root),
        "Doc_0/Document.xml": element("Document", body),
        **{PAGE.format(number): part for number, part in enumerate(pages)},
    }


def ofd(*objects: str, common: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """A file with a page for each string of objects, and ``more`` parts."""
    return pack({**parts_of(*(page(each) for each in objects), common=common), **(more or {})})


def text(words: str, left: float, top: float, attributes: str = "", code: str = "") -> str:
    """A line 5 mm high whose upper left corner stands there; ``code``: attributes of the TextCode beside X and Y."""
    return (
        f'<ofd:TextObject ID="9" Boundary="{left} {top} 100 5" Font="1" Size="5" {attributes}>'
        f'<ofd:TextCode X="0" Y="4.3" {code}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, boundary: str = "0 0 210 297", attributes: str = "") -> str:
    return (
        f'<ofd:PathObject ID="8" Boundary="{boundary}" {attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )
