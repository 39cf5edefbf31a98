"""Alarms take screens over, and give them back: to the very page, with the very seconds that were left."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from data.errors import CityError
from data.schema import alarm, screen_takeover
from data.screens.takeover import GENERIC, read_rules
from tests.screens.hall import COUNTY, OTHER, TOWN
from tests.screens.test_turns import PAGES
from tests.seats import add


def seconds(told, name="until"):
    return round((told["takeover"][name] - told["now"]) / 1000)


@pytest.fixture
def left(lone_hall):
    client = lone_hall.screen()
    lone_hall.rotation(*PAGES)
    lone_hall.later(47)
    return client


def test_a_red_warning_takes_a_screen_over_and_gives_it_back_as_it_was(hall):
    client = hall.screen()
    hall.rotation(*PAGES)
    hall.later(47)
    assert hall.shown(client) == ("/risk", 13)
    hall.warn(1)
    told = hall.state(client)
    assert told["takeover"]["level"] == 1 and told["takeover"]["sound"] and seconds(told) in (179, 180)
    hall.later(100)
    assert hall.shown(client) == ("/risk", 13)  # the page waits
    hall.later(85)
    assert hall.state(client)["takeover"] is None
    page, left = hall.shown(client)
    assert page == "/risk" and 7 <= left <= 9  # 5 s after the end


def test_its_card_says_what_where_why_and_who_is_exposed(lone_hall, left):
    lone_hall.warn(1)
    lone_hall.state(left)
    card = left.get("/kiosk/takeover").text
    for words in ("红色预警", "暴雨", "1 小时雨量 82 毫米", "受影响人口", "需转移", "涉及镇街", "公布", "<svg"):
        assert words in card
    assert "Returns to its page" in left.get("/kiosk/takeover?lang=en").text


@pytest.mark.parametrize("how", ["desk", "warning"])
def test_acknowledged_it_gives_the_screen_back_at_once(lone_hall, left, how):
    number = lone_hall.warn(2)
    assert seconds(lone_hall.state(left)) in (89, 90)
    lone_hall.later(10)
    if how == "desk":
        lone_hall.act("seen", kind="warning", ref=str(number))
    else:
        lone_hall.acknowledge(number)
    assert lone_hall.state(left)["takeover"] is None
    assert lone_hall.shown(left) == ("/risk", 13)
    lone_hall.later(5)
    assert lone_hall.shown(left) == ("/risk", 8)
    row = lone_hall.row(screen_takeover)
    assert row["ended_by"] == ("officer" if how == "desk" else "")


def test_an_event_of_the_gravest_grade_takes_over_and_others_do_not(lone_hall, left):
    lone_hall.happen("A")
    assert lone_hall.state(left)["takeover"] is None
    lone_hall.happen("S")
    assert lone_hall.state(left)["takeover"]["level"] == 1
    card = left.get("/kiosk/takeover").text
    assert "市级重大事件" in card and "化工园区起火" in card and "周边 1 km" in card


def test_yellow_interrupts_nothing_nor_does_what_a_screen_does_not_want(lone_hall, left):
    lone_hall.warn(3)
    assert lone_hall.state(left)["takeover"] is None
    quiet = lone_hall.screen("静屏", alarmed="")
    lone_hall.warn(1)
    assert lone_hall.state(quiet)["takeover"] is None and lone_hall.state(left)["takeover"]


def test_a_screen_of_one_county_is_not_taken_over_by_anothers_alarm(lone_hall):
    ours, theirs = lone_hall.screen("本县", region=COUNTY), lone_hall.screen("外县", region=OTHER)
    lone_hall.warn(1, TOWN)
    assert lone_hall.state(ours)["takeover"] and lone_hall.state(theirs)["takeover"] is None
    lone_hall.happen("S", OTHER)
    assert lone_hall.state(theirs)["takeover"] and lone_hall.state(ours)["takeover"]["more"] == 0


def test_several_alarms_show_the_gravest_and_count_the_others(lone_hall, left):
    lone_hall.warn(2)
    lone_hall.state(left)
    number = lone_hall.warn(1)
    lone_hall.warn(2)
    told = lone_hall.state(left)["takeover"]
    assert (told["level"], told["more"]) == (1, 2)
    lone_hall.act("seen", kind="warning", ref=str(number))
    assert (lone_hall.state(left)["takeover"]["level"], lone_hall.state(left)["takeover"]["more"]) == (2, 1)
    assert lone_hall.shown(left)[0] == "/risk"


def test_its_card_follows_what_happens_while_it_is_shown(lone_hall, left):
    lone_hall.happen("S")
    lone_hall.state(left)
    assert "另有" not in left.get("/kiosk/takeover").text
    number = lone_hall.warn(2)
    assert lone_hall.state(left)["takeover"]["more"] == 1 and "另有 1 起告警" in left.get("/kiosk/takeover").text
    lone_hall.end(number)
    assert lone_hall.state(left)["takeover"]["more"] == 0 and "另有" not in left.get("/kiosk/takeover").text


def test_a_flood_of_alarms_gives_the_screen_back_after_a_while_all_the_same(lone_hall, left):
    longest = read_rules(GENERIC).longest
    for _ in range(longest // 60):
        lone_hall.warn(2)
        lone_hall.state(left)
        lone_hall.later(60)
    assert lone_hall.state(left)["takeover"] is None
    assert lone_hall.shown(left)[0] == "/risk"


def test_what_is_old_when_a_screen_comes_interrupts_nothing(lone_hall, left):
    number = lone_hall.warn(1)
    with lone_hall.house.engine.begin() as connection:
        connection.execute(update(alarm).values(at=lone_hall.house.clock.now() - timedelta(hours=1)))
    assert number and lone_hall.state(left)["takeover"] is None


def test_all_screens_of_a_group_wait_for_the_one_that_is_taken_over(lone_hall):
    lone_hall.act("group", name="大厅")
    room = lone_hall.group()["code"]
    ours, theirs = (lone_hall.screen(name, group=room, region=code) for name, code in (("左", COUNTY), ("右", OTHER)))
    lone_hall.rotation(*PAGES, group=room)
    lone_hall.later(47)
    number = lone_hall.warn(1, TOWN)
    assert lone_hall.state(ours)["takeover"] and lone_hall.state(theirs)["takeover"] is None
    lone_hall.later(30)
    assert lone_hall.shown(theirs) == lone_hall.shown(ours) == ("/risk", 13)
    lone_hall.acknowledge(number)
    assert lone_hall.shown(theirs) == lone_hall.shown(ours) == ("/risk", 13)
    lone_hall.later(5)
    assert lone_hall.shown(theirs) == lone_hall.shown(ours) == ("/risk", 8)


def test_a_desk_ends_only_what_screens_of_its_region_show(lone_hall):
    add(lone_hall.house, "county", "duty_officer", region=OTHER)
    client = lone_hall.screen(region=COUNTY)
    number = lone_hall.warn(1)
    lone_hall.state(client)
    lone_hall.act("seen", "county", kind="warning", ref=str(number))
    assert lone_hall.state(client)["takeover"]


def test_rules_are_data_and_say_what_is_wrong_with_them(tmp_path):
    assert {(one.kind, one.level) for one in read_rules(GENERIC).rules} == {
        ("warning", 1),
        ("warning", 2),
        ("event", 1),
    }
    own = tmp_path / "takeover.yaml"
    own.write_text("longest: 60\nrules: [{kind: warning, level: 3, seconds: 10}]", "utf-8")
    with pytest.raises(CityError, match=r"takeover\.yaml: rules\.0\.level"):
        read_rules(own)


def test_a_warning_that_grows_graver_is_shown_once(lone_hall, left):
    number = lone_hall.warn(2)
    lone_hall.state(left)
    lone_hall.escalate(number)
    told = lone_hall.state(left)["takeover"]
    assert (told["level"], told["more"]) == (1, 0)
