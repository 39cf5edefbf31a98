"""After an incident its history is a briefing: a scene a turning point, each at its own moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from components.reviews import reviewed
from data.briefing.reviewing import MOST, moments
from data.errors import UnknownThing
from data.queries.briefings import briefing_row, scenes_of
from data.queries.event_course import course
from data.schema import event
from data.scope import Scope
from data.view import View
from tests.handout.paper import ME

FIRST = datetime(2024, 7, 25, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 600), st.sampled_from(["event", "order"]), st.sampled_from(["file", "order", "arrived", "x"])
    )
)


@given(STEPS)
def test_turning_points_are_in_order_few_and_count_what_was_done_by_then(steps):
    rows = [
        {
            "at": (FIRST + timedelta(minutes=n)).isoformat(),
            "of": of,
            "move": move,
            "what": move,
            "who": "",
            "stage": move,
        }
        for n, of, move in sorted(steps)
    ]
    found = moments(rows)
    assert len(found) <= MOST
    assert [one.at for one in found] == sorted({one.at for one in found})
    assert bool(found) == bool(rows)
    for one in found:
        past = [row for row in rows if row["of"] == "order" and datetime.fromisoformat(row["at"]) <= one.at]
        assert one.orders == sum(row["move"] == "order" for row in past)
        assert one.arrivals == sum(row["move"] == "arrived" for row in past)


def closed(house):
    with house.engine.connect() as connection:
        return connection.scalar(
            select(event.c.code).where(event.c.closed_at.is_not(None)).order_by(event.c.id).limit(1)
        )


def test_a_review_walks_from_the_report_to_the_end_and_each_scene_shows_what_was_so_then(house):
    code = closed(house)
    made = reviewed(house, ME, code)
    with house.engine.connect() as connection:
        row = briefing_row(connection, made, ME)
        whole, *scenes = scenes_of(connection, row["id"]).values()
    assert whole.path == f"/review/{code}" and row["title"].startswith("复盘")
    times = [scene.view.at for scene in scenes]
    assert len(times) >= 2 and times == sorted(times) and None not in times
    told = course(code, house, View(), ME.scope)
    for scene in scenes:
        assert urlsplit(scene.path).path == f"/review/{code}"
        then = course(code, house, View(at=scene.view.at), ME.scope)
        assert then.rows == [one for one in told.rows if datetime.fromisoformat(one["at"]) <= scene.view.at]


def test_an_event_that_lies_elsewhere_is_told_of_as_one_that_is_not_there(house):
    elsewhere = replace(ME, scope=Scope(cells=((2**30, 2**30),)))
    said = []
    for code in (closed(house), "E20240101-999999"):
        with pytest.raises(UnknownThing) as refused:
            reviewed(house, elsewhere, code)
        said.append(str(refused.value))
    assert len(set(said)) == 1


def test_the_page_of_a_review_has_a_slider_over_its_moments(client):
    home = client.application.extensions["yitu"]
    code = closed(home)
    made = client.post("/briefing/data/review", json={"event": code})
    assert made.status_code == 200 and made.json["code"]
    assert client.post("/briefing/data/review", json={"event": "E20240101-999999"}).status_code == 404
    assert client.post("/briefing/data/review", data="x").status_code == 415
