"""Archives (ZIP, RAR, 7z) that hold reports: unpacked in memory, within bounds, member by member.

Nothing is written to any path that an archive names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from disclosure.report import Finding, Report, Severity, Status
from parsers.containers import library_members, zip_members
from parsers.containers.member import Allowance, Member, SpentError, clean_path
from parsers.document import UnreadableError
from parsers.sniff import GZIP, RAR, SEVEN_ZIP, UNKNOWN, ZIP, sniff

ARCHIVES = (ZIP, RAR, SEVEN_ZIP)
#: archives within archives, beside the outermost
DEEPEST = 2
#: members that give reports, readable or not; a county's ZIP of all its townships has some dozens
MOST_DOCUMENTS = 200
#: members left unread that are told one by one
MOST_TOLD = 200
NO_DOCUMENTS = (GZIP, UNKNOWN)
#: what systems and editors leave in folders: resource forks, previews, the lock file beside an open document
_LITTER = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|~\$[^/]*)", re.IGNORECASE)

#: gives the reports of a member: its bytes and its name
ParseMember = Callable[[bytes, str], list[Report]]


def read_archive(payload: bytes, media_type: str, parse_member: ParseMember) -> list[Report]:
    """The reports of all members, each with its path; one ``unreadable`` report where there are none.

    A member that cannot be had or read is an ``unreadable`` report of its own. What is no document (a picture, a
    program), and whatever was left unread, are findings of the first report.
    """
    archive = _Archive(parse_member, Allowance.of(len(payload)))
    try:
        archive.read(payload, media_type, "", DEEPEST)
    except SpentError as error:
        archive.fail("", str(error))
    reports = archive.reports or [_unreadable("empty: no file in the archive can be a report")]
    if archive.left_unread > MOST_TOLD:
        message = f"{archive.left_unread - MOST_TOLD} more files in the archive were not read"
        archive.findings.append(Finding("member_not_read", Severity.WARNING, message))
    told = next((at for at, report in enumerate(reports) if report.status is not Status.UNREADABLE), 0)
    reports[told] = reports[told].with_findings(*archive.findings)
    return [replace(report, media_type=media_type) for report in reports]


def _unreadable(reason: str) -> Report:
    return Report(Status.UNREADABLE, findings=(Finding("unreadable", Severity.ERROR, reason),))


@dataclass(slots=True)
class _Archive:
    """What was read of an archive so far."""

    parse_member: ParseMember
    allowance: Allowance
    reports: list[Report] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    documents: int = 0
    left_unread: int = 0
    paths: Counter[str] = field(default_factory=Counter)

    def read(self, payload: bytes, media_type: str, path: str, depth: int) -> None:
        """All members; ``depth`` tells how many more archives may lie within each other. Raises SpentError."""
        if media_type == ZIP:
            members = zip_members.read_members(payload, self.allowance)
        else:
            members = library_members.read_members(payload, media_type, self.allowance)
        try:
            for member in members:
                if not _LITTER.fullmatch(member.path):
                    self._take(member, f"{path}/" if path else "", depth)
        except UnreadableError as error:
            self.fail(path, str(error))

    def fail(self, path: str, reason: str) -> None:
        """A member, or '' for the archive itself, that could not be had."""
        self.reports.append(replace(_unreadable(reason), member=path or None))

    def _take(self, member: Member, folder: str, depth: int) -> None:
        path = self._unique(folder + clean_path(member.path))
        if member.payload is None:
            self._count()
            self.fail(path, member.refused)
            return
        media_type = sniff(member.payload)
        if media_type in ARCHIVES and depth:
            self.read(member.payload, media_type, path, depth - 1)
        elif reason := _no_document(member.payload, media_type):
            self.left_unread += 1
            if self.left_unread <= MOST_TOLD:
                message = f"{path} in the archive was not read: {reason}"
                self.findings.append(Finding("member_not_read", Severity.WARNING, message))
        else:
            self._count()
            reports = self.parse_member(member.payload, path.rpartition("/")[2])
            self.reports += [replace(report, member=path) for report in reports]

    def _count(self) -> None:
        if self.documents == MOST_DOCUMENTS:
            raise SpentError(f"too long: more than {MOST_DOCUMENTS} documents in the archive; the rest was left unread")
        self.documents += 1

    def _unique(self, path: str) -> str:
        """An archive may give two files one path; the path is the key of their reports."""
        self.paths[path] += 1
        count = self.paths[path]
        return path if count == 1 else f"{path} ({count})"


def _no_document(payload: bytes, media_type: str) -> str | None:
    """Why a member cannot be a report; None for one that can."""
    if not payload:
        return "it is empty"
    if media_type in ARCHIVES:
        return f"more than {DEEPEST} archives lie around it"
    if media_type.startswith("image/"):
        return f"it is a picture ({media_type})"
    return f"its type is not known or not read ({media_type})" if media_type in NO_DOCUMENTS else None
