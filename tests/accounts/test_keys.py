"""Keys of programs, by an administrator's screen: given once, listed with their last use, revoked; and all told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from data.commands.senders import add_sender
from data.doors.keys import by_key
from data.engine import writing
from data.schema import agency, audit, region, sender
from tests.seats import HERE, signed_in, token_of

TOWN, COUNTY, OTHER = "990102001", "990102", "990103"


@pytest.fixture
def admin(lone_desk):
    return signed_in(lone_desk.app, "adm", "administrator")


def send(client, path, **told):
    return client.post(path, data=told | {"csrf_token": token_of(client, "/keys")}, headers=HERE)


def give(client, name, **more):
    return send(client, "/keys/add", name=name, **{"role": "system", "source": "sensor"} | more)


def key_in(page):
    return re.search(r'class="seat-password">([^<]+)<', page)[1]


def asks(desk, key):
    headers = {"Authorization": f"Bearer {key}"}
    return desk.app.test_client().get("/api/v1/dispatches", headers=headers).status_code


def test_a_key_is_shown_once_opens_its_region_and_is_revoked(lone_desk, admin):
    page = give(admin, "水位站", region_text=TOWN, expires="2099-12-31").text
    key = key_in(page)
    assert key not in admin.get("/keys").text and "2099-12-31" in page
    assert by_key(lone_desk.house, key).region == TOWN
    assert asks(lone_desk, key) == 200
    assert send(admin, "/keys/revoke", name="水位站").status_code == 303
    assert asks(lone_desk, key) == 401 and "已吊销" in admin.get("/keys").text
    with lone_desk.house.engine.connect() as connection:
        told = connection.execute(select(audit.c.action, audit.c.actor, audit.c.target)).all()
    assert ("key_add", "adm", "水位站") in told and ("key_revoke", "adm", "水位站") in told


def test_its_last_use_is_told_to_the_hour_and_written_once_an_hour(lone_desk, admin):
    key = key_in(give(admin, "水位站").text)
    never = admin.get("/keys").text.count("从未")
    engine, used = lone_desk.house.engine, select(sender.c.used_at).where(sender.c.name == "水位站")

    def last():
        asks(lone_desk, key)
        with engine.connect() as connection:
            return connection.scalar(used)

    first = last()
    assert last() == first
    with engine.begin() as connection:
        earlier = update(sender).where(sender.c.name == "水位站").values(used_at=first - timedelta(hours=2))
        connection.execute(earlier)
    assert last() > first - timedelta(hours=1)
    assert admin.get("/keys").text.count("从未") == never - 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"expires": "2001-01-01"}, "有效期须在今天之后"),
        ({"expires": "soon"}, "日期不对"),
        ({"role": "auditor"}, "role 只能是"),
        ({"region_text": f"{TOWN},{OTHER}"}, "一个密钥只属于一个区划"),
        ({"name": "taken"}, "已有名为"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(admin, told, words):
    give(admin, "taken")
    asked = {"name": "new", "role": "system", "source": "sensor"} | told
    answer = send(admin, "/keys/add", **asked)
    assert answer.status_code == 400 and words in answer.text and "seat-password" not in answer.text


def test_an_administrator_of_a_county_knows_gives_and_revokes_only_its_keys(lone_desk):
    with writing(lone_desk.house.engine) as connection:
        for name, region in (("本县", TOWN), ("外县", OTHER), ("全市", "")):
            told = {"region_code": region, "source": "sensor", "role": "system", "now": datetime.now(UTC)}
            add_sender(connection, name, **told)
    client = signed_in(lone_desk.app, "part", "administrator", region=COUNTY)
    page = client.get("/keys").text
    assert "本县" in page and "外县" not in page and ">全市<" not in page
    assert [send(client, "/keys/revoke", name=name).status_code for name in ("本县", "外县", "全市")] == [303, 404, 404]
    assert give(client, "a", region_text=OTHER).status_code in (400, 404)
    assert by_key(lone_desk.house, key_in(give(client, "b").text)).region == COUNTY
    own, another = (give(client, name).text for name in ("本县", "外县"))
    assert "已有名为 本县" in own and "这个名称不能用" in another and "已有" not in another


@pytest.mark.parametrize("role", ["leader", "duty_officer", "auditor", "presenter"])
def test_others_have_no_such_page(lone_desk, role):
    client = signed_in(lone_desk.app, role, role)
    assert client.get("/keys").status_code == 403
    told = {"name": "a", "csrf_token": token_of(client, "/account"), "role": "system", "source": "sensor"}
    assert client.post("/keys/add", data=told, headers=HERE).status_code == 403


def test_an_administrator_of_some_departments_gives_and_knows_only_keys_for_those(lone_desk):
    with writing(lone_desk.house.engine) as connection:
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        same = {"kind": "department", "region_id": city, "provenance": "simulated"}
        connection.execute(insert(agency), [same | {"code": f"x.{n}", "name": f"局{n}"} for n in (1, 2)])
        told = {"source": "sensor", "role": "agency", "now": datetime.now(UTC)}
        add_sender(connection, "全部门", **told)
        add_sender(connection, "另一部门", departments=["x.2"], **told)
    client = signed_in(lone_desk.app, "bound", "administrator", departments=("x.1",))
    assert "没有这些部门" in give(client, "a", departments="x.2").text
    assert "没有这些部门" in give(client, "a", departments="x.1，nobody").text
    for name, asked in (("b", ""), ("c", "x.1")):
        key = key_in(give(client, name, role="agency", departments=asked).text)
        assert by_key(lone_desk.house, key).actor.scope.departments == ("x.1",)
    page = client.get("/keys").text
    assert ">x.1<" in page and "全部门" not in page and "另一部门" not in page
    assert [send(client, "/keys/revoke", name=name).status_code for name in ("全部门", "另一部门", "b")] == [
        404,
        404,
        303,
    ]
