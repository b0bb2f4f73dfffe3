"""What the documentation asks is understood by both engines; tests/docs asks it of a night on SQLite."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from warehouse.query import run

PROJECT = Path(__file__).parents[2]
PAGES = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").glob("*.md"))]
QUESTION = re.compile(r'^```sql\n(.*?)^```|^gongkai sql "(.*?)"', re.MULTILINE | re.DOTALL)
QUESTIONS = [block or words for page in PAGES for block, words in QUESTION.findall(page.read_text(encoding="utf-8"))]


def test_there_are_questions() -> None:
    assert len(QUESTIONS) >= 6


@pytest.mark.parametrize("sql", QUESTIONS)
def test_a_question_is_understood(engine: Engine, sql: str) -> None:
    assert run(engine, sql).columns
