"""From the page of an event or a warning it is one click to the desk, while there is somebody to be sent to it."""

from components.event_page import Asked as AskedEvent
from components.event_page import event_drawn
from components.warning_page import Asked as AskedWarning
from components.warning_page import warning_drawn
from data.commands.moves import move
from data.schema import warning
from tests.called import called, on
from tests.dispatch.town import DUTY, do, flood, rows

RAISED = {"title": "暴雨红色预警", "field": "rain", "colour": 1, "words": "强降雨", "regions": ["990102"]}


def test_an_open_event_leads_to_the_desk_and_an_ended_one_does_not(lone_house):
    event = flood(lone_house)
    way = f"/dispatch?on={on(lone_house, event)}"
    assert way in event_drawn(lone_house, AskedEvent(code=called(lone_house, event)))["head"]
    now = lone_house.clock.now()
    assert way not in event_drawn(lone_house, AskedEvent(code=called(lone_house, event), at=now))["head"]
    do(lone_house, move, event, "reject", DUTY, now, now, reason="重复")
    assert way not in event_drawn(lone_house, AskedEvent(code=called(lone_house, event)))["head"]


def test_a_live_warning_leads_to_the_desk_and_to_whom_it_may_hit(desk):
    code = desk.sender("值班室", "duty_officer").post("/api/v1/warnings", RAISED).json["code"]
    number = rows(desk.house, warning)[0].id
    head = warning_drawn(desk.house, AskedWarning(code=code))["head"]
    assert f"/dispatch?on={on(desk.house, number, 'warning')}" in head and f"/risk?area=warning:{code}" in head
