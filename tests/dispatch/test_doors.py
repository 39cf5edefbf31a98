"""Dispatch over HTTP and on a phone: recommended, ordered once, moved, told of, by a link that needs no account."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, insert, select, update

from data.commands.dispatch_life import finalize
from data.commands.dispatch_tasks import say_to_task
from data.demo.responder_feed import tell_positions
from data.dispatch.links import token_of
from data.engine import writing
from data.queries.dispatch_talk import LISTED
from data.schema import dispatch, event_photo, region, responder, task, task_photo
from tests.dispatch.town import DUTY, _responder

API = "/api/v1"


@pytest.fixture
def staffed(desk):
    """The duty room's key, people of every kind, and a flood."""
    officer = desk.sender("指挥系统", "duty_officer")
    now = desk.house.clock.now()
    with writing(desk.house.engine) as connection:
        town = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo).limit(1)).one()
        kinds = ("vehicle", "team", "officer")
        connection.execute(
            insert(responder), [_responder(f"{k}-{n}", k, town, n, now) for k in kinds for n in range(4)]
        )
    body = {"title": "路面积水", "category": "flood.road.water", "lon": town.lon, "lat": town.lat}
    event = desk.post(f"{API}/events", body).json["id"]
    return officer, event


def final(desk):
    with writing(desk.house.engine) as connection:
        finalize(connection, desk.house.clock.now(), datetime.now(UTC) + timedelta(seconds=16))


def test_an_order_is_given_once_under_its_key_recalled_and_told_of(staffed):
    officer, event = staffed
    advice = officer.get(f"{API}/recommendations?event={event}").json
    assert advice["plan"]["code"] == "waterlogging" and advice["needs"][0]["chosen"]
    asked = {"event": event, "seq": advice["seq"]}
    made = officer.post(f"{API}/dispatches", asked, Idempotency_Key="click-1")
    again = officer.post(f"{API}/dispatches", asked, Idempotency_Key="click-1")
    assert (made.status_code, again.status_code) == (201, 201) and again.headers["Idempotent-Replayed"] == "true"
    assert made.json["code"] == again.json["code"] and made.json["state"] == "held"
    code = made.json["code"]
    assert officer.post(f"{API}/dispatches", asked, Idempotency_Key="click-2").status_code == 409
    assert officer.post(f"{API}/dispatches", asked).status_code == 400
    final(officer)
    assert officer.post(f"{API}/dispatches/{code}/moves", {"move": "recall"}).status_code == 409
    one = made.json["tasks"][0]["code"]
    told = officer.post(f"{API}/tasks/{one}/receipts", {"what": "accepted", "key": "a"})
    assert (told.status_code, told.json["state"]) == (200, "accepted") and "arrived" in told.json["next"]
    assert officer.post(f"{API}/tasks/{one}/receipts", {"what": "refused"}).status_code == 400
    assert (
        officer.post(f"{API}/dispatches/{code}/moves", {"move": "cancel", "words": "误报"}).json["state"] == "cancelled"
    )
    listed = officer.get(f"{API}/dispatches?state=all&event={event}").json["dispatches"]
    assert [row["code"] for row in listed] == [code]
    assert [step["move"] for step in officer.get(f"{API}/dispatches/{code}").json["history"]][-1] == "cancel"


def test_a_warning_is_known_by_its_code_and_an_event_by_number_or_code(staffed):
    officer, event = staffed
    place = officer.get(f"{API}/events/{event}").json
    raised = {
        "title": "暴雨红色预警",
        "field": "rain",
        "colour": 1,
        "words": "强降雨",
        "regions": [place["region_code"][:9]],
    }
    warning = officer.post(f"{API}/warnings", raised).json["code"]
    advice = officer.get(f"{API}/recommendations?warning={warning}").json
    assert advice["subject"]["code"] == warning
    made = officer.post(f"{API}/dispatches", {"warning": warning, "seq": 0}, Idempotency_Key="by-code")
    assert (made.status_code, made.json["subject_code"]) == (201, warning)
    for name, code in (("warning", warning), ("event", place["code"])):
        listed = officer.get(f"{API}/dispatches?state=all&{name}={code}").json["dispatches"]
        assert [row["subject_code"] for row in listed] == ([warning] if name == "warning" else [])
        room = officer.post(f"{API}/rooms", {name: code, "title": "研判"}, Idempotency_Key=f"room-{name}")
        assert room.status_code == 201
        assert len(officer.get(f"{API}/rooms?{name}={code}").json["rooms"]) == 1
    assert officer.get(f"{API}/recommendations?event={place['code']}").status_code == 200


def test_a_code_that_nothing_has_is_not_there_and_one_that_is_none_is_refused(staffed):
    officer, _event = staffed
    assert officer.get(f"{API}/recommendations?warning=W20200101-999999").status_code == 404
    assert officer.get(f"{API}/recommendations?warning=W1").status_code == 400
    gone = officer.post(f"{API}/dispatches", {"event": "E20200101-9999999"}, Idempotency_Key="gone")
    assert gone.status_code == 404
    odd = officer.post(f"{API}/dispatches", {"warning": "E20200101-9999999"}, Idempotency_Key="odd")
    assert odd.status_code == 400


def test_several_orders_at_once_stand_each_for_itself(staffed):
    officer, event = staffed
    asked = {"orders": [{"event": event}, {"event": event}, {"event": "E20200101-9999999"}]}
    reply = officer.post(f"{API}/dispatches/bulk", asked, Idempotency_Key="many")
    assert reply.status_code == 207 and [one["status"] for one in reply.json["results"]] == [201, 409, 404]
    again = officer.post(f"{API}/dispatches/bulk", asked, Idempotency_Key="many")
    assert again.json == reply.json and len(officer.get(f"{API}/dispatches").json["dispatches"]) == 1


def test_nobody_without_a_key_or_of_another_town_learns_anything(staffed):
    officer, event = staffed
    made = officer.post(f"{API}/dispatches", {"event": event}, Idempotency_Key="k").json
    with officer.house.engine.connect() as connection:
        towns = connection.scalars(select(region.c.code).where(region.c.level == 3).order_by(region.c.lo.desc())).all()
    other = officer.sender("别处", "duty_officer", towns[0])
    for path in (f"dispatches/{made['code']}", f"recommendations?event={event}"):
        assert officer.client.get(f"{API}/{path}").status_code == 401
        assert other.get(f"{API}/{path}").status_code == 404
    assert other.get(f"{API}/dispatches?state=all").json["dispatches"] == []
    assert other.post(f"{API}/dispatches/{made['code']}/moves", {"move": "recall"}).status_code == 404
    assert (
        officer.sender("群众", "resident").post(f"{API}/dispatches", {"event": event}, Idempotency_Key="x").status_code
        == 403
    )


def test_a_phone_accepts_tells_where_it_is_and_sends_a_photo(staffed):
    officer, event = staffed
    made = officer.post(f"{API}/dispatches", {"event": event}, Idempotency_Key="k").json
    final(officer)
    client, one = officer.client, made["tasks"][0]["code"]
    there = f"/field/{token_of(officer.house, one, datetime.now(UTC))}"
    page = client.get(there)
    text = page.get_data(as_text=True)
    assert page.status_code == 200 and "签收" in text and "路面积水" in text and "<script src=" in text
    assert page.headers["Cache-Control"] == "no-store"
    quiet = {"X-Field": "1"}
    for _n in range(2):
        assert client.post(there, data={"what": "accepted", "key": "p1"}, headers=quiet).json == {"taken": True}
    assert client.post(there, data={"lon": "119.13", "lat": "25.03", "key": "p2"}, headers=quiet).status_code == 200
    assert client.post(there, data={"lon": "x", "lat": "25"}, headers=quiet).status_code == 400
    assert client.post(there, data={"what": "arrived"}).status_code == 303
    refused = client.post(there, data={"what": "accepted2"}, headers=quiet)
    assert refused.status_code == 400 and refused.json["detail"]
    picture = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(picture, "JPEG")
    for _n in range(2):
        sent = client.post(f"{there}/photos", data=picture.getvalue(), content_type="image/jpeg")
        assert sent.status_code == 201
    assert client.post(f"{there}/photos", data=b"no picture", content_type="image/jpeg").status_code == 400
    assert client.post(there, data={"what": "done", "words": "已抽排"}, headers=quiet).status_code == 200
    with officer.house.engine.connect() as connection:
        row = connection.execute(select(task).where(task.c.code == one)).one()
        counts = [connection.scalar(select(func.count()).select_from(of)) for of in (task_photo, event_photo)]
    assert (row.state, row.lon, row.lat) == ("done", 119.13, 25.03) and row.read_at is not None and counts == [1, 1]


def test_a_phone_and_the_desk_write_to_one_another_and_to_ask_for_words_tells_no_receipt(staffed):
    officer, event = staffed
    made = officer.post(f"{API}/dispatches", {"event": event}, Idempotency_Key="k").json
    final(officer)
    client, one, quiet, home = officer.client, made["tasks"][0]["code"], {"X-Field": "1"}, officer.house
    there = f"/field/{token_of(home, one, datetime.now(UTC))}"
    assert client.get(f"{there}/heard").json == {"heard": 0}
    with writing(home.engine) as connection:
        assert connection.scalar(select(task.c.read_at).where(task.c.code == one)) is None
        say_to_task(connection, one, "走<东>门", DUTY, home.clock.now(), datetime.now(UTC))
    for _n in range(2):
        assert client.post(there, data={"words": "收到", "key": "w1"}, headers=quiet).json == {"taken": True}
    heard = client.get(f"{there}/heard").json["heard"]
    page = client.get(there).text
    assert page.index("走&lt;东&gt;门") < page.index("收到") and f'data-heard="{heard}"' in page
    for n in range(2):  # the first time the page is filled, the second it already was
        with writing(home.engine) as connection:
            for _n in range(LISTED):
                say_to_task(connection, one, f"再说{n}", DUTY, home.clock.now(), datetime.now(UTC))
        before, heard = heard, client.get(f"{there}/heard").json["heard"]
        assert heard > before
    assert client.post(there, data={"words": " "}, headers=quiet).status_code == 400
    assert client.get("/field/forged/heard").status_code == 404


def test_a_phone_says_how_long_it_has_waited_and_forgets_the_page_when_its_link_is_over(staffed):
    officer, event = staffed
    made = officer.post(f"{API}/dispatches", {"event": event}, Idempotency_Key="k").json
    final(officer)
    client, one, quiet = officer.client, made["tasks"][0]["code"], {"X-Field": "1"}
    now = datetime.now(UTC)
    there, old = (f"/field/{token_of(officer.house, one, at)}" for at in (now, now - timedelta(days=3, seconds=1)))
    page = client.get(there)
    assert "X-Field-Over" not in page.headers
    assert float(page.headers["X-Field-Until"]) == pytest.approx((now + timedelta(days=3)).timestamp(), abs=2)
    for ago in ("-1", "x", "1e9", "٣"):
        assert client.post(there, data={"what": "accepted", "ago": ago}, headers=quiet).status_code == 400
    assert client.post(there, data={"what": "accepted", "ago": "600", "key": "a"}, headers=quiet).status_code == 200
    with officer.house.engine.connect() as connection:
        row = connection.execute(select(task).where(task.c.code == one)).one()
    assert (officer.house.clock.now() - row.accepted_at).total_seconds() == pytest.approx(600, abs=10)
    assert client.post(there, data={"what": "refused", "words": "故障"}, headers=quiet).status_code == 200
    assert client.get(there).headers["X-Field-Over"] == "1"
    assert client.post(there, data={"lon": "119.1", "lat": "25"}, headers=quiet).status_code == 409
    assert client.get(old).status_code == 410 and "链接已过期" in client.get(old).text
    assert client.get("/field/worker.js").mimetype == "text/javascript"
    assert "本机也没有保存这个任务" in client.get("/field/offline").text


@pytest.mark.parametrize("token", ["x", "W10.abc", "a" * 500])
def test_a_link_that_is_none_opens_nothing(lone_desk, token):
    found = lone_desk.client.get(f"/field/{token}")
    assert found.status_code == 404 and "链接无效" in found.get_data(as_text=True)
    assert lone_desk.client.post(f"/field/{token}", data={"what": "done"}, headers={"X-Field": "1"}).status_code == 404


def test_the_demos_terminals_go_on_telling_and_old_positions_stay_old(staffed):
    officer, _event = staffed
    home, ago = officer.house, officer.house.clock.now() - timedelta(minutes=40)
    with home.engine.begin() as connection:
        connection.execute(update(responder).values(seen_at=ago))
        connection.execute(update(responder).where(responder.c.code == "team-0").values(seen_by="phone"))
        total = connection.scalar(select(func.count()).select_from(responder))
    assert tell_positions(home) == total - 1 and tell_positions(home) == 0
    with home.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(dispatch)) == 0
