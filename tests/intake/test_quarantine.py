"""What waits in the quarantine is counted, mended and replayed, or dropped: each once, by those who may."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data.errors import EventRefused, UnknownThing
from data.intake.importing import import_file
from data.intake.keep import quarantine
from data.intake.record import Fault, Record
from data.intake.retaking import drop, replay
from data.intake.taking import take
from data.life.actor import Actor
from data.queries.quarantine import counts, one, waiting
from data.queries.revisions import revisions
from data.schema import event, region
from data.schema import quarantine as kept
from data.scope import Scope
from tests.intake.conftest import NOW
from tests.intake.files import COCKPIT, MINE, cockpit, write_csv
from tests.intake.test_import import job

GUEST = Scope.guest()
RAW = {
    "title": "路灯不亮",
    "category": "facility",
    "lon": 119.05,
    "lat": 25.05,
    "reported_at": "2026-03-01T08:00:00+08:00",
}


def keep(connection, raw, code="malformed", door="api"):
    return quarantine(connection, door=door, origin="测试来源", raw=raw, fault=Fault(code, "说明"), now=NOW)


def row_of(connection, number):
    return connection.execute(select(kept).where(kept.c.id == number)).mappings().one()


def test_what_waits_is_counted_by_fault_door_and_origin(connection):
    for n in range(5):
        keep(connection, RAW, "outside" if n % 2 else "order", "api" if n < 3 else "form")
    sums = counts(connection, GUEST)
    assert (sums.total, sums.faults, sums.doors) == (5, {"order": 3, "outside": 2}, {"api": 3, "form": 2})
    assert sums.origins == {"测试来源": 5}


def test_the_list_is_turned_page_by_page(connection):
    numbers = [keep(connection, RAW) for _n in range(5)]
    first = waiting(connection, GUEST, limit=2)
    second = waiting(connection, GUEST, limit=2, before=first.next)
    last = waiting(connection, GUEST, limit=2, before=second.next)
    assert [row["id"] for page in (first, second, last) for row in page.rows] == numbers[::-1]
    assert last.next is None
    assert waiting(connection, GUEST, fault="order").rows == []


def test_a_row_replayed_as_mended_becomes_an_event_and_keeps_what_came(connection, actor):
    number = keep(connection, RAW | {"title": ""}, "missing")
    done = replay(connection, number, json.dumps(RAW), actor, NOW)
    assert connection.scalar(select(event.c.title).where(event.c.id == done.event_id)) == "路灯不亮"
    row = row_of(connection, number)
    assert (row["state"], row["event_id"], row["settled_by"]) == ("replayed", done.event_id, actor.name)
    assert json.loads(row["raw"])["title"] == ""


@pytest.mark.parametrize(
    ("mended", "fault"),
    [
        ("{", "malformed"),
        ("[]", "malformed"),
        (RAW | {"category": "x"}, "category"),
        (RAW | {"lon": 1}, "outside"),
        (None, "missing"),
    ],
)
def test_what_fails_again_waits_on_with_the_new_reason(connection, actor, mended, fault):
    number = keep(connection, RAW | {"title": ""}, "order")
    done = replay(connection, number, mended, actor, NOW)
    assert (done.event_id, done.fault) == (None, fault)
    row = row_of(connection, number)
    assert (row["state"], row["fault"], row["reason"]) == ("waiting", fault, done.reason)
    assert connection.scalar(select(func.count()).select_from(event)) == 0


def test_a_row_is_settled_once(connection, actor):
    replayed, dropped = keep(connection, RAW), keep(connection, RAW)
    replay(connection, replayed, None, actor, NOW)
    drop(connection, dropped, actor, NOW)
    for number in (replayed, dropped):
        with pytest.raises(EventRefused):
            drop(connection, number, actor, NOW)
        with pytest.raises(EventRefused):
            replay(connection, number, None, actor, NOW)
    with pytest.raises(UnknownThing):
        drop(connection, 999, actor, NOW)
    assert row_of(connection, dropped)["state"] == "dropped"


def test_only_those_who_answer_for_the_whole_city_see_or_settle(connection, actor):
    number = keep(connection, RAW)
    few = Scope(cells=((1, 3),))
    assert waiting(connection, few).rows == []
    assert counts(connection, few).total == 0
    with pytest.raises(UnknownThing):
        one(connection, few, number)
    with pytest.raises(UnknownThing):
        replay(connection, number, None, Actor(name="x", role="system", scope=few), NOW)
    assert one(connection, GUEST, number)["id"] == number


def test_keeping_and_settling_move_the_topic(connection, actor):
    seen = [revisions(connection).get("intake", 0)]
    number = keep(connection, RAW)
    seen.append(revisions(connection)["intake"])
    drop(connection, number, actor, NOW)
    seen.append(revisions(connection)["intake"])
    assert seen == sorted(set(seen))


def test_rows_no_database_would_hold_are_kept_readable(connection):
    number = keep(connection, {"标题": "a\x00b\udcff"})
    assert json.loads(row_of(connection, number)["raw"])["标题"].startswith("a")


def test_a_row_of_a_file_is_replayed_by_the_profile_that_read_it(real, tmp_path, actor):
    profile = tmp_path / "mine.yaml"
    profile.write_text(MINE)
    path = write_csv(tmp_path / "s.csv", ["id", "t", "at"], [{"id": "1", "t": "水位", "at": "昨天"}])
    town = import_file(real, job(path, profile, place="990102001"))
    ours = import_file(real, job(write_csv(tmp_path / "a.csv", COCKPIT, [cockpit(1, 类别="?")])))
    assert town.quarantined == ours.quarantined == 1
    with real.engine.begin() as connection:
        first, second = reversed(waiting(connection, GUEST).rows)
        raw = json.loads(first["raw"]) | {"at": "2026-01-02T03:04:05+08:00"}
        done = replay(connection, first["id"], raw, actor, NOW)
        assert connection.scalar(select(event.c.placed).where(event.c.id == done.event_id)) == "region"
        done = replay(connection, second["id"], json.loads(second["raw"]) | {"类别": "防汛防台"}, actor, NOW)
        assert connection.scalar(select(event.c.category).where(event.c.id == done.event_id)) == "flood"
        assert counts(connection, GUEST).total == 0


def record(**change):
    good = dict(
        title="x",
        category="flood.road.water",
        source="grid",
        lon=119.05,
        lat=25.05,
        reported_at=NOW - timedelta(hours=1),
    )
    return Record(**good | change)


def test_taking_finds_category_and_place_and_knows_what_came_before(connection, actor):
    done = take(connection, record(external_id="7"), origin="a", actor=actor, now=NOW)
    row = connection.execute(select(event).where(event.c.id == done.event_id)).mappings().one()
    assert (row["category"], row["leaf"], row["placed"], row["code"]) == (
        "flood",
        "flood.road.water",
        "exact",
        done.code,
    )
    again = take(connection, record(external_id="7", title="y"), origin="a", actor=actor, now=NOW)
    assert (again.event_id, again.outcome) == (done.event_id, "known")
    assert take(connection, record(external_id="7"), origin="b", actor=actor, now=NOW).outcome == "created"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"category": "moon"}, "category"),
        ({"lon": 120.0}, "outside"),
        ({"lon": None, "lat": None}, "missing"),
        ({"lon": None, "lat": None, "region": "1"}, "outside"),
        ({"reported_at": NOW + timedelta(days=1)}, "future"),
        ({"crs": "mars"}, "malformed"),
    ],
)
def test_what_cannot_be_taken_leaves_nothing_behind(connection, actor, change, code):
    with pytest.raises(Fault) as caught:
        take(connection, record(**change), origin="a", actor=actor, now=NOW)
    assert caught.value.code == code
    assert connection.scalar(select(func.count()).select_from(event)) == 0


def test_outside_ones_scope_is_refused_without_telling_what_is_there(connection):
    some = connection.execute(select(region.c.lo).where(region.c.code == "990103101")).scalar_one()
    outsider = Actor(name="x", role="system", scope=Scope(cells=((some, some),)))
    with pytest.raises(Fault) as caught:
        take(connection, record(), origin="a", actor=outsider, now=NOW)
    assert caught.value.code == "scope"


def test_shifted_coordinates_are_put_right(connection, actor):
    done = take(connection, record(crs="gcj02", lon=119.055, lat=25.047), origin="a", actor=actor, now=NOW)
    lon = connection.scalar(select(event.c.lon).where(event.c.id == done.event_id))
    assert 0.002 < 119.055 - lon < 0.008
