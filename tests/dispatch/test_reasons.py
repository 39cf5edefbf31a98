"""Why somebody was passed over: what is said is true of the numbers the choice was made by."""

import re
from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.dispatch.choose import Field
from data.dispatch.plan import Need
from data.queries.muster import Coded
from data.queries.responders import Responders
from data.queries.subjects import Subject

NEED = Need(role="pumping", name="泵车", kinds=("vehicle",), count=2, task="排水")
PLACE = Subject(
    key="event:1",
    event_id=1,
    code="E1",
    title="积水",
    place="路口",
    lon=119.0,
    lat=25.4,
    region_id=1,
    lo=1,
    hi=1,
    county=(1, 16),
    town=(1, 8),
    agency="ours",
    open=True,
    provenance="simulated",
)
UNIT = st.fixed_dictionaries(
    {
        "far": st.integers(0, 60),
        "home": st.sampled_from(((1, 4), (9, 12), (17, 20))),
        "load": st.integers(0, 3),
        "agency": st.sampled_from(("", "ours", "manned", "unmanned")),
    }
)


def field_of(units, rostered=frozenset({"manned"})):
    n = len(units)
    named = [{"code": f"u{i}", "name": f"泵车-{i:03d}", "agency": one["agency"] or None} for i, one in enumerate(units)]
    same = {"kind": "vehicle", "skills": "pump", "capacity": 4, "provenance": "simulated"}
    rows = np.empty(n, dtype=object)
    rows[:] = [SimpleNamespace(id=i, **one, **same) for i, one in enumerate(named)]
    return Field(
        Responders(
            rows=rows,
            km_lon=np.array([119.0 + one["far"] * 0.002 for one in units]),
            km_lat=np.full(n, 25.4),
            kind=Coded.of(["vehicle"] * n),
            skills=Coded.of(["pump"] * n),
            agency=Coded.of([one["agency"] for one in units]),
            capacity=np.full(n, 4),
            age=np.zeros(n, dtype=np.int64),
            state=np.full(n, "idle"),
            lo=np.array([one["home"][0] for one in units]),
            hi=np.array([one["home"][1] for one in units]),
            load=np.array([one["load"] for one in units], dtype=np.int64),
            busy={},
            rostered=rostered,
        ),
        PLACE,
    )


def said_of(field, filled, pick):
    """Each reason against the numbers of who was passed over and of the last who was chosen."""
    places = {row.code: n for n, row in enumerate(field.all.rows)}
    one, bar = places[pick.code], places[filled.chosen[-1].code]
    of = field.all
    ours = [of.rows[n].agency == "ours" for n in (one, bar)]
    unmanned = [of.rows[n].agency not in (None, "manned") for n in (one, bar)]
    for reason in pick.reasons[1:]:
        if reason == "跨区":
            assert field.cross[one] and not field.cross[bar]
        elif reason == "所属单位无人当班":
            assert unmanned[0] and not unmanned[1]
        elif reason == "非属地":
            assert field.local[bar] and not field.local[one]
        elif reason == "非主责单位":
            assert ours[1] and not ours[0]
        elif found := re.fullmatch("近24小时 ([0-9]+) 次任务，对方 ([0-9]+) 次", reason):
            assert [int(told) for told in found.groups()] == [of.load[one], of.load[bar]] and of.load[one] > of.load[
                bar
            ]
        else:
            mine, theirs = re.fullmatch("用时 ([0-9.]+) 分，对方 ([0-9.]+) 分", reason).groups()
            assert float(mine) > float(theirs)
            assert abs(float(mine) - field.minutes[one]) < 0.1 and abs(float(theirs) - field.minutes[bar]) < 0.1
    return of.rows[bar].name


@given(st.lists(UNIT, min_size=1, max_size=12))
def test_every_reason_is_true_of_the_numbers(units):
    field = field_of(units)
    filled = field.fill(NEED)
    for pick in filled.passed:
        assert pick.reasons[0] == f"已够，排在 {said_of(field, filled, pick)} 之后"
        assert len(pick.reasons) > 1 or pick.minutes == filled.chosen[-1].minutes
    fastest = min(pick.minutes for pick in (*filled.chosen, *filled.passed))
    assert all(pick.minutes == fastest for pick in filled.chosen if "用时最短" in pick.reasons)


def test_who_is_near_but_had_many_tasks_is_told_so_and_not_that_he_takes_longer():
    near = {"far": 0, "home": (1, 4), "load": 3, "agency": ""}
    filled = field_of([near, near | {"far": 3, "load": 0}, near | {"far": 4, "load": 0}]).fill(NEED)
    [pick] = filled.passed
    assert (pick.code, pick.reasons) == ("u0", ("已够，排在 泵车-002 之后", "近24小时 3 次任务，对方 0 次"))
    assert not any("用时最短" in one.reasons for one in filled.chosen)


def test_an_agency_with_nobody_on_duty_and_the_responsible_one_count_in_words():
    there = {"far": 0, "home": (1, 4), "load": 0, "agency": "manned"}
    field = field_of(
        [there, there | {"agency": "ours"}, there, there | {"agency": "unmanned"}], frozenset({"manned", "ours"})
    )
    filled = field.fill(NEED)
    assert {pick.code: pick.reasons[1:] for pick in filled.passed}["u3"] == ("所属单位无人当班",)
    ours = field_of([there, there | {"agency": "ours"}, there], frozenset({"manned", "ours"})).fill(
        Need(role="pumping", name="泵车", kinds=("vehicle",), count=1, task="排水")
    )
    assert all(pick.reasons[1:] == ("非主责单位",) for pick in ours.passed)


def test_another_district_is_no_reason_where_the_own_was_short():
    away = {"far": 5, "home": (17, 20), "load": 0, "agency": ""}
    filled = field_of([away | {"home": (1, 4)}, away, away | {"far": 20}]).fill(NEED)
    assert [pick.reasons for pick in filled.passed] == [("已够，排在 泵车-001 之后", filled.passed[0].reasons[1])]
    assert filled.passed[0].reasons[1].startswith("用时 ")


def test_where_enough_were_sent_before_that_is_the_reason():
    near = {"far": 0, "home": (1, 4), "load": 0, "agency": ""}
    filled = field_of([near, near]).fill(NEED, sent=2)
    assert [pick.reasons for pick in filled.passed] == [("已派的力量已够",)] * 2
