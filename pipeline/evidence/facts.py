"""The facts of one cell, from the warehouse and the archive or straight from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disclosure.forms import load_forms
from disclosure.report import Place, Report, Status, place_from_json
from disclosure.serialise import report_to_json
from pipeline.errors import GongkaiError, SettingsError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from warehouse.evidence import CellEvidence

MOST_NAMED = 5  #: reports that are named where one is asked for


@dataclass(frozen=True, slots=True)
class Shown:
    """``facts`` by name, for a person and as JSON; ``payload``: the document's bytes, or why they can't be had."""

    facts: dict[str, Any]
    payload: bytes | str
    member: str | None
    places: tuple[Place, ...]


def require_address(address: str) -> None:
    """SettingsError when no form has such a cell."""
    known = sorted({cell.address for form in load_forms().values() for t in form.tables.values() for cell in t.cells})
    if address not in known:
        near = [each for each in known if each.startswith(address.split(".")[0] + ".")][:3]
        like = f", as {', '.join(near)}" if near else ", such as applications.granted.total"
        raise SettingsError(f"No form has a cell {address}: an address is <table>.<row>[.<column>]{like}.")


def from_warehouse(settings: Settings, address: str, **asked: Any) -> Shown:
    """The cell of the one report that fits; ``asked`` as ``warehouse.evidence.cell_evidence`` takes it.

    SettingsError when several fit, GongkaiError when none does.
    """
    from pipeline.recording import answering, open_warehouse
    from warehouse import query
    from warehouse.evidence import cell_evidence

    engine = open_warehouse(settings)
    with answering():
        query.run(engine, "SELECT COUNT(*) FROM reports")  # says so if there is no warehouse, and makes no empty one
        found = cell_evidence(engine, address, **asked)
    if not found:
        raise GongkaiError(f"No report in the warehouse that fits has a cell {address}.")
    if len(found) > 1:
        raise SettingsError(_several(found))
    evidence = found[0]
    return Shown(
        facts=asdict(evidence),
        payload=_archived(settings, evidence),
        member=evidence.member,
        places=tuple(place_from_json(place) for place in evidence.place),
    )


def _several(found: Sequence[CellEvidence]) -> str:
    named = [f"{each.report_id} ({each.agency_name}, {each.reporting_year})" for each in found[:MOST_NAMED]]
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return f"{len(found)} reports fit: {', '.join(named)}{more}. Name one by --report, or by --agency and --year."


def _archived(settings: Settings, evidence: CellEvidence) -> bytes | str:
    from crawler.archive import ArchiveError, read_payload

    if evidence.warc_file is None or evidence.warc_offset is None:
        return "the warehouse knows no archived record of the document."
    try:
        payload = read_payload(settings.archive, evidence.warc_file, evidence.warc_offset)
    except ArchiveError as error:
        return str(error)
    digest = sha256(payload).hexdigest()
    if digest != evidence.sha256:
        return f"{evidence.warc_file} at byte {evidence.warc_offset} holds other bytes (sha256 {digest})."
    return payload


def from_file(path: Path, address: str) -> Shown:
    """The cell of the one report in a file that has it. GongkaiError when none or several have."""
    from pipeline.workers import ParserWorker

    try:
        payload = path.read_bytes()
    except OSError as error:
        raise GongkaiError(f"{path} can't be opened: {error.strerror}.") from error
    with ParserWorker() as worker:
        reports = worker.parse(payload, name=path.name)
    having = [report for report in reports if address in report.cells]
    if not having:
        unread = [report for report in reports if report.status in (Status.UNREADABLE, Status.NOT_A_REPORT)]
        why = [finding.message for report in unread for finding in report.findings]
        raise GongkaiError(f"{path} holds no cell {address}" + (f": {why[0]}." if why else "."))
    if len(having) > 1:
        members = ", ".join(str(report.member or report.part) for report in having[:MOST_NAMED])
        raise GongkaiError(
            f"{path} holds {len(having)} reports with that cell ({members}): take its parts apart first."
        )
    return Shown(_facts(path, having[0], address), payload, having[0].member, having[0].cells[address].place)


def _facts(path: Path, report: Report, address: str) -> dict[str, Any]:
    from parsers import PARSER_VERSION

    cell = report_to_json(report)["cells"][address]
    form = load_forms()[report.editions[address.split(".")[0]] or ""].cell(address)
    start = address.rpartition(".")[0] + "." if address.count(".") > 1 else address.split(".")[0] + "."
    return {
        "agency_name": report.agency.name if report.agency else None,
        "reporting_year": report.year,
        "address": address,
        "label_zh": form.label_zh,
        "label_en": form.label_en,
        **{name: cell[name] for name in ("value", "state", "unit", "raw", "method", "confidence")},
        "parser_version": PARSER_VERSION,
        "file": str(path),
        "member": report.member,
        "media_type": report.media_type,
        "sha256": report.sha256,
        "place": cell["place"],
        "row": {each: reading.raw for each, reading in report.cells.items() if each.startswith(start)},
    }
