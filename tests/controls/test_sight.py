"""Which cameras see a place: by their sectors, the nearest where none does, and key sites that nobody sees."""

from sqlalchemy import insert, select

from components.markup import markup
from components.panels.sight import draw
from components.sight_part import sight_part
from components.videos_page import videos_drawn
from data.commands.revisions import bump
from data.demo.base_rollup import count_features
from data.demo.base_spine import read_spine
from data.queries.blind import answer
from data.queries.points import Viewport, points
from data.queries.sight import FEW, MOST, cameras_on
from data.queries.spots import spot_of
from data.schema import feature, region
from data.scope import Scope
from data.view import View
from tests.controls.waterworks import GUEST

LON, LAT = 119.0, 25.4
NORTH = 1 / 111_195  # degrees of a metre
EAST = dict(bearing=90, reach=300, angle=60)


def stand(house, code, north=0.0, cell=1, layer="camera", kind="road", **known):
    """A thing so many metres north of the place."""
    row = dict(layer=layer, code=code, kind=kind, grade=0, name=f"{code}号", lon=LON, lat=LAT + north * NORTH)
    with house.engine.begin() as connection:
        lo = connection.scalar(select(region.c.id).where(region.c.level == 6, region.c.lo == cell))
        more = dict(cell_id=lo, attributes=known, as_of=house.clock.now(), provenance="measured")
        connection.execute(insert(feature).values(**row, **more))


def on(house, scope=GUEST, lon=LON, lat=LAT):
    with house.engine.connect() as connection:
        return cameras_on(connection, scope, lon, lat)


def test_those_that_see_it_come_nearest_first_and_others_are_not_named(house):
    stand(house, "A", -200, bearing=0, reach=300, angle=60)
    stand(house, "B", 100, bearing=180, reach=120, angle=40, state="on", link="https://cam.example/b")
    stand(house, "AWAY", 100, bearing=0, reach=500, angle=90)
    stand(house, "SHORT", 100, bearing=180, reach=90, angle=90)
    stand(house, "UNKNOWN", 10)
    stand(house, "HALF", 10, bearing=180, reach=50)
    found = on(house)
    assert (found.n, [one.code for one in found.eyes]) == (2, ["B", "A"])
    assert [round(one.km, 2) for one in found.eyes] == [0.1, 0.2]
    told = markup(sight_part(found))
    assert "2 路视频看得到这里" in told and 'href="/things/camera/B"' in told and "https://cam.example/b" in told
    assert "在线" in told and "不计遮挡" in told


def test_where_none_sees_it_the_nearest_are_named_and_it_says_so(house):
    assert "3 km 内也没有视频" in markup(sight_part(on(house)))
    for n in range(FEW + 2):
        stand(house, f"C{n}", 400 + n * 100)
    stand(house, "FAR", 4_000)
    found = on(house)
    assert (found.n, [one.code for one in found.eyes]) == (0, ["C0", "C1", "C2"])
    told = markup(sight_part(found))
    assert "没有视频看得到这里，以下为最近的" in told and "400 米" in told and "看得到</span>" not in told
    assert "没有准确位置" in markup(sight_part(None))


def test_cameras_of_elsewhere_and_retired_ones_are_not_told_of(house):
    stand(house, "MINE", 50, bearing=180, reach=100, angle=90)
    stand(house, "THEIRS", 40, cell=32, bearing=180, reach=100, angle=90)
    stand(house, "GONE", 30, bearing=180, reach=100, angle=90)
    with house.engine.begin() as connection:
        connection.execute(feature.update().where(feature.c.code == "GONE").values(retired_at=house.clock.now()))
    assert [one.code for one in on(house, Scope(cells=((1, 8),))).eyes] == ["MINE"]
    assert [one.code for one in on(house, Scope(cells=((20, 21),))).eyes] == []


def test_many_are_counted_and_a_few_named(house):
    for n in range(MOST + 3):
        stand(house, f"M{n}", 10 + n, bearing=180, reach=100, angle=90)
    found = on(house)
    assert (found.n, len(found.eyes)) == (MOST + 3, MOST)
    assert f"列最近 {MOST} 路" in markup(sight_part(found))


def test_key_sites_are_seen_or_blind_and_counted_region_by_region(house):
    stand(house, "SEEN", 0, layer="key_site", kind="reservoir", people=500)
    stand(house, "BLIND", 600, cell=32, layer="key_site", kind="dyke", people=20)
    stand(house, "WORSE", 900, layer="key_site", kind="slope", people=90)
    stand(house, "EYE", 100, bearing=180, reach=150, angle=60)
    stand(house, "PLAIN", 0)
    with house.engine.begin() as connection:
        count_features(connection, read_spine(connection).tallied)
    found = answer(house, View(), GUEST)
    assert [row["code"] for row in found.rows] == ["WORSE", "BLIND"]
    whole = found.parts["sight"][0]
    assert [whole[name] for name in ("sites", "seen", "cameras", "known")] == [3, 1, 2, 1]
    below = found.parts["sight_below"]
    assert (sum(row["sites"] for row in below), sum(row["seen"] for row in below)) == (3, 1)
    mine = answer(house, View(region=below[0]["code"]), Scope(cells=((1, 16),)))
    assert [row["code"] for row in mine.rows] == ["WORSE"]
    told = {name: markup(props["children"]) for name, props in draw(found, View()).items()}
    assert "重点部位 3 处，看得到 1 处，盲区 2 处；视频 2 路，已登记视域 1 路" in told["total"]
    assert 'data-hot="1"' in told["rows"] and "BLIND号" in told["rows"]


def test_a_camera_that_is_told_anew_sees_at_once(house):
    stand(house, "SITE", 0, layer="key_site", kind="reservoir")
    stand(house, "EYE", 100)
    assert len(answer(house, View(), GUEST).rows) == 1
    known = dict(bearing=180, reach=150, angle=60)
    with house.engine.begin() as connection:
        connection.execute(feature.update().where(feature.c.code == "EYE").values(attributes=known))
        bump(connection, "features")
    assert answer(house, View(), GUEST).rows == []


def test_the_map_is_told_what_each_camera_sees(house):
    stand(house, "EYE", **EAST)
    stand(house, "PLAIN", 200)
    port = Viewport(west=118, east=120, south=25, north=26, zoom=18)
    told = {one["properties"]["code"]: one["properties"] for one in points(house, View(), GUEST, "camera", port)}
    assert told["EYE"]["sight"] == [90, 300, 60] and "sight" not in told["PLAIN"]


def test_a_code_or_a_name_leads_to_the_cameras_that_see_it(house):
    stand(house, "LAMP-7", 0, layer="key_site", kind="reservoir")
    stand(house, "EYE", 100, bearing=180, reach=150, angle=60)
    for asked in ("LAMP-7", "LAMP-7号"):
        side = videos_drawn(house, View(), {"spot": asked})["side"]
        assert "1 路视频看得到这里" in side and 'href="/things/camera/EYE"' in side, asked
    assert 'href="/things/key_site/LAMP-7"' in videos_drawn(house, View(), {"spot": "LAMP-7"})["side"]
    for asked in ("LAMP-8", "0,0", "<b>"):
        side = videos_drawn(house, View(), {"spot": asked})["side"]
        assert (
            "没有找到" in side and "<b>" not in side.replace("<b class", "").split("谁看得到")[1].split("没有找到")[0]
        )


def test_what_lies_outside_the_scope_is_not_found_by_code_or_name(house):
    stand(house, "THERE", 0, cell=32, layer="key_site", kind="dyke")
    own = Scope(cells=((1, 16),))
    with house.engine.connect() as connection:
        assert spot_of(connection, GUEST, "THERE") is not None
        assert spot_of(connection, own, "THERE") is None and spot_of(connection, own, "THERE号") is None


def test_of_several_of_one_name_none_is_meant(house):
    for code in ("A1", "A2"):
        stand(house, code, layer="school", kind="primary")
    with house.engine.begin() as connection:
        connection.execute(feature.update().values(name="同名"))
    with house.engine.connect() as connection:
        assert spot_of(connection, GUEST, "同名") is None and spot_of(connection, GUEST, "A2") is not None
