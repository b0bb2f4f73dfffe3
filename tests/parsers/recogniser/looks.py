"""Looks of the statistics table, drawn at random."""

from hypothesis import strategies as st

from replica.press.statistics_table import StatisticsOptions

LOOKS = st.builds(
    StatisticsOptions,
    unit=st.sampled_from(["column", "label", "none"]),
    code=st.sampled_from(["none", "before", "after"]),
    note=st.booleans(),
    earlier=st.booleans(),
    chapters=st.sampled_from(["lines", "merged"]),
    numbered=st.booleans(),
    halves=st.booleans(),
    extra_lines=st.booleans(),
    header=st.sampled_from(["form", "seen"]),
    seen_labels=st.booleans(),
    apart=st.booleans(),
    title_inside=st.booleans(),
)
