"""A picture of the page with a cell outlined, for what can be shown as it was published: PDF and HTML."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure.report import ElementPath, PageBox, Place, Report, Status


class NoPictureError(Exception):
    """There can be no picture; ``str(error)`` says why in a sentence. Told by the command beside the facts."""


class NotDrawnError(NoPictureError):
    """Such a document or cell has no picture, whatever is installed."""


def draw(payload: bytes, member: str | None, places: Sequence[Place]) -> bytes:
    """The page that holds the places, as PNG; of a row cut by a page end both pages, one beneath the other.

    ``member``: the path inside an archive. Raises NoPictureError, and NotDrawnError for what is never drawn.
    """
    from parsers.sniff import HTML, PDF, sniff

    if member is not None:
        payload = unpack(payload, member)
    boxes = [place for place in places if isinstance(place, PageBox)]
    paths = [place.xpath for place in places if isinstance(place, ElementPath) and place.part is None]
    media_type = sniff(payload)
    if media_type == PDF and boxes:
        from pipeline.evidence.pdf_picture import draw_pages

        return draw_pages(payload, boxes)
    if media_type == HTML and paths:
        from pipeline.evidence.html_picture import draw_element

        return draw_element(payload, paths[0])
    if not places:
        raise NotDrawnError("There is no picture: the document has no place for this cell.")
    raise NotDrawnError(f"There is no picture of files of type {media_type}, only of PDF and HTML.")


def unpack(payload: bytes, path: str) -> bytes:
    """The bytes of a member of an archive, by the path that its reports carry. Raises NoPictureError."""
    from parsers.containers import read_archive
    from parsers.sniff import sniff

    members: list[bytes] = []

    def keep(member: bytes, _name: str) -> list[Report]:
        members.append(member)
        return [Report(Status.NOT_A_REPORT, part=len(members))]

    for report in read_archive(payload, sniff(payload), keep):
        if report.member == path and report.status is Status.NOT_A_REPORT:
            return members[report.part - 1]
    raise NoPictureError(f"There is no picture: the archive holds no file {path}.")
