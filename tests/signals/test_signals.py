"""线索: taken in once, judged once, made events by the ordinary intake; what watches people is masked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import create_app
from components.signals_page import signals_drawn
from data.commands.signals import confirm, discard, register_signals
from data.demo.signals import seed_signals
from data.errors import BadInput, CockpitError, Forbidden, SignalRefused, UnknownThing
from data.life.actor import Actor
from data.queries.regions import region_of
from data.queries.signals import areas_in, behind, signals_in, sums_in
from data.schema import event, event_external, region, signal
from data.scope import Scope
from data.signal_words import ALGORITHMS, SIGNAL_KINDS, WATCH
from data.view import View
from tests.blank import blank_house
from tests.conftest import ENGINES
from tests.dispatch.town import DUTY, do, rows

GUEST = Scope.guest()
CLEARED = Scope(cells=GUEST.cells, roles=("duty_officer",), clearance=2)


@pytest.fixture(params=ENGINES)
def house(request, tmp_path):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        yield house


def village(house, n=0):
    with house.engine.connect() as connection:
        return connection.scalars(select(region.c.code).where(region.c.level == 4).order_by(region.c.lo)).all()[n]


def topic(house, code="YQ-1", n=0, **more):
    told = {"code": code, "title": "停水三日", "heat": "120", "region": village(house, n), "place": "西村"}
    return told | {"at": (house.clock.now() - timedelta(hours=2)).isoformat(), "category": "livelihood"} | more


def alarm(house, code="AI-1", algorithm="smoke", **more):
    return topic(house, code, algorithm=algorithm, heat="", category="", title="浓烟", **more)


def take(house, *told, kind="opinion"):
    return do(house, register_signals, list(enumerate(told, 2)), kind, house.clock.now())


def seen(house, kind="opinion", scope=CLEARED, role="duty_officer", **more):
    with house.engine.connect() as connection:
        return signals_in(connection, region_of(connection, "", GUEST), scope, role, kind, **more)


def test_a_row_that_comes_again_changes_what_nobody_has_judged_and_makes_nothing_new(house):
    assert take(house, topic(house)).new == 1
    again = take(house, topic(house, heat="900"))
    assert (again.new, again.changed, seen(house)[0]["heat"]) == (0, 1, 900)
    do(house, discard, seen(house)[0]["id"], DUTY, house.clock.now(), "重复")
    assert take(house, topic(house, heat="9999")).changed == 0


def test_the_hottest_that_waits_stands_first_and_areas_add_up(house):
    take(house, topic(house, "A", 0, heat="5"), topic(house, "B", 1, heat="50"), topic(house, "C", 0, heat="20"))
    assert [row["code"] for row in seen(house)] == ["B", "C", "A"]
    with house.engine.connect() as connection:
        here, now = region_of(connection, "", GUEST), house.clock.now()
        areas = areas_in(connection, here, GUEST, "opinion", now - timedelta(days=7), now)
    assert (sum(one["n"] for one in areas), sum(one["heat"] for one in areas)) == (3, 75)


def test_one_that_is_confirmed_is_an_event_tied_both_ways_and_never_twice(house):
    take(house, topic(house))
    one = seen(house)[0]
    made = do(house, confirm, one["id"], DUTY, house.clock.now(), "属实")
    with pytest.raises(SignalRefused):
        do(house, confirm, one["id"], DUTY, house.clock.now())
    row, known = rows(house, event)[0], seen(house)[0]
    assert (row.code, row.category, row.source, row.place) == (made.code, "livelihood", "department", "西村")
    assert "属实" in row.text and "YQ-1" in row.text
    assert (known["state"], known["event_code"]) == ("event", made.code)
    with house.engine.connect() as connection:
        assert behind(connection, row.id, GUEST)["code"] == "YQ-1"
        assert connection.execute(select(event_external)).one().external_id == "opinion:YQ-1"


def test_of_several_who_confirm_at_once_one_makes_the_event(house):
    take(house, alarm(house), kind="video")
    number = seen(house, "video")[0]["id"]

    def go(_n):
        try:
            return do(house, confirm, number, DUTY, house.clock.now()).code
        except CockpitError:
            return None

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(go, range(4)))
    with house.engine.connect() as connection:
        assert (sum(one is not None for one in told), connection.scalar(select(func.count(event.c.id)))) == (1, 1)
    assert rows(house, event)[0].category == ALGORITHMS["smoke"].category.split(".")[0]


def test_what_is_discarded_says_why_and_counts_against_its_algorithm(house):
    take(house, alarm(house, "A"), alarm(house, "B"), alarm(house, "C"), kind="video")
    first, second, _third = seen(house, "video")
    with pytest.raises(BadInput):
        do(house, discard, first["id"], DUTY, house.clock.now(), "")
    do(house, discard, first["id"], DUTY, house.clock.now(), "误报：炊烟")
    do(house, confirm, second["id"], DUTY, house.clock.now())
    with house.engine.connect() as connection:
        told = sums_in(connection, region_of(connection, "", GUEST), GUEST, "video", None, None)
    assert [(one["algorithm"], one["n"], one["new"], one["event"], one["discarded"]) for one in told] == [
        ("smoke", 3, 1, 1, 1)
    ]


def test_who_may_not_judge_is_refused_and_elsewhere_there_is_none(house):
    take(house, topic(house))
    number, now = seen(house)[0]["id"], house.clock.now()
    with pytest.raises(Forbidden):
        do(house, confirm, number, Actor(name="网格员-001", role="grid_staff", scope=GUEST), now)
    away = Actor(name="值班员-002", role="duty_officer", scope=Scope(cells=((30, 32),), roles=("duty_officer",)))
    with pytest.raises(UnknownThing):
        do(house, confirm, number, away, now)
    assert seen(house, scope=away.scope) == [] and seen(house, scope=Scope(cells=GUEST.cells, departments=("a",))) == []


def test_watched_persons_are_totals_for_all_alarms_for_some_and_names_for_few(house):
    told = alarm(house, algorithm=WATCH, words="张某某 进入车站")
    take(house, told, kind="video")
    assert seen(house, "video", role="grid_staff") == []
    masked = seen(house, "video", scope=GUEST)[0]
    assert (masked["title"], masked["words"], masked["place"]) == ("", None, "西村")
    assert seen(house, "video")[0]["words"] == "张某某 进入车站"
    with house.engine.connect() as connection:
        total = sums_in(connection, region_of(connection, "", GUEST), GUEST, "video", None, None)
        assert [(one["algorithm"], one["n"]) for one in total] == [(WATCH, 1)]
        number = connection.scalar(select(signal.c.id))
    with pytest.raises(UnknownThing):
        do(house, confirm, number, Actor(name="某局", role="agency", scope=CLEARED), house.clock.now())


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ""},
        {"title": ""},
        {"heat": "很热"},
        {"at": "昨天"},
        {"at": "2999-01-01"},
        {"region": "000"},
        {"place": ""},
        {"algorithm": "smoke"},
        {"category": "nothing"},
        {"picture": "https://user:secret@cam.example/1.jpg"},
    ],
)
def test_a_file_with_a_row_that_makes_no_sense_is_refused_whole(house, wrong):
    with pytest.raises(BadInput, match="row 3"):
        take(house, topic(house), topic(house, "YQ-2") | wrong)
    assert seen(house) == []


def test_the_demo_is_marked_and_the_same_each_time(house):
    at, found = datetime(2024, 7, 25, 7, 42, tzinfo=UTC), []
    for _n in range(2):
        with house.engine.begin() as connection:
            connection.execute(signal.delete())
            seed_signals(connection, at, 7)
            found.append(connection.execute(select(signal.c.code, signal.c.title, signal.c.at, signal.c.state)).all())
    assert found[0] == found[1] and all("【模拟】" in row.title for row in found[0])
    with house.engine.connect() as connection:
        assert set(connection.scalars(select(signal.c.provenance))) == {"simulated"}
    assert set(SIGNAL_KINDS) == {"opinion", "video"}


def test_a_file_in_the_words_of_its_makers_comes_in_by_the_command(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        at, place = f"{house.clock.now():%Y-%m-%dT%H:%M}", village(house)
        file = tmp_path / "topics.csv"
        file.write_text(f"编号,话题,热度,区划,地点,时间\nYQ-9,停水三日,88,{place},西村,{at}+00:00\n", encoding="utf-8")
        for said in ("1 new", "0 new"):
            app = create_app(house.settings)
            told = app.test_cli_runner().invoke(args=["signals", "import", str(file), "--kind", "opinion"])
            assert told.exit_code == 0 and said in told.output, told.output
        assert [(row["code"], row["heat"], row["placed"]) for row in seen(house)] == [("YQ-9", 88, "region")]


def test_the_page_draws_what_waits_whenever_it_came_and_its_forms(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        take(house, topic(house, title="<b>停水</b>", at=(house.clock.now() - timedelta(days=2)).isoformat()))
        number = seen(house)[0]["id"]
        html = "".join(signals_drawn(house, View(), {}).values())
        assert "&lt;b&gt;停水" in html and "热度 120" in html and f'value="{number}"' not in html  # nobody acts here
        assert "没有线索" in signals_drawn(house, View(), {"signal": "discarded"})["rows"]
        assert "没有线索" in signals_drawn(house, View(), {"of": "video", "algorithm": "smoke"})["rows"]
