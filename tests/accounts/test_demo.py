"""In the demo a visitor looks on as before; its identities are taken with one click, on this machine alone."""

import pytest
from sqlalchemy import func, select

from components.indicators_page import indicators_drawn
from data.accounts.demo import IDENTITIES
from data.accounts.sessions import end_all, sittings
from data.schema import account, agency, indicator
from data.view import View
from tests.seats import HERE, enter, sitting, token_of

ELSEWHERE = {"REMOTE_ADDR": "10.0.0.7"}


def take(client, key, **more):
    told = {"identity": key, "csrf_token": token_of(client)}
    return client.post("/login/demo", data=told, headers=HERE | more.pop("headers", {}), **more)


def test_visitors_see_the_demo(client):
    assert client.get("/").status_code == 200
    assert client.get("/api/v1/panels/kpi.json").status_code == 200


@pytest.mark.parametrize("key", IDENTITIES)
def test_one_click_is_enough(client, key):
    answer = take(client, key)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    page = client.get("/account").text
    assert IDENTITIES[key].name in page and "演示身份" in page
    assert "原密码" not in page


def test_the_town_user_has_one_town_and_the_head_one_department(client):
    take(client, "town")
    assert "东一街道" in client.get("/account").text
    take(client, "department")
    assert "全部" not in client.get("/account").text


def test_the_economy_head_answers_for_indicators_and_changes_them(client):
    take(client, "economy")
    house = client.application.extensions["yitu"]
    with house.engine.connect() as connection:
        office = connection.scalar(select(agency.c.name).order_by(agency.c.code.like("%.economy").desc()))
        codes = connection.scalars(select(indicator.c.code).where(indicator.c.department == office)).all()
    with sitting(client.application, "demo-economy"):
        assert codes and "修改定义" in indicators_drawn(house, View(), {"code": codes[0]})["edit"]


def test_an_identity_is_made_once(client):
    for _twice in range(2):
        take(client, "leader")
    with client.application.extensions["yitu"].engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(account)) == 1


def test_nobody_signs_in_as_one_by_password(client):
    take(client, "leader")
    stranger = client.application.test_client()
    assert enter(stranger, "demo-leader", "").status_code == 401


@pytest.mark.parametrize(
    "how",
    [
        {"environ_overrides": ELSEWHERE},
        {"headers": {"X-Forwarded-For": "10.0.0.7"}},
        {"headers": {"Host": "rebound.example", "Origin": "http://rebound.example"}},
    ],
)
def test_they_are_offered_on_this_machine_alone(client, how):
    page = client.get("/login", **how)
    assert "演示身份" not in page.text
    assert "演示身份" in client.get("/login").text
    assert take(client, "leader", **how).status_code == 403


def test_outside_the_demo_there_are_none(lone_desk):
    assert "演示身份" not in lone_desk.client.get("/login").text
    assert take(lone_desk.client, "leader").status_code == 403


def test_a_screen_whose_session_is_over_does_not_go_on_as_a_visitor(client):
    take(client, "town")
    with client.application.extensions["yitu"].engine.begin() as connection:
        end_all(connection, connection.scalar(select(account.c.id)))
    sittings(client.application).forget()
    assert client.get("/api/v1/panels/kpi.json").status_code == 401
    assert client.get("/").headers["Location"] == "/login"
    client.get("/login")
    assert client.get("/").status_code == 200
