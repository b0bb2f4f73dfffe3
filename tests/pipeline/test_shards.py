"""Sites into shards."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.site import Site
from pipeline.shards import MAX_SHARDS, group_sites

PROVINCES = [f"{number}" for number in (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55))]


def _site(code: str, platform: str | None) -> Site:
    host = f"www.s{code}.gov.cn"
    return Site(code=code, name="县", root=f"https://{host}/", state="active", platform=platform)


def test_a_shard_is_a_province_or_a_platform_in_it() -> None:
    sites = [_site("500155", None), _site("530127", "C Number"), _site("530128", "C Number"), _site("530129", None)]
    assert {name: [site.code for site in shard] for name, shard in group_sites(sites).items()} == {
        "50": ["500155"],
        "53": ["530129"],
        "53-c-number": ["530127", "530128"],
    }


@given(
    st.dictionaries(
        st.builds("{}{:04}".format, st.sampled_from(PROVINCES), st.integers(1, 9999)),
        st.none() | st.sampled_from([f"platform {number}" for number in range(40)]),
        max_size=150,
    )
)
def test_every_site_is_in_exactly_one_of_few_shards(platforms: dict[str, str | None]) -> None:
    shards = group_sites(_site(code, platform) for code, platform in platforms.items())
    assert len(shards) <= MAX_SHARDS
    assert sorted(site.code for shard in shards.values() for site in shard) == sorted(platforms)
    assert all(site.code[:2] == name[:2] for name, shard in shards.items() for site in shard)
    assert all(shards.values())
