"""Mutations that keep the wrapping whole: changed contents of a ZIP member or a PDF stream, not of their check sums.

Bytes changed at random in a packed file only ever test the unpacker, those in XML only the XML parser.
"""

from __future__ import annotations

import base64
import io
import random
import re
import zipfile
import zlib

import atheris
from lxml import etree

_STREAM = re.compile(rb"(<<[^<>]*?/Length\s+)\d+([^<>]*>>\s*stream\r?\n)(.*?)(\r?\n?endstream)", re.DOTALL)
_ASCII85_END = b"~>"
_RAW = 0.15  #: share of the mutations that change the packed bytes themselves
_XML = 0.7  #: share of those in an XML member that change its tree
_VALUES = ("0", "1", "2", "-1", "200", "65536", "4294967296", "1e9", "", "x", "true", "0 0 1e7 -5", "①", "\u3000")
_Node = etree._Element


def mutate(payload: bytes, largest: int, seed: int) -> bytes:
    """Another payload of at most ``largest`` bytes (libFuzzer's custom mutator)."""
    chance = random.Random(seed)
    changed = None
    if chance.random() > _RAW:
        if payload.startswith(b"PK"):
            changed = _in_member(payload, chance)
        elif payload.startswith(b"%PDF-"):
            changed = _in_stream(payload, chance)
    return changed if changed and len(changed) <= largest else atheris.Mutate(payload, largest)


def _in_member(payload: bytes, chance: random.Random) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as package:
            members = {name: package.read(name) for name in package.namelist()}
    except Exception:  # the bytes are the fuzzer's own: whatever zipfile says of them, they are changed as they are
        return None
    if not members:
        return None
    # By size, for the document itself is among the largest.
    (name,) = chance.choices(list(members), [len(content) + 100 for content in members.values()])
    whole = _in_tree(members[name], chance) if chance.random() < _XML else None
    members[name] = whole or atheris.Mutate(members[name], len(members[name]) + 200)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for each, content in members.items():
            package.writestr(each, content)
    return written.getvalue()


def _in_tree(content: bytes, chance: random.Random) -> bytes | None:
    """The same XML with an element gone, doubled, moved, or with another attribute or text."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return None
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    for _ in range(chance.randint(1, 4)):
        node, other = chance.choice(nodes), chance.choice(nodes)
        parent = node.getparent()
        kind = chance.randrange(5)
        if kind == 0 and node.attrib:
            node.set(chance.choice(list(node.attrib)), chance.choice(_VALUES))
        elif kind == 1:
            node.text = chance.choice(_VALUES)
        elif parent is None:
            continue
        elif kind == 2:
            parent.remove(node)
        elif kind == 3:
            parent.insert(0, etree.fromstring(etree.tostring(node)))
        elif node not in other.iterancestors() and node is not other:
            other.append(node)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _in_stream(payload: bytes, chance: random.Random) -> bytes | None:
    streams = list(_STREAM.finditer(payload))
    if not streams:
        return None
    stream = chance.choice(streams)
    head = stream[1] + stream[2]
    flate, ascii85 = b"/FlateDecode" in head, b"/ASCII85Decode" in head
    try:
        content = base64.a85decode(b"<~" + stream[3].strip(), adobe=True) if ascii85 else stream[3]
        content = zlib.decompress(content) if flate else content
    except (ValueError, zlib.error):
        return None
    content = atheris.Mutate(content, len(content) + 200)
    content = zlib.compress(content) if flate else content
    content = base64.a85encode(content) + _ASCII85_END if ascii85 else content
    # The table of offsets is now wrong; readers make it anew.
    parts = (payload[: stream.start()], stream[1], b"%d" % len(content), stream[2], content, stream[4])
    return b"".join((*parts, payload[stream.end() :]))
