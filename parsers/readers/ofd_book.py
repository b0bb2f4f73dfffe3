"""The parts of an OFD package: which pages there are, and what they draw from (templates, composite units)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from disclosure.report import Finding, Severity
from parsers.document import UnreadableError
from parsers.readers.ofd_space import POINTS, local_name, numbers
from parsers.readers.package import Package
from parsers.readers.package_xml import parse_part

ROOT = "OFD.xml"
_ENCRYPTION = "Encryptions.xml"  #: of GM/T 0099, which encrypts parts and lists them here
_A4 = 297.0  #: millimetres


class PageEntry(NamedTuple):
    """A page, or a template that pages draw beneath their own content. ``root`` is None where its part is missing.

    ``height`` in points.
    """

    part: str
    root: etree._Element | None
    height: float


class Book:
    """The documents of a package, one behind the other; their parts are read when asked for.

    Raises UnreadableError for a package without a document or with damaged parts.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {name.replace("\\", "/").lstrip("/"): name for name in package.names}
        self._templates: dict[str, tuple[str, str]] = {}
        self._units: dict[str, etree._Element] = {}
        self._opened: dict[str, PageEntry] = {}
        self._read_resources: set[str] = set()
        self.findings: list[Finding] = []
        self.entries: list[PageEntry] = []
        root = self._parse(ROOT)
        if root is None:
            raise UnreadableError(f"damaged: the package holds no {ROOT}")
        for body in root.iterfind("{*}DocBody"):
            self._add_document(body)
        if all(entry.root is None for entry in self.entries):
            raise UnreadableError(self._reason())

    def templates(self, entry: PageEntry) -> Iterator[tuple[str, PageEntry | None]]:
        """The templates that a page names: their ids, and None for one that is not in the package."""
        assert entry.root is not None  # a missing page names nothing
        for reference in entry.root.iterfind("{*}Template"):
            key = reference.get("TemplateID", "")
            yield key, self._template(key)

    def unit(self, key: str, entry: PageEntry) -> etree._Element | None:
        """A composite unit of the document or of the page; None where no resource has it."""
        if key not in self._units and entry.root is not None:
            self._add_resources(entry.root.iterfind("{*}PageRes"), entry.part)
        return self._units.get(key)

    def _reason(self) -> str:
        if any(posixpath.basename(name) == _ENCRYPTION for name in self._names):
            return "encrypted: needs a password"
        return "damaged: no page of the document is in the package"

    def _add_document(self, body: etree._Element) -> None:
        part = self._resolve(body.findtext("{*}DocRoot", "").strip(), ROOT)
        root = self._parse(part)
        if root is None:
            message = f"the file names a document {part} that is not in it"
            self.findings.append(Finding("missing_part", Severity.ERROR, message))
            return
        versions = len(body.findall("{*}Versions/{*}Version"))
        if versions > 1:
            message = f"the file keeps {versions} versions; the document {part} was read"
            self.findings.append(Finding("several_versions", Severity.INFO, message))
        common = root.find("{*}CommonData")
        area = _A4 * POINTS
        if common is not None:
            area = _height(common.find("{*}PageArea"), area)
            for template in common.iterfind("{*}TemplatePage"):
                self._templates[template.get("ID", "")] = (template.get("BaseLoc", ""), part)
            self._add_resources((each for each in common if local_name(each) in ("PublicRes", "DocumentRes")), part)
        for page in root.iterfind("{*}Pages/{*}Page"):
            self.entries.append(self._entry(page.get("BaseLoc", ""), part, area))

    def _template(self, key: str) -> PageEntry | None:
        if key not in self._opened:
            if key not in self._templates:
                return None
            self._opened[key] = self._entry(*self._templates[key], 0.0)
        entry = self._opened[key]
        return entry if entry.root is not None else None

    def _entry(self, location: str, base: str, height: float) -> PageEntry:
        part = self._resolve(location, base)
        root = self._parse(part)
        return PageEntry(part, root, height if root is None else _height(root.find("{*}Area"), height))

    def _add_resources(self, references: Iterator[etree._Element], base: str) -> None:
        for reference in references:
            part = self._resolve((reference.text or "").strip(), base)
            if part in self._read_resources:
                continue
            self._read_resources.add(part)
            root = self._parse(part)
            for unit in () if root is None else root.iterfind("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"):
                self._units[unit.get("ID", "")] = unit

    def _resolve(self, location: str, base: str) -> str:
        """The name of the part that a file of the package names: from its own folder, or else from the root."""
        location = location.replace("\\", "/")
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(base), location)).lstrip("/")
        from_root = posixpath.normpath(location).lstrip("/")
        return from_root if beside not in self._names and from_root in self._names else beside

    def _parse(self, part: str) -> etree._Element | None:
        """The tree of a part; None where the package has none of this name."""
        name = self._names.get(part)
        return None if name is None else parse_part(self._package.read(name), part)


def _height(area: etree._Element | None, otherwise: float) -> float:
    """The height of the paper in points."""
    box = None if area is None else numbers(area.findtext("{*}PhysicalBox", ""), 4)
    return box[3] * POINTS if box and box[3] > 0 else otherwise
