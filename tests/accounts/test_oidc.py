"""Sign-in by OpenID Connect, against a provider that runs as a process of its own."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select

from data.engine import writing
from data.schema import account, audit
from tests.apps import app_on
from tests.conftest import toy_settings
from tests.server import free_port

PLACES = {"duty": {"role": "duty_officer", "region": "990102"}, "it": {"role": "administrator"}}


@pytest.fixture(scope="module")
def provider():
    port = free_port()
    process = subprocess.Popen([sys.executable, str(Path(__file__).with_name("provider.py")), str(port)])
    url = f"http://127.0.0.1:{port}"
    for _try in range(100):
        try:
            requests.get(f"{url}/keys", timeout=1)
            break
        except requests.RequestException:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture
def url(tmp_path, empty_sqlite):
    return f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'desk.db')}"


@pytest.fixture
def app(provider, toy_dir, url):
    own = {
        "oidc_issuer": provider,
        "oidc_client": "cockpit",
        "oidc_secret": "a-secret-of-the-provider",
        "oidc_name": "政务统一认证",
        "oidc_map": json.dumps({"claim": "dept", "values": PLACES}),
    }
    with app_on(toy_settings(toy_dir, url, demo=False, **own)) as app:
        yield app


def come(client, provider, spoil="", **who):
    """Through the provider and back; the last answer, and the address it came by."""
    requests.get(f"{provider}/as", params={"sub": "u-1", "name": "李强"} | who, timeout=5)
    if spoil:
        requests.get(f"{provider}/spoil", params={"what": spoil}, timeout=5)
    there = client.get("/oidc?next=/events").headers["Location"]
    back = urlsplit(requests.get(there, allow_redirects=False, timeout=5).headers["Location"])
    return client.get(f"{back.path}?{back.query}"), there, back


def known(app):
    with app.extensions["yitu"].engine.connect() as connection:
        return connection.execute(select(account)).mappings().all()


def test_who_is_known_there_comes_in_with_the_role_and_region_of_his_claim(app, provider):
    client = app.test_client()
    assert "用政务统一认证登录" in client.get("/login").text
    answer, asked, _back = come(client, provider, dept="duty", preferred_username="li.qiang")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/events")
    sent = parse_qs(urlsplit(asked).query)
    assert sent["code_challenge_method"] == ["S256"] and {"state", "nonce", "code_challenge"} <= set(sent)
    (row,) = known(app)
    assert (row["login"], row["name"], row["role"], row["password"]) == ("li.qiang", "李强", "duty_officer", None)
    page = client.get("/account").text
    assert "李强" in page and "原密码" not in page
    assert client.get("/api/v1/regions/990102").status_code == 200


def test_a_new_place_there_is_a_new_place_here_and_the_account_stays_one(app, provider):
    come(app.test_client(), provider, dept="duty")
    client = app.test_client()
    come(client, provider, dept="it")
    (row,) = known(app)
    assert row["role"] == "administrator"
    assert client.get("/accounts").status_code == 200
    come(app.test_client(), provider, dept="it")
    with app.extensions["yitu"].engine.connect() as connection:
        told = connection.scalars(select(audit.c.action).order_by(audit.c.n)).all()
    assert told == ["account_add", "sign_in", "account_change", "sign_in", "sign_in"]


def test_who_has_no_place_here_stays_out_and_is_told_in_the_log(app, provider):
    answer, _asked, _back = come(app.test_client(), provider, dept="canteen")
    assert answer.status_code == 401 and "没有对应的角色" in answer.text
    with app.extensions["yitu"].engine.connect() as connection:
        row = connection.execute(select(audit)).mappings().one()
    assert (row["action"], row["outcome"], row["actor"]) == ("sign_in", "failed", "u-1")
    assert known(app) == []


@pytest.mark.parametrize("what", ["nonce", "issuer", "key"])
def test_a_token_that_is_not_for_this_sign_in_is_refused(app, provider, what):
    client = app.test_client()
    answer, _asked, _back = come(client, provider, spoil=what, dept="duty")
    assert answer.status_code == 401
    assert known(app) == [] and client.get("/api/v1/regions").status_code == 401


def test_an_answer_without_its_question_and_a_second_use_are_refused(app, provider):
    client = app.test_client()
    answer, _asked, back = come(client, provider, dept="duty")
    assert answer.status_code == 303
    for one in (client, app.test_client()):
        assert one.get(f"{back.path}?{back.query}").status_code == 401
    assert app.test_client().get("/oidc/back?error=access_denied&state=x").status_code == 401


def test_a_disabled_account_stays_out(app, provider):
    come(app.test_client(), provider, dept="duty")
    with writing(app.extensions["yitu"].engine) as connection:
        connection.execute(account.update().values(disabled_at=account.c.created_at))
    answer, _asked, _back = come(app.test_client(), provider, dept="duty")
    assert answer.status_code == 401


def test_a_provider_that_does_not_answer_is_told_in_words(toy_dir, url):
    own = {"oidc_issuer": "http://127.0.0.1:1", "oidc_map": '{"claim":"x","values":{}}'}
    with app_on(toy_settings(toy_dir, url, demo=False, **own)) as app:
        answer = app.test_client().get("/oidc")
    assert answer.status_code == 401 and "登录没有完成" in answer.text


def test_where_none_is_set_there_is_none(lone_desk):
    assert lone_desk.client.get("/oidc").status_code == 404
    assert "政务" not in lone_desk.client.get("/login").text
