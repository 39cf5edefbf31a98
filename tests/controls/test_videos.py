"""Video feeds: taken from a file whole or not at all, nearest first, never fetched from where nobody allowed it."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app import create_app
from components.markup import markup
from components.video_list import video_list, videos_of_region
from data.commands.videos import note_checked, register_videos
from data.engine import writing
from data.errors import BadInput
from data.queries.regions import region_of
from data.queries.videos import videos_in, videos_near
from data.schema import feature, region, video
from data.scope import Scope
from data.settings import Settings
from data.video_hosts import allowed, hosts_of
from tests.controls.waterworks import GUEST

HERE = ("cam.city.example",)
LINK = {"code": "V1", "name": "东桥", "region": "990001", "link": "rtsp://cam.city.example/1"}


def put(house, *rows):
    with writing(house.engine) as connection:
        return register_videos(connection, list(enumerate(rows, 2)), house.clock.now())


def feeds(house):
    with house.engine.connect() as connection:
        return {row.code: row for row in connection.execute(select(video))}


def near(house, hosts=HERE, scope=GUEST, lon=119.0, lat=25.4):
    with house.engine.connect() as connection:
        return videos_near(connection, scope, lon, lat, hosts)


def test_a_feed_is_unchecked_until_it_answers_and_again_when_its_address_changes(house):
    assert put(house, LINK, {"code": "V2", "name": "西桥", "region": "990002"}).new == 2
    assert {code: row.state for code, row in feeds(house).items()} == {"V1": "unchecked", "V2": "nowhere"}
    with writing(house.engine) as connection:
        assert note_checked(connection, {feeds(house)["V1"].id: True}, house.clock.now()) == {"online": 1}
    assert put(house, LINK | {"name": "东大桥"}).changed == 1
    assert feeds(house)["V1"].state == "online"
    put(house, LINK | {"link": "rtsp://cam.city.example/2"})
    assert (feeds(house)["V1"].state, feeds(house)["V1"].checked_at) == ("unchecked", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": "javascript:alert(1)"},
        {"snapshot": "rtsp://cam.city.example/1"},
        {"link": "http://user:secret@cam.city.example/"},
        {"snapshot": 'http://x/"onerror='},
        {"region": "123456"},
        {"camera": "SP-9"},
        {"name": ""},
        {"code": "V" * 49},
    ],
)
def test_a_file_with_a_row_that_makes_no_sense_is_refused_whole(house, wrong):
    with pytest.raises(BadInput, match="row 3"):
        put(house, LINK, LINK | {"code": "V2"} | wrong)
    assert feeds(house) == {}


def test_a_feed_stands_where_its_camera_stands(house):
    with house.engine.begin() as connection:
        cell = connection.execute(select(region).where(region.c.level == 6).limit(1)).one()
        row = dict(
            layer="camera", code="SP-1", kind="road", grade=0, name="路口", cell_id=cell.id, lon=119.01, lat=25.41
        )
        connection.execute(insert(feature).values(**row, as_of=house.clock.now(), provenance="measured"))
    put(house, {"code": "V1", "name": "路口", "camera": "SP-1", "snapshot": "http://cam.city.example/a.jpg"})
    one = feeds(house)["V1"]
    assert (one.lon, one.lat, one.feature_id is None) == (119.01, 25.41, False)


def test_the_nearest_come_first_with_their_distance_and_none_from_elsewhere(house):
    with house.engine.connect() as connection:
        cells = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo)).all()
    put(house, *(LINK | {"code": f"V{n}", "region": cells[n].code} for n in (20, 3, 11)))
    found = near(house, lon=cells[0].lon, lat=cells[0].lat)
    assert [one["code"] for one in found] == ["V3", "V11", "V20"]
    assert found[0]["km"] < found[1]["km"] < found[2]["km"]
    mine = Scope(cells=((cells[11].lo, cells[11].hi),))
    assert [one["code"] for one in near(house, scope=mine)] == ["V11"]


def test_a_picture_is_shown_only_from_an_allowed_host_and_everything_is_escaped(house):
    put(house, LINK | {"name": "<b>桥</b>", "snapshot": "https://cam.city.example/a.jpg?x=1&y=2"})
    shown = markup(video_list(near(house), "某地", house.clock.now()))
    assert 'src="https://cam.city.example/a.jpg?x=1&amp;y=2"' in shown and "<b>桥" not in shown
    assert "<img" not in markup(video_list(near(house, hosts=()), "某地", house.clock.now()))
    assert 'rel="noopener noreferrer"' in shown


def test_a_demo_feed_without_an_address_never_looks_as_if_it_worked(house):
    put(house, {"code": "V2", "name": "西桥", "region": "990001"})
    with house.engine.begin() as connection:
        connection.execute(video.update().values(provenance="simulated"))
    shown = markup(video_list(near(house), "某地", house.clock.now()))
    assert "演示无画面" in shown and "模拟" in shown and "href" not in shown and "在线" not in shown


@pytest.mark.parametrize("hosts", ["http://x", "a b", "x/y", "*", "'self'"])
def test_what_is_no_host_is_no_setting(hosts):
    with pytest.raises(ValueError, match="no host"):
        hosts_of(hosts)
    with pytest.raises(ValueError, match="no host"):
        Settings(video_hosts=hosts, _env_file=None)


def test_hosts_are_compared_whole():
    assert hosts_of(" Cam.city.example , 10.0.0.8:8080") == ("cam.city.example", "10.0.0.8:8080")
    assert allowed("http://10.0.0.8:8080/a.jpg", ("10.0.0.8:8080",))
    for other in ("http://10.0.0.8/a", "http://cam.city.example.evil/a", "ftp://10.0.0.8:8080/a", "", None):
        assert not allowed(other, ("10.0.0.8:8080", "cam.city.example"))


def test_an_order_never_leaves_unsigned():
    with pytest.raises(ValueError, match="secret"):
        Settings(control_webhook="https://platform.city.example/orders", _env_file=None)
    with pytest.raises(ValueError, match="https://"):
        Settings(control_webhook="ftp://x", control_secret="s" * 16, _env_file=None)


@contextmanager
def pictures():
    """A machine with a picture at /a.jpg, and nothing else; and what it was asked."""
    asked = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200 if self.path == "/a.jpg" else 404)
            self.end_headers()
            self.wfile.write(b"jpeg")

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_command_asks_only_the_hosts_that_are_named(lone_house, tmp_path):
    def run(*words, **settings):
        told = lone_house.settings.model_copy(update=settings)
        app: Flask = create_app(told)
        result = app.test_cli_runner().invoke(args=["videos", *words])
        assert result.exit_code == 0, result.output
        return result.output

    with pictures() as (host, asked):
        file = tmp_path / "feeds.csv"
        file.write_text(
            "编码,名称,区划,截图地址\n"
            f"V1,东桥,990001,http://{host}/a.jpg\nV2,西桥,990001,http://{host}/b.jpg\nV3,南桥,990001,http://127.0.0.1:9/c.jpg\n",
            "utf-8",
        )
        assert run("import", str(file)) == "3 rows read: 3 new, 0 changed\n"
        assert "nothing is checked" in run("check") and asked == []
        assert run("check", video_hosts=host) == "1 online, 1 offline, 1 not asked\n"
    assert sorted(asked) == ["/a.jpg", "/b.jpg"]
    assert {code: row.state for code, row in feeds(lone_house).items()} == {
        "V1": "online",
        "V2": "offline",
        "V3": "unchecked",
    }


def test_feeds_of_a_region_are_counted_by_state_and_listed_a_few_of_each(house):
    put(house, LINK, *({"code": f"N{n}", "name": f"点 {n}", "region": "990001"} for n in range(3)))
    with house.engine.connect() as connection:
        city = region_of(connection, "", GUEST)
        totals, found = videos_in(connection, GUEST, city, HERE, each=2)
        elsewhere = videos_in(connection, GUEST, region_of(connection, "990002", GUEST), HERE)
    assert totals == {"unchecked": 1, "nowhere": 3}
    assert sorted(one["state"] for one in found) == ["nowhere", "nowhere", "unchecked"]
    shown = markup(videos_of_region(totals, found, city.name, house.clock.now()))
    assert "共 4 路，列出离中心最近的 3 路" in shown and 'data-video-state="unchecked"' in shown
    assert elsewhere == ({}, [])
