"""Parser fixtures: a folder each with ``meta.yaml`` (what was printed how), the input and the expected cells.

``python -m tests.parsers.press_fixtures`` prints all inputs and expectations anew from their meta files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from replica.press.html import HtmlOptions, print_html
from replica.press.markdown import print_markdown
from replica.press.ofd import OfdOptions, print_ofd
from replica.press.paged import PageOptions
from replica.press.pdf import print_pdf
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.tab_text import TabTextOptions, lost_cells, print_tab_text
from replica.press.truth import FMT2019, FMT2021, HYBRID, Truth, expected_json, inconsistent, make_truth, with_blanks
from replica.press.xlsx import XlsxOptions, print_xlsx

FOLDER = Path(__file__).parent / "fixtures"
EDITIONS = {"fmt2021": FMT2021, "fmt2019": FMT2019, "hybrid": HYBRID}
OPTIONS: dict[str, Any] = {
    "html": HtmlOptions,
    "pdf": PageOptions,
    "ofd": OfdOptions,
    "txt": TabTextOptions,
    "plain": PlainTextOptions,
    "xlsx": XlsxOptions,
}


@dataclass(frozen=True)
class Fixture:
    """``format`` is the ending of the input file: txt (tabs), plain (no tables left), md, html, xlsx, pdf or ofd."""

    name: str
    format: str
    seed: int
    editions: str
    options: dict[str, Any]
    blanks: list[str]
    inconsistent: str | None

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    @property
    def payload(self) -> bytes:
        return (self.folder / f"input.{self.format}").read_bytes()

    @property
    def expected(self) -> dict[str, dict[str, Any]]:
        cells: dict[str, dict[str, Any]] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return cells

    def truth(self) -> Truth:
        truth = with_blanks(make_truth(self.seed, editions=EDITIONS[self.editions]), self.blanks)
        return inconsistent(truth, self.inconsistent) if self.inconsistent else truth

    def print(self, truth: Truth) -> bytes:
        if self.format == "md":
            return print_markdown(truth)
        printers = {
            "html": print_html,
            "pdf": print_pdf,
            "ofd": print_ofd,
            "txt": print_tab_text,
            "plain": print_plain_text,
            "xlsx": print_xlsx,
        }
        return printers[self.format](truth, self._options())  # type: ignore[operator]

    def lost(self) -> list[str]:
        """Addresses that the layout takes out of the print."""
        return lost_cells(self.truth(), self._options()) if self.format == "txt" else []

    def _options(self) -> Any:
        kind = OPTIONS[self.format]
        return kind(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in self.options.items()}
        )


def load_fixtures() -> list[Fixture]:
    defaults = {"options": {}, "blanks": [], "inconsistent": None}
    metas = {path.parent.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*/meta.yaml")}
    return [Fixture(name=name, **{**defaults, **meta}) for name, meta in sorted(metas.items())]


def main() -> None:
    for fixture in load_fixtures():
        truth = fixture.truth()
        (fixture.folder / f"input.{fixture.format}").write_bytes(fixture.print(truth))
        expected = json.dumps(expected_json(truth, lost=fixture.lost()), ensure_ascii=False, indent=0, sort_keys=True)
        (fixture.folder / "expected.json").write_text(expected + "\n", encoding="utf-8")
        print(fixture.name)


if __name__ == "__main__":
    main()
