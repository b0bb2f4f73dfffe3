"""What speaks against the agency code in an address (``area=``) of hanweb's annual-report pages."""

from crawler.requests import parameters_of
from disclosure.uscc import division_of, is_shaped, is_valid


def doubts(address: str, division: str) -> tuple[str, ...]:
    """Reasons to doubt the unified social credit code in an address of the site of ``division``; none for other codes.

    The report is fetched all the same: it names its agency itself, and the code is no more than a key of the site.
    """
    code = parameters_of(address).get("area", "")
    if not is_shaped(code):
        return ()
    reasons = []
    if not is_valid(code):
        reasons.append(f"the credit code {code} has a wrong check character")
    found = division_of(code)
    if not (found.startswith(division) or division.startswith(found)):
        reasons.append(f"the credit code {code} names division {found}, the site is of {division}")
    return tuple(reasons)
