"""Drawing the numbers of a 政府信息公开情况统计表: parts at random, wholes as their sums.

The same information stands in several channels. Replies differ from requests closed, as they often do: so all numbers
can differ.
"""

from __future__ import annotations

import random
from decimal import Decimal

_SUMS = {
    "req_received": ("req_inperson", "req_fax", "req_online", "req_letter"),
    "req_closed": ("req_closed_ontime", "req_closed_extended"),
    "rep_denied": (
        "den_state_secret",
        "den_trade_secret",
        "den_privacy",
        "den_security",
        "den_not_gov_info",
        "den_other_law",
    ),
    "rep_total": (
        "rep_already_public",
        "rep_granted",
        "rep_partial",
        "rep_denied",
        "rep_not_this_agency",
        "rep_not_exist",
        "rep_amend",
        "rep_other_channel",
    ),
    "rev_total": ("rev_upheld", "rev_corrected", "rev_other"),
    "lit_total": ("lit_upheld", "lit_corrected", "lit_other"),
    "staff": ("staff_full", "staff_part"),
}
_CHANNELS = ("ch_gazette", "ch_website", "ch_weibo", "ch_wechat", "ch_other")
_ALONE = [
    "active_normdoc",
    "normdoc_issued",
    "response_hot",
    "press_conf_head",
    "interview_head",
    "policy_articles",
    "social_responses",
    "other_responses",
    "complaints",
    "org_units",
    "access_points",
    "meetings",
    "trainings",
    "trainees",
]


def draw_statistics(rng: random.Random) -> dict[str, Decimal]:
    """A number for each cell by address; not always distinct."""
    parts = [part for whole in _SUMS.values() for part in whole if part not in _SUMS]
    drawn = iter(rng.sample(range(11, 999), len(parts) + len(_ALONE)))
    values = {code: Decimal(next(drawn)) for code in (*parts, *_ALONE)}
    for whole, summed in _SUMS.items():
        values[whole] = sum((values[part] for part in summed), Decimal(0))
    values["active_info"] = Decimal(rng.randint(20_000, 40_000))
    values |= {channel: Decimal(rng.randint(9_000, 19_999)) for channel in _CHANNELS}
    values["req_received"] += _raised(values, "req_online", values["req_closed"] - values["req_received"])
    for event in ("press_conf", "interview"):
        values[event] = values[f"{event}_head"] + rng.randint(11, 999)
    values["fee_wan"] = Decimal(f"{rng.randint(10, 400)}.{rng.randint(0, 9)}{rng.randint(1, 9)}")
    values["budget_wan"] = Decimal(f"{rng.randint(10, 400)}.{rng.randint(0, 9)}{rng.randint(1, 9)}")
    return {f"statistics.s14_{code}": value for code, value in values.items()}


def _raised(values: dict[str, Decimal], code: str, lack: Decimal) -> Decimal:
    """Raise a part so that its whole covers what lacks; returns by how much."""
    raised = max(lack, Decimal(0)) + 1
    values[code] += raised
    return raised
