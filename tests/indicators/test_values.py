"""Values: calculated in the act that changes their inputs, never averaged, and what was said before is kept."""

from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from data.errors import BadInput, Forbidden, IndicatorRefused
from data.indicator.daily import count_daily
from data.life.actor import Actor
from data.queries.indicator_sheet import restated, sheet_of, versions
from data.queries.regions import children, home_of
from data.schema import agency, event_sum, indicator
from data.scope import Scope
from tests.blank import blank_house
from tests.indicators.offices import NOW, OFFICE, at_level, define, tell, value_of, version_of

GUEST = Scope.guest()
PER_HEAD = {"code": "per_head", "name_zh": "人均产值", "unit": "元/人", "calc": "output * 10000 / people"}


def test_a_change_of_inputs_changes_what_depends_on_it_in_the_same_act(connection):
    define(connection, **PER_HEAD)
    define(connection, code="growth", unit="%", calc="(per_head - prev(per_head)) / prev(per_head) * 100")
    town = at_level(connection, 3)[0]
    for period, output in (("2024-05", 10), ("2024-06", 12)):
        tell(connection, "output", town, period, output)
        tell(connection, "people", town, period, 5)
    assert value_of(connection, "per_head", town, "2024-06") == pytest.approx(24_000)
    assert value_of(connection, "growth", town, "2024-06") == pytest.approx(20)
    tell(connection, "output", town, "2024-06", 15, reason="核实")
    assert value_of(connection, "growth", town, "2024-06") == pytest.approx(50)


def test_a_parent_is_calculated_from_its_own_inputs_and_said_totals_hold(connection):
    define(connection, **PER_HEAD)
    county = at_level(connection, 2)[0]
    towns = children(connection, county)
    for n, town in enumerate(towns, 1):
        tell(connection, "output", town, "2024-06", 10 * n)
        tell(connection, "people", town, "2024-06", n * n)
    output, people = sum(10 * n for n in range(1, len(towns) + 1)), sum(n * n for n in range(1, len(towns) + 1))
    assert value_of(connection, "per_head", county, "2024-06") == pytest.approx(1e4 * output / people)
    tell(connection, "output", county, "2024-06", 999)
    assert value_of(connection, "output", county, "2024-06") == 999
    assert value_of(connection, "per_head", county, "2024-06") == pytest.approx(1e4 * 999 / people)


def test_a_sum_with_a_part_missing_is_no_sum(connection):
    county = at_level(connection, 2)[0]
    for town in children(connection, county)[1:]:
        tell(connection, "output", town, "2024-06", 1)
    assert value_of(connection, "output", county, "2024-06") is None


def test_nothing_is_divided_by_nothing(connection):
    define(connection, **PER_HEAD)
    town = at_level(connection, 3)[0]
    tell(connection, "output", town, "2024-06", 1)
    tell(connection, "people", town, "2024-06", 0)
    assert value_of(connection, "per_head", town, "2024-06") is None


@settings(max_examples=8, deadline=None)
@drawn(st.data())
def test_ratios_of_every_parent_are_those_of_its_sums(tmp_path_factory, data):
    with blank_house("sqlite", tmp_path_factory.mktemp("city"), None) as house, house.engine.begin() as connection:
        for code, unit in (("output", "万元"), ("people", "人")):
            define(connection, code=code, unit=unit, roll="sum")
        define(connection, **PER_HEAD)
        told = {}
        for one in at_level(connection, 4):
            told[one.id] = data.draw(st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)))
            for code, value in zip(("output", "people"), told[one.id], strict=True):
                tell(connection, code, one, "2024-06", value)
        for level in (1, 2, 3):
            for one in at_level(connection, level):
                own = [told[v.id] for v in at_level(connection, 4) if one.lo <= v.lo and v.hi <= one.hi]
                whole = 1e4 * sum(output for output, _n in own) / sum(n for _output, n in own)
                assert value_of(connection, "per_head", one, "2024-06") == pytest.approx(whole)


def test_what_was_said_when_stays_with_who_and_why(connection):
    town = at_level(connection, 3)[0]
    tell(connection, "output", town, "2024-06", 10, by="甲")
    assert tell(connection, "output", town, "2024-06", 10)["known"] == 1
    tell(connection, "output", town, "2024-06", 12, by="乙", reason="普查修订")
    [one] = restated(connection, "output", town)
    assert (one["was"], one["became"], one["said_by"], one["by"], one["reason"]) == (10, 12, "甲", "乙", "普查修订")
    assert (one["said_at"], one["at"]) == (NOW, NOW)


def test_an_edit_makes_a_new_version_and_the_old_ones_stay(connection):
    define(connection, **PER_HEAD)
    town = at_level(connection, 3)[0]
    tell(connection, "output", town, "2024-06", 10)
    tell(connection, "people", town, "2024-06", 5)
    define(connection, seen=1, reason="改为千元", **PER_HEAD | {"calc": "output * 10 / people", "unit": "千元/人"})
    assert value_of(connection, "per_head", town, "2024-06") == pytest.approx(20)
    told = versions(connection, "per_head")
    assert [(one["version"], one["reason"], one["definition"]["unit"]) for one in told] == [
        (2, "改为千元", "千元/人"),
        (1, "新增", "元/人"),
    ]
    with pytest.raises(IndicatorRefused, match="新版本"):
        define(connection, seen=1, **PER_HEAD)


def test_what_was_loaded_is_kept_as_version_zero(connection):
    plain = {
        "name_zh": "老指标",
        "name_en": "Old",
        "domain": "综合",
        "branch": "综合",
        "source": "月报",
        "frequency": "month",
    }
    connection.execute(indicator.insert().values(code="loaded", unit="件", department=OFFICE, direction=1, **plain))
    assert version_of(connection, "loaded") == 0
    define(connection, seen=0, reason="设目标", code="loaded", unit="件", target=9)
    assert [one["version"] for one in versions(connection, "loaded")] == [1, 0]


def test_a_unit_under_which_values_were_said_is_not_changed(connection):
    tell(connection, "output", at_level(connection, 3)[0], "2024-06", 10)
    with pytest.raises(BadInput, match="万元"):
        define(connection, seen=1, code="output", unit="元", roll="sum")


def test_only_the_department_that_answers_for_it_defines_it(connection):
    city = home_of(connection, GUEST)
    row = {"code": "stats", "name": OFFICE, "kind": "department", "region_id": city.id, "provenance": "measured"}
    connection.execute(agency.insert(), [row, row | {"code": "works", "name": "市工信局"}])
    own, other = (Scope(cells=GUEST.cells, departments=(code,)) for code in ("stats", "works"))
    define(connection, code="mine", actor=Actor(name="统计", role="department_head", scope=own), unit="件")
    with pytest.raises(Forbidden, match="市统计局"):
        define(
            connection, code="mine", seen=1, actor=Actor(name="工信", role="department_head", scope=other), unit="件"
        )
    with pytest.raises(Forbidden, match="值班员"):
        define(connection, code="other", actor=Actor(name="值班", role="duty_officer", scope=GUEST), unit="件")
    town = at_level(connection, 3)[0]
    with pytest.raises(Forbidden, match="全市"):
        define(
            connection,
            code="other",
            actor=Actor(name="镇", role="administrator", scope=Scope(cells=((town.lo, town.hi),))),
        )


def test_a_sheet_sets_a_value_beside_plan_last_year_and_neighbours(connection):
    define(connection, seen=1, code="output", name_zh="总产值", unit="万元", roll="sum", target=20, high=25)
    towns = at_level(connection, 3)
    here = next(one for one in towns if len([t for t in towns if t.parent_id == one.parent_id]) > 1)
    beside = [one for one in towns if one.parent_id == here.parent_id]
    for n, one in enumerate(beside):
        tell(connection, "output", one, "2023-06", 10)
        tell(connection, "output", one, "2024-06", 30 - n)
    told = sheet_of(connection, "output", beside[-1], GUEST, NOW).rows[0]
    assert (told["period"], told["rank"], told["of"]) == ("2024-06", len(beside), len(beside))
    assert told["vs_last_year"] == pytest.approx(10 * (30 - len(beside) + 1) - 100)
    assert (told["vs_target"], told["abnormal"]) == (None, "")  # plan and limits of an amount are the city's
    [city] = at_level(connection, 1)
    tell(connection, "output", city, "2024-06", 30)
    told = sheet_of(connection, "output", city, GUEST, NOW).rows[0]
    assert (told["vs_target"], told["abnormal"]) == (10, "high")


def test_what_is_simulated_below_makes_simulated_above(connection):
    county = at_level(connection, 2)[0]
    for town in children(connection, county):
        tell(connection, "output", town, "2024-06", 1, provenance="simulated")
    [row] = sheet_of(connection, "output", county, GUEST, NOW).rows
    assert (row["value"], row["provenance"]) == (len(children(connection, county)), "simulated")
    tell(connection, "output", county, "2024-06", 7)
    assert sheet_of(connection, "output", county, GUEST, NOW).rows[0]["provenance"] == "published"


def test_nobody_sees_what_lies_outside_his_scope_unless_it_is_published(connection):
    one, other = at_level(connection, 3)[:2]
    mine = Scope(cells=((one.lo, one.hi),))
    tell(connection, "output", other, "2024-06", 5, provenance="measured")
    assert value_of(connection, "output", other, "2024-06", scope=mine) is None
    tell(connection, "output", other, "2024-06", 6)
    assert value_of(connection, "output", other, "2024-06", scope=mine) == 6


def test_counts_of_events_follow_once_a_day_and_are_zero_where_nothing_happened(blank):
    with blank.engine.begin() as connection:
        define(connection, code="cases", unit="件", cube={"measure": "reported", "level": 4})
        define(connection, code="rate", unit="%", calc="cases / cases * 100")
        town, other = at_level(connection, 3)[:2]
        row = {"region_id": town.id, "dim": "all", "grain": "m", "key": "", "reported": 7}
        connection.execute(event_sum.insert(), [row | {"day": date(2024, month, 1).toordinal()} for month in (6, 7)])
    assert count_daily(blank.engine, NOW) == 2
    assert count_daily(blank.engine, NOW) == 0
    with blank.engine.connect() as connection:
        assert [value_of(connection, "cases", one, "2024-06") for one in (town, other)] == [7, 0]
        assert value_of(connection, "cases", town, "2024-07") is None  # not over yet
        assert value_of(connection, "rate", other, "2024-06") is None
        assert value_of(connection, "rate", town, "2024-06") == 100
