"""Heads and clerks of a department see and move the cases of their own agencies, and public figures like everyone."""

import json

import pytest

from tests.scope.conftest import HOME
from tests.scope.reads import EVENT_ROWS, NOWHERE, ROWS
from tests.scope.test_matrix import did, placed, refused


@pytest.fixture
def head(city):
    return city.screen("department_head", HOME, (city.mine.names["agency"],))


def codes(screen) -> set[str]:
    return {row["code"] for row in json.loads(screen.get("/api/v1/events?window=ytd&limit=500").text)["events"]}


def test_a_list_holds_the_cases_of_the_own_agency_alone(city, head):
    assert codes(head) == {city.mine.names["event"]}
    assert len(codes(city.screen())) > 1
    rows = json.loads(head.ask(EVENT_ROWS, ROWS, {"view": "?window=ytd"}, None).text)["response"]
    assert [row["code"] for row in rows["event-list"]["getRowsResponse"]["rowData"]] == [city.mine.names["event"]]
    lines = head.get("/api/v1/events.csv?window=ytd").text.splitlines()
    assert len(lines) == 2


def test_another_agencys_case_is_not_there_by_code_page_photo_or_move(city, head):
    other = next(row for row in _events(city.screen()) if row["code"] != city.mine.names["event"])
    names = {"event_id": other["code"], "event": other["code"]}
    assert head.get(f"/api/v1/events/{other['code']}") == head.get(f"/api/v1/events/{NOWHERE['event']}")
    assert "没有这个事件" in head.page(f"/events/{other['code']}").text
    assert head.get(f"/open311/v2/requests/{other['code']}.json").status == 404
    assert refused(did(head, "remark an event", placed(city.mine) | names))


def test_the_ranking_of_agencies_tells_of_the_own_one_alone(city, head):
    rows = json.loads(head.get("/api/v1/panels/agencies.json?window=ytd").text)["rows"]
    assert {row["code"] for row in rows} <= {city.mine.names["agency"]}
    other = json.loads(city.screen().get("/api/v1/panels/agencies.json?window=ytd").text)["rows"][0]["code"]
    sliced = head.get(f"/api/v1/panels/centre_funnel.json?window=ytd&slice=agency:{other}")
    assert sliced == head.get("/api/v1/panels/centre_funnel.json?window=ytd&slice=agency:no.such")
    assert sliced.status == 404


def test_public_figures_are_those_of_the_whole_town(city, head):
    mine, theirs = (json.loads(one.get("/api/v1/panels/funnel.json?window=ytd").text) for one in (head, city.screen()))
    assert mine["rows"] == theirs["rows"]


def test_the_newest_and_the_oldest_cases_shown_are_the_own_ones(city, head):
    shown = head.get("/api/v1/panels/ticker.json?window=ytd").text + head.get("/api/v1/panels/backlog.json").text
    foreign = codes(city.screen()) - codes(head)
    assert not [code for code in foreign if code in shown]


def _events(screen):
    return json.loads(screen.get("/api/v1/events?window=ytd&limit=500").text)["events"]
