"""Administrators manage the accounts of their own regions; the first one comes with the first start."""

import re

import pytest
from sqlalchemy import insert, select

from components.role_matrix import allowed
from data.accounts.account import ACTS_AS
from data.cli_accounts import first_administrator
from data.engine import writing
from data.schema import agency, region
from data.words import SEATS
from tests.scope.actions import ACTIONS
from tests.seats import HERE, PASSWORD, add, enter, signed_in, token_of

TOWN, COUNTY = "990102001", "990102"


def send(client, path, **told):
    return client.post(path, data=told | {"csrf_token": token_of(client, "/accounts")}, headers=HERE)


def password_in(page: str) -> str:
    return re.search(r'class="seat-password">([^<]+)<', page)[1]


@pytest.fixture
def admin(lone_desk):
    return signed_in(lone_desk.app, "adm", "administrator")


def test_the_first_start_makes_one_administrator_whose_password_is_shown_once(desk):
    password = first_administrator(desk.house.engine)
    assert len(password) >= 20
    assert first_administrator(desk.house.engine) == ""
    assert enter(desk.client, "admin", password).status_code == 303
    assert desk.client.get("/accounts").headers["Location"] == "/account"


def test_an_account_is_added_changed_reset_disabled_and_enabled(lone_desk, admin):
    made = send(admin, "/accounts/add", login="Wang", name="王丽", role="duty_officer", region=TOWN)
    first = password_in(made.text)
    client = lone_desk.app.test_client()
    assert enter(client, "wang", first).headers["Location"] == "/"
    told = {"login": "wang", "name": "王丽", "role": "leader", "region": COUNTY, "expires": "2099-12-31"}
    assert send(admin, "/accounts/change", **told).status_code == 303
    page = admin.get("/accounts?login=wang").text
    assert "2099-12-31" in page and "领导" in page
    second = password_in(send(admin, "/accounts/step", login="wang", step="password").text)
    assert enter(client, "wang", first).status_code == 401
    assert enter(client, "wang", second).status_code == 303
    assert send(admin, "/accounts/step", login="wang", step="disable").status_code == 303
    assert enter(client, "wang", second).status_code == 401
    send(admin, "/accounts/step", login="wang", step="enable")
    assert enter(client, "wang", second).status_code == 303


def test_a_locked_account_is_unlocked(lone_desk, admin):
    add(lone_desk.house, "known", "leader")
    client = lone_desk.app.test_client()
    for _try in range(6):
        enter(client, "known", "wrong-password")
    assert "锁定中" in admin.get("/accounts").text
    send(admin, "/accounts/step", login="known", step="unlock")
    assert enter(client, "known").status_code == 303


def test_an_administrator_of_a_county_knows_only_its_accounts(lone_desk):
    add(lone_desk.house, "city", "leader", name="市领导")
    add(lone_desk.house, "town", "duty_officer", region=TOWN)
    add(lone_desk.house, "other", "duty_officer", region="990103")
    client = signed_in(lone_desk.app, "part", "administrator", region=COUNTY)
    page = client.get("/accounts").text
    assert "town" in page and "市领导" not in page and "other" not in page
    for login in ("city", "other", "nobody"):
        assert client.get(f"/accounts?login={login}").status_code == 404
        for step in ("disable", "password", "unlock"):
            assert send(client, "/accounts/step", login=login, step=step).status_code == 404
        changed = send(client, "/accounts/change", login=login, name="x", role="leader", region=COUNTY)
        assert changed.status_code == 404
    for code in ("990103", "990100"):
        made = send(client, "/accounts/add", login="new", name="x", role="leader", region=code)
        assert made.status_code == 404
    assert password_in(send(client, "/accounts/add", login="new", name="x", role="leader").text)
    assert enter(lone_desk.app.test_client(), "city", PASSWORD).status_code == 303


def test_a_region_is_found_by_its_name_and_nobody_gives_more_departments_than_he_has(lone_desk, admin):
    with writing(lone_desk.house.engine) as connection:
        names = dict(connection.execute(select(region.c.code, region.c.name).where(region.c.level == 3)).all())
        only = next(code for code, name in names.items() if list(names.values()).count(name) == 1)
        codes = [f"x.{n}" for n in range(2)]
        about = {"kind": "town", "region_id": select(region.c.id).where(region.c.level == 1).scalar_subquery()}
        for code in codes:
            connection.execute(insert(agency).values(code=code, name=code, provenance="simulated", **about))
    assert (
        send(admin, "/accounts/add", login="ann", name="a", role="leader", region_text=names[only]).status_code == 200
    )
    assert f'value="{only}"' in admin.get("/accounts?login=ann").text
    wrong = send(admin, "/accounts/add", login="bob", name="b", role="leader", region_text="不存在")
    assert wrong.status_code == 400 and "请从列表中选择" in wrong.text
    for day in ("2099-1-2", "2099/01/02", "2099年1月2日"):
        send(admin, "/accounts/change", login="ann", name="a", role="leader", region=only, expires=day)
        assert 'value="2099-01-02"' in admin.get("/accounts?login=ann").text
    bound = signed_in(lone_desk.app, "bound", "administrator", departments=(codes[0],))
    assert (
        "没有这些部门" in send(bound, "/accounts/add", login="cid", name="c", role="leader", departments=codes[1]).text
    )
    send(bound, "/accounts/add", login="dan", name="d", role="leader")
    assert f'value="{codes[0]}"' in bound.get("/accounts?login=dan").text


@pytest.mark.parametrize("role", ["leader", "duty_officer", "auditor", "presenter"])
def test_nobody_else_manages_accounts(lone_desk, role):
    client = signed_in(lone_desk.app, "one", role)
    assert client.get("/accounts").status_code == 403
    told = {"login": "x", "name": "x", "role": "administrator", "csrf_token": token_of(client, "/account")}
    assert client.post("/accounts/add", data=told, headers=HERE).status_code == 403


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"login": "?", "name": "x"}, "账号由小写字母"),
        ({"login": "adm", "name": "x"}, "已经有了"),
        ({"login": "new", "name": " "}, "姓名为"),
        ({"login": "new", "name": "x", "role": "system"}, "请选择角色"),
        ({"login": "new", "name": "x", "departments": "nowhere"}, "没有这些部门"),
        ({"login": "new", "name": "x", "expires": "2026-13-01"}, "日期不对"),
        ({"login": "new", "name": "x", "role": "department_head"}, "须指定部门"),
    ],
)
def test_a_form_that_makes_no_sense_is_told_in_words_and_writes_nothing(lone_desk, admin, told, words):
    answer = send(admin, "/accounts/add", **({"role": "leader"} | told))
    assert answer.status_code == 400 and words in answer.text
    assert admin.get("/accounts?login=new").status_code == 404


def test_a_login_of_another_county_cannot_be_used_and_no_more_is_said_of_it(lone_desk):
    add(lone_desk.house, "away", "leader", region="990103")
    add(lone_desk.house, "here", "leader", region="990102")
    client = signed_in(lone_desk.app, "part", "administrator", region="990102")
    own, another = (send(client, "/accounts/add", login=one, name="x", role="leader") for one in ("here", "away"))
    assert "账号 here 已经有了" in own.text
    assert another.status_code == 400 and "这个登录名不能用" in another.text and "已经有了" not in another.text


def test_nobody_disables_himself(admin):
    assert "不能停用自己的账号" in send(admin, "/accounts/step", login="adm", step="disable").text


def test_markup_in_a_name_is_text(lone_desk, admin):
    send(admin, "/accounts/add", login="new", name="<img src=x>", role="leader")
    page = admin.get("/accounts").text
    assert "&lt;img" in page and "<img" not in page


def test_the_command_line_adds_lists_disables_unlocks_and_resets(lone_desk):
    run = lone_desk.app.test_cli_runner().invoke
    made = run(args=["accounts", "add", "wang", "--name", "王丽", "--role", "leader", "--days", "30"])
    assert made.exit_code == 0
    password = made.output.splitlines()[0]
    assert enter(lone_desk.client, "wang", password).status_code == 303
    assert "wang\t王丽\tleader\t990100\t*\t1\t" in run(args=["accounts", "list"]).output
    for name in ("unlock", "password", "disable", "enable"):
        assert run(args=["accounts", name, "wang"]).exit_code == 0
    assert run(args=["accounts", "disable", "nobody"]).exit_code != 0


@pytest.mark.parametrize("role", SEATS)
def test_what_the_list_says_of_a_role_is_what_its_deeds_are_allowed(role, admin):
    """The same table that the matrix of deeds is proved by."""
    acts = ACTS_AS.get(role)
    told = allowed(role)
    for action, word in (("send people", "派遣、督办"), ("stop a call", "发起联络")):
        assert told[word] == (role in ACTIONS[action][2]), action
    page = admin.get("/accounts").text
    assert "角色权限一览" in page and (acts is not None or "只看不办" in page)
