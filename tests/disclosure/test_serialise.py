import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from disclosure.report import (
    Agency,
    Candidate,
    ElementPath,
    Finding,
    Mention,
    PageBox,
    Reading,
    Report,
    Section,
    Severity,
    State,
    Status,
    Suggestion,
    TextPosition,
)
from disclosure.serialise import report_from_json, report_to_json

places = st.one_of(
    st.builds(PageBox, st.integers(1, 99), st.tuples(*[st.integers(0, 5000).map(lambda n: n / 4)] * 4)),
    st.builds(ElementPath, st.text(min_size=1), st.none() | st.text(min_size=1)),
    st.builds(TextPosition, st.integers(1), st.integers(1)),
)
values = st.integers(-(10**12), 10**12).map(Decimal) | st.integers(0, 10**9).map(lambda n: Decimal(n) / 10**6)
readings = st.builds(
    Reading,
    st.text(),
    st.sampled_from(State),
    st.none() | values,
    st.none() | st.just("万元"),
    st.none() | st.builds(Suggestion, values, st.text()),
    st.just("pdfium"),
    st.none() | st.floats(0, 1),
    st.lists(places, max_size=2).map(tuple),
)
reports = st.builds(
    Report,
    st.sampled_from(Status),
    agency=st.none() | st.builds(Agency, st.text(), candidates=st.tuples(st.builds(Candidate, *[st.text()] * 3))),
    year=st.none() | st.integers(2008, 2030),
    cells=st.dictionaries(st.text(), readings, max_size=3),
    sections=st.tuples(st.builds(Section, *[st.text()] * 3, st.integers(0), st.integers(0))),
    mentions=st.tuples(
        st.builds(
            Mention, st.text(), values, st.none(), st.booleans(), st.none(), st.integers(0), st.integers(0), st.text()
        )
    ),
    findings=st.tuples(st.builds(Finding, st.text(), st.sampled_from(Severity), st.text(), st.just(("a.b",)))),
)


@given(reports)
def test_a_report_survives_json(report: Report) -> None:
    text = json.dumps(report_to_json(report, file="x.pdf"), ensure_ascii=False)
    assert report_from_json(json.loads(text)) == report
