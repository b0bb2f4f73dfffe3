"""Of which division an agency is, where its name fits several or none: by credit code, publisher and text."""

from __future__ import annotations

import re
from dataclasses import replace

from disclosure.agencies import resolve, stands_alone
from disclosure.divisions import all_divisions, spellings
from disclosure.report import Agency, Finding, Severity
from disclosure.uscc import ALPHABET, division_of, is_valid
from parsers.document import Document, Paragraph
from parsers.recogniser.namesakes import GUEST, believe

_CODE = re.compile(rf"(?<![0-9A-Z])[0-9A-Y][{ALPHABET}](?:\d{{6}})[{ALPHABET}]{{10}}(?![0-9A-Za-z])")
_CODED = ("索引号",)
_CODE_IN_ADDRESS = re.compile(r"[?&](?:area|orgCode|orgcode|deptCode)=([0-9A-Za-z]{18})(?![0-9A-Za-z])")


def settle(agency: Agency, document: Document, url: str, year: int | None, findings: list[Finding]) -> Agency:
    """The agency with its credit code, and its division where code, publisher or text leave only one."""
    code, refused = _credit_code(document, url)
    if refused:
        message = f"{refused} looks like a credit code, but its check character is wrong; it was not used"
        findings.append(Finding("uscc_invalid", Severity.WARNING, message, found=refused))
    if code:
        agency = replace(agency, uscc=code)
        within = division_of(code)
        own = agency.division_code
        if own and within in all_divisions() and not own.startswith(within):
            message = f"the name fits division {own}, the credit code {code} was issued in {within}; neither was taken"
            findings.append(Finding("division_conflict", Severity.WARNING, message, expected=own, found=within))
            return replace(agency, division_code=None)
        agency = resolve(agency, within, f"its credit code {code} was issued there")
        if agency.division_code and agency.division_code.startswith(within):
            return agency
    if agency.division_code is None and len(agency.candidates) > 1:
        return _narrow_by_names(agency, *_texts(document))
    if stands_alone(agency):
        agency, told = believe(agency, *_texts(document), year)
        findings += told
    return agency


def _credit_code(document: Document, url: str) -> tuple[str | None, str | None]:
    """A right code, and one that is wrong, from the index number and from the address."""
    texts = [document.metadata.get(name, "") for name in _CODED]
    found = [match[0] for text in texts for match in _CODE.finditer(text)]
    found += [match[1].upper() for match in _CODE_IN_ADDRESS.finditer(url) if _CODE.fullmatch(match[1].upper())]
    right = next((code for code in found if is_valid(code)), None)
    return right, next((code for code in found if not is_valid(code)), None)


def _texts(document: Document) -> tuple[str, str]:
    """All paragraphs of a document, and all that its container says of it, without blanks."""
    # Not normalised: what is normalised is kept for the next time, and whole texts would be kept for nothing.
    text = "".join("".join(block.text for block in document.blocks if isinstance(block, Paragraph)).split())
    return text, "".join("".join((*document.metadata.values(), document.title)).split())


def _narrow_by_names(agency: Agency, text: str, facts: str) -> Agency:
    """Take the one candidate around which the document names the county (of a county, the prefecture) as its own."""
    named = [candidate for candidate in agency.candidates if _is_named(candidate.division_code, text, facts)]
    if len(named) != 1:
        return agency
    code = named[0].division_code
    taken = replace(named[0], reason=f"{named[0].reason}; the document names {all_divisions()[_around(code)].name}")
    return replace(agency, division_code=code, candidates=(taken,))


def _is_named(code: str, text: str, facts: str) -> bool:
    """Whether the division around one is in the facts of a container, or in a text as the government, the website, or
    the place around that one; a place that is only spoken of is none.
    """
    names = [name for name in spellings(_around(code)) if len(name) > 2]
    if any(name in facts for name in names):
        return True
    around = "|".join(names)
    if not any(name in text for name in names):
        return False
    own = re.escape(all_divisions()[code].name)
    return (
        re.search(f"(?:{around}).{{0,8}}(?:网站|门户)|(?<![{GUEST}])(?:{around})(?:(?:人民)?政府|委(?!员)|{own})", text)
        is not None
    )


def _around(code: str) -> str:
    """The county of a township, the prefecture of a county."""
    return code[: 6 if len(code) > 6 else 4]
