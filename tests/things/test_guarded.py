"""Places guarded against fire and flood, fires by kind, and what the files of themes and entries may say."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from components.registry import panels
from components.theme_page import theme_page
from data.entries import FILE as ENTRIES
from data.entries import read_entries
from data.errors import CityError, UnknownThing
from data.queries.fires import answer as fires
from data.queries.heritage import answer as heritage
from data.queries.water_alarms import answer as water
from data.schema import dispatch, event, feature, region, responder, task, warning, warning_event, warning_history
from data.scope import Scope
from data.themes import FILE, read_themes
from data.view import View
from tests.things.registers import NOW
from tests.warned import put_warning

GUEST = Scope.guest()


def point(connection, code, cell=1, layer="heritage", **known):
    row = {"layer": layer, "code": code, "kind": "building", "grade": 0, "name": code, "cell_id": cell, "lon": 119.0}
    more = {"lat": 25.4, "attributes": known, "as_of": NOW, "provenance": "measured"}
    connection.execute(insert(feature).values(row | more))


def warned(connection, code, field, colour, town=0):
    towns = connection.scalars(select(region.c.id).where(region.c.level == 3).order_by(region.c.lo)).all()
    plain = {"code": code, "field": field, "title": code, "colour": colour, "peak": colour, "state": "raised", "seq": 1}
    plain |= {"region_id": towns[town], "words": "", "evidence": "{}", "raised_at": NOW, "changed_at": NOW}
    put_warning(connection, plain | {"origin": "rule", "provenance": "measured"})


def burnt(connection, code, leaf, minutes, *, cell=1, stage="reported", **more):
    at = more.pop("now") - timedelta(minutes=minutes)
    row = {"code": code, "title": code, "category": "safety", "leaf": leaf, "source": "drone", "cell_id": cell}
    row |= {"place": "后山", "placed": "exact", "lon": 119.0, "lat": 25.4, "reported_at": at, "provenance": "measured"}
    row |= {
        "seq": 1,
        "stage": stage,
        "grade": "B",
        "loop": "inner",
        "clock": "natural",
        "deadline_at": at,
        "warn_at": at,
    }
    return connection.scalar(insert(event).values(row | more).returning(event.c.id))


def reached(connection, event_id, at):
    place = connection.scalar(select(region.c.id).where(region.c.level == 3).limit(1))
    team = {"code": "T1", "name": "消防-001", "kind": "fire", "region_id": place, "skills": "fire", "capacity": 6}
    team |= {"lon": 119.0, "lat": 25.4, "seen_at": at, "seen_by": "gps", "state": "idle", "provenance": "measured"}
    who = connection.scalar(insert(responder).values(team).returning(responder.c.id))
    order = {"code": "D1", "key": "k", "digest": "d", "subject": f"event:{event_id}", "n": 1, "event_id": event_id}
    order |= {"region_id": place, "lo": 1, "hi": 8, "words": "", "actor": "值班员-001", "role": "duty_officer"}
    order |= {"holder": "值班员-001", "at": at, "state": "final", "held_until": 0, "provenance": "measured"}
    number = connection.scalar(insert(dispatch).values(order).returning(dispatch.c.id))
    sent = {"code": "D1-01", "dispatch_id": number, "responder_id": who, "alone": 1, "need": "fire", "words": ""}
    connection.execute(insert(task).values(sent | {"why": "", "state": "arrived", "arrived_at": at}))


def test_what_is_alarmed_comes_first_then_what_nobody_has_checked(connection, blank):
    now = blank.clock.now()
    fresh, old = (now - timedelta(days=days) for days in (30, 800))
    point(connection, "FINE", fire_checked=fresh.isoformat())
    point(connection, "LATE", fire_checked=old.isoformat(), fire_open=2)
    point(connection, "NEVER")
    point(connection, "WET", cell=32, fire_checked=fresh.isoformat())
    warned(connection, "W1", "flood", 3, town=-1)
    connection.commit()
    told = heritage(blank, View(), GUEST)
    assert [(row["code"], row["check"], row["warning"]) for row in told.rows] == [
        ("WET", "done", "W1"),
        ("LATE", "overdue", None),
        ("NEVER", "never", None),
        ("FINE", "done", None),
    ]
    assert told.parts["registers"] == [
        {"layer": "heritage", "total": 4, "alarmed": 1, "overdue": 2, "open": 2, "hydrants": 0}
    ]
    assert all(set(row) == {column.key for column in told.columns} for row in told.rows)


def test_a_blue_rain_warning_alarms_no_heritage_point_and_an_orange_one_does(connection, blank):
    point(connection, "A", cell=1)
    point(connection, "B", cell=32)
    warned(connection, "BLUE", "rain", 4)
    warned(connection, "ORANGE", "rain", 2, town=-1)
    connection.commit()
    assert {row["code"]: row["warning"] for row in heritage(blank, View(), GUEST).rows} == {"A": None, "B": "ORANGE"}


def test_a_fire_keeps_when_it_was_found_reached_and_closed(connection, blank):
    now = blank.clock.now()
    first = burnt(connection, "F1", "safety.blaze.wild", 60, now=now, stage="closed", closed_at=now)
    burnt(connection, "F2", "ecology.wild.fire", 50, now=now)
    burnt(connection, "F3", "safety.blaze.house", 40, now=now)
    burnt(connection, "NO", "safety.fire.gear", 30, now=now)
    burnt(connection, "TWICE", "safety.blaze.house", 20, now=now, stage="merged", ended_at=now)
    reached(connection, first, now - timedelta(minutes=45))
    connection.commit()
    week = View(window="7d")
    told = fires(blank, week, GUEST)
    assert [row["code"] for row in told.rows] == ["F3", "F2", "F1"]
    assert (told.rows[2]["to_arrive"], told.rows[2]["to_close"]) == (15.0, 60.0)
    assert [(one["kind"], one["found"], one["open"]) for one in told.parts["types"]] == [
        ("works", 0, 0),
        ("house", 1, 1),
        ("wild", 2, 1),
    ]
    assert all(set(row) == {column.key for column in told.columns} for row in told.rows)
    narrowed = fires(blank, week.but(slice="leaf:safety.blaze.wild"), GUEST)
    assert [row["code"] for row in narrowed.rows] == ["F2", "F1"]
    assert [one["on"] for one in narrowed.parts["types"]] == [False, False, True]


def test_every_panel_of_the_themes_is_there_and_every_tab_has_content():
    for theme in read_themes(FILE):
        for tab in theme.tabs:
            assert any(block.panels or block.ways for block in tab.blocks)
            assert {key for block in tab.blocks for key in block.panels} <= set(panels())
    fire = next(one for one in read_themes(FILE) if one.key == "fire")
    scenes = {tab.key: sum(bool(block.name) for block in tab.blocks) for tab in fire.tabs}
    assert (len(fire.tabs), scenes["prevent"], scenes["respond"]) == (5, 2, 3)


def test_a_theme_that_is_not_there_is_not_shown(blank):
    with pytest.raises(UnknownThing):
        theme_page(blank, View(), (), "luck", "")
    with pytest.raises(UnknownThing):
        theme_page(blank, View(), (), "fire", "luck")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "coast: {name: 海}",
        "coast: {name: 海, tabs: {a: {name: 甲}}}",
        "coast: {name: 海, tabs: {a: {name: 甲, blocks: [{panel: x}]}}}",
        "coast: {name: 海, tabs: {a: {name: 甲, blocks: [{ways: [{name: 乙, to: 'javascript:1'}]}]}}}",
    ],
)
def test_a_file_of_themes_that_makes_no_sense_is_named(tmp_path, text):
    file = tmp_path / "themes.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(CityError, match=r"themes\.yaml"):
        read_themes(file)


@pytest.mark.parametrize(
    "text",
    [
        "- {name: 甲}",
        "- {name: 甲, owner: 乙, state: lost}",
        "- {name: 甲, owner: 乙, state: open, to: 'javascript:1'}",
    ],
)
def test_a_file_of_entries_that_makes_no_sense_is_named(tmp_path, text):
    file = tmp_path / "entries.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(CityError, match=r"entries\.yaml"):
        read_entries(file)
    assert all(one.to for one in read_entries(ENTRIES) if one.state == "open")


def test_a_water_warning_stamps_each_step_once_and_knows_no_later_one(connection, blank):
    now = blank.clock.now()
    warned(connection, "W1", "flood", 2)
    warned(connection, "DRY", "fire", 1)
    number = connection.scalar(select(warning.c.id).where(warning.c.code == "W1"))
    seen = {"warning_id": number, "seq": 2, "move": "acknowledge", "at": now - timedelta(minutes=50)}
    seen |= {"recorded_at": now, "actor": "值班员-001", "role": "duty_officer"}
    connection.execute(insert(warning_history).values(seen))
    case = burnt(connection, "E1", "flood.river.level", 40, now=now)
    link = {"warning_id": number, "event_id": case, "at": now - timedelta(minutes=40), "actor": "值班员-001"}
    connection.execute(insert(warning_event).values(link))
    reached(connection, case, now - timedelta(minutes=20))
    connection.commit()
    told = water(blank, View(), GUEST)
    assert [row["code"] for row in told.rows] == ["W1"]
    row = told.rows[0]
    minutes = {name: _ago(row[f"{name}_at"], now) for name in ("verified", "assigned", "followed")}
    assert (minutes, row["ended_at"], row["step"]) == (
        {"verified": 50, "assigned": 40, "followed": 20},
        None,
        "followed",
    )
    then = water(blank, View(at=now - timedelta(minutes=45)), GUEST).rows[0]
    assert (then["step"], then["assigned_at"], then["verified_by"]) == ("verified", None, "duty_officer")
    assert all(set(row) == {column.key for column in told.columns} for row in told.rows)


def _ago(at, now):
    return round((now - datetime.fromisoformat(at)).total_seconds() / 60)
