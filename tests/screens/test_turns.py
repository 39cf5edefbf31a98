"""What screens show in turn: seconds, conditions, skins of a rotation, moved by the desk or by a screen's own keys."""

import pytest
from flask import Flask

from data.errors import BadInput, UnknownThing
from data.house import open_house
from data.queries.kiosk_state import kiosk_state
from data.schema import rotation, rotation_page, screen
from data.screens.turn import LEAD
from tests.screens.hall import COUNTY, OTHER, TOWN
from tests.seats import HERE, add

PAGES = (("/", 40, ""), ("/risk", 20, ""), ("/events", 30, ""))


@pytest.fixture
def left(lone_hall):
    """A screen alone, with a rotation of three pages."""
    client = lone_hall.screen()
    lone_hall.rotation(*PAGES)
    return client


def test_pages_follow_each_other_and_the_seconds_left_are_told(lone_hall, left):
    assert lone_hall.shown(left) == ("/", 40)
    lone_hall.later(45)
    assert lone_hall.shown(left) == ("/risk", 15)
    lone_hall.later(45)
    assert lone_hall.shown(left) == ("/", 40)


def test_a_pause_keeps_page_and_seconds_over_reloads_and_a_restart_of_the_server(lone_hall, left):
    lone_hall.later(47)
    lone_hall.steer("pause")
    lone_hall.later(500)
    assert lone_hall.shown(left) == ("/risk", 13)
    again = open_house(lone_hall.house.settings, Flask("again"))  # another process
    told = kiosk_state(again, lone_hall.row(screen))["turn"]
    assert (told["paused"], told["spent"] // 1000) == (True, 7)
    again.engine.dispose()
    lone_hall.steer("resume")
    lone_hall.later(4)
    assert lone_hall.shown(left) == ("/risk", 9)


def test_next_back_and_go_show_a_page_from_its_beginning_paused_or_not(lone_hall, left):
    lone_hall.later(10)
    for move, path in (("next", "/risk"), ("next", "/events"), ("next", "/"), ("back", "/events")):
        lone_hall.steer(move)
        assert lone_hall.shown(left)[0] == path
    lone_hall.steer("pause")
    lone_hall.steer("go", str(lone_hall.row(rotation_page, path="/risk")["id"]))
    assert lone_hall.shown(left) == ("/risk", 20)
    lone_hall.later(90)
    assert lone_hall.shown(left) == ("/risk", 20)


def test_a_change_by_hand_leaves_every_screen_time_to_hear_of_it(lone_hall, left):
    lone_hall.steer("next")
    told = lone_hall.state(left)["turn"]
    assert told["lead"] == LEAD and 0 <= lone_hall.state(left)["now"] - told["turned"] < 5_000
    assert told["since"] == told["turned"] + LEAD


def test_a_pinned_page_stays_and_the_rotation_goes_on_where_it_stood(lone_hall, left):
    lone_hall.later(47)
    lone_hall.steer("pin", "/risk?region=990102&lang=en")
    assert lone_hall.state(left)["pinned"] == "/risk?region=990102&lang=en"
    lone_hall.later(1_000)
    lone_hall.steer("unpin")
    assert lone_hall.state(left)["pinned"] == "" and lone_hall.shown(left) == ("/risk", 13)


@pytest.mark.parametrize("page", ["/accounts", "/dispatch", "https://elsewhere.example/x", "/risk?window=never"])
def test_no_screen_is_sent_to_what_is_not_for_walls(lone_hall, left, page):
    with pytest.raises(BadInput):
        lone_hall.steer("pin", page)


def test_an_address_may_be_pasted_whole(lone_hall, left):
    lone_hall.steer("pin", "http://cockpit.example:8050/risk?region=990102")
    assert lone_hall.state(left)["pinned"] == "/risk?region=990102"


def test_pages_with_a_condition_come_and_go_with_the_warnings_of_the_region(hall):
    client = hall.screen(alarmed="")
    hall.rotation(("/", 40, ""), ("/risk", 20, "orange"), ("/events", 30, "calm"))
    hall.later(45)
    assert hall.shown(client)[0] == "/events"
    hall.warn(3)  # yellow is not enough
    assert hall.shown(client)[0] == "/events"
    number = hall.warn(2)
    assert hall.shown(client)[0] == "/"  # the calm page gives way to what follows it
    hall.later(45)
    assert hall.shown(client)[0] == "/risk"
    assert hall.state(client)["turn"]["among"] == [one["id"] for one in hall.state(client)["turn"]["pages"][:2]]
    hall.end(number)
    assert hall.shown(client)[0] == "/events"


def test_a_condition_leaves_the_page_that_is_shown_its_seconds(lone_hall):
    client = lone_hall.screen(alarmed="")
    lone_hall.rotation(("/", 40, ""), ("/risk", 20, "red"))
    lone_hall.later(15)
    lone_hall.warn(1)
    assert lone_hall.shown(client) == ("/", 25)


def test_the_skin_follows_the_clock_of_the_city(lone_hall, left):
    code = lone_hall.row(rotation)["code"]
    here = f"{lone_hall.house.clock.now().astimezone():%H:%M}"
    assert lone_hall.state(left)["skin"] == ""
    lone_hall.act("rename", rotation=code, name="常规", day="00:00", night="23:59")
    assert here and lone_hall.state(left)["skin"] == "light"
    lone_hall.act("rename", rotation=code, name="常规", day="23:59", night="00:00")
    assert lone_hall.state(left)["skin"] == "dark"
    with pytest.raises(BadInput):
        lone_hall.act("rename", rotation=code, name="常规", day="07:00", night="")


def test_pages_are_changed_moved_and_taken_out_while_the_turn_goes_on(lone_hall, left):
    code = lone_hall.row(rotation)["code"]
    lone_hall.later(47)
    events = str(lone_hall.row(rotation_page, path="/events")["id"])
    lone_hall.act("move", rotation=code, page=events, step="up")
    assert [one["path"] for one in lone_hall.state(left)["turn"]["pages"]] == ["/", "/events", "/risk"]
    assert lone_hall.shown(left) == ("/risk", 13)
    lone_hall.act("out", rotation=code, page=str(lone_hall.row(rotation_page, path="/risk")["id"]))
    assert lone_hall.shown(left)[0] == "/"
    with pytest.raises(BadInput):
        lone_hall.act("put", rotation=code, path="/", seconds="2", condition="", skin="")
    lone_hall.act("drop", rotation=code)
    assert lone_hall.state(left)["pinned"] == "/"  # without a rotation the first page of the house


def test_screens_of_a_group_are_told_the_same_turn(lone_hall):
    lone_hall.act("group", name="指挥大厅")
    room = lone_hall.group()["code"]
    screens = [lone_hall.screen(name, group=room) for name in ("左屏", "右屏")]
    lone_hall.rotation(*PAGES, group=room)
    lone_hall.steer("next", group=room)
    left, right = (lone_hall.state(one) for one in screens)
    assert left["turn"] == right["turn"] and left["group"] == "指挥大厅"


def test_its_own_keys_turn_pages_where_they_may(lone_hall, left):
    def press(client, move):
        return client.post("/kiosk/turn", json={"move": move}, headers=HERE).status_code

    assert press(left, "next") == 200 and lone_hall.shown(left)[0] == "/risk"
    assert press(left, "pin") == 403
    deaf = lone_hall.screen("无键", keys="")
    assert press(deaf, "next") == 403
    assert press(lone_hall.app.test_client(), "next") == 401


def test_a_profile_and_a_reload_reach_the_screen(lone_hall, left):
    code = lone_hall.row(screen)["code"]
    before = lone_hall.state(left)["screen"]["reloads"]
    lone_hall.act("change", screen=code, profile="5760x1080", sound="1")
    lone_hall.act("reload", screen=code)
    told = lone_hall.state(left)["screen"]
    assert (told["profile"], told["reloads"], told["sound"], told["keys"]) == ("5760x1080", before + 1, True, False)
    with pytest.raises(BadInput):
        lone_hall.act("change", screen=code, profile="1x1")


def test_groups_and_rotations_of_elsewhere_are_not_there(lone_hall):
    add(lone_hall.house, "county", "duty_officer", region=COUNTY)
    lone_hall.screen(region=OTHER)
    lone_hall.act("rotation", name="外县", region=OTHER)
    group, code = lone_hall.group()["code"], lone_hall.row(rotation)["code"]
    for act, given in (("steer", {"group": group, "move": "next"}), ("follow", {"group": group}), ("drop", {})):
        with pytest.raises(UnknownThing):
            lone_hall.act(act, "county", rotation=code, **given)
    lone_hall.add("本镇", "county", region=TOWN)
