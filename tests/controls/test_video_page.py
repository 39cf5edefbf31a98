"""The page of videos: counted, listed, put on a wall whose arrangement the address keeps; why a picture is dark."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from components.videos_page import Arranged, videos_drawn
from data.commands.videos import note_checked, register_videos
from data.engine import writing
from data.errors import BadInput
from data.schema import video
from data.view import View

HOST = "cam.city.example"


def feed(n, **more):
    told = {"code": f"V{n}", "name": f"第{n}路", "region": "990001", "snapshot": f"http://{HOST}/{n}.jpg"}
    return told | more


@pytest.fixture
def wall(lone_house):
    rows = [feed(n) for n in range(1, 6)] + [feed(6, snapshot="http://other.example/6.jpg"), feed(7, snapshot="")]
    with writing(lone_house.engine) as connection:
        register_videos(connection, list(enumerate(rows, 2)), lone_house.clock.now())
    return with_hosts(lone_house, HOST)


def with_hosts(house, hosts):
    return replace(house, settings=house.settings.model_copy(update={"video_hosts": hosts}))


def checked(house, found, ago=timedelta()):
    with writing(house.engine) as connection:
        ids = {row.code: row.id for row in connection.execute(video.select())}
        note_checked(connection, {ids[code]: works for code, works in found.items()}, house.clock.now() - ago)


def drawn(house, **given):
    return videos_drawn(house, View(), given)


def on_wall(parts):
    return [piece.split('"')[0] for piece in parts["wall"].split('data-video-cell="')[1:]]


def test_the_wall_holds_what_its_address_says_in_that_order(wall):
    assert on_wall(drawn(wall)) == ["V1", "V2", "V3", "V4"]
    parts = drawn(wall, on="V5,V2", wall="9")
    assert on_wall(parts) == ["V5", "V2"] and parts["wall"].count("空位") == 7
    assert 'href="?on=V2,V5"' in parts["wall"] and 'href="?on=V2"' in parts["wall"]
    assert 'href="?on=V5,V2,V1"' in parts["rows"] and 'href="?on=V5"' in parts["rows"]
    assert on_wall(drawn(wall, on="V5,V2", wall="1")) == ["V2"]


def test_what_makes_no_sense_and_what_is_not_there_is_left_out(wall):
    assert on_wall(drawn(wall, on="V5,NOT,V5,,V1", wall="7", kind="x", feed="y")) == ["V5", "V1"]
    assert Arranged.of({"on": ",".join(f"V{n}" for n in range(40)), "wall": "9"}).on == tuple(
        f"V{n}" for n in range(31, 40)
    )
    with pytest.raises(BadInput, match="comma"), writing(wall.engine) as connection:
        register_videos(connection, [(2, feed(8, code="A,B"))], wall.clock.now())


def test_a_picture_comes_only_from_an_allowed_host_and_else_it_says_why(wall):
    parts = drawn(wall, on="V1,V6,V7", wall="4")
    assert parts["wall"].count("<img") == 1 and f"http://{HOST}/1.jpg" in parts["wall"]
    assert "截图主机未获允许" in parts["wall"] and "没有截图地址" in parts["wall"]
    assert "<img" not in drawn(with_hosts(wall, ""))["wall"]


def test_what_does_not_answer_is_dark_and_what_was_asked_long_ago_is_old(wall):
    checked(wall, {"V1": False, "V2": True})
    checked(wall, {"V3": True}, ago=timedelta(hours=3))
    parts = drawn(wall, on="V1,V2,V3", wall="4")["wall"]
    cells = dict(zip(on_wall({"wall": parts}), parts.split("<figure")[1:], strict=True))
    assert "信号中断" in cells["V1"] and "<img" not in cells["V1"] and "video-cell gone" in cells["V1"]
    assert "<img" in cells["V2"] and "video-cell old" not in cells["V2"]
    assert "video-cell old" in cells["V3"] and "▲ 3时00分前检查" in cells["V3"]


def test_feeds_are_counted_by_state_and_kind_and_found_by_name(wall):
    checked(wall, {"V1": True, "V2": True, "V3": False})
    side = drawn(wall)["side"]
    assert "在线率 66.7%（已检查 3 路）" in side and "其他来源" in side
    assert "第3路" in drawn(wall, text="3路")["rows"] and "第2路" not in drawn(wall, text="3路")["rows"]
    assert "没有符合条件的视频" in drawn(wall, text="100%")["rows"]
    offline = drawn(wall, feed="offline")
    assert "第3路" in offline["rows"] and "第1路" not in offline["rows"]


def test_a_city_without_feeds_says_so_and_names_are_escaped(lone_house):
    assert "没有符合条件的视频" in drawn(lone_house)["rows"] and "—" in drawn(lone_house)["side"]
    with writing(lone_house.engine) as connection:
        register_videos(connection, [(2, feed(1, name="<b>桥</b>"))], lone_house.clock.now())
        connection.execute(update(video).values(provenance="simulated", snapshot=None))
    parts = drawn(lone_house)
    assert "<b>桥" not in parts["wall"] + parts["rows"] and "演示无画面" in parts["wall"]
