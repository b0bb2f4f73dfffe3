"""The XML parts of a ZIP package."""

from __future__ import annotations

from lxml import etree

from parsers.document import UnreadableError


def parse_part(data: bytes, part: str) -> etree._Element:
    """The tree of a part; nothing outside it is fetched, nothing in it expanded. Raises UnreadableError.

    ``part`` is its name, for messages.
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error)
        raise UnreadableError(f"too deep: {part}" if deep else f"damaged: {part} is no well-formed XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(f"refused: {part} declares entities, which office files never do")
    return root
