"""XLSX files of a few lines of XML, for the tests of the reader."""

from __future__ import annotations

from tests.parsers.docx_files import pack

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsx_parts(
    *sheets: str, names: tuple[str, ...] = (), states: tuple[str, ...] = (), book: str = "", **parts: str
) -> dict[str, str | bytes]:
    """The parts of a workbook of these worksheet contents, with the sheets' names, states and more in the workbook.

    Further parts of ``xl/`` by name.
    """
    states = (*states, *["visible"] * (len(sheets) - len(states)))
    called = names or tuple(f"表{i}" for i in range(1, len(sheets) + 1))
    listed = "".join(
        f'<sheet name="{name}" r:id="s{i}" state="{state}"/>'
        for i, (name, state) in enumerate(zip(called, states, strict=True), start=1)
    )
    targets = {f"s{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)}
    targets |= {name: (name, f"/xl/{name}.xml") for name in parts}
    related = "".join(
        f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identity, (kind, target) in targets.items()
    )
    return {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
        **{f"xl/worksheets/sheet{i}.xml": worksheet(sheet) for i, sheet in enumerate(sheets, start=1)},
        **{f"xl/{name}.xml": content for name, content in parts.items()},
    }


def xlsx(
    *sheets: str, names: tuple[str, ...] = (), states: tuple[str, ...] = (), book: str = "", **parts: str
) -> bytes:
    return pack(xlsx_parts(*sheets, names=names, states=states, book=book, **parts))


def worksheet(content: str) -> str:
    return f'<worksheet xmlns="{MAIN}">{content}</worksheet>'


def data(*rows: str) -> str:
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def text(content: str, style: int = 0) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t>{content}</t></is></c>'


def number(content: str, style: int = 0) -> str:
    return f'<c s="{style}"><v>{content}</v></c>'


def styles(*codes: str) -> str:
    """Cell styles 0 (General), then one with rules, then one for each of the number formats."""
    formats = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>' for i, code in enumerate(codes))
    cells = "".join(f'<xf numFmtId="{200 + i}" borderId="0"/>' for i in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        '<borders><border/><border><left style="thin"/><right style="none"/></border></borders>'
        f'<cellXfs><xf/><xf borderId="1"/>{cells}</cellXfs></styleSheet>'
    )
