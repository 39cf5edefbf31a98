"""A storm that two sources tell of is one storm in lists, as the Chinese agency tells it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from data.queries.storms import storm_now, storms, track
from data.schema import storm, storm_point
from tests.toycity import STORM

BEGAN = datetime(2024, 7, 24, tzinfo=UTC)
RECENT = timedelta(days=4)


def told(connection, track_id, name, source, *, off=0.0, hours=0, category=None, km=50.0):
    """A storm that drifts north-west, `off` degrees beside the usual way, `hours` later."""
    first = BEGAN + timedelta(hours=hours)
    points = [
        dict(track_id=track_id, at=first + timedelta(hours=6 * n), lon=121 - n / 2 + off, lat=22 + n / 2, km=km - n)
        | dict(wind_kt=80.0, pressure_hpa=960.0, category=category, r7_km=200.0 if category else None)
        for n in range(8)
    ]
    head = dict(track_id=track_id, season=2024, name=name, source=source, nearest_km=km, nearest_at=first)
    connection.execute(insert(storm), head | dict(first_at=first, last_at=points[-1]["at"]))
    connection.execute(insert(storm_point), points)


@pytest.fixture
def connection(desk):
    with desk.house.engine.begin() as connection:
        away = datetime(1990, 7, 1, tzinfo=UTC)
        connection.execute(update(storm).where(storm.c.track_id == STORM).values(first_at=away, last_at=away))
        yield connection


def listed(connection):
    return {one["track_id"]: one for one in storms(connection) if one["track_id"] != STORM}


def test_two_tracks_of_one_storm_are_listed_once_with_both_sources(connection):
    told(connection, "2024205N20121", "格美", "IBTrACS", km=40.0)
    told(connection, "CMA2403", "Gaemi", "CMA best track", off=0.1, category=5)
    found = listed(connection)
    assert list(found) == ["CMA2403"]
    row = found["CMA2403"]
    assert (row["name"], row["category"], row["also"]) == ("格美", 5, "2024205N20121")
    assert row["sources"] == "CMA best track; IBTrACS"


def test_the_storm_of_these_days_is_told_by_the_chinese_agency_with_class_and_winds(connection):
    told(connection, "2024205N20121", "格美", "IBTrACS", km=40.0)
    told(connection, "CMA2403", "Gaemi", "CMA best track", category=5)
    now = storm_now(connection, "", BEGAN + timedelta(hours=12), RECENT)[0]
    assert (now["track_id"], now["name"], now["category"], now["r7_km"]) == ("CMA2403", "格美", 5, 200.0)
    assert storm_now(connection, "2024205N20121", BEGAN, RECENT)[0]["track_id"] == "2024205N20121"
    assert {(one["category"], one["r7_km"]) for one in track(connection, "CMA2403", BEGAN)} == {(5, 200.0)}


@pytest.mark.parametrize("more", [{"off": 5.0}, {"hours": 24 * 20}, {"source": "IBTrACS"}])
def test_storms_apart_in_place_or_time_or_of_one_source_are_two(connection, more):
    told(connection, "2024205N20121", "", "IBTrACS")
    told(
        connection,
        "CMA2403",
        "",
        more.get("source", "CMA best track"),
        **{n: v for n, v in more.items() if n != "source"},
    )
    assert len(listed(connection)) == 2


def test_the_list_over_http_says_each_storm_once(desk):
    with desk.house.engine.begin() as connection:
        told(connection, "2024205N20121", "格美", "IBTrACS")
        told(connection, "CMA2403", "Gaemi", "CMA best track", category=4)
    reply = desk.client.get("/api/v1/map/storms.json")
    assert [one["track_id"] for one in reply.json].count("CMA2403") == 1
    assert "2024205N20121" not in {one["track_id"] for one in reply.json}
    assert (
        desk.client.get("/api/v1/map/storms.json", headers={"If-None-Match": reply.headers["ETag"]}).status_code == 304
    )
