"""A briefing on a room's screens: sent there by its presenter or by the desk, in step, and given back as it was."""

import pytest

from data.errors import BadInput, BriefingRefused, UnknownThing
from tests.screens.hall import COUNTY, OTHER
from tests.screens.test_turns import PAGES
from tests.seats import HERE, signed_in

DATA = "/briefing/data"
SCENES = [
    {"path": "/", "title": "全市 *3* 处", "sentence": "全市平稳", "notes": "只给讲者"},
    {"path": f"/?region={COUNTY}", "title": "本县"},
    {"path": f"/panel/funnel?region={OTHER}", "title": "外县"},
    {"path": "/tasks", "title": "任务台"},
]


class Talk:
    """A presenter with a briefing that is being given."""

    def __init__(self, hall, login="hui.bao"):
        self.client = signed_in(hall.app, login, "presenter")
        self.code = self.post("make", {"title": "防台风汇报", "scenes": SCENES}).json["code"]
        self.show = self.post(f"{self.code}/show").json["show"]

    def post(self, path, body=None):
        return self.client.post(f"{DATA}/{path}", json=body or {}, headers=HERE)

    def send(self, hall, *, on=True):
        told = {"group": hall.group()["code"], "on": on}
        return self.post(f"shows/{self.show}/rooms", told).status_code

    @property
    def stage(self):
        return f"/briefing/stage/{self.code}/{self.show}/audience"


@pytest.fixture
def left(lone_hall):
    client = lone_hall.screen()
    lone_hall.rotation(*PAGES)
    lone_hall.later(47)
    return client


@pytest.fixture
def talk(lone_hall):
    return Talk(lone_hall)


def drawn(client, talk, n):
    return client.get(f"{DATA}/{talk.code}/scenes/{n}").json


def test_a_room_follows_a_show_and_comes_back_to_its_page_and_seconds_when_it_is_over(lone_hall, left, talk):
    assert talk.send(lone_hall) == 200
    lone_hall.later(500)
    told = lone_hall.state(left)
    assert told["pinned"] == talk.stage
    assert left.get(talk.stage).status_code == 200
    assert left.get(f"{DATA}/shows/{talk.show}").json["state"]["scene"] == 1
    assert talk.post(f"shows/{talk.show}/moves", {"move": "go", "scene": 2}).status_code == 200
    assert left.get(f"{DATA}/shows/{talk.show}").json["state"]["scene"] == 2
    assert talk.post(f"shows/{talk.show}/moves", {"move": "end"}).status_code == 200
    assert lone_hall.state(left)["pinned"] == "" and lone_hall.shown(left) == ("/risk", 13)
    lone_hall.later(5)
    assert lone_hall.shown(left) == ("/risk", 8)
    assert left.get(f"{DATA}/{talk.code}/scenes").status_code == 404  # it is told no more of it


def test_what_was_fixed_before_is_fixed_again_and_a_pause_stays_one(lone_hall, left, talk):
    lone_hall.steer("pause")
    talk.send(lone_hall)
    talk.send(lone_hall, on=False)
    lone_hall.later(60)
    assert lone_hall.state(left)["turn"]["paused"] and lone_hall.shown(left) == ("/risk", 13)
    lone_hall.steer("pin", "/events")
    talk.send(lone_hall)
    assert lone_hall.state(left)["pinned"] == talk.stage
    talk.post(f"{talk.code}/remove")  # with the briefing its show is over
    assert lone_hall.state(left)["pinned"] == "/events"


def test_an_alarm_takes_a_corner_of_a_briefing_and_nothing_of_it(lone_hall, left, talk):
    talk.send(lone_hall)
    number = lone_hall.warn(1)
    told = lone_hall.state(left)
    assert told["takeover"]["corner"] and told["pinned"] == talk.stage
    assert "红色预警" in left.get("/kiosk/takeover").text
    talk.post(f"shows/{talk.show}/moves", {"move": "end"})
    told = lone_hall.state(left)  # over while the alarm lasts: now it has the whole screen
    assert not told["takeover"]["corner"] and lone_hall.shown(left) == ("/risk", 13)
    lone_hall.acknowledge(number)
    assert lone_hall.state(left)["takeover"] is None and lone_hall.shown(left) == ("/risk", 13)


def test_nobody_turns_pages_that_are_not_seen(lone_hall, left, talk):
    talk.send(lone_hall)
    for move in ("next", "back", "pause"):
        with pytest.raises(BadInput, match="不翻页"):
            lone_hall.steer(move)
        assert left.post("/kiosk/turn", json={"move": move}, headers=HERE).status_code == 400
    talk.send(lone_hall, on=False)
    assert lone_hall.shown(left) == ("/risk", 13)


def test_a_screen_of_one_county_is_shown_no_scene_beyond_it_and_no_word_of_it(lone_hall, talk):
    ours = lone_hall.screen("本县", region=COUNTY)
    talk.send(lone_hall)
    whole = ours.get(f"{DATA}/{talk.code}/scenes").json["scenes"]
    assert [one["title"] for one in whole] == ["", "本县", "", ""]
    assert not any("notes" in one or one["sentence"] for one in whole)
    assert [drawn(ours, talk, n)["kind"] for n in (1, 2, 3, 4)] == ["withheld", "map", "withheld", "withheld"]
    assert "超出本屏可看的范围" in drawn(ours, talk, 1)["said"] and drawn(ours, talk, 1)["drawings"] == {}
    assert "不在大屏上显示" in drawn(ours, talk, 4)["said"]
    there = ours.get(f"{DATA}/{talk.code}/scenes/2?path=/?region={OTHER}").json
    assert there["kind"] == "withheld"  # nor where somebody drills down
    talk.post(f"{talk.code}/take", {"n": 4})
    assert talk.post(f"{talk.code}/freeze").status_code == 200
    assert drawn(ours, talk, 2)["kind"] == "withheld"  # what is stored was asked as its maker
    city = lone_hall.screen("全市", group=lone_hall.group()["code"])
    assert drawn(city, talk, 1)["kind"] == "map" and drawn(city, talk, 3)["kind"] == "panel"


def test_a_screen_is_told_only_what_an_audience_is(lone_hall, left, talk):
    other = Talk(lone_hall, "hui.bao.2")
    assert drawn(left, talk, 1)["status"] == 404
    talk.send(lone_hall)
    assert drawn(left, talk, 1)["kind"] == "map" and drawn(left, other, 1)["status"] == 404
    assert left.get(f"{DATA}/shows/{other.show}").status_code == 404
    assert "pin" not in left.get(f"{DATA}/shows/{talk.show}").json
    for path in (f"{DATA}/{talk.code}/file", f"/briefing/edit/{talk.code}", f"/briefing/speak/{talk.show}"):
        assert left.get(path).status_code == 403
    assert left.get(f"{DATA}/shows/{talk.show}/remote").status_code == 403


def test_only_its_presenter_sends_a_show_and_the_desk_one_that_it_sees(lone_hall, left, talk):
    stranger = Talk(lone_hall, "hui.bao.2")
    told = {"group": lone_hall.group()["code"], "on": True}
    assert stranger.post(f"shows/{talk.show}/rooms", told).status_code == 404
    with pytest.raises(UnknownThing):
        lone_hall.act("show", group=told["group"], show=talk.show)  # not shared with officers on duty
    talk.post(f"{talk.code}/share", {"roles": ["duty_officer"]})
    lone_hall.act("show", group=told["group"], show=talk.show)
    assert [(one["on"], one["other"]) for one in _rooms(talk)] == [(True, False)]
    assert [(one["on"], one["other"]) for one in _rooms(stranger)] == [(False, True)]
    lone_hall.act("show", group=told["group"], show="")
    assert lone_hall.shown(left) == ("/risk", 13)
    talk.post(f"shows/{talk.show}/moves", {"move": "end"})
    with pytest.raises(BriefingRefused, match="已结束"):
        lone_hall.act("show", group=told["group"], show=talk.show)


def _rooms(talk):
    return talk.client.get(f"{DATA}/shows/{talk.show}/rooms").json["rooms"]


def test_screens_of_a_room_stand_at_pages_and_distances_of_their_own(lone_hall, left):
    code = lone_hall.group()["code"]
    right = lone_hall.screen("右屏", group="", ahead="1", distance="4.5")
    assert lone_hall.state(right)["screen"]["distance"] == "4.5" and lone_hall.state(right)["turn"]["ahead"] == 1
    assert 'data-distance="2.96"' in right.get("/kiosk").text  # the server's, for screens that have none of their own
    number = lone_hall.act("add", name="三", days="9", ahead="2")[0]
    lone_hall.act("change", screen=number, distance="6", ahead="1", group=code)
    for given in ({"distance": "0"}, {"distance": "25"}, {"ahead": "21"}, {"ahead": "x"}):
        with pytest.raises(BadInput):
            lone_hall.act("change", screen=number, **given)
