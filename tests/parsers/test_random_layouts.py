"""Any mixture of a converter's faults: a slot may be refused, but no number is ever read into another's cell."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure.report import State
from parsers import parse
from replica.press.tab_text import TabTextOptions, lost_cells, print_tab_text
from replica.press.truth import FMT2019, FMT2021, HYBRID, Truth, expected_json, make_truth, with_blanks


@st.composite
def printed(draw: st.DrawFn) -> tuple[Truth, TabTextOptions]:
    truth = make_truth(draw(st.integers(0, 10**6)), editions=draw(st.sampled_from([FMT2021, HYBRID, FMT2019])))
    rows = sorted({address.split(".")[1] for address in truth.cells if address.startswith("applications.")})
    options: dict[str, Any] = {
        "lost_first_values": tuple(draw(st.lists(st.sampled_from(rows), max_size=4, unique=True))),
        "shifted_rows": tuple(draw(st.lists(st.sampled_from(rows), max_size=3, unique=True))),
        "narrow_from": draw(st.none() | st.sampled_from(rows)),
        "split_label": draw(st.none() | st.sampled_from(rows)),
        "garbled_headers": draw(st.booleans()),
        "cut_block": draw(st.booleans()),
        "caption_as_paragraph": draw(st.booleans()),
    }
    blanks = draw(st.lists(st.sampled_from(sorted(truth.cells)), max_size=12))
    return with_blanks(truth, blanks), TabTextOptions(**options)


@settings(max_examples=120)
@given(printed())
def test_no_silent_error(case: tuple[Truth, TabTextOptions]) -> None:
    truth, options = case
    try:
        payload = print_tab_text(truth, options)
    except ValueError:
        assume(False)  # the press refuses faults that cannot occur together
        return
    report = parse(payload)
    told = {address for finding in report.findings for address in finding.addresses}
    for address, expected in expected_json(truth, lost=lost_cells(truth, options)).items():
        reading = report.cells[address]
        if reading.state is State.UNREADABLE:
            assert address in told
        else:
            assert reading.state.value == expected["state"], address
            assert (None if reading.value is None else float(reading.value)) == expected["value"], address
