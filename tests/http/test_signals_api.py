"""Signals over HTTP: told by senders within their region, once, known by each one's own codes; read as one may."""

import pytest
from sqlalchemy import func, insert, select

from data.commands.signals import confirm
from data.engine import writing
from data.intake.retaking import replay
from data.life.actor import Actor
from data.queries.codes import number_of
from data.queries.regions import region_of
from data.schema import feature, quarantine, region, signal
from data.scope import Scope

SIGNALS = "/api/v1/signals"
EAST, WEST = "990102", "990103"
DUTY = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())


def topic(desk, code="YQ-1", **more):
    at = desk.house.clock.now().isoformat()
    return {"kind": "opinion", "code": code, "title": "路灯不亮", "region": EAST, "place": "东街", "at": at} | more


def alarm(desk, code="AI-1", **more):
    told = topic(desk, code, kind="video", title="疑似烟火", algorithm="smoke")
    return told | {"picture": "https://cam.example/1.jpg"} | more


def rows(desk):
    with desk.house.engine.connect() as connection:
        return connection.execute(select(signal).order_by(signal.c.id)).mappings().all()


def camera(desk, code, where):
    with desk.house.engine.begin() as connection:
        lo = region_of(connection, where, Scope.guest()).lo
        cell = connection.execute(select(region).where(region.c.level == 6, region.c.lo == lo)).one()
        row = dict(layer="camera", code=code, kind="road", grade=0, name=f"{code}探头", cell_id=cell.id)
        row |= dict(lon=cell.lon, lat=cell.lat, as_of=desk.house.clock.now(), provenance="measured")
        connection.execute(insert(feature).values(row))


def test_what_a_sender_tells_waits_for_somebody_to_judge_it(desk):
    camera(desk, "SP-1", EAST)
    reply = desk.post(SIGNALS, topic(desk, heat=120))
    assert (reply.status_code, reply.json) == (201, {"outcome": "created", "kind": "opinion", "code": "YQ-1"})
    assert desk.post(SIGNALS, alarm(desk, region=None, place=None, camera="SP-1")).status_code == 201
    first, second = rows(desk)
    assert (first["state"], first["origin"], first["heat"], first["placed"]) == ("new", "热线平台", 120, "region")
    assert (second["place"], second["placed"], second["provenance"]) == ("SP-1探头", "exact", "measured")
    assert desk.post(SIGNALS, topic(desk, heat=120, at=first["at"].isoformat())).json["outcome"] == "known"
    assert desk.post(SIGNALS, topic(desk, heat=300)).json["outcome"] == "changed"
    assert [row["heat"] for row in rows(desk)] == [300, None]


def test_two_senders_may_call_theirs_alike_and_both_become_events(lone_desk):
    other = lone_desk.sender("舆情平台", "system")
    assert lone_desk.post(SIGNALS, topic(lone_desk)).status_code == 201
    assert other.post(SIGNALS, topic(lone_desk, title="路面积水")).status_code == 201
    with writing(lone_desk.house.engine) as connection:
        made = [confirm(connection, row["id"], DUTY, lone_desk.house.clock.now()).code for row in rows(lone_desk)]
        assert len({number_of(connection, "event", code) for code in made}) == 2
    assert [row["state"] for row in rows(lone_desk)] == ["event", "event"]


def test_under_a_key_it_is_told_once(lone_desk):
    told = {"signals": [topic(lone_desk), alarm(lone_desk)]}
    first, again = (lone_desk.post(SIGNALS, told, Idempotency_Key="k-1") for _time in range(2))
    assert first.status_code == again.status_code == 207 and first.data == again.data
    assert again.headers["Idempotent-Replayed"] == "true" and len(rows(lone_desk)) == 2
    assert lone_desk.post(SIGNALS, topic(lone_desk), Idempotency_Key="k-1").status_code == 422


def test_each_of_a_batch_stands_on_its_own_account(lone_desk):
    wrong = [alarm(lone_desk, algorithm="dancing"), topic(lone_desk, "B", at="2999-01-01T00:00:00Z"), 5]
    wrong += [alarm(lone_desk, "C", picture="http://user:word@cam.example/"), topic(lone_desk, "D", place=None)]
    reply = lone_desk.post(SIGNALS, {"signals": [topic(lone_desk), *wrong, topic(lone_desk)]}).json
    assert [reply[name] for name in ("created", "changed", "known", "quarantined")] == [1, 0, 1, 5]
    assert all(one["quarantine"] and one["errors"] for one in reply["results"][1:6])
    assert [row["code"] for row in rows(lone_desk)] == ["YQ-1"]
    with lone_desk.house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(quarantine.c.door == "signals")) == 5


def test_what_was_wrong_is_mended_and_stays_its_senders(lone_desk):
    reply = lone_desk.post(SIGNALS, topic(lone_desk, place=None))
    assert (reply.status_code, reply.content_type) == (422, "application/problem+json")
    with writing(lone_desk.house.engine) as connection:
        number = connection.scalar(select(quarantine.c.id))
        done = replay(connection, number, topic(lone_desk), DUTY, lone_desk.house.clock.now())
    assert (done.outcome, rows(lone_desk)[0]["origin"]) == ("created", "热线平台")


def test_a_sender_tells_of_its_own_region_and_what_lies_elsewhere_is_not_there(lone_desk):
    for code, where in (("SP-E", EAST), ("SP-W", WEST)):
        camera(lone_desk, code, where)
    east = lone_desk.sender("东区平台", "system", EAST)
    assert east.post(SIGNALS, alarm(lone_desk, camera="SP-E")).status_code == 201
    for told in ({"camera": "SP-W"}, {"camera": "SP-X"}):
        reply = east.post(SIGNALS, alarm(lone_desk, "E-2", **told))
        assert reply.json["detail"] == f"no camera {told['camera']} in the register"
    assert east.post(SIGNALS, topic(lone_desk, "E-3", region=WEST)).json["detail"] == f"no region {WEST}"


@pytest.mark.parametrize("role", ["resident", "grid_staff", "leader"])
def test_who_tells_no_signals_is_refused(lone_desk, role):
    assert lone_desk.sender(f"某{role}", role).post(SIGNALS, topic(lone_desk)).status_code == 403
    assert lone_desk.client.post(SIGNALS, json=topic(lone_desk)).status_code in (401, 403)


def test_signals_are_read_by_region_kind_and_state_and_watched_persons_by_no_program(lone_desk):
    lone_desk.post(SIGNALS, topic(lone_desk, words="两盏路灯坏了"))
    lone_desk.post(SIGNALS, alarm(lone_desk, region=WEST))
    lone_desk.post(SIGNALS, alarm(lone_desk, "AI-2", algorithm="watch", title="张某某"))
    codes = lambda desk, query: [one["code"] for one in desk.get(f"{SIGNALS}?{query}").json["signals"]]  # noqa: E731
    assert codes(lone_desk, "") == ["YQ-1", "AI-1"]
    assert codes(lone_desk, f"region={WEST}") == ["AI-1"] and codes(lone_desk, "kind=opinion") == ["YQ-1"]
    assert codes(lone_desk, "state=event") == [] and codes(lone_desk, "algorithm=smoke") == ["AI-1"]
    assert codes(lone_desk.sender("值班系统", "duty_officer"), "algorithm=watch") == ["AI-2"]
    watched = lone_desk.sender("值班系统二", "duty_officer").get(f"{SIGNALS}?algorithm=watch").json["signals"][0]
    assert (watched["title"], watched["picture"]) == ("", None)
    assert lone_desk.get(f"{SIGNALS}?kind=opinion").json["signals"][0]["words"] == "两盏路灯坏了"
    assert lone_desk.client.get(f"{SIGNALS}?kind=opinion").json["signals"][0]["words"] is None
    assert lone_desk.sender("东区", "system", EAST).get(f"{SIGNALS}?region={WEST}").status_code == 404
    assert lone_desk.get(f"{SIGNALS}?kind=rumour").status_code == 400
