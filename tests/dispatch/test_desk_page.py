"""The dispatch desk as it is drawn: rows that say everything, a subject with its course, and calm failures."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from components.dispatch_case import case_drawn
from components.dispatch_page import dispatch_page
from components.dispatch_queue import queue_drawn
from data.commands.revisions import bump
from data.engine import writing
from data.house import EXTENSION
from data.schema import event, responder
from data.view import View
from tests.called import on
from tests.dispatch.test_desk import called, due, warn
from tests.dispatch.town import flood, send


@pytest.fixture
def lone_app(lone_house):
    """An app of that house is answering."""
    app = Flask("lone")
    app.extensions[EXTENSION] = lone_house
    with app.app_context():
        yield lone_house


def drawn(house, on="", at=None):
    return case_drawn(house, on, at, "duty_officer", 1)


def test_a_row_tells_title_place_state_and_its_clock(lone_house):
    number = flood(lone_house)
    due(lone_house, number, -4)
    parts = queue_drawn(lone_house, View(), "all", "duty_officer", 1)
    assert "路面积水 32 cm" in parts["queue"]
    assert "待派" in parts["queue"]
    assert f'data-subject="{on(lone_house, number)}"' in parts["queue"]
    assert "data-due=" in parts["queue"]
    assert 'class="queue-chip late"' in parts["chips"]


def test_an_empty_queue_is_calm(lone_house):
    parts = queue_drawn(lone_house, View(), "all", "duty_officer", 1)
    assert "此刻无待办" in parts["queue"]


def test_what_people_wrote_is_escaped(lone_house):
    number = flood(lone_house)
    with writing(lone_house.engine) as connection:
        connection.execute(update(event).where(event.c.id == number).values(title="<script>积水"))
    assert "<script>" not in queue_drawn(lone_house, View(), "all", "duty_officer", 1)["queue"]
    assert "<script>" not in drawn(lone_house, on(lone_house, number))[0]["detail"]


def test_a_subject_tells_its_course_and_the_map_who_may_go(lone_house):
    number = flood(lone_house)
    parts, seen = drawn(lone_house, on(lone_house, number))
    assert "路面积水 32 cm" in parts["detail"]
    assert "3 km 内" in parts["detail"]
    assert "ahead" in parts["course"]
    assert {one["line"] for one in seen["units"] if one["look"] != "passed"} == {"recommended"}
    send(lone_house, number, wall=datetime.now(UTC))
    parts, seen = drawn(lone_house, on(lone_house, number))
    assert "window" in {one["line"] for one in seen["units"]}
    assert "第 1 批" in parts["detail"]


def test_a_warning_tells_its_words_and_area(lone_house):
    number = warn(lone_house)
    parts, seen = drawn(lone_house, on(lone_house, number, "warning"))
    assert "雨大" in parts["detail"]
    assert seen["level"] == 2


@pytest.mark.parametrize("on", ["event-E20200101-9999999", "warning-W20200101-999999", "boat-1", "event-x"])
def test_what_is_not_there_or_not_yours_looks_the_same(lone_house, on):
    parts, seen = drawn(lone_house, on)
    assert "没有这个事件或预警，或不在可看范围内" in parts["detail"]
    assert seen is None


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("", "事件详情"),
        ("event-E20200101-9999999", "事件详情"),
        ("warning-W20200101-999999", "预警详情"),
        ("boat-1", "事件详情"),
    ],
)
def test_the_card_is_called_by_what_is_chosen_from_the_first_drawing_on(lone_app, on, words):
    assert drawn(lone_app, on)[0]["detail-title"] == words
    assert words in str(dispatch_page(lone_app, View(), (), on).to_plotly_json())


def test_who_is_free_and_passed_over_is_on_the_map_with_the_reason(lone_house):
    number = flood(lone_house)
    _parts, seen = drawn(lone_house, on(lone_house, number))
    passed = [one for one in seen["units"] if one["look"] == "passed"]
    assert passed and all(one["why"] and not one["line"] and one["state"] == "未选用" for one in passed)
    assert any("跨区" in one["why"].split("、") for one in passed)
    codes = [one["code"] for one in seen["units"]]
    assert len(set(codes)) == len(codes)
    with writing(lone_house.engine) as connection:
        connection.execute(update(responder).where(responder.c.code == passed[0]["code"]).values(state="off"))
        bump(connection, "crews", "responders")
    _parts, seen = drawn(lone_house, on(lone_house, number))
    assert passed[0]["code"] not in {one["code"] for one in seen["units"]}


def test_a_whistle_that_is_waited_for_is_marked_in_its_row(lone_house):
    number = flood(lone_house)
    assert "吹哨" not in queue_drawn(lone_house, View(), "all", "duty_officer", 1)["queue"]
    called(lone_house, number, -2)
    row = queue_drawn(lone_house, View(), "all", "duty_officer", 1)["queue"]
    assert "吹哨" in row and "data-due=" in row


def test_an_address_that_makes_no_sense_is_told(lone_app):
    page = str(dispatch_page(lone_app, View(), (), "nonsense").to_plotly_json())
    assert "看不懂" in page


def test_a_moment_past_says_that_it_is_only_looked_at(lone_app):
    at = lone_app.clock.now() - timedelta(hours=1)
    page = str(dispatch_page(lone_app, View(at=at), (), "").to_plotly_json())
    assert "正在回看过去，只读" in page
