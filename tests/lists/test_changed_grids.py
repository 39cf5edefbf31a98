"""Grids merge, split, hand enclaves over from a day on; what is past stays, parts sum up to their whole always."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, select

from data.cells import cells_of, numbered, spans_of
from data.commands.grid_undo import cancel_change
from data.commands.grids import Change, add_functional, change_grids, end_functional
from data.errors import BadInput, Forbidden, ListRefused, UnknownRegion
from data.house import EXTENSION
from data.queries.grid_days import changes_in, functional_in, standing
from data.queries.grids import COUNTED, grids_in
from data.queries.regions import region_of
from data.schema import agency, metadata, region
from data.scope import Scope
from data.times import local
from data.view import View
from tests.casework import CLERK, NOON
from tests.lists.conftest import TODAY
from tests.lists.test_pages import drawn, first, sent
from tests.spine import plant_spine

GUEST, OFFICER = Scope.guest(), CLERK["duty_officer"]


def little():
    """One town of two villages, each of three grids of four cells; in memory."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    connection = engine.connect()
    plant_spine(connection, 1, 1, 2, 3, 4)
    city = connection.scalar(select(region.c.id).where(region.c.level == 1))
    connection.execute(
        insert(agency).values(code="w", name="水利", kind="town", region_id=city, provenance="simulated")
    )
    return connection


def village(connection, n=0):
    code = connection.scalars(select(region.c.code).where(region.c.level == 4).order_by(region.c.lo)).all()[n]
    return region_of(connection, code, GUEST)


def changed(connection, kind, grids, days=1, actor=OFFICER, here=None, **more):
    told = {"name": "新网格", "reason": "优化", "day": TODAY + timedelta(days=days)} | more
    one = Change(kind=kind, village=(here or village(connection)).code, grids=tuple(grids), **told)
    return change_grids(connection, one, actor, NOON, "measured")


def then(connection, days, here=None):
    return standing(connection, here or village(connection), (TODAY + timedelta(days=days)).toordinal())


@pytest.fixture
def connection():
    with little() as connection:
        yield connection


def test_merged_grids_are_one_from_that_day_and_two_before(connection):
    codes = [one.code for one in then(connection, 0)]
    (made,) = changed(connection, "merge", codes[:2], name="合一网格")
    before, after = then(connection, 0), then(connection, 1)
    assert [one.code for one in before] == codes
    assert [(one.code, one.cells) for one in after] == [(made, 8), (codes[2], 4)]
    assert then(connection, 400)[0].code == made
    assert [one.region is not None for one in then(connection, 1, village(connection, 1))] == [True] * 3
    (row,) = changes_in(connection, village(connection))
    assert (row["change"], len(row["came"]), row["cells"], row["name"]) == ("merge", 2, 8, "合一网格")


def test_a_grid_is_split_and_an_enclave_goes_to_its_neighbour(connection):
    codes = [one.code for one in then(connection, 0)]
    rest, part = changed(connection, "split", codes[:1], cells="1,4", name="飞地")
    spans = {one.code: one.spans for one in then(connection, 1)}
    lo = village(connection).lo
    assert spans[part] == ((lo, lo), (lo + 3, lo + 3)) and spans[rest] == ((lo + 1, lo + 2),)
    kept, taken = changed(connection, "enclave", codes[1:], days=2, cells="2-3")
    assert {one.code: one.cells for one in then(connection, 2)}[taken] == 6
    assert {one.code: one.cells for one in then(connection, 2)}[kept] == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "merge", "n": 1}, "两个"),
        ({"kind": "split", "n": 1, "cells": "1-4"}, "单元号"),
        ({"kind": "split", "n": 1, "cells": "0"}, "单元号"),
        ({"kind": "split", "n": 1, "cells": "3-9"}, "单元号"),
        ({"kind": "split", "n": 1, "cells": "一"}, "单元号"),
        ({"kind": "split", "n": 1, "cells": "1", "name": " "}, "名称"),
        ({"kind": "enclave", "n": 1, "cells": "1"}, "请选择网格"),
        ({"kind": "merge", "n": 2, "days": -1}, "过去的数字不改"),
        ({"kind": "merge", "n": 2, "days": 400}, "一年内"),
        ({"kind": "merge", "n": 2, "reason": ""}, "原因"),
        ({"kind": "fly", "n": 2}, "请选择网格"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(connection, wrong, words):
    codes = [one.code for one in then(connection, 0)][: wrong.pop("n")]
    with pytest.raises(BadInput, match=words):
        changed(connection, wrong.pop("kind"), codes, **wrong)
    assert [one.region is not None for one in then(connection, 1)] == [True] * 3


def test_only_who_looks_after_the_village_changes_its_grids_and_each_once_a_day(connection):
    codes = [one.code for one in then(connection, 0)]
    with pytest.raises(Forbidden):
        changed(connection, "merge", codes[:2], actor=CLERK["grid_staff"])
    elsewhere = village(connection, 1)
    scope = Scope(cells=((elsewhere.lo, elsewhere.hi),))
    with pytest.raises(UnknownRegion):
        changed(connection, "merge", codes[:2], actor=type(OFFICER)(name="别处", role="duty_officer", scope=scope))
    made = changed(connection, "merge", codes[:2])
    with pytest.raises(ListRefused):
        changed(connection, "split", made, cells="1")
    with pytest.raises((ListRefused, BadInput)):
        changed(connection, "split", codes[:1], days=0, cells="1")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "enclave", "cancel"]),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40)
@given(steps=STEPS, counts=st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_whatever_is_changed_parts_sum_up_to_their_whole_on_every_day_and_the_past_stays(steps, counts):
    with little() as connection:
        here, days, past = village(connection), 0, {}
        for kind, one, other, gap in steps:
            past = {day: then(connection, day) for day in range(days + 1)}
            if kind == "cancel":
                _cancel_last(connection, here)
                continue
            days += gap
            now = then(connection, days)
            picked = [now[one % len(now)].code, now[other % len(now)].code][: 1 if kind == "split" else 2]
            try:
                changed(connection, kind, picked, days=days, cells="1")
            except BadInput:  # twice the same grid, or of one cell
                continue
            assert {day: shape(found) for day, found in past.items()} == {
                day: shape(then(connection, day)) for day in past
            }
        of_cell = dict(zip(range(here.lo, here.hi + 1), counts, strict=True))
        for day in range(days + 2):
            grids = [cells_of(found.spans) for found in then(connection, day)]
            assert sorted(cell for cells in grids for cell in cells) == list(of_cell)  # each cell once
            assert sum(of_cell[cell] for cells in grids for cell in cells) == sum(counts)


def _cancel_last(connection, here):
    """The planned change of the latest day, where there is one."""
    planned = [row for row in changes_in(connection, here) if row["cancelled_at"] is None and row["last_day"] is None]
    if planned:
        cancel_change(connection, planned[0]["code"], "不改了", OFFICER, NOON)


def shape(found):
    return [(one.code, one.name, one.spans) for one in found]


@given(st.sets(st.integers(1, 40), min_size=1))
def test_spans_hold_exactly_their_cells(cells):
    spans = spans_of(cells)
    assert set(cells_of(spans)) == cells
    assert all(one[1] + 1 < other[0] for one, other in zip(spans, spans[1:], strict=False))
    assert numbered(spans, f"1-{len(cells)}") == cells


def test_a_department_lays_a_grid_over_those_of_the_place_until_it_ends(connection):
    here = village(connection)
    given_ = {"region": here.code, "name": "河道网格", "agency": "w", "reason": "河长制"}
    parts = [one.code for one in then(connection, 0)][:2]
    code = add_functional(connection, given_, parts, OFFICER, NOON, "measured")
    (row,) = functional_in(connection, here, TODAY.toordinal())
    assert (row["code"], row["cells"], row["office"]) == (code, 8, "水利")
    assert len(then(connection, 0)) == 3
    with pytest.raises(BadInput, match="勾选"):
        add_functional(connection, given_, ["nowhere"], OFFICER, NOON, "measured")
    with pytest.raises(ListRefused):
        end_functional(connection, code, of_other(connection), NOON)
    end_functional(connection, code, OFFICER, NOON)
    assert functional_in(connection, here, TODAY.toordinal()) == [row | {"last_day": TODAY.toordinal()}]
    assert functional_in(connection, here, TODAY.toordinal() + 1) == []


def of_other(connection):
    other = village(connection, 1)
    return type(OFFICER)(name="别处", role="duty_officer", scope=Scope(cells=((other.lo, other.hi),)))


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def test_the_directory_has_the_new_grid_with_the_sums_of_the_old_and_looks_back_at_those(home):
    code, year = first(home, 4), View(window="ytd")
    before = grids_in(home, year.but(region=code), GUEST)
    today = local(home.clock.now()).date()
    told = {f"part_{row['code']}": "1" for row in before.rows[:2]}
    said = sent("grid", act="merge", region=code, name="合一", reason="优化", day=f"{today}", **told)
    assert said["refused"] == "" and "合并" in said["said"]
    after = grids_in(home, year.but(region=code), GUEST)
    assert len(after.rows) == len(before.rows) - 1
    for name in COUNTED:
        if name not in ("grids", "covered"):
            assert after.total[name] == before.total[name], name
            assert after.rows[0][name] == sum(row[name] for row in before.rows[:2]), name
    then_ = grids_in(home, year.but(region=code, at=home.clock.now() - timedelta(days=1)), GUEST)
    assert [row["code"] for row in then_.rows] == [row["code"] for row in before.rows]
    assert "合一" in drawn("grids", f"?region={code}")["change"]


def test_a_split_grid_tells_no_base_numbers_that_nobody_counted_and_its_events_by_cell(home):
    code, year = first(home, 4), View(window="ytd")
    before = grids_in(home, year.but(region=code), GUEST)
    day = f"{local(home.clock.now()).date()}"
    one = before.rows[0]["code"]
    refused = sent(
        "grid", role="grid_staff", act="split", region=code, one=one, cells="1", name="小", reason="x", day=day
    )
    assert "值班员和领导" in refused["refused"]
    assert sent("grid", act="split", region=code, one=one, cells="1", name="小", reason="分", day=day)["refused"] == ""
    after = grids_in(home, year.but(region=code), GUEST)
    assert sum(row["cases"] for row in after.rows) == sum(row["cases"] for row in before.rows)
    made = [row for row in after.rows if not row["spine"] and row["cells"] in (1, before.rows[0]["cells"] - 1)]
    assert {row["population"] for row in made} == {None}
