"""The rules a city hands in: its categories, agencies and responsibilities, taken whole or refused whole."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Connection, create_engine, func, select

from data.cli_rules import read_rows
from data.commands.category_tree import default_tree
from data.commands.governance import import_agencies, import_categories, import_responsibilities, load_default_tree
from data.demo.events_text import PHRASES
from data.demo.governance import seed_governance
from data.errors import BadInput
from data.queries.revisions import revisions
from data.schema import agency, category, metadata, region, responsibility
from data.words import CATEGORIES
from tests.samples import SAMPLES, needs_samples
from tests.spine import plant_spine

SAMPLE = "tipdm2020_attach1_taxonomy_517.xlsx"
AGENCY = {"code": "x.road", "name": "道路养护队", "kind": "department", "region": "990000"}
ENTRY = {"category": "traffic.road", "region": "990001", "grade": "一般", "agency": "x.road", "basis": "养护职责"}


@pytest.fixture
def city() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
        load_default_tree(connection)
        yield connection
    engine.dispose()


def numbered(*rows: dict[str, str]) -> list[tuple[int, dict[str, str]]]:
    return list(enumerate(rows, start=2))


def count(connection: Connection, table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def test_the_default_tree_has_three_levels_under_the_eight_words_and_is_loaded_once(city):
    rows = city.execute(select(category)).mappings().all()
    tops = {row["code"]: row["name"] for row in rows if row["level"] == 1}
    assert tops == CATEGORIES
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        assert len(row["code"]) <= 32 and row["top"] in tops
        if row["level"] > 1:
            above = by_code[row["parent"]]
            assert above["level"] == row["level"] - 1 and above["top"] == row["top"]
    assert load_default_tree(city) == 0 and count(city, category) == len(default_tree())


def test_every_title_of_the_demo_has_its_leaf_in_the_tree():
    leaves = {row["code"] for row in default_tree() if row["level"] == 3}
    said = {f"{top}.{phrase[0]}" for top, both in PHRASES.items() for phrases in both for phrase in phrases}
    assert said <= leaves


def test_a_tree_of_paths_is_added_beside_the_default_one_and_a_second_time_changes_nothing(city):
    rows = numbered(
        {"level1": "城乡建设", "level2": "安全生产", "level3": "事故处理"},
        {"level1": "城乡建设", "level2": "安全生产", "level3": "其他"},
        {"level1": "城乡建设", "level2": "城乡规划", "level3": "其他"},
        {"level1": "市容环境", "level2": "街面秩序", "level3": "流动摊贩"},
    )
    before = revisions(city)["rules"]
    assert import_categories(city, rows).new == 7
    assert import_categories(city, rows).new == 0
    assert revisions(city)["rules"] == before + 1
    found = city.execute(select(category).where(category.c.name == "流动摊贩")).mappings().one()
    assert (found["parent"], found["top"], found["level"]) == ("sanitation.street", "sanitation", 3)
    others = city.execute(select(category.c.code).where(category.c.name == "其他")).scalars().all()
    assert len(set(others)) == 2


def test_a_tree_of_codes_is_added_parents_first(city):
    rows = numbered(
        {"code": "A1", "name": "部件", "parent": ""},
        {"code": "A1-01", "name": "公用设施", "parent": "A1"},
    )
    assert import_categories(city, rows).new == 2
    assert city.scalar(select(category.c.top).where(category.c.code == "A1-01")) == "A1"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"level1": "", "level2": "甲"}, "row 3: neither level1 nor code"),
        ({"level1": "甲", "level2": "", "level3": "乙"}, "row 3: level2 is empty"),
        ({"level1": "长" * 65}, "row 3: the name"),
        ({"code": "B", "name": "丙", "parent": "nowhere"}, "row 3: parent nowhere of B is not known"),
        ({"code": "B", "name": ""}, "row 3: category B has no name"),
        ({"code": "flood.road.water.deep", "name": "深", "parent": "flood.road.water"}, "row 3: .*level 4"),
        ({"code": "flood", "name": "别的"}, "row 3: code flood is 防汛防台 already"),
    ],
)
def test_a_bad_category_is_named_with_its_row_and_nothing_is_written(city, row, fault):
    before = count(city, category)
    with pytest.raises(BadInput, match=fault):
        import_categories(city, numbered({"level1": "好的"}, row))
    assert count(city, category) == before


def test_agencies_and_responsibilities_are_added_and_then_changed(city):
    assert import_agencies(city, numbered(AGENCY)).new == 1
    assert import_agencies(city, numbered(AGENCY | {"name": "市政养护"})).changed == 1
    assert city.execute(select(agency.c.name, agency.c.provenance)).all() == [("市政养护", "published")]
    assert import_responsibilities(city, numbered(ENTRY)).new == 1
    again = import_responsibilities(city, numbered(ENTRY | {"hours": "4", "category": "道路交通/路面状况"}))
    assert (again.new, again.changed) == (0, 1)
    entry = city.execute(select(responsibility)).mappings().one()
    assert (entry["category"], entry["grade"], entry["hours"]) == ("traffic.road", "C", 4.0)
    import_responsibilities(city, numbered(ENTRY | {"grade": ""}), replace=True)
    assert city.scalars(select(responsibility.c.grade)).all() == ["*"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"category": "没有"}, "category '没有' is not known"),
        ({"category": "其他类别"}, "category '其他类别' is not known"),
        ({"region": "火星"}, "region '火星' is not known"),
        ({"region": "01村"}, "region '01村' is not clear"),
        ({"grade": "Z"}, "grade 'Z' is not one of"),
        ({"agency": ""}, "agency is empty"),
        ({"hours": "soon"}, "hours 'soon'"),
        ({"hours": "-1"}, "hours '-1'"),
        ({"hours": "nan"}, "hours 'nan'"),
        ({"basis": ""}, "basis is empty"),
    ],
)
def test_a_bad_responsibility_is_named_with_its_row_and_nothing_is_written(city, change, fault):
    import_agencies(city, numbered(AGENCY))
    with pytest.raises(BadInput, match=f"row 3: {fault}"):
        import_responsibilities(city, numbered(ENTRY, ENTRY | change))
    assert count(city, responsibility) == 0


def test_a_bad_agency_is_named_with_its_row(city):
    with pytest.raises(BadInput, match="row 2: kind 'x'.*\nrow 3: region 'y' is not known"):
        import_agencies(city, numbered(AGENCY | {"kind": "x"}, AGENCY | {"region": "y"}))
    assert count(city, agency) == 0


def test_any_city_gets_agencies_and_a_list_that_leaves_no_grade_without_one(city):
    seed_governance(city)
    seed_governance(city)
    towns, counties = (
        city.scalar(select(func.count()).where(region.c.tree == "spine", region.c.level == level)) or 0
        for level in (3, 2)
    )
    assert count(city, agency) == 2 * towns + 8 * (counties + 1)
    assert count(city, responsibility) == 8 * (2 * towns + counties + 1)
    assert all(len(code) <= 32 for code in city.scalars(select(agency.c.code)))
    assert city.scalars(select(agency.c.provenance).distinct()).all() == ["simulated"]


@needs_samples
def test_the_sample_taxonomy_of_517_leaves_loads(city):
    rows = read_rows(Path(SAMPLES) / SAMPLE)
    before = count(city, category)
    added = import_categories(city, rows)
    assert (added.rows, added.new) == (517, 517 + 118 + 15)
    assert count(city, category) == before + 650
    assert import_categories(city, rows).new == 0


def test_sheets_and_comma_files_are_read_alike_with_chinese_heads(tmp_path):
    lines = [["一级分类", "二级分类", "备注"], ["城乡建设", "安全生产", "x"], ["", "", ""], ["民政", "", ""]]
    book = Workbook()
    for line in lines:
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")
    with (tmp_path / "a.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(lines)
    expected = [(2, {"level1": "城乡建设", "level2": "安全生产"}), (4, {"level1": "民政", "level2": ""})]
    assert read_rows(tmp_path / "a.xlsx") == read_rows(tmp_path / "a.csv") == expected


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [("a.csv", "", "empty"), ("a.csv", "x,y\n1,2", "no column"), ("a.xlsx", "no", "no XLSX")],
)
def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path, name, content, fault):
    (tmp_path / name).write_text(content)
    with pytest.raises(BadInput, match=fault):
        read_rows(tmp_path / name)
