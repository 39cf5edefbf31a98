"""Data are asked for, granted on terms, taken as often as one likes until the last day; a town gets back its own."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from callbacks.listing import draw_listing, make_move
from data.errors import BadInput, Forbidden, UnknownThing
from data.house import EXTENSION
from data.queries.delivered import delivered, fields_of
from data.queries.exchanged import exchanged
from data.queries.regions import region_of
from data.queries.shares import granted_rows, own_rows, place_of, share_of, shares
from data.schema import agency, audit, region, share, share_delivery, share_step
from data.scope import Scope
from data.times import day_number, local
from tests.apps import app_on
from tests.conftest import toy_settings

ALL = Scope.guest()
FIELDS = {"field person.sex": "1", "field person.name": "1", "field person.phone": "1"}


@pytest.fixture
def server(sqlite_url, toy_dir):
    with app_on(toy_settings(toy_dir, sqlite_url)) as server, server.app_context():
        yield server


@pytest.fixture
def home(server):
    return server.extensions[EXTENSION]


def drawn(search="", role="duty_officer"):
    return draw_listing({"page": "catalogue", "search": search, "role": role, "number": 1})["parts"]


def sent(role="duty_officer", **given):
    return make_move({"sign": "s", "lang": "zh", "role": role, "number": 1, "move": "catalogue", "given": given})


def until(home, days=9):
    return f"{local(home.clock.now()).date() + timedelta(days=days):%Y-%m-%d}"


def asked(home, **more):
    with home.engine.connect() as connection:
        office = connection.scalar(select(agency.c.code).where(agency.c.kind == "department"))
        town = connection.scalar(select(region.c.code).where(region.c.level == 3, region.c.tree == "spine"))
    given = {"act": "ask", "resource": "ledger:residents", "agency": office, "purpose": "核对", "region": town}
    told = sent("agency", **given | FIELDS | {"until": until(home)} | more)
    return told["refused"] or re.search(r"H\d{8}-\d+", told["said"])[0]


def granted(home, **more):
    code = asked(home)
    kept = {name: "1" for name in FIELDS if name != "field person.phone"}
    told = sent(act="grant", code=code, words="仅限核对", until=until(home, 5), **kept | more)
    assert told["said"] == f"{code} 同意共享"
    return code


def one(home, code, scope=ALL, days=0):
    with home.engine.connect() as connection:
        return share_of(connection, code, scope, day_number(home.clock.now()) + days)[0]


def test_a_grant_gives_the_fields_that_were_ticked_of_its_region_and_each_delivery_is_kept(server, home):
    code = granted(home)
    row = one(home, code)
    assert (row["fields"], row["terms"], row["until_day"]) == ("person.sex,person.name", "仅限核对", row["until_day"])
    client = server.test_client()
    told = client.get(f"/api/v1/shares/{code}.json").json
    assert told["total"] == len(told["rows"]) > 0
    assert all(one.keys() == {"code", "village", "person.sex", "person.name"} for one in told["rows"])
    text = client.get(f"/api/v1/shares/{code}.csv").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == told["total"] and rows[0]["共享条件"] == "仅限核对"
    assert client.get(f"/api/v1/shares/{code}.xlsx").data[:2] == b"PK"
    with home.engine.connect() as connection:
        flowed = connection.execute(select(share_delivery).where(share_delivery.c.share_id == row["id"])).all()
        told = select(audit.c.action, audit.c.target).where(
            audit.c.target.contains(code), audit.c.action != "share_move"
        )
        noted = connection.execute(told.order_by(audit.c.n)).all()
    assert [(each.form, each.n) for each in flowed] == [(form, len(rows)) for form in ("json", "csv", "xlsx")]
    assert noted == [("share_deliver", f"{code} {len(rows)}"), *[("share_file", f"{code} {len(rows)}")] * 2]
    assert code in drawn("?tab=shares")["rows"] and "取用记录" in drawn(f"?share={code}")["one"]


def test_nothing_flows_before_it_is_granted_after_its_last_day_or_when_it_is_revoked(server, home):
    client, code = server.test_client(), asked(home)
    assert client.get(f"/api/v1/shares/{code}.json").status_code == 403
    taken = granted(home)
    assert one(home, taken, days=5)["stand"] == "granted" and one(home, taken, days=6)["stand"] == "expired"
    with home.engine.begin() as connection:
        past = day_number(home.clock.now()) - 1
        connection.execute(update(share).where(share.c.code == taken).values(until_day=past))
    assert client.get(f"/api/v1/shares/{taken}.json").status_code == 403
    other = granted(home)
    assert sent(act="revoke", code=other, words="用途已了")["said"]
    assert client.get(f"/api/v1/shares/{other}.json").status_code == 403
    assert sent(act="revoke", code=other, words="用途已了")["refused"]
    assert sent(act="refuse", code=code, words="无关")["said"] and sent(act="grant", code=code, words="行")["refused"]
    with home.engine.connect() as connection:
        what = select(share_step.c.what).join(share).where(share.c.code == other).order_by(share_step.c.seq)
        assert connection.scalars(what).all() == ["ask", "grant", "revoke"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": ""},
        {"until": "明天"},
        {"until": "2020-01-01"},
        {"agency": "nobody"},
        {"resource": "things:risk_point"},
        {"resource": "ledger:nothing"},
        {"field enterprise.name": "1"},
        {"region": "990999"},
    ],
)
def test_what_makes_no_request_is_refused_in_words(home, wrong):
    assert not asked(home, **wrong).startswith("H")


def test_what_is_not_shared_cannot_be_asked_for_and_who_asks_does_not_decide(home):
    code = asked(home)
    assert sent("agency", act="grant", code=code, words="行", until=until(home), **FIELDS)["refused"]
    assert sent("resident", act="refuse", code=code, words="不")["refused"]
    assert sent(act="grant", code=code, words="行", until=until(home), **{"field person.bank": "1"})["refused"]
    sent(act="terms", code="ledger:residents", share="closed", terms="涉密", seq="0")
    assert "不予共享" in asked(home)


def test_a_grant_is_known_to_its_department_alone_and_people_are_masked_by_clearance(home):
    code = granted(home)
    row = one(home, code)
    other = Scope(cells=ALL.cells, departments=("nobody",))
    with pytest.raises(UnknownThing):
        one(home, code, other)
    with home.engine.connect() as connection:
        assert shares(connection, other, day_number(home.clock.now()))[0] == []
        here = place_of(connection, row)
    with pytest.raises(Forbidden):
        granted_rows(home, row, here, other)
    mine = Scope(cells=((1, 1),), departments=(row["agency"],), clearance=0)
    masked = granted_rows(home, row, here, mine).rows
    whole = granted_rows(home, row, here, Scope(cells=ALL.cells, departments=(row["agency"],), clearance=2)).rows
    assert len(masked) == len(whole) > 0, "of the region that was granted, wherever the reader sits"
    assert any("*" in str(line[3]) or line[3] != full[3] for line, full in zip(masked, whole, strict=True) if full[3])


def test_a_town_gets_back_its_own_and_nobody_the_whole_city(server, home):
    client = server.test_client()
    with home.engine.connect() as connection:
        town = connection.execute(select(region).where(region.c.level == 3, region.c.tree == "spine")).first()
        inside = Scope(cells=((town.lo, town.hi),), clearance=2)
        here = region_of(connection, town.code, inside)
        city = region_of(connection, "", ALL)
    n = len(own_rows(home, "ledger:residents", here, inside).rows)
    with pytest.raises(BadInput):
        own_rows(home, "ledger:residents", city, ALL)
    told = client.get(f"/api/v1/feedback/residents.json?region={town.code}").json
    assert told["total"] == n
    assert client.get("/api/v1/feedback/residents.json").status_code == 400
    assert client.get(f"/api/v1/feedback/nothing.json?region={town.code}").status_code == 404
    assert client.get(f"/api/v1/feedback/residents.pdf?region={town.code}").status_code == 400
    flowed = client.get(f"/api/v1/shares/deliveries.json?region={town.code}").json["rows"]
    assert (flowed[0]["resource"], flowed[0]["n"], flowed[0]["code"]) == ("ledger:residents", n, None)
    card = drawn(f"?tab=shares&region={town.code}")["rows"]
    assert f"/api/v1/feedback/residents.csv?region={town.code}" in card and "反哺" in card
    assert client.get("/api/v1/shares.json?state=x").status_code == 400
    assert client.get("/api/v1/shares.json").json["rows"]


RESOURCES = ("things:risk_point", "readings:rain", *(f"business:{name}" for name in ["events", "lists", "indicators"]))


@pytest.mark.parametrize("resource", [*RESOURCES, "business:visits", "business:signals"])
def test_whatever_has_rows_is_given_out_by_the_names_of_its_fields_and_goes_back_to_a_town(server, home, resource):
    with home.engine.connect() as connection:
        names = [one.code for one in fields_of(connection, resource)]
        county = connection.scalar(select(region.c.code).where(region.c.level == 2, region.c.tree == "spine"))
        town = connection.scalar(select(region.c.code).where(region.c.level == 3, region.c.tree == "spine"))
    fields = {f"field {name}": "1" for name in (*FIELDS_OF_PEOPLE, *names)}
    assert not asked(home, resource=resource, **fields).startswith("H"), "fields of people are not its"
    given = {f"field {name}": "1" for name in names}
    code = asked_of(home, resource, county, given)
    sent(act="grant", code=code, words="仅限核对", until=until(home, 5), **given)
    told = server.test_client().get(f"/api/v1/shares/{code}.json").json
    assert all(set(row) == set(names) for row in told["rows"])
    csv_file = server.test_client().get(f"/api/v1/shares/{code}.csv")
    assert csv_file.status_code == 200 and len(csv_file.get_data(as_text=True).splitlines()) >= told["total"] + 1
    back = server.test_client().get(f"/api/v1/feedback/{resource}.xlsx?region={town}")
    assert (back.status_code, back.data[:2]) == (200, b"PK")


FIELDS_OF_PEOPLE = ("person.sex",)


def asked_of(home, resource, place, fields):
    with home.engine.connect() as connection:
        office = connection.scalar(select(agency.c.code).where(agency.c.kind == "department"))
    given = {"act": "ask", "resource": resource, "agency": office, "purpose": "核对", "region": place}
    return re.search(r"H\d{8}-\d+", sent("agency", **given | fields | {"until": until(home)})["said"])[0]


def test_what_goes_out_is_what_lies_in_the_region_alone_with_people_masked_and_documents_stay(server, home):
    with home.engine.connect() as connection:
        towns = connection.execute(select(region).where(region.c.level == 3, region.c.tree == "spine")).all()
        parts = [region_of(connection, one.code, ALL) for one in towns]
        city = region_of(connection, "", ALL)
        with pytest.raises(UnknownThing):
            fields_of(connection, "business:documents")
    for resource in ("things:risk_point", "readings:rain", "business:events"):
        whole = {row[0] for row in delivered(home, resource, (), city, ALL).rows}
        some = [{row[0] for row in delivered(home, resource, (), one, ALL).rows} for one in parts]
        assert set().union(*some) == whole and sum(map(len, some)) == len(whole) > 0
    low = Scope(cells=ALL.cells, clearance=0)
    people = [
        delivered(home, "things:risk_point", ("persons",), city, one).rows
        for one in (low, Scope(cells=ALL.cells, clearance=2))
    ]
    assert people[0] != people[1] and len(people[0]) == len(people[1])


def test_what_flowed_is_summed_by_resource_and_receiver_of_what_the_reader_may_know(server, home):
    code, client = granted(home), server.test_client()
    n = sum(client.get(f"/api/v1/shares/{code}.{kind}").status_code == 200 for kind in ("json", "csv"))
    row, now = one(home, code), home.clock.now()
    with home.engine.connect() as connection:
        here, city = place_of(connection, row), region_of(connection, "", ALL)
        (mine,) = exchanged(connection, ALL, here, now)
        every = [(each.resource, each.n) for each in connection.execute(select(share_delivery))]
        whole = exchanged(connection, ALL, city, now)
        assert exchanged(connection, Scope(cells=ALL.cells, departments=("nobody",)), here, now) == []
    told = client.get(f"/api/v1/shares/{code}.json").json["total"]
    assert (mine["resource"], mine["times"], mine["lately"], mine["n"]) == ("ledger:residents", n, n, n * told)
    assert (sum(each["times"] for each in whole), sum(each["n"] for each in whole)) == (
        len(every),
        sum(n for _r, n in every),
    )
    assert "交换统计" in drawn("?tab=shares")["rows"]
