"""Readings over HTTP, and as operators handle them: batches, refusals, scope, the list of stations, the commands."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from app import create_app
from data.house import EXTENSION
from data.queries.locate import locate
from data.schema import gauge, quarantine, reading, reading_sum, station
from data.times import CITY_ZONE
from tests.conftest import toy_settings

READINGS, STATIONS = "/api/v1/readings", "/api/v1/stations"
TOWN = "990102001"


def ago(minutes: float = 0) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).replace(microsecond=0).isoformat()


def one(code: str = "T1", at: str = "", **more):
    return {"station": code, "quantity": "rain", "at": at or ago(), "value": 1.5, "unit": "mm"} | more


@pytest.fixture
def stations(request):
    """T1 in the first town, T2 elsewhere; both measure rain."""
    desk = request.getfixturevalue("desk" if "desk" in request.fixturenames else "lone_desk")
    with desk.house.engine.begin() as connection:
        for number, (code, lon, lat) in enumerate((("T1", 119.13, 25.03), ("T2", 119.05, 25.05)), 1):
            about = dict(name=code, kind="rain", rhythm_s=300, as_of=datetime.now(UTC), provenance="measured")
            cell = locate(connection, lon, lat).cell_id
            connection.execute(insert(station).values(id=number, code=code, cell_id=cell, lon=lon, lat=lat, **about))
            connection.execute(insert(gauge).values(id=number, station_id=number, quantity="rain", low=0, high=50))
    return desk


def count(desk, table) -> int:
    with desk.house.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_a_batch_is_taken_each_reading_on_its_own_account(desk, stations):
    rows = [one(at=ago(n)) for n in range(20)] + [one("T2", unit="cm", value="0.2"), one(value=900, at=ago(60))]
    reply = desk.post(READINGS, {"readings": rows})
    assert (reply.status_code, reply.json["refused"]) == (200, [])
    sums = {name: n for name, n in reply.json.items() if isinstance(n, int)}
    assert sum(sums.values()) == 22
    assert (sums["doubted"], reply.json["doubted_at"]) == (1, [21])
    mixed = desk.post(READINGS, {"readings": [rows[0], one(value="12;13"), one(colour="red"), 7, one("X")]})
    assert mixed.status_code == 207
    assert (mixed.json["known"], mixed.json["quarantined"]) == (1, 4)
    assert [each["code"] for each in mixed.json["refused"]] == ["several", "malformed", "malformed", "station"]
    assert count(desk, quarantine) == 4


@pytest.mark.parametrize(
    "row",
    [one(station=None), one(station=5), one(unit=5), one(unit="x" * 65), one(value={"a": 1}), one(at=5), one(at="now")],
)
def test_a_row_of_the_wrong_shape_is_quarantined_as_it_came(lone_desk, stations, row):
    reply = lone_desk.post(READINGS, {"readings": [row]})
    assert (reply.status_code, reply.json["quarantined"]) == (207, 1)
    assert count(lone_desk, reading) == 0
    assert count(lone_desk, quarantine) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{}", 400),
        (b"[]", 400),
        (b'{"readings":[]}', 400),
        (b'{"readings":{}}', 400),
        (b'{"readings":[{}],"more":1}', 400),
        (b'{"readings":[' + b",".join([b"{}"] * 10_001) + b"]}", 400),
        (b'{"readings":[{"value":NaN}]}', 400),
    ],
)
def test_what_is_no_batch_is_refused_and_leaves_nothing(lone_desk, body, status):
    assert lone_desk.post(READINGS, body).status_code == status
    assert count(lone_desk, quarantine) == 0


def test_the_same_key_and_body_are_done_once(desk, stations):
    batch = {"readings": [one(at=ago(5)), one("X", at=ago(5))]}
    first = desk.post(READINGS, batch, Idempotency_Key="r-1")
    again = desk.post(READINGS, batch, Idempotency_Key="r-1")
    assert again.get_data() == first.get_data()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (count(desk, reading), count(desk, quarantine)) == (1, 1)
    assert desk.post(READINGS, {"readings": [one()]}, Idempotency_Key="r-1").status_code == 422


def test_only_systems_tell_readings_and_only_of_their_own_cells(lone_desk, stations):
    assert lone_desk.client.post(READINGS, json={"readings": [one()]}).status_code == 401
    assert lone_desk.sender("群众", "resident").post(READINGS, {"readings": [one()]}).status_code == 403
    town = lone_desk.sender("一镇", "system", TOWN)
    reply = town.post(READINGS, {"readings": [one("T1"), one("T2")]})
    assert (reply.json["good"], [each["code"] for each in reply.json["refused"]]) == (1, ["station"])
    assert [each["code"] for each in town.get(STATIONS).json["stations"]] == ["T1"]
    assert town.get(f"{STATIONS}?region=990100").status_code == 404


def test_stations_come_in_pages_with_what_they_said_last_and_how_fresh(lone_desk, stations):
    lone_desk.post(READINGS, {"readings": [one("T1", at=ago(1))]})
    first = lone_desk.get(f"{STATIONS}?limit=1")
    assert [each["code"] for each in first.json["stations"]] == ["T1"]
    rain = first.json["stations"][0]["gauges"][0]
    assert (rain["value"], rain["unit"], rain["quality"], first.json["stations"][0]["freshness"]) == (
        1.5,
        "mm",
        "good",
        "fresh",
    )
    onward = first.headers["Link"].split(";")[0].strip("<>")
    last = lone_desk.get(onward).json
    assert [(each["code"], each["freshness"]) for each in last["stations"]] == [("T2", "broken")]
    assert last["next"] is None
    assert lone_desk.client.get(f"{STATIONS}?kind=rain").json["stations"], "a guest may look"
    for query in ("kind=x", "limit=0", "after=%00", "colour=red", "region=1"):
        assert lone_desk.get(f"{STATIONS}?{query}").status_code == 400


def test_an_operator_imports_files_and_prunes(toy_dir, tmp_path, empty_sqlite):
    settings = toy_settings(toy_dir, f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'cli.db')}", demo=False)
    app = create_app(settings)
    stations, rows = tmp_path / "stations.csv", tmp_path / "rows.csv"
    stations.write_text("站码,站名,类型,经度,纬度\nP1,一号,雨量站,119.13,25.03\n", "utf-8")
    now = datetime.now(CITY_ZONE)
    lines = [f"P1,雨量,{now - timedelta(minutes=n):%Y/%m/%d %H:%M:%S},{n / 10},mm" for n in range(30)]
    lines += ["P1,雨量,昨天,1,mm", "P1,雨量,,1,mm", f"P1,雨量,{now - timedelta(days=40):%Y-%m-%d},2,mm"]
    rows.write_bytes("\n".join(["站码,要素,时间,值,单位", *lines]).encode("gb18030"))
    cli = app.test_cli_runner()
    assert "1 stations new" in cli.invoke(args=["readings", "stations", str(stations)]).output
    said = cli.invoke(args=["readings", "import", str(rows)]).output
    assert "2 quarantined = 33 rows read" in said
    assert "31 known" in cli.invoke(args=["readings", "import", str(rows)]).output
    assert "1 readings older than 30 days" in cli.invoke(args=["readings", "prune"]).output
    home = app.extensions[EXTENSION]
    with home.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(reading)) == 30
        assert connection.scalar(select(func.sum(reading_sum.c.n)).where(reading_sum.c.grain == "d")) == 31
        assert connection.scalar(select(gauge.c.high)) == 100
    home.engine.dispose()
    rows.write_text("a,b\n1,2\n", "utf-8")
    assert "lacks station" in cli.invoke(args=["readings", "import", str(rows)]).output
