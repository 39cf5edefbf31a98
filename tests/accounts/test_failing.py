"""What fails opens nothing and tells nothing of the inside."""

import pytest
from sqlalchemy import text

from data.accounts.sessions import sittings
from data.engine import writing
from tests.seats import signed_in

INSIDE = ("Traceback", "sqlalchemy", "sqlite", "SELECT", "/data/")


def without(desk, table):
    with writing(desk.house.engine) as connection:
        connection.execute(text(f"DROP TABLE {table}"))
    with desk.app.app_context():
        sittings().forget()


@pytest.mark.parametrize("path", ["/", "/audit", "/api/v1/events", "/api/v1/live", "/dispatch"])
def test_without_its_sessions_the_gate_opens_for_nobody(lone_desk, path):
    client = signed_in(lone_desk.app, "one", "auditor")
    assert client.get("/audit").status_code == 200
    without(lone_desk, "account_session")
    answer = client.get(path)
    assert answer.status_code in (401, 500, 503) or answer.headers.get("Location", "").startswith("/login")


@pytest.mark.parametrize("path", ["/audit", "/account", "/api/v1/revisions"])
def test_an_error_nobody_foresaw_tells_nothing_of_the_inside(lone_desk, path):
    client = signed_in(lone_desk.app, "one", "auditor")
    without(lone_desk, "account_session")
    answer = client.get(path)
    assert answer.status_code >= 400 and [word for word in INSIDE if word in answer.text] == []
