"""The verb that shows where a number stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.options import STORE_SETTINGS, settings_options
from pipeline.errors import GongkaiError

if TYPE_CHECKING:
    from pipeline.evidence.facts import Shown
    from pipeline.settings import Settings

_FILE = click.Path(dir_okay=False, path_type=Path)
_ASKED = {"agency": "", "year": None, "division": "", "report": None, "version": None}


@click.command()
@settings_options(*STORE_SETTINGS)
@click.argument("address")
@click.option("--agency", default="", help="Of the agency whose name holds this.")
@click.option("--year", type=int, help="Of this reporting year.")
@click.option("--division", default="", metavar="CODE", help="Of agencies whose division code begins so.")
@click.option("--report", type=int, metavar="ID", help="Of the report with this report_id.")
@click.option("--version", type=int, help="Of this version of the report; default: the current one.")
@click.option("--file", "source", type=_FILE, help="Straight from a file, without warehouse and archive.")
@click.option("--out", type=_FILE, help="The picture; default: <address>.png in this folder.")
@click.option("--json", "as_json", is_flag=True, help="The facts as one JSON object.")
def evidence(
    settings: Settings, address: str, source: Path | None, out: Path | None, as_json: bool, **asked: Any
) -> None:
    """Show where the number of the cell ADDRESS stands: the facts, and a picture of the page with the cell outlined.

    There are pictures of PDF files and, where Chromium is installed, of web pages. Without a picture the facts are
    printed all the same, and why there is none; the exit status is then 1, unless the format has no pictures.

    \b
    Examples:
      gongkai evidence applications.granted.total --agency 屏锦镇 --year 2023
      gongkai evidence disputes.review_total --file report.pdf --out review.png
    """
    from pipeline.evidence import facts

    facts.require_address(address)
    if source is None:
        asked["report_id"] = asked.pop("report")
        shown = facts.from_warehouse(settings, address, **asked)
    elif asked != _ASKED:
        raise click.UsageError(
            "--file names the document: leave --agency, --year, --division, --report, --version out."
        )
    else:
        shown = facts.from_file(source, address)
    written, reason, is_failure = _picture(shown, out or Path(f"{address}.png"))
    if as_json:
        click.echo(json.dumps({**shown.facts, "picture": written, "no_picture": reason or None}, ensure_ascii=False))
    else:
        _tell(shown.facts, address, written)
    if is_failure:
        raise GongkaiError(reason)
    if reason and not as_json:
        click.echo(reason, err=True)


def _picture(shown: Shown, target: Path) -> tuple[str | None, str, bool]:
    """The file that was written, or why none was, and whether there should have been one."""
    from pipeline.evidence.picture import NoPictureError, NotDrawnError, draw

    if isinstance(shown.payload, str):
        return None, f"There is no picture: {shown.payload}", True
    try:
        picture = draw(shown.payload, shown.member, shown.places)
        target.write_bytes(picture)
    except NotDrawnError as error:
        return None, str(error), False
    except NoPictureError as error:
        return None, str(error), True
    except OSError as error:
        return None, f"{target} can't be written: {error.strerror}.", True
    return str(target), "", False


def _tell(facts: dict[str, Any], address: str, picture: str | None) -> None:
    from pipeline.tables import print_table

    plain = {name: fact for name, fact in facts.items() if name not in ("row", "place") and fact is not None}
    rows = [(name, str(fact)) for name, fact in plain.items()]
    rows += [("place", json.dumps(place, ensure_ascii=False)) for place in facts["place"]]
    marked = (f"«{raw}»" if each == address else raw for each, raw in facts["row"].items())
    rows.append(("row", " | ".join(" ".join(raw.split()) for raw in marked)))
    if picture:
        rows.append(("picture", picture))
    print_table(("fact", "value"), rows)
