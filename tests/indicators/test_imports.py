"""Sheets as statistics bureaus publish them: read by their layout, taken once, restated with what they replace."""

from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select, update

from data.clock import Clock
from data.errors import BadInput
from data.indicator.importing import import_indicators
from data.indicator.profile import load_layout, period_in, period_told
from data.intake.retaking import replay
from data.life.actor import Actor
from data.queries.indicator_sheet import restated
from data.schema import import_batch, indicator_value, quarantine
from data.scope import Scope
from tests.indicators.offices import NOW, at_level, define, value_of

CLERK = Actor(name="统计员", role="system", scope=Scope.guest())
OUTPUT = {"code": "output", "name_zh": "总产值", "unit": "万元", "roll": "sum"}


def book(path: Path, *lines) -> Path:
    with xlsxwriter.Workbook(path) as file:
        page = file.add_worksheet()
        for n, line in enumerate(lines):
            page.write_row(n, 0, line)
    return path


@pytest.fixture
def home(blank, monkeypatch):
    monkeypatch.setattr(Clock, "now", lambda _clock: NOW)
    with blank.engine.begin() as connection:
        define(connection, **OUTPUT)
        define(connection, code="people", name_zh="就业人数", unit="人", roll="sum")
        define(connection, code="per_head", name_zh="人均产值", unit="元/人", calc="output * 10000 / people")
    return blank


def brought(home, path, layout="long_table", actor=CLERK, reason=""):
    return import_indicators(home, path, load_layout(layout), actor, reason)


def towns_of(home):
    with home.engine.connect() as connection:
        return at_level(connection, 3)


def told(home, code, where, period="2024-06"):
    with home.engine.connect() as connection:
        return value_of(connection, code, where, period)


@pytest.mark.parametrize(
    ("text", "title", "period"),
    [
        ("2024年6月", "", "2024-06"),
        ("2024年1-6月", "", "2024-01..2024-06"),
        ("1—6月", "2024年主要指标", "2024-01..2024-06"),
        ("6月", "2024年", "2024-06"),
        ("上半年", "2024年", "2024-01..2024-06"),
        ("2024年二季度", "", "2024Q2"),
        ("2023年", "", "2023"),
        ("202406", "", "2024-06"),
        ("上旬", "2024年", None),
    ],
)
def test_periods_are_read_as_bureaus_write_them(text, title, period):
    found = period_told(text, title)
    assert (found.text if found else None) == period


def test_a_title_tells_the_period_of_its_table():
    assert period_in("某市2024年1-6月主要经济指标").text == "2024-01..2024-06"


def test_a_long_table_is_taken_and_every_cell_accounted_for(home, tmp_path):
    one, other = towns_of(home)[:2]
    head = ("指标", "地区", "时期", "数值", "计量单位")
    rows = [
        ("总产值", one.code, "2024年6月", 2, "亿元"),
        ("就业人数", one.code, "2024年6月", "5,000", "人"),
        ("总产值", other.code, "2024年6月", "—", ""),
        ("总产直", other.code, "2024年6月", 3, ""),
        ("人均产值", other.code, "2024年6月", 3, ""),
        ("总产值", "火星", "2024年6月", 3, ""),
        ("总产值", other.code, "2024年6月", 3, "人"),
        ("总产值", other.code, "2025年6月", 3, ""),
        ("总产值", other.code, "2024年6月", "很多", ""),
        ("总产值", one.code, "2024年6月", 9, "万元"),
    ]
    tally = brought(home, book(tmp_path / "long.xlsx", head, *rows))
    assert (tally.cells, tally.new, tally.blank, tally.quarantined) == (10, 2, 1, 7)
    assert tally.faults == {"indicator": 2, "outside": 1, "unit": 1, "future": 1, "malformed": 1, "duplicate": 1}
    assert told(home, "output", one) == pytest.approx(20_000)
    assert told(home, "per_head", one) == pytest.approx(40_000)
    with home.engine.connect() as connection:
        [reason] = connection.scalars(select(quarantine.c.reason).where(quarantine.c.reason.contains("总产直"))).all()
    assert "总产值" in reason


def test_a_cross_table_of_regions_takes_its_period_from_the_title(home, tmp_path):
    lines = [("2024年6月主要经济指标",), ("地区", "总产值（亿元）", "就业人数（人）")]
    lines += [(one.code, 1, 100) for one in towns_of(home)]
    tally = brought(home, book(tmp_path / "c.xlsx", *lines), "cross_regions")
    assert (tally.new, tally.quarantined) == (2 * len(towns_of(home)), 0)
    with home.engine.connect() as connection:
        [city] = at_level(connection, 1)
    assert told(home, "output", city) == pytest.approx(10_000 * len(towns_of(home)))
    assert told(home, "per_head", city) == pytest.approx(1_000_000)


def test_a_cross_table_of_periods_takes_units_from_their_column(home, tmp_path):
    [lines] = [
        [
            ("全市",),
            ("指标", "计量单位", "2024年5月", "2024年6月"),
            ("总产值", "亿元", 1, "2"),
            ("就业人数", "万人", 3, None),
        ]
    ]
    tally = brought(home, book(tmp_path / "p.xlsx", *lines), "cross_periods")
    assert (tally.cells, tally.new) == (3, 3)
    with home.engine.connect() as connection:
        [city] = at_level(connection, 1)
    assert [told(home, "output", city, period) for period in ("2024-05", "2024-06")] == [10_000, 20_000]


def test_the_same_file_is_taken_once_and_a_corrected_one_restates(home, tmp_path):
    one = towns_of(home)[0]
    head = ("指标", "地区", "时期", "数值")
    first = book(tmp_path / "a.xlsx", head, ("总产值", one.code, "2024-06", 5))
    assert brought(home, first).new == 1
    again = brought(home, first)
    assert (again.finished, again.new) == (True, 1)
    mended = book(tmp_path / "b.xlsx", head, ("总产值", one.code, "2024-06", 6), ("就业人数", one.code, "2024-06", 2))
    tally = brought(home, mended, reason="普查修订")
    assert (tally.new, tally.restated) == (1, 1)
    with home.engine.connect() as connection:
        [row] = restated(connection, "output", one)
        assert (row["was"], row["became"], row["reason"], row["by"]) == (5, 6, "普查修订", "统计员")
        assert len(connection.execute(select(indicator_value)).all()) == 2
        assert len(connection.execute(select(import_batch)).all()) == 2


def test_regions_outside_the_scope_wait_in_the_quarantine_and_can_be_mended(home, tmp_path):
    one, other = towns_of(home)[:2]
    clerk = Actor(name="镇统计", role="department_head", scope=Scope(cells=((one.lo, one.hi),)))
    rows = [("总产值", where.code, "2024-06", 5) for where in (one, other)]
    tally = brought(home, book(tmp_path / "s.xlsx", ("指标", "地区", "时期", "数值"), *rows), actor=clerk)
    assert (tally.new, tally.faults) == (1, {"scope": 1})
    with home.engine.begin() as connection:
        [number] = connection.scalars(select(quarantine.c.id)).all()
        done = replay(connection, number, None, CLERK, NOW)
        assert (done.code, done.outcome) == ("output", "2024-06")
    assert told(home, "output", other) == 5


def test_a_layout_of_ones_own_names_what_the_file_calls_things(home, tmp_path):
    profile = tmp_path / "own.yaml"
    profile.write_text(
        "name: own\nlayout: cross\nheader: [1, 2]\nrows: region\ncolumns: indicator\n"
        "fixed: {period: 2024-06}\nnames: {工业·总值: output}\n",
        "utf-8",
    )
    one = towns_of(home)[0]
    path = book(tmp_path / "own.xlsx", ("地区", "工业", ""), ("", "总值", "人数"), (one.code, 7, 8))
    tally = import_indicators(home, path, load_layout(str(profile), files=True), CLERK)
    assert (tally.new, tally.faults) == (1, {"indicator": 1})
    assert told(home, "output", one) == 7


@pytest.mark.parametrize("lines", [[("甲", "乙"), (1, 2)], [("指标", "地区", "时期", "数值")]])
def test_what_is_laid_out_otherwise_is_refused_as_a_whole(home, tmp_path, lines):
    with pytest.raises(BadInput):
        brought(home, book(tmp_path / "odd.xlsx", *lines))
    with home.engine.begin() as connection:
        assert connection.execute(update(import_batch).values(state="done")).rowcount == 0
