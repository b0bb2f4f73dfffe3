import pytest

from disclosure.agencies import identify, resolve, short_name


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("孟津区常袋镇人民政府", "township", "410308109"),
        ("攀枝花市米易县得石镇", "township", "510421102"),
        ("民和县官亭镇", "township", "630222103"),
        ("友谊县教育局", "county_dept", "230522"),
        ("淮安市洪泽区人民政府办公室", "county_office", "320813"),
        ("洪泽区人民政府", "county_gov", "320813"),
        ("东华门街道办事处", "subdistrict", "110101001"),
        ("梁平区税务局", "vertical", "500155"),
    ],
)
def test_one_fitting_division_gives_its_code(name: str, kind: str, code: str) -> None:
    agency = identify(name)
    assert (agency.kind, agency.division_code) == (kind, code)


@pytest.mark.parametrize(("name", "count"), [("官亭镇", 4), ("鼓楼区人民政府", 4), ("城关镇", 88)])
def test_several_fitting_divisions_stay_candidates(name: str, count: int) -> None:
    agency = identify(name)
    assert agency.division_code is None
    assert len({each.division_code for each in agency.candidates}) == count


def test_a_parent_that_the_list_does_not_know_leaves_the_code_open() -> None:
    agency = identify("孟津县常袋镇人民政府")  # the county became a district in 2021
    assert agency.division_code is None
    assert [each.division_code for each in agency.candidates] == ["410308109"]


def test_the_website_narrows_the_candidates() -> None:
    assert resolve(identify("官亭镇"), within="630222").division_code == "630222103"
    assert resolve(identify("县教育局"), within="230522").division_code == "230522"


def test_the_website_does_not_overrule_a_name() -> None:
    assert resolve(identify("友谊县教育局"), within="630222").division_code == "230522"
    assert resolve(identify("无此地镇"), within="630222").division_code is None


@pytest.mark.parametrize(
    "spellings",
    [
        ("孟津区常袋镇人民政府", "孟津区常袋镇", "洛阳市孟津区常袋镇人民政府", "常袋镇"),
        ("友谊县教育局", "双鸭山市友谊县教育局"),
        ("府谷县政府办公室", "府谷县人民政府办公室"),
    ],
)
def test_one_agency_has_one_short_name(spellings: tuple[str, ...]) -> None:
    agencies = [identify(name) for name in spellings]
    assert len({(agency.division_code, agency.kind, short_name(agency)) for agency in agencies}) == 1


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("友谊县凤岗镇党委", "township", "230522103"),
        ("友谊县凤岗镇便民服务中心", "township", "230522103"),
        ("友谊县凤岗镇人民政府财政所", "township", "230522103"),
        ("梁平区双桂街道党工委", "subdistrict", "500155002"),
        ("友谊县城乡便民服务中心", "county_dept", "230522"),
        ("友谊县乡村振兴局", "county_dept", "230522"),
        ("友谊县党群服务中心", "county_dept", "230522"),
        ("友谊县凤岗镇永丰村村民委员会", None, None),
        ("友谊县幸福社区", None, None),
    ],
)
def test_bodies_of_townships_are_the_townships_and_villages_are_no_agencies(
    name: str, kind: str | None, code: str | None
) -> None:
    agency = identify(name)
    assert (agency.kind, agency.division_code) == (kind, code)


def test_a_body_of_a_township_is_not_the_township() -> None:
    assert short_name(identify("友谊县凤岗镇便民服务中心")) != short_name(identify("友谊县凤岗镇人民政府"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("东区管理委员会", None),
        ("东区管委会", None),
        ("兰州新区管委会", "620171"),
        ("莲湖区桃园开发区管委会", "610104"),
    ],
)
def test_a_zone_is_not_the_district_that_bears_its_name(name: str, code: str | None) -> None:
    agency = identify(name)
    assert (agency.kind, agency.division_code) == ("zone", code)


@pytest.mark.parametrize(
    ("name", "kind", "code", "short"),
    [
        ("硚口区韩家墩街", "subdistrict", "420104002", "韩家墩街道"),
        ("武汉市硚口区韩家墩街办事处", "subdistrict", "420104002", "韩家墩街道"),
        ("硚口区人民政府韩家墩街道办事处", "subdistrict", "420104002", "韩家墩街道"),
        ("东西湖区吴家山街", "subdistrict", "420112001", "吴家山街道"),
        ("开封市禹王台区繁塔办事处", "subdistrict", "410205003", "繁塔街道"),
        ("禹王台区繁塔街道办事处", "subdistrict", "410205003", "繁塔街道"),
        ("驻马店市驿城区老街办事处", "subdistrict", "411702006", "老街街道"),
        ("朝阳区十八里店地区办事处", "subdistrict", "110105028", "十八里店地区"),
        ("北京市朝阳区十八里店地区", "subdistrict", "110105028", "十八里店地区"),
        ("禹王台区无此地办事处", "subdistrict", None, "禹王台区无此地街道"),
        ("友谊县政府驻哈尔滨办事处", "county_dept", "230522", "政府驻哈尔滨"),
        ("友谊县林业局林区办事处", "county_dept", "230522", "林业局林区"),
        ("沙河口区商业街", None, "210204", "商业街"),
        ("解放大街", None, None, "解放大街"),
    ],
)
def test_a_subdistrict_may_be_called_by_a_short_form(name: str, kind: str | None, code: str | None, short: str) -> None:
    agency = identify(name)
    assert (agency.kind, agency.division_code, short_name(agency)) == (kind, code, short)


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("米易县市场监督管理局（米易县知识产权局）", "county_dept", "市场监督管理局"),
        ("米易县人力资源和社会保障局（米易县社会保险中心）", "county_dept", "人力资源和社会保障局"),
        ("米易县人民政府办公室（米易县外事办公室）", "county_office", "人民政府办公室"),
        ("米易县得石镇人民政府（某某管理委员会）", "township", "得石镇"),
    ],
)
def test_the_second_name_of_an_agency_changes_neither_its_kind_nor_its_key(name: str, kind: str, short: str) -> None:
    agency = identify(name)
    assert (agency.kind, short_name(agency)) == (kind, short)
    assert (agency.division_code or "").startswith("510421")


def test_a_township_known_elsewhere_is_not_the_one_of_the_website_unless_it_says_so() -> None:
    assert resolve(identify("草场乡"), within="510421").division_code is None
    assert resolve(identify("草场乡"), within="211324").division_code == "211324207"
    assert resolve(identify("喀喇沁左翼蒙古族自治县草场乡"), within="510421").division_code == "211324207"
