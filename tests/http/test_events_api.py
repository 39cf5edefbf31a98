"""Events over HTTP: taken in, kept apart when they cannot be, found again, moved; whatever a sender may send."""

import csv
import io
import threading
import zipfile
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import func, insert, select, update

from data.commands.codes import KEPT, number_behind
from data.doors import event_files
from data.doors.sent import MOST_BYTES
from data.schema import agency as agencies
from data.schema import event, quarantine, region, sender
from tests.toycity import TOY

EVENTS = "/api/v1/events"
TOWN = "990102001"


def new(**more) -> dict:
    return {"title": "路面积水", "category": "flood", "lon": 119.13, "lat": 25.03} | more


def count(desk, table, *where) -> int:
    with desk.house.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*where))


def ago(**parts) -> str:
    return (datetime.now(UTC) - timedelta(**parts)).isoformat()


def test_an_event_is_taken_in_and_can_be_read(desk):
    made = desk.post(EVENTS, new(text="深约30厘米", external_id="12345-1", reported_at=ago(minutes=3)))
    assert made.status_code == 201, made.json
    assert made.headers["Location"] == made.json["url"] == f"{EVENTS}/{made.json['id']}"
    read = desk.get(made.json["url"]).json
    assert read["code"] == made.json["code"]
    assert (read["category"], read["source"], read["stage"], read["grade"]) == ("flood", "hotline", "reported", "C")
    assert (read["text"], read["provenance"]) == ("深约30厘米", "measured")
    assert [step["move"] for step in read["history"]] == ["report"]
    assert read["history"][0]["actor"] == "热线平台"
    assert [one["id"] for one in desk.get(EVENTS).json["events"]] == [made.json["id"]]


def test_guests_read_without_what_may_be_personal(lone_desk):
    made = lone_desk.post(EVENTS, new(text="张三,电话 138")).json
    read = lone_desk.client.get(made["url"]).json
    assert "text" not in read
    assert read["moves"] == []
    assert {"actor", "reason"}.isdisjoint(read["history"][0])
    listed = lone_desk.client.get(EVENTS).get_data(as_text=True)
    assert "138" not in listed


def test_what_was_sent_before_is_known_by_its_external_id(desk):
    first = desk.post(EVENTS, new(external_id="7"))
    again = desk.post(EVENTS, new(external_id="7", title="又来"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json | {"outcome": "known"}
    assert count(desk, event) == 1


def test_a_batch_tells_for_each_event_what_became_of_it(desk):
    rows = [new(external_id="1"), new(category="nothing"), new(external_id="1"), {"title": "x"}, 5, new(lon=0.0)]
    reply = desk.post(EVENTS, {"events": rows})
    assert reply.status_code == 207
    outcomes = [one["outcome"] for one in reply.json["results"]]
    assert outcomes == ["created", "quarantined", "known", "quarantined", "quarantined", "quarantined"]
    assert [reply.json[name] for name in ("created", "known", "quarantined")] == [1, 1, 4]
    assert [one["index"] for one in reply.json["results"]] == list(range(6))
    assert count(desk, event) == 1
    assert count(desk, quarantine, quarantine.c.state == "waiting", quarantine.c.door == "api") == 4


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (new(lon=119.13, lat=None), "malformed"),
        (new(category="unknown"), "category"),
        (new(lon=100.0), "outside"),
        (new(grade="Z"), "malformed"),
        (new(colour="red"), "malformed"),
        (new(source="grid"), "malformed"),
        (new(lon="119.13"), "malformed"),
        (new(reported_at="2999-01-01T00:00:00Z"), "malformed"),
        (new(reported_at=(datetime.now(UTC) + timedelta(hours=1)).isoformat()), "future"),
        (new(reported_at="2024-07-25T15:42:00"), "malformed"),
        (new(reported_at=1721893320), "malformed"),
        ({"category": "flood", "lon": 119.13, "lat": 25.03}, "missing"),
        ({"title": "无处", "category": "flood"}, "missing"),
        (new(title="\u0000\u200b "), "missing"),
        (new(life={"stage": "closed"}), "missing"),
    ],
)
def test_what_cannot_be_taken_waits_in_the_quarantine_with_the_reason(lone_desk, row, fault):
    reply = lone_desk.post(EVENTS, row)
    assert reply.status_code == 422
    assert reply.content_type == "application/problem+json"
    assert reply.json["errors"]
    with lone_desk.house.engine.connect() as connection:
        kept = connection.execute(select(quarantine)).one()
        assert number_behind(connection, KEPT, reply.json["quarantine"]) == kept.id
    assert (kept.fault, kept.origin) == (fault, "热线平台")
    assert kept.reason
    assert count(lone_desk, event) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'{"title":"a","title":"b"}', 400),
        (b'{"lon":NaN}', 400),
        (b'{"lon":1e999}', 400),
        (b'{"title":"\\ud800"}', 400),
        (b'{"title":"\xff"}', 400),
        (b'{"events":[]}', 400),
        (b'{"events":{}}', 400),
        (b'{"events":[{}],"more":1}', 400),
        (b'{"a":' * 100_000, 400),
        (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", 400),
        (b'{"lon":' + b"9" * 5_000 + b"}", 400),
        (b'{"title":"' + b"x" * MOST_BYTES + b'"}', 413),
        (b'{"events":[' + b",".join([b"{}"] * 1_001) + b"]}", 400),
    ],
)
def test_what_is_no_event_at_all_is_refused_and_leaves_nothing(lone_desk, body, status):
    reply = lone_desk.post(EVENTS, body)
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"
    assert count(lone_desk, event) == count(lone_desk, quarantine) == 0


def test_other_types_of_content_are_refused(lone_desk):
    for mimetype in ("text/plain", "application/x-www-form-urlencoded", "application/xml", ""):
        reply = lone_desk.client.post(EVENTS, data=b"{}", content_type=mimetype, headers=lone_desk.bearer)
        assert reply.status_code == 415
    assert lone_desk.post(EVENTS, new(), Content_Encoding="gzip").status_code == 415


def test_without_a_valid_key_nothing_is_taken_in_and_nothing_is_said_about_why(lone_desk):
    with lone_desk.house.engine.begin() as connection:
        connection.execute(update(sender).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    details = set()
    for given in (
        "",
        "Bearer",
        "Bearer yitu_x",
        f"Basic {lone_desk.key}",
        f"Bearer {lone_desk.key}",
        "Bearer " + "x" * 999,
    ):
        reply = lone_desk.client.post(EVENTS, json=new(), headers={"Authorization": given} if given else {})
        assert reply.status_code == 401
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")
        details.add(reply.json["detail"])
    assert len(details) == 1
    assert lone_desk.get(EVENTS).status_code == 401, "a wrong key is not a guest"


def test_a_sender_of_one_town_neither_writes_nor_reads_beyond_it(lone_desk):
    town = lone_desk.sender("东一街道", "grid_staff", TOWN)
    elsewhere = lone_desk.post(EVENTS, new(lon=119.05, lat=25.05)).json
    own = town.post(EVENTS, new()).json
    beyond = town.post(EVENTS, new(lon=119.05, lat=25.05))
    assert (beyond.status_code, beyond.json["errors"][0]["code"]) == (422, "scope")
    assert [one["id"] for one in town.get(EVENTS).json["events"]] == [own["id"]]
    assert town.get(elsewhere["url"]).status_code == 404
    assert town.get(f"{EVENTS}?region={TOY}").status_code == 404
    assert town.post(f"{elsewhere['url']}/moves", {"move": "accept"}).status_code == 404


def test_the_same_key_and_body_are_answered_alike_and_done_once(desk):
    first = desk.post(EVENTS, new(), Idempotency_Key='"a-1"')
    again = desk.post(EVENTS, new(), Idempotency_Key="a-1")
    other = desk.post(EVENTS, new(title="另一件"), Idempotency_Key="a-1")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.get_data() == first.get_data()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert count(desk, event) == 1
    assert desk.post(EVENTS, new(), Idempotency_Key="坏").status_code == 400


def test_a_refusal_is_replayed_too_and_quarantined_once(desk):
    replies = [desk.post(EVENTS, new(category="x"), Idempotency_Key="b") for _ in range(2)]
    assert [one.status_code for one in replies] == [422, 422]
    assert replies[0].get_data() == replies[1].get_data()
    assert count(desk, quarantine) == 1


def test_a_known_number_that_got_further_elsewhere_is_brought_up_to_date(desk):
    first = desk.post(
        EVENTS, new(external_id="7", reported_at=ago(hours=9), life={"stage": "filed", "filed_at": ago(hours=8)})
    )
    life = {"stage": "closed", "filed_at": ago(hours=8), "closed_at": ago(hours=2)}
    again = desk.post(EVENTS, new(external_id="7", reported_at=ago(hours=9), life=life))
    assert (first.status_code, again.status_code, again.json["outcome"]) == (201, 200, "known")
    assert desk.get(first.json["url"]).json["stage"] == "closed"
    back = desk.post(
        EVENTS, new(external_id="7", reported_at=ago(hours=9), life={"stage": "filed", "filed_at": ago(hours=8)})
    )
    assert (back.status_code, desk.get(first.json["url"]).json["stage"]) == (200, "closed")
    future = desk.post(EVENTS, new(external_id="7", reported_at=ago(hours=9), life=life | {"closed_at": ago(hours=-2)}))
    assert (future.status_code, future.json["errors"][0]["code"]) == (422, "future")
    backwards = life | {"closed_at": ago(hours=20)}
    order = desk.post(EVENTS, new(external_id="8", reported_at=ago(hours=9), life=backwards))
    assert (order.status_code, order.json["errors"][0]["code"]) == (422, "order")
    assert count(desk, event) == 1


def test_a_move_in_the_future_is_refused(lone_desk):
    duty = lone_desk.sender("值班", "duty_officer")
    url = lone_desk.post(EVENTS, new()).json["url"]
    reply = duty.post(f"{url}/moves", {"move": "file", "at": ago(hours=-1)})
    assert (reply.status_code, duty.get(url).json["stage"]) == (400, "reported")


def test_of_many_at_once_with_one_key_one_creates(desk):
    replies: list = []

    def send() -> None:
        with desk.app.test_client() as client:
            headers = desk.bearer | {"Idempotency-Key": "race"}
            replies.append(client.post(EVENTS, json=new(), headers=headers))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.status_code for one in replies} == {201}
    assert len({one.get_data() for one in replies}) == 1
    assert sum("Idempotent-Replayed" in one.headers for one in replies) == 5
    assert count(desk, event) == 1


def test_pages_follow_one_another_by_the_link(lone_desk):
    rows = [new(title=f"第{n}件", reported_at=ago(minutes=n // 2)) for n in range(7)]
    lone_desk.post(EVENTS, {"events": rows})
    seen, path = [], f"{EVENTS}?limit=3&window=7d&text=件"
    while path:
        reply = lone_desk.get(path)
        seen += [one["id"] for one in reply.json["events"]]
        link = reply.headers.get("Link")
        path = link and link.split(";")[0].strip("<>")
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "after=zz", "sort=title", "colour=red", "window=x", "grade=Z", "state=x"]
    + ["region=1", "at=now", "grade=A&grade=B", "text=%00", "leaf=%27or"],
)
def test_questions_that_make_no_sense_are_refused(lone_desk, query):
    assert lone_desk.get(f"{EVENTS}?{query}").status_code == 400


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "9" * 30, "1.0", "١"])
def test_an_event_that_is_not_there_is_not_found(lone_desk, number):
    assert lone_desk.get(f"{EVENTS}/{number}").status_code == 404
    assert lone_desk.post(f"{EVENTS}/{number}/moves", {"move": "file"}).status_code == 404


def test_moves_need_their_role_their_stage_and_what_they_ask_for(desk):
    duty = desk.sender("值班", "duty_officer")
    url = desk.post(EVENTS, new(reported_at=ago(minutes=9))).json["url"]
    assert desk.post(f"{url}/moves", {"move": "file"}).status_code == 403
    assert duty.post(f"{url}/moves", {"move": "close"}).status_code == 409
    assert duty.post(f"{url}/moves", {"move": "reject"}).status_code == 400
    assert duty.post(f"{url}/moves", {"move": "dance"}).status_code == 400
    assert duty.post(f"{url}/moves", {"move": "reject", "reason": "a\u0000b"}).status_code == 400
    assert duty.post(f"{url}/moves", {"move": "file", "at": ago(hours=9)}).status_code == 409
    assert "file" in duty.get(url).json["moves"]
    moved = duty.post(f"{url}/moves", {"move": "file", "grade": "B"}, Idempotency_Key="m")
    assert moved.status_code == 200, moved.json
    assert (moved.json["stage"], moved.json["grade"]) == ("filed", "B")
    assert duty.post(f"{url}/moves", {"move": "file", "grade": "B"}, Idempotency_Key="m").get_data() == moved.get_data()
    assert duty.post(f"{url}/moves", {"move": "file", "grade": "B"}).status_code == 409


def test_an_event_can_be_read_as_it_stood(desk):
    duty = desk.sender("值班", "duty_officer")
    url = desk.post(EVENTS, new(reported_at=ago(minutes=30))).json["url"]
    duty.post(f"{url}/moves", {"move": "file", "at": ago(minutes=20)})
    duty.post(f"{url}/moves", {"move": "supervise", "reason": "领导关注"})
    stamp = (datetime.now(UTC) - timedelta(minutes=25)).strftime("%Y-%m-%dT%H:%M:%SZ")
    then, now = duty.get(f"{url}?at={stamp}").json, duty.get(url).json
    assert (then["stage"], len(then["history"]), then["moves"]) == ("reported", 1, [])
    assert (now["stage"], len(now["history"]), now["supervised"]) == ("filed", 3, 1)
    before = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert duty.get(f"{url}?at={before}").status_code == 404


def test_before_it_was_reopened_an_event_stands_closed_by_every_door(desk):
    duty, agency = desk.sender("值班", "duty_officer"), desk.sender("单位", "agency")
    with desk.house.engine.begin() as connection:
        city = connection.scalar(select(region.c.id).where(region.c.level == 1, region.c.tree == "spine"))
        connection.execute(
            insert(agencies).values(code="x", name="甲", kind="town", region_id=city, provenance="measured")
        )
    url = desk.post(EVENTS, new(reported_at=ago(minutes=90))).json["url"]
    way = [("file", 80, {}), ("assign", 70, {"agency": "x"}), ("accept", 60, {}), ("answer", 50, {"reason": "已抽排"})]
    way += [("verify", 45, {}), ("close", 40, {}), ("rate", 35, {"rating": 2}), ("reopen", 10, {"reason": "又积水"})]
    for name, minutes, given in way:
        who = agency if name in ("accept", "answer") else duty
        done = who.post(f"{url}/moves", {"move": name, "at": ago(minutes=minutes)} | given)
        assert done.status_code == 200, done.json
    stamp = lambda n: (datetime.now(UTC) - timedelta(minutes=n)).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: E731
    for minutes, stage in ((65, "assigned"), (37, "closed"), (20, "rated"), (0, "filed")):
        at = stamp(minutes)
        one, page = duty.get(f"{url}?at={at}").json, duty.get(f"{EVENTS}?at={at}&window=7d").json["events"]
        assert (one["stage"], page[0]["stage"]) == (stage, stage)
        assert bool(one["closed_at"]) == bool(page[0]["closed_at"]) == (stage in ("closed", "rated"))
        assert one["rating"] == page[0]["rating"] == (2 if stage == "rated" else None)
        for other in ("assigned", "closed", "rated", "filed"):
            listed = duty.get(f"{EVENTS}?at={at}&window=7d&stage={other}").json["events"]
            assert len(listed) == (stage == other), (minutes, other)
        rows = duty.get(f"/api/v1/events.csv?at={at}&window=7d&stage={stage}").get_data(as_text=True)
        assert len(rows.splitlines()) == 2
    funnel = desk.get(f"/api/v1/panels/funnel.json?at={stamp(20)}&window=7d").json["rows"]
    assert {row["count"] for row in funnel} == {1}


def test_a_life_that_was_brought_along_is_told_moment_by_moment(desk):
    life = {"stage": "closed", "filed_at": ago(hours=8), "closed_at": ago(hours=2), "rating": None}
    url = desk.post(EVENTS, new(reported_at=ago(hours=9), life=life)).json["url"]
    stamp = (datetime.now(UTC) - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    then = desk.get(f"{url}?at={stamp}").json
    assert (then["stage"], then["closed_at"], desk.get(url).json["stage"]) == ("filed", None, "closed")
    grid = desk.sender("网格", "grid_staff")
    assert grid.post(EVENTS, new(life=life)).json["errors"][0]["code"] == "scope"


def test_files_hold_exactly_the_filter_and_no_cell_is_a_formula(lone_desk):
    rows = [new(title="=HYPERLINK(1)"), new(title="@sum", category="traffic"), new(title="-1+2")]
    lone_desk.post(EVENTS, {"events": rows})
    text = lone_desk.get("/api/v1/events.csv?category=flood").get_data(as_text=True)
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert sorted(row["事件"] for row in table) == ["'-1+2", "'=HYPERLINK(1)"]
    assert {row["数据性质"] for row in table} == {"实测"}
    assert {row["筛选条件"] for row in table} == {"类别=防汛防台"}
    reply = lone_desk.get("/api/v1/events.xlsx?category=flood")
    assert reply.headers["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(reply.get_data()))
    assert sorted(cell.value for cell in book["事件"]["B"][1:]) == ["-1+2", "=HYPERLINK(1)"]
    assert {cell.data_type for cell in book["事件"]["B"]} == {"s"}
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert (notes["行数"], notes["筛选条件"], notes["数据性质"]) == ("2", "类别=防汛防台", "实测")
    assert zipfile.is_zipfile(io.BytesIO(reply.get_data()))
    assert lone_desk.get("/api/v1/events.csv?category=flood&sort=x").status_code == 400


def test_files_come_in_the_order_asked_for_and_say_where_that_leaves_events_out(lone_desk):
    first = lone_desk.post(EVENTS, new(title="早报", reported_at=ago(days=2))).json["id"]
    lone_desk.post(EVENTS, new(title="晚报", reported_at=ago(hours=1)))
    done = {"stage": "closed", "filed_at": ago(hours=8), "closed_at": ago(hours=2)}
    lone_desk.post(EVENTS, new(title="办完", reported_at=ago(hours=9), life=done))
    assert first

    def table(query):
        text = lone_desk.get(f"/api/v1/events.csv?window=7d&{query}").get_data(as_text=True)
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        return [row["事件"] for row in rows], {row["查询时段"] for row in rows}, {row["排序"] for row in rows}

    assert table("sort=reported_at")[0] == ["早报", "办完", "晚报"]
    assert table("") == (["晚报", "办完", "早报"], {"近7日"}, {"上报时间从新到旧"})
    assert table("sort=deadline_at") == (["早报", "晚报"], {"仅在办，不限上报时间"}, {"时限从早到晚"})


def test_what_a_sheet_does_not_hold_is_refused_in_words_and_csv_has_it(lone_desk, monkeypatch):
    monkeypatch.setattr(event_files, "SHEET_ROWS", 2)
    query = "category=flood&window=7d"
    for n in (2, 3):
        while len(lone_desk.get(f"{EVENTS}?{query}").json["events"]) < n:
            lone_desk.post(EVENTS, new())
        reply = lone_desk.get(f"/api/v1/events.xlsx?{query}")
        assert reply.status_code == (200 if n == 2 else 400)
    assert "超过 2 件，一张表放不下" in reply.json["detail"]
    assert len(lone_desk.get(f"/api/v1/events.csv?{query}").get_data(as_text=True).splitlines()) == 4


def test_files_of_a_demo_say_that_it_is_one(client):
    text = client.get("/api/v1/events.csv?window=30d").get_data(as_text=True)
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert table
    assert {row["数据性质"] for row in table} == {"模拟"}
    assert "模拟" not in client.get("/api/v1/events.csv?window=30d&lang=en").get_data(as_text=True)
