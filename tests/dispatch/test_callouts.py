"""联络: whom a group reaches, each once; messages of the outbox, answers by a gateway or an officer; stopped; again."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from data.commands.callouts import PER_SECOND, NewCallout, again, call_out, stop, tell_answer
from data.commands.outbox import send_due
from data.dispatch.channels import Webhook
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownRegion, UnknownThing
from data.queries.callout_targets import groups_of, sizes_of, targets_of, where_of
from data.queries.callouts import callout_whole, callouts
from data.schema import callout, event, feature, feature_person, outbox, region, responder
from data.scope import Scope
from tests.dispatch.gateway import SECRET, gateway
from tests.dispatch.town import CHIEF, DUTY, WALL, do, flood, rows

CLEARED = Scope(cells=DUTY.scope.cells, clearance=2)
NEW = NewCallout(key="k1", kind="call", way="voice", title="台风值守", words="请确认在岗", groups=("responder:desk",))


@pytest.fixture
def town(lone_house):
    """Desks have a telephone each; two loudspeakers stand in the first county, a risk point has two persons."""
    with lone_house.engine.begin() as connection:
        desks = connection.execute(select(responder.c.id).where(responder.c.kind == "desk")).scalars().all()
        for n, one in enumerate(desks):
            connection.execute(update(responder).where(responder.c.id == one).values(phone=f"1390000{n:04d}"))
        cell = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo).limit(1)).one()
        thing = {"cell_id": cell.id, "lat": cell.lat, "grade": 0, "provenance": "simulated", "as_of": WALL}
        things = [
            thing
            | {"layer": "speaker", "kind": "village", "code": f"GB-{n}", "name": f"广播 {n}", "lon": cell.lon + n / 10}
            for n in range(2)
        ]
        things += [
            thing | {"layer": "risk_point", "kind": "flash_flood", "code": "FX-1", "name": "点", "lon": cell.lon}
        ]
        connection.execute(insert(feature), things)
        [number] = connection.scalars(select(feature.c.id).where(feature.c.code == "FX-1"))
        person = {"feature_id": number, "level": 4, "name": "张三"}
        told = [{"role": "巡查", "phone": "13811112222"}, {"role": "责任", "phone": "13811112222"}]
        told += [{"role": "无号", "phone": None}]
        connection.execute(insert(feature_person), [person | one for one in told])
    return lone_house


def made(house, actor=DUTY, **more):
    return do(house, call_out, replace(NEW, **more), actor, house.clock.now(), WALL, "simulated")


def whole(house, code, scope=CLEARED, **more):
    with house.engine.connect() as connection:
        return callout_whole(connection, code, scope, **more)


def targets(house, kind, *groups, area=""):
    with house.engine.connect() as connection:
        where = where_of(connection, "", area, Scope.guest(), house.clock.now())
        return targets_of(connection, where, groups or groups_of(kind))


def test_each_is_called_once_and_the_same_intention_twice_is_one_call(town):
    code = made(town)
    assert made(town) == code
    with pytest.raises(BadInput, match="同一编号"):
        made(town, words="别的话")
    assert made(town, CHIEF) != code  # nobody's key is another's
    desks = rows(town, responder, responder.c.kind == "desk")
    found = whole(town, code)
    assert found["n"] == len(desks) == len({one["address"] for one in found["targets"]})
    letters = rows(town, outbox, outbox.c.kind == "call")
    assert len(letters) == 2 * len(desks) and {row.channel for row in letters} == {"voice"}
    body = json.loads(letters[0].body)
    assert (body["words"], body["code"], body["simulated"]) == (NEW.words, code, True)


def test_many_messages_are_spread_so_that_orders_do_not_wait_behind_them(town):
    code = made(town, kind="outbound", hours=48)
    due = sorted(row.due_at for row in rows(town, outbox, outbox.c.kind == "outbound"))
    n = len(due)
    assert due[0] == WALL and due[-1] == WALL + timedelta(seconds=(n - 1) // PER_SECOND)
    assert whole(town, code)["finish_by"] == rows(town, callout)[0].at + timedelta(hours=48)


def test_groups_are_of_the_registers_each_telephone_once_and_loudspeakers_by_area(town):
    assert [one.address for one in targets(town, "call", "persons:risk_point")][0] == "13811112222"
    assert len(targets(town, "call", "persons:risk_point")) == 1
    both = targets(town, "broadcast", "speaker:village")
    assert [one.code for one in both] == ["GB-0", "GB-1"]
    first = rows(town, feature, feature.c.code == "GB-0")[0]
    near = targets(town, "broadcast", "speaker:village", area=f"circle:{first.lon:.5f},{first.lat:.5f},2")
    assert [one.code for one in near] == ["GB-0"]
    with town.engine.connect() as connection:
        where = where_of(connection, "", "", Scope.guest(), town.clock.now())
        sizes = sizes_of(connection, where, groups_of("outbound"))
    assert sizes["persons:risk_point"] == 1 and sizes["ledger:person"] is None and sizes["persons:vessel"] == 0


def test_what_makes_no_sense_or_reaches_nobody_is_refused(town):
    wrong = (
        {"groups": ()},
        {"groups": ("speaker:village",)},
        {"kind": "broadcast", "way": "broadcast"},
        {"way": "sms"},
    )
    wrong += (
        {"groups": ("persons:vessel",)},
        {"title": " "},
        {"words": ""},
        {"words": "长" * 501},
        {"hours": 3},
        {"key": ""},
    )
    wrong += ({"kind": "fax"}, {"area": "circle:9"}, {"codes": ("team-1",)})
    for more in wrong:
        with pytest.raises(BadInput):
            made(town, **more)
    with pytest.raises(UnknownThing):
        made(town, groups=(), codes=("NOPE-R",))
    assert rows(town, callout) == []


def test_only_officers_and_leaders_of_all_departments_call_and_only_at_home(town):
    first, second = rows(town, region, region.c.level == 2)
    own = Scope(cells=((first.lo, first.hi),))
    with pytest.raises(Forbidden):
        made(town, replace(DUTY, role="grid_staff"))
    with pytest.raises(Forbidden, match="部门"):
        made(town, replace(DUTY, scope=replace(DUTY.scope, departments=("water",))))
    with pytest.raises(UnknownRegion):
        made(town, replace(DUTY, scope=own), region=second.code)
    mine, theirs = made(town, region=first.code, key="a"), made(town, region=second.code, key="b")
    with town.engine.connect() as connection:
        assert [row["code"] for row in callouts(connection, own).rows] == [mine]
        assert callouts(connection, replace(own, departments=("water",))).rows == []
    for code in (theirs, "C20240101-0001"):
        with pytest.raises(UnknownThing):
            whole(town, code, own)
        with pytest.raises(UnknownThing):
            do(town, stop, code, "误发", replace(DUTY, scope=own), town.clock.now())
    assert all(one["address"].startswith("139****") for one in whole(town, mine, replace(own, clearance=0))["targets"])


def test_without_a_gateway_it_stays_in_the_house_and_an_officer_notes_what_he_was_told(town):
    code = made(town)
    n = whole(town, code)["n"]
    assert whole(town, code)["reach"] == {"waiting": n}
    send_due(town, WALL + timedelta(hours=1))
    assert whole(town, code)["reach"] == {"absent": n}
    do(town, tell_answer, code, 1, "answered", "在岗", DUTY, town.clock.now())
    do(town, tell_answer, code, 2, "busy", "", DUTY, town.clock.now())
    assert whole(town, code)["reach"] == {"absent": n - 2, "reached": 1, "not": 1}
    assert [one["n"] for one in whole(town, code, reach="reached")["targets"]] == [1]
    for which, answer, wrong in (
        (1, "played", BadInput),
        (9_999, "busy", UnknownThing),
        ("no-such", "busy", UnknownThing),
    ):
        with pytest.raises(wrong):
            do(town, tell_answer, code, which, answer, "", DUTY, town.clock.now())
    assert do(town, again, code, DUTY, WALL + timedelta(hours=2)) == n - 1  # who answered is left alone
    assert whole(town, code)["reach"] == {"waiting": n - 1, "reached": 1}
    assert {one["tries"] for one in whole(town, code)["targets"]} == {1, 2}


def test_the_gateway_gets_each_once_under_its_id_and_tells_what_came_of_it(town, monkeypatch):
    with gateway() as there:
        monkeypatch.setattr("data.commands.outbox.channel_of", lambda name, _settings: Webhook(there.url, SECRET))
        code = made(town, kind="broadcast", way="broadcast", groups=("speaker:village",), words="请勿靠近海边")
        for _round in range(2):
            send_due(town, WALL + timedelta(hours=1))
    assert sorted(told["to"] for told in there.told) == ["GB-0", "GB-1"] and set(there.heard.values()) == {1}
    assert whole(town, code)["reach"] == {"sent": 2}
    system = replace(DUTY, name="广播网关", role="system")
    for told in there.told:
        do(town, tell_answer, code, told["id"], "played", "", system, town.clock.now())
    assert whole(town, code)["reach"] == {"reached": 2}
    with pytest.raises(DispatchRefused):
        do(town, again, code, DUTY, WALL)


def test_what_is_stopped_sends_nothing_more(town):
    code = made(town)
    with pytest.raises(BadInput):
        do(town, stop, code, " ", DUTY, town.clock.now())
    do(town, stop, code, "误发", DUTY, town.clock.now())
    assert not send_due(town, WALL + timedelta(hours=1))
    assert set(whole(town, code)["reach"]) == {"dropped"} and whole(town, code)["stopped_words"] == "误发"
    for late in ((stop, code, "误发", DUTY, town.clock.now()), (again, code, DUTY, WALL)):
        with pytest.raises(DispatchRefused):
            do(town, *late)


def test_units_are_called_one_by_one_about_an_event(town):
    number = flood(town)
    with town.engine.connect() as connection:
        on = f"event-{connection.scalar(select(event.c.code).where(event.c.id == number))}"
    code = made(town, groups=(), codes=("vehicle-1", "team-1"), on=on)
    found = whole(town, code)
    assert (
        found["on"] == on
        and found["units"] == 2
        and {one["code"] for one in found["targets"]} == {"vehicle-1", "team-1"}
    )
