"""Is this link an annual report? Decided by its title, with score and reasons (rules in ``links.yaml``)."""

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from pydantic import BaseModel, ConfigDict

from crawler.families import Link
from disclosure.data import load_yaml

RULES_FILE = resources.files("crawler").joinpath("links.yaml")
CHINESE_YEAR = re.compile(r"二([〇○◯零Oo0])([〇○◯零Oo0一二三四五六七八九])([〇○◯零Oo0一二三四五六七八九])(?=年)")
CHINESE_DIGITS = str.maketrans("〇○◯零Oo一二三四五六七八九", "000000123456789")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\ufeff\u00ad]+")


class _Noun(BaseModel):
    model_config = ConfigDict(extra="forbid")
    pattern: re.Pattern[str]
    score: int
    reason: str


class _Reject(BaseModel):
    model_config = ConfigDict(extra="forbid")
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    reason: str


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid")
    accept_from: int
    year_score: int
    first_year: int
    cut_short: re.Pattern[str]
    nouns: list[_Noun]
    rejects: list[_Reject]
    reject_score: int


@dataclass(frozen=True)
class Decision:
    """Whether a link is taken for a report, and why.

    ``is_doubtful``: it may lead to one all the same, for its title is cut short or names no year, and nothing speaks
    against it; the page itself must say.
    """

    accepted: bool
    score: int
    reasons: tuple[str, ...]
    is_doubtful: bool = False


@functools.cache
def _rules() -> _Rules:
    return _Rules.model_validate(load_yaml(RULES_FILE.read_text(encoding="utf-8")))


def plain_title(title: str) -> str:
    """A title without spaces, full width forms and Chinese-digit years: 二〇二三年 becomes 2023年."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", title))
    return CHINESE_YEAR.sub(lambda match: match[0].translate(CHINESE_DIGITS), text)


def judge(title: str) -> Decision:
    """Scores a title. A title without a reporting year is never accepted."""
    rules = _rules()
    text = plain_title(title)
    score = 0
    reasons: list[str] = []
    noun = next((noun for noun in rules.nouns if noun.pattern.search(text)), None)
    if noun is not None:
        score += noun.score
        reasons.append(f"+{noun.score} {noun.reason}")
    year = next((year for year in YEAR.findall(text) if int(year) >= rules.first_year), None)
    if year is not None:
        score += rules.year_score
        reasons.append(f"+{rules.year_score} reporting year {year}")
    before_rejects = score
    for reject in rules.rejects:
        if reject.pattern.search(text) and not (reject.unless and reject.unless.search(text)):
            score -= rules.reject_score
            reasons.append(f"-{rules.reject_score} {reject.reason}")
    accepted = noun is not None and year is not None and score >= rules.accept_from
    if not accepted:
        reasons.extend(_lacks(noun is not None, year is not None))
    is_open = noun is not None or rules.cut_short.search(text) is not None
    return Decision(accepted, score, tuple(reasons), not accepted and is_open and score == before_rejects)


def _lacks(has_noun: bool, has_year: bool) -> list[str]:
    return [] if has_noun and has_year else ["names no report" if not has_noun else "names no year"]


def fingerprint(links: Iterable[Link]) -> str:
    """What a list page says, whatever else changes on it: sha256 over address, title and date of links in page order.

    It begins with a mark of the rules that judged them, so that a list is judged anew when the rules change.
    """
    rows = [[link.url, plain_title(link.text), link.date.isoformat() if link.date else None] for link in links]
    return f"{_rules_mark()}-{hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()}"


def is_current(earlier: str) -> bool:
    """Whether a fingerprint was made under the rules of today."""
    return earlier.startswith(f"{_rules_mark()}-")


@functools.cache
def _rules_mark() -> str:
    return hashlib.sha256(RULES_FILE.read_bytes()).hexdigest()[:8]
