"""The list of events: what it holds, in which order, and that turning its pages shows each event once."""

import base64
import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from data.clock import set_demo_clock
from data.errors import BadInput, UnknownRegion
from data.house import open_house
from data.life.fold import written
from data.life.late import LATE
from data.queries.event_list import SORTS, Filters, export, listed
from data.queries.regions import region_of
from data.schema import event, event_history
from data.scope import Scope
from data.view import View
from data.words import OPEN_STAGES
from tests.blank import blank_house
from tests.spine import CITY

NOW = datetime(2024, 7, 25, 7, 42, tzinfo=UTC)  # where the clock stands: no deadline passes and no day ends meanwhile
EVERYONE = Scope.guest()
CHOICES = {
    "category": ("flood", "traffic", "safety"),
    "leaf": ("flood-1", "traffic-1"),
    "source": ("grid", "hotline", "sensor"),
    "grade": ("S", "A", "B", "C"),
    "agency": ("water", "roads", None),
    "stage": (*OPEN_STAGES, "closed", "rated", "rejected", "merged"),
}


def make_event(n: int, dice: random.Random) -> dict:
    """An event with a life that is in itself consistent enough to be listed."""
    chosen = {name: dice.choice(words) for name, words in CHOICES.items()}
    at = NOW - timedelta(hours=dice.randrange(0, 24 * 40), minutes=30, seconds=dice.choice((0, 0, 7)))
    stage, ended = chosen["stage"], chosen["stage"] not in OPEN_STAGES
    reached = (*OPEN_STAGES, "closed", "rated")
    passed = reached[1 : reached.index(stage) + 1] if stage in reached else ()
    moments = {f"{name}_at": at + timedelta(minutes=10 * k) for k, name in enumerate(passed, 1)}
    return {
        **dict.fromkeys(column.name for column in event.c),
        **chosen,
        "id": n,
        "code": f"E20240101-{n:06d}",
        "title": dice.choice(("路面积水", "井盖100%_缺失", "=危险\\围挡")) + str(n),
        "cell_id": dice.randrange(1, 33),
        "place": "某处",
        "placed": "exact",
        "lon": 119.0,
        "lat": 25.4,
        "reported_at": at,
        "provenance": "simulated",
        "seq": 1,
        "ended_at": at + timedelta(hours=2) if ended else None,
        "loop": "inner",
        "clock": "natural",
        "deadline_at": at + timedelta(hours=dice.randrange(1, 1000)),
        "warn_at": at + timedelta(hours=1),
        "suspended_at": at + timedelta(minutes=1) if not ended and n % 9 == 0 else None,
        "supervised": int(n % 7 == 0),
        "reopened": 0,
        "returned": 0,
        "reports": 1 + (n % 11 == 0),
        **dict.fromkeys(LATE, 0),
        "called_agency": "police" if n % 13 == 0 else None,
        **moments,
    }


DICE = random.Random(7)
ROWS = [make_event(n, DICE) for n in range(1, 301)]


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def house(request, tmp_path_factory):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path_factory.mktemp("list"), postgres) as home:
        with home.engine.begin() as connection:
            connection.execute(insert(event), ROWS)
        set_demo_clock(home.engine, NOW, running=False)
        standing = open_house(home.settings.model_copy(update={"demo": True}), Flask("list"))
        yield standing
        standing.engine.dispose()


def turned(house, view, filters, sort, limit) -> list[dict]:
    """All pages, one after the other."""
    rows, after = [], None
    while True:
        page = listed(house, view, EVERYONE, filters, sort=sort, after=after, limit=limit)
        assert len(page.rows) <= limit
        rows += page.rows
        if page.next is None:
            return rows
        after = page.next


def fits(row: dict, filters: Filters, window_days: int, sort: str) -> bool:
    """The same question, asked of one row in plain Python."""
    is_open, ticking = row["stage"] in OPEN_STAGES, row["suspended_at"] is None
    states = {
        "": True,
        "open": is_open,
        "overdue": is_open and ticking and row["deadline_at"] < NOW,
        "soon": is_open and ticking and row["warn_at"] <= NOW <= row["deadline_at"],
        "suspended": is_open and not ticking,
        "supervised": is_open and row["supervised"] > 0,
        "repeated": row["reports"] > 1,
        "called": is_open and row["called_agency"] is not None,
    }
    backlog = filters.backlog or sort == "deadline_at"
    local_day = (row["reported_at"] + timedelta(hours=8)).date()
    in_window = backlog or local_day > (NOW + timedelta(hours=8)).date() - timedelta(days=window_days)
    equal = all(row[name] == getattr(filters, name) for name in CHOICES if getattr(filters, name))
    return (
        in_window
        and equal
        and states[filters.state]
        and filters.text in row["title"]
        and (sort != "deadline_at" or is_open)
    )


some_filters = st.builds(
    Filters,
    **{name: st.sampled_from(["", "", *(w for w in words if w)]) for name, words in CHOICES.items()},
    state=st.sampled_from(["", "", "open", "overdue", "soon", "suspended", "supervised", "repeated", "called"]),
    text=st.sampled_from(["", "", "积水", "%_", "\\", "=", "没有"]),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filters=some_filters, sort=st.sampled_from(SORTS), limit=st.integers(1, 120), window=st.sampled_from(["7d", "30d"])
)
def test_turning_pages_shows_exactly_the_events_that_fit_each_once_in_order(house, filters, sort, limit, window):
    rows = turned(house, View(window=window), filters, sort, limit)
    wanted = {row["id"] for row in ROWS if fits(row, filters, int(window[:-1]), sort)}
    assert [row["id"] for row in rows] == list(dict.fromkeys(row["id"] for row in rows))
    assert {row["id"] for row in rows} == wanted
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    keys = [(row[name], row["id"]) for row in rows]
    assert keys == sorted(keys, reverse=backwards)


@pytest.mark.parametrize("level", range(1, 7))
def test_every_level_of_region_shows_its_own_events_and_no_others(house, level):
    code = CITY if level == 1 else f"990001{'001' * (level - 2)}"
    with house.engine.connect() as connection:
        here = region_of(connection, code, EVERYONE)
    rows = turned(house, View(region=code, window="30d"), Filters(), "-reported_at", 7)
    mine = [row for row in ROWS if here.lo <= row["cell_id"] <= here.hi]
    assert {row["id"] for row in rows} == {row["id"] for row in mine if fits(row, Filters(), 30, "")}
    assert rows


def test_a_slice_of_the_view_narrows_the_list_unless_the_filter_says_otherwise(house):
    view = View(window="30d", slice="category:flood")
    assert {row["category"] for row in listed(house, view, EVERYONE, Filters()).rows} == {"flood"}
    assert {row["category"] for row in listed(house, view, EVERYONE, Filters(category="safety")).rows} == {"safety"}


def test_the_export_holds_the_same_rows_as_the_pages_of_the_list(house):
    view, filters = View(window="30d"), Filters(category="flood")
    whole = [row["id"] for row in export(house, view, EVERYONE, filters)]
    assert whole == [row["id"] for row in turned(house, view, filters, "-reported_at", 17)]
    assert len(list(export(house, view, EVERYONE, filters, limit=3))) == 3


def test_a_whole_code_finds_its_event_whenever_it_was_reported(house):
    oldest = min(ROWS, key=lambda row: row["reported_at"])
    page = listed(house, View(window="today"), EVERYONE, Filters(text=oldest["code"]))
    assert [row["id"] for row in page.rows] == [oldest["id"]]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "a" * 5_000,
        base64.urlsafe_b64encode(b"[]").decode(),
        base64.urlsafe_b64encode(b'["-reported_at","1",1]').decode(),
        base64.urlsafe_b64encode(json.dumps(["-reported_at", 10**30, 1]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["-reported_at", 1, 2**70]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["reported_at", 1, 1]).encode()).decode(),
        base64.urlsafe_b64encode(b"[" * 3_000).decode(),
    ],
)
def test_a_garbled_cursor_is_refused(house, cursor):
    with pytest.raises(BadInput):
        listed(house, View(), EVERYONE, Filters(), after=cursor)


@pytest.mark.parametrize("more", [{"sort": "title"}, {"limit": 0}, {"limit": 501}])
def test_other_sorts_and_limits_are_refused(house, more):
    with pytest.raises(BadInput):
        listed(house, View(), EVERYONE, Filters(), **more)


@pytest.mark.parametrize(
    "bad", [{"source": "x"}, {"grade": "Z"}, {"stage": "x"}, {"state": "x"}, {"text": "长" * 97}, {"leaf": "a b"}]
)
def test_a_filter_that_makes_no_sense_is_refused(bad):
    with pytest.raises(BadInput):
        Filters(**bad)


def test_who_may_see_one_town_gets_no_other(house):
    narrow = Scope(cells=((1, 4),))
    with house.engine.connect() as connection:
        city = region_of(connection, "", Scope.guest()).code
    with pytest.raises(UnknownRegion):
        listed(house, View(region=city), narrow, Filters())
    with house.engine.connect() as connection:
        own = region_of(connection, "", narrow)
    shown = listed(house, View(window="ytd"), narrow, Filters(), limit=500).rows
    assert {row["id"] for row in shown} <= {row["id"] for row in ROWS if own.lo <= row["cell_id"] <= own.hi}
    assert own.hi <= 4


def test_in_the_past_each_event_stands_where_it_stood(house):
    """One went on since, one came later, one went back."""
    then = NOW - timedelta(days=100)
    base = ROWS[0] | {"reports": 1, "suspended_at": None, "called_agency": None, "agency": None, "ended_at": None}
    base |= {f"{stage}_at": None for stage in (*OPEN_STAGES[1:], "closed", "rated")}
    hours = lambda n: then + timedelta(hours=n)  # noqa: E731
    on = base | {"id": 901, "code": "a", "reported_at": hours(-3), "filed_at": hours(-2), "closed_at": hours(5)}
    on |= {"stage": "closed", "ended_at": hours(5)}
    late = base | {"id": 902, "code": "b", "reported_at": hours(1), "stage": "reported"}
    back = base | {"id": 903, "code": "c", "reported_at": hours(-4), "stage": "filed", "filed_at": hours(-3)}
    back |= {"rewound_at": hours(2)}
    import_ = base | {"id": 904, "code": "d", "reported_at": hours(-5), "stage": "filed", "rewound_at": hours(3)}
    steps = [
        (903, "report", -4, None),
        (903, "file", -3, None),
        (903, "assign", -1, None),
        (903, "return", 2, None),
        (904, "import", -5, {"stage": "closed"}),
        (904, "reopen", 3, None),
    ]
    history = [
        dict(event_id=id_, seq=n, move=move, at=hours(at), recorded_at=hours(at), actor="x", role="system")
        | {"change": written(change) if change else None}
        for n, (id_, move, at, change) in enumerate(steps, 1)
    ]
    with house.engine.connect() as connection:
        transaction = connection.begin()
        connection.execute(insert(event), [on, late, back, import_])
        connection.execute(insert(event_history), history)
        transaction.commit()
    try:
        rows = {row["id"]: row for row in listed(house, View(window="7d", at=then), EVERYONE, Filters()).rows}
        assert {id_: row["stage"] for id_, row in rows.items()} == {901: "filed", 903: "assigned", 904: "closed"}
        assert rows[901]["closed_at"] is None
        found = listed(house, View(at=then), EVERYONE, Filters(state="open")).rows
        assert {row["id"] for row in found} == {901, 903}
        week = View(at=then, window="7d")
        assert [r["id"] for r in listed(house, week, EVERYONE, Filters(stage="assigned")).rows] == [903]
    finally:
        with house.engine.begin() as connection:
            connection.execute(event.delete().where(event.c.id > 900))
            connection.execute(event_history.delete().where(event_history.c.event_id > 900))
