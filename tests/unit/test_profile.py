"""Profiles: read strictly, and rows by them. Drafts of unknown files load once they are filled in."""

import csv
import re
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInput
from data.intake.guesses import FORMATS, format_of
from data.intake.moments import moment
from data.intake.profile import SHIPPED, load_profile, parse_profile
from data.intake.reading import EXTRA, Reader
from data.intake.record import Fault
from data.intake.sniff import draft
from data.intake.vocabulary import Vocabulary
from data.words import CATEGORIES, GRADES, SOURCES, STATES

WORDS = Vocabulary(
    category={name: code for code, name in CATEGORIES.items()} | {code: code for code in CATEGORIES},
    region={"东区": "990102", "990102": "990102"},
    agency={"城管局": "dept.city"},
    line={"供水直通车": "water"},
    **{
        name: {word: code for code, word in words.items()} | {code: code for code in words}
        for name, words in (("source", SOURCES), ("grade", GRADES), ("state", STATES))
    },
)
PLAIN = """
name: plain
fields: {title: what, category: kind, reported_at: when, external_id: no}
constants: {source: patrol}
"""
COCKPIT = Reader(load_profile("cockpit")[0], WORDS)
ROW = {
    "标题": "井盖松动",
    "类别": "公共设施",
    "上报时间": "2026年3月1日 08:30",
    "编号": "A-1",
    "经度": "119.1",
    "纬度": "25.05",
}


def read(text, **raw):
    return Reader(parse_profile(text, "test"), WORDS).record(raw)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_profiles_are_valid_and_named_as_their_files(path):
    profile, text = load_profile(path.stem)
    assert profile.name == path.stem
    assert text == path.read_text("utf-8")


def test_our_template_speaks_chinese():
    record = COCKPIT.record(
        ROW | {"来源": "巡查", "等级": "重点", "环节": "结案", "结案时间": "2026-03-01 10:00", "处置单位": "城管局"}
    )
    assert (record.category, record.source, record.grade) == ("facility", "patrol", "B")
    assert record.reported_at == datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
    assert record.life == {"stage": "closed", "closed_at": datetime(2026, 3, 1, 2, tzinfo=UTC), "agency": "dept.city"}


def test_a_row_that_was_only_reported_has_no_life():
    assert COCKPIT.record(ROW | {"环节": "采集"}).life == {}
    assert COCKPIT.record(ROW).life == {}


def test_a_row_without_a_number_is_known_by_its_contents():
    first, again = (COCKPIT.record(ROW | {"编号": ""}).external_id for _ in range(2))
    other = COCKPIT.record(ROW | {"编号": "", "标题": "井盖缺失"}).external_id
    assert first == again != other


def test_all_rows_can_be_counted_in_one_region_wherever_they_lie():
    record = Reader(COCKPIT.profile, WORDS, place="990102").record(ROW)
    assert (record.lon, record.lat, record.region) == (None, None, "990102")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"类别": "天上飞的"}, "category"),
        ({"类别": ""}, "category"),
        ({"来源": "路人"}, "malformed"),
        ({"区划": "别处"}, "outside"),
        ({"处置单位": "没有的局"}, "malformed"),
        ({"环节": "在路上"}, "malformed"),
        ({"上报时间": ""}, "missing"),
        ({"上报时间": "昨天"}, "malformed"),
        ({"经度": "东经119度"}, "malformed"),
        ({"经度": "1e999"}, "malformed"),
        ({"评分": "nan"}, "malformed"),
        ({"标题": ""}, "missing"),
        ({"标题": "坏\udcff字节"}, "malformed"),
        ({EXTRA: ["x"]}, "malformed"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(change, code):
    with pytest.raises(Fault) as caught:
        COCKPIT.record(ROW | change)
    assert caught.value.code == code


@given(st.dictionaries(st.sampled_from([*sorted(COCKPIT.profile.columns()), "别的"]), st.text() | st.floats().map(str)))
def test_no_row_brings_the_reader_down(change):
    with suppress(Fault):
        COCKPIT.record(ROW | change).check_times(datetime(2026, 3, 2, tzinfo=UTC))


def test_values_are_mapped_without_regard_to_case_and_the_rest_by_otherwise():
    text = PLAIN + "maps: {category: {values: {Pot Hole: traffic}, otherwise: livelihood}}"
    row = {"what": "x", "when": "2026-03-01T00:00:00Z", "no": "1"}
    assert [read(text, **row, kind=kind).category for kind in ("pot  hole", "flood", "moon")] == [
        "traffic",
        "flood",
        "livelihood",
    ]


def test_several_columns_are_joined_or_the_first_that_is_filled():
    text = PLAIN.replace("title: what", "title: [what, more]").replace("external_id: no", "external_id: [no, id]")
    record = read(text, what="a", more="b", kind="flood", when="2026-03-01", no="N/A", id="7")
    assert (record.title, record.external_id) == ("a · b", "7")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("constants:", "constant:"), "constant"),
        (("source: patrol", "source: ''"), "source"),
        (("reported_at: when, ", ""), "reported_at"),
        (("external_id: no", "lon: no"), "lon"),
        (("external_id: no", "colour: no"), "colour"),
        (("name: plain", "name: No Name"), "name"),
        (("constants:", "time: {zone: Moon/Sea}\nconstants:"), "Moon/Sea"),
        (("constants:", "crs: mars\nconstants:"), "mars"),
        (("constants:", "maps: {state: {values: {a: gone}}}\nconstants:"), "gone"),
        (("constants:", "maps: {category: {values: {a: TODO}}}\nconstants:"), "TODO"),
        (("constants:", "maps: {colour: {}}\nconstants:"), "colour"),
        (("constants:", "moments: {eaten_at: x}\nconstants:"), "eaten_at"),
    ],
)
def test_a_profile_that_is_wrong_is_refused_and_told_where(change, named):
    with pytest.raises(BadInput) as caught:
        parse_profile(PLAIN.replace(*change), "mine.yaml")
    assert "mine.yaml" in str(caught.value)
    assert named in str(caught.value)


@pytest.mark.parametrize("text", ["[1, 2]", "a: [", "", "!!python/object/apply:os.getcwd []"])
def test_what_is_no_profile_at_all_is_refused(text):
    with pytest.raises(BadInput):
        parse_profile(text, "mine.yaml")


def test_an_own_profile_may_not_take_the_name_of_a_shipped_one(tmp_path):
    path = tmp_path / "cockpit.yaml"
    path.write_text(PLAIN.replace("name: plain", "name: cockpit"), "utf-8")
    with pytest.raises(BadInput, match="shipped"):
        load_profile(str(path))
    with pytest.raises(BadInput, match="ottawa311"):
        load_profile("nowhere")


@pytest.mark.parametrize(
    ("said", "form", "utc"),
    [
        ("2026年3月1日 8:05", "%Y年%m月%d日 %H:%M", "2026-03-01T00:05"),
        ("2026/3/1 下午3:04", "%Y/%m/%d %p%I:%M", "2026-03-01T07:04"),
        ("2026/3/1 8:05:09", "%Y/%m/%d %H:%M:%S", "2026-03-01T00:05:09"),
        ("２０２６-03-01 08：05", "%Y-%m-%d %H:%M", "2026-03-01T00:05"),
        ("2026-03-01 08:05:00.123", "%Y-%m-%d %H:%M:%S", "2026-03-01T00:05"),
        ("2026-03-01T08:05:00+02:00", "iso", "2026-03-01T06:05"),
        ("46082.5", "excel", "2026-03-01T04:00"),
    ],
)
def test_moments_are_read_as_they_are_written(said, form, utc):
    assert moment(said, [form], "Asia/Shanghai") == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_moment_is_of_its_zone_summer_and_winter():
    summer, winter = (
        moment(f"2025-{month}-01 12:00", ["%Y-%m-%d %H:%M"], "America/New_York") for month in ("07", "01")
    )
    assert (summer.astimezone(UTC).hour, winter.astimezone(UTC).hour) == (16, 17)


@pytest.mark.parametrize("form", [one for one in FORMATS if one not in ("iso", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")])
def test_the_format_of_a_column_is_found(form):
    days = [datetime(2025, month, 17 + month, 14, 3, 0, tzinfo=ZoneInfo("UTC")) for month in range(1, 10)]
    found = format_of([day.strftime(form) for day in days])
    assert found in (form, "iso")


def test_numbers_and_names_are_no_moments():
    assert format_of(["20260301", "20260302"]) is None
    assert format_of(["东区", "西区"]) is None
    assert format_of([]) is None


def _sample(path, encoding="utf-8", delimiter=","):
    rows = [["工单编号", "诉求主题", "诉求类型", "来电时间", "办结时间", "状态", "lng", "lat", "备用"]]
    for n in range(40):
        done = f"2026/2/{n % 27 + 1} 18:00" if n % 2 else ""
        state = "已完成" if n % 2 else "处理中"
        rows.append(
            [
                f"G{n}",
                f"第{n}件,路灯不亮",
                ["路灯", "违停"][n % 2],
                f"2026/2/{n % 27 + 1} 9:05",
                done,
                state,
                "119.1",
                "25.05",
                "",
            ]
        )
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("gb18030", ";"), ("utf-8-sig", "\t")])
def test_a_draft_names_what_it_found_and_loads_once_filled_in(tmp_path, encoding, delimiter):
    text = draft(_sample(tmp_path / "热线.csv", encoding, delimiter))
    for line in (
        'external_id: "工单编号"',
        'reported_at: "来电时间"',
        'closed_at: "办结时间"',
        'lon: "lng"',
        'state: "状态"',
    ):
        assert line in text
    assert {'"路灯": TODO', '"处理中": TODO'} <= {found.strip() for found in re.findall(r'"\w+": TODO', text)}
    with pytest.raises(BadInput, match="TODO"):
        parse_profile(text, "draft")
    filled = text.replace('"处理中": TODO', '"处理中": handling').replace('"已完成": TODO', '"已完成": closed')
    profile = parse_profile(re.sub(r'": TODO', '": facility', filled), "draft")
    row = {
        "工单编号": "G1",
        "诉求主题": "x",
        "诉求类型": "违停",
        "来电时间": "2026/2/2 9:05",
        "办结时间": "2026/2/2 18:00",
        "状态": "已完成",
    }
    record = Reader(profile, WORDS).record(row | {"lng": "119.1", "lat": "25.05"})
    assert record.life["stage"] == "closed"
    assert record.reported_at == datetime(2026, 2, 2, 1, 5, tzinfo=UTC)


def test_an_empty_file_cannot_be_drafted_from(tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(BadInput, match="empty"):
        draft(tmp_path / "empty.csv")
