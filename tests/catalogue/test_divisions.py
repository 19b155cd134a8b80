"""Administrative divisions: what the table says, and which names are found in a text."""

from itertools import pairwise

import pytest

from fzanalysis.catalogue.division_names import other_forms, short_name
from fzanalysis.catalogue.divisions import Division, Divisions, load


@pytest.fixture(scope="module")
def table() -> Divisions:
    return load()


def one(table: Divisions, name: str, year: int | None = None) -> Division:
    """The only bearer of a name."""
    (found,) = table.named(name, year)
    return found


def found(text: str) -> list[str]:
    """The names found in a text."""
    return [match.name for match in load().find(text)]


# --- the table -------------------------------------------------------------------------------


def test_every_row_is_well_formed(table: Divisions) -> None:
    for row in table.all:
        assert len(row.code) == 6
        assert row.code.isdigit()
        assert row.level in {"province", "city", "county"}
        assert row.from_year >= 1980
        assert row.to_year is None or row.from_year < row.to_year
        assert (row.parent_code is None) == (row.level == "province")


def test_every_division_has_a_province_and_no_placeholder_above_it(table: Divisions) -> None:
    for row in table.all:
        assert table.province_of(row).level == "province"
        assert not {d.name for d in (row, *table.parents(row))} & {"市辖区", "县", "市", "直辖县"}


def test_no_code_has_two_names_at_the_end_of_a_year(table: Divisions) -> None:
    for year in (1990, 2000, 2010, 2024):
        codes = [d.code for d in table.all if d.from_year <= year < (d.to_year or 9999)]
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("year", "cities", "counties"), [(2010, 333, 2856), (2024, 333, 2846)])
def test_counts_agree_with_the_statistical_yearbook(
    table: Divisions, year: int, cities: int, counties: int
) -> None:
    rows = [d for d in table.all if d.from_year <= year < (d.to_year or 9999)]
    assert sum(d.level == "province" for d in rows) == 34
    assert sum(d.level == "city" for d in rows) == cities
    assert sum(d.level == "county" for d in rows) == counties


@pytest.mark.parametrize(
    ("name", "code", "parents"),
    [
        ("大足区", "500111", ["重庆市"]),
        ("浦东新区", "310115", ["上海市"]),
        ("密云区", "110118", ["北京市"]),
        ("济源市", "419001", ["河南省"]),
        ("仙桃市", "429004", ["湖北省"]),
        ("神农架林区", "429021", ["湖北省"]),
        ("五指山市", "469001", ["海南省"]),
        ("石河子市", "659001", ["新疆维吾尔自治区"]),
        ("高青县", "370322", ["淄博市", "山东省"]),
        ("河口区", "370503", ["东营市", "山东省"]),
        ("中站区", "410803", ["焦作市", "河南省"]),
        ("海棠区", "460202", ["三亚市", "海南省"]),
        ("天涯区", "460204", ["三亚市", "海南省"]),
        ("恩施市", "422801", ["恩施土家族苗族自治州", "湖北省"]),
        ("喀什市", "653101", ["喀什地区", "新疆维吾尔自治区"]),
        ("阿拉善左旗", "152921", ["阿拉善盟", "内蒙古自治区"]),
        ("六盘水市", "520200", ["贵州省"]),
        ("东莞市", "441900", ["广东省"]),
        ("重庆市", "500000", []),
    ],
)
def test_code_and_parents(table: Divisions, name: str, code: str, parents: list[str]) -> None:
    division = one(table, name)
    assert division.code == code
    assert [d.name for d in table.parents(division)] == parents


@pytest.mark.parametrize(
    ("old", "new", "year", "same_code"),
    [
        ("襄樊市", "襄阳市", 2010, True),
        ("大足县", "大足区", 2011, False),
        ("即墨市", "即墨区", 2017, False),
        ("青浦县", "青浦区", 1999, False),
        ("沙县", "沙县区", 2021, False),
        ("水城县", "水城区", 2020, False),
        ("蓟县", "蓟州区", 2016, False),
    ],
)
def test_old_and_new_name_meet_in_the_year_of_the_change(
    table: Divisions, old: str, new: str, year: int, same_code: bool
) -> None:
    before, after = one(table, old), one(table, new)
    assert before.to_year == after.from_year == year
    assert after.to_year is None
    assert (before.code == after.code) is same_code
    assert table.named(old, year + 1) == ()
    assert table.named(new, year - 1) == ()


def test_laiwu_became_a_district_of_jinan_at_the_turn_to_2019(table: Divisions) -> None:
    assert one(table, "莱芜市", 2018).level == "city"
    assert table.named("莱芜市", 2019) == ()
    assert table.city_of(one(table, "莱芜区", 2019)).name == "济南市"
    # Its districts belonged to it to the last.
    assert table.city_of(one(table, "莱城区")).name == "莱芜市"


def test_a_parent_is_the_one_of_the_time(table: Divisions) -> None:
    # The district went in the year in which its city was renamed.
    assert table.city_of(one(table, "襄阳区")).name == "襄樊市"
    assert table.city_of(one(table, "襄州区")).name == "襄阳市"


def test_changes_after_the_last_yearly_list(table: Divisions) -> None:
    assert one(table, "渝北区").to_year == 2025
    assert one(table, "两江新区").from_year == 2025
    assert one(table, "岑岭县").parent_code == "653100"


@pytest.mark.parametrize(
    ("name", "provinces"),
    [
        ("朝阳区", {"北京市", "吉林省"}),
        ("鼓楼区", {"江苏省", "福建省", "河南省"}),
        ("城关区", {"甘肃省", "西藏自治区"}),
    ],
)
def test_ambiguity_is_kept(table: Divisions, name: str, provinces: set[str]) -> None:
    assert {table.province_of(d).name for d in table.named(name, 2022)} == provinces


def test_a_mere_change_of_code_or_city_makes_no_second_candidate(table: Divisions) -> None:
    # 寿县 went from 六安 to 淮南 in 2015.
    assert table.city_of(one(table, "寿县")).name == "淮南市"
    assert table.city_of(one(table, "寿县", 2014)).name == "六安市"
    assert one(table, "寿县", 2015).code == "340422"


def test_unknown_names_have_no_bearer(table: Divisions) -> None:
    assert table.named("无此县") == table.short("无此") == table.named("") == ()


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("大足区", "大足"),
        ("高青县", "高青"),
        ("六盘水市", "六盘水"),
        ("恩施土家族苗族自治州", "恩施"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("广西壮族自治区", "广西"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("西藏自治区", "西藏"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("龙胜各族自治县", "龙胜"),
        ("东乡族自治县", "东乡"),
        ("鄂温克族自治旗", "鄂温克"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("河南蒙古族自治县", "河南"),
        ("大兴安岭地区", "大兴安岭"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("浦东新区", "浦东"),
        ("神农架林区", "神农架"),
        ("六枝特区", "六枝"),
        ("峰峰矿区", "峰峰"),
        ("井陉矿区", "井陉矿区"),
        ("香港特别行政区", "香港"),
        ("乌拉特前旗", "乌拉特前旗"),
        ("辉县市", "辉县"),
        ("沙县区", "沙县"),
        ("津市市", "津市"),
        ("东区", "东区"),
        ("城区", "城区"),
        ("矿区", "矿区"),
        ("单县", "单县"),
        ("芒市", "芒市"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_no_short_name_has_less_than_two_characters(table: Divisions) -> None:
    assert min(len(d.short) for d in table.all) == 2


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("恩施州", "恩施土家族苗族自治州"),
        ("延边州", "延边朝鲜族自治州"),
        ("黔东南州", "黔东南苗族侗族自治州"),
        ("积石山县", "积石山保安族东乡族撒拉族自治县"),
        ("秀山县", "秀山土家族苗族自治县"),
        ("宁夏自治区", "宁夏回族自治区"),
        ("锡盟", "锡林郭勒盟"),
        ("科右中旗", "科尔沁右翼中旗"),
    ],
)
def test_forms_between_full_and_short(table: Divisions, form: str, name: str) -> None:
    assert form in other_forms(name)
    assert one(table, form, 2022).name == name


# --- names in a text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("山东省淄博市高青县", ["山东省", "淄博市", "高青县"]),
        ("淄博高青县", ["淄博", "高青县"]),
        ("山东淄博高青", ["山东", "淄博", "高青"]),
        ("高青教育局", ["高青"]),
        ("关于高青司法局的报告", ["高青"]),
        ("高青常家镇人民政府", ["高青"]),
        ("关于安化司法局的报告", ["安化"]),
        ("长沙市开福区、甘肃兰州安宁教育局", ["长沙市", "开福区", "甘肃", "兰州", "安宁"]),
        ("贵州六盘水", ["贵州", "六盘水"]),
        ("重庆大足大力推进", ["重庆", "大足"]),
        ("海口市场监管局", ["海口"]),
        ("大庆市民政局", ["大庆市"]),
        ("青岛市北区", ["青岛", "市北区"]),
        ("青岛市市北区", ["青岛市", "市北区"]),
        ("巴州和静县", ["巴州", "和静县"]),
        ("晋城市城区", ["晋城市", "城区"]),
        ("呼和浩特市新城区", ["呼和浩特市", "新城区"]),
        ("市南区2023年法治政府建设", ["市南区"]),
        ("单县人民政府", ["单县"]),
        ("山西省朔州市应县", ["山西省", "朔州市", "应县"]),
        ("沈阳和平区", ["沈阳", "和平区"]),
        ("政和县人民政府", ["政和县"]),
        ("恩施州恩施市", ["恩施州", "恩施市"]),
        ("鄂伦春自治旗", ["鄂伦春自治旗"]),
    ],
)
def test_places_are_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "坚持和平发展",
        "市公安局",
        "公安交通管理局",
        "港口发展中心",
        "加强老城规划局部优化",
        "推进平安办公室工作",
        "公安局长安全大检查",
        "自然资源局",
        "对外合作局",
        "河南新华社记者",
        "实现长治久安",
        "依托大数据平台",
        "南山下的小河边",
        "东风吹来满眼春",
        "城中村改造",
        "中心城区建设",
        "新城区建设",
        "全市中区位最好",
        "长安区域",
        "平安区县创建",
        "提高县级水平",
        "公开县级清单",
        "健全治理县域的办法",
        "示范县创建",
        "应县委要求",
        "促进健康县乡发展",
        "主动适应城市发展",
        "沿海城市",
        "农贸市场",
        "各县区、各乡镇",
        "县(市、区)人民政府",
        "红旗渠精神",
        "解放思想",
        "政通人和",
        "",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert found(text) == []


def test_a_match_knows_its_place_and_its_candidates(table: Divisions) -> None:
    text = "现将徐州鼓楼区与鼓楼区的情况报告如下"
    city, first, second = table.find(text)
    assert [(m.is_short, len(m.candidates)) for m in (city, first, second)] == [
        (True, 1),
        (False, 1),  # the city before it decides
        (False, len(table.named("鼓楼区"))),
    ]
    assert first.candidates[0].code == "320302"
    for match in (city, first, second):
        assert text[match.start : match.end] == match.name


def test_matches_are_ordered_and_do_not_overlap(table: Divisions) -> None:
    text = "山东省济南市市中区、长沙市区、天津市市场监管委、海南藏族自治州共和县、津市市" * 3
    matches = table.find(text)
    assert len(matches) >= 18
    for left, right in pairwise(matches):
        assert left.end <= right.start


def test_a_window_keeps_offsets_of_the_whole_text(table: Divisions) -> None:
    text = "大足区和高青县"
    (match,) = table.find(text, 4)
    assert (match.start, match.end, match.name) == (4, 7, "高青县")
    assert [m.name for m in table.find(text, 0, 3)] == ["大足区"]
    assert table.find(text, 0, 2) == []


def test_a_year_chooses_among_the_names(table: Divisions) -> None:
    assert [m.name for m in table.find("大足县与大足区", year=2005)] == ["大足县"]
    assert [m.name for m in table.find("大足县与大足区", year=2020)] == ["大足区"]
