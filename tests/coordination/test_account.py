"""An account that is for one enterprise: it finds its own page, and nobody else's visits anywhere."""

import pytest
from sqlalchemy import select

from data.errors import BadInput
from data.house import EXTENSION
from data.schema import coordination_call
from tests.seats import HERE, add, enter

C = coordination_call.c


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def test_an_account_of_a_subject_answers_for_it_and_sees_its_own_visits_alone(home, client):
    with home.engine.connect() as connection:
        query = select(coordination_call).where(C.kind == "inspection", C.state == "filed").order_by(C.id)
        rows = connection.execute(query).mappings().all()
    mine = rows[0]
    other = next(row for row in rows if row["subject"] != mine["subject"])
    enter(client, add(home, "firm", "resident", departments=(f"subject:{mine['subject']}",)))
    told = client.get("/subject/").get_data(as_text=True)
    assert mine["name"] in told
    sent = {"what": "accept", "code": mine["code"], "seq": str(mine["seq"])}
    assert client.post("/subject/", data=sent, headers=HERE).status_code == 303
    stolen = {"what": "accept", "code": other["code"], "seq": str(other["seq"])}
    assert client.post("/subject/", data=stolen, headers=HERE).status_code == 404
    assert client.post("/subject/", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    rows = client.get("/api/v1/coordination/inspection/calls.json?month=2024-08").json["rows"]
    rows += client.get("/api/v1/coordination/inspection/calls.json?month=2024-07").json["rows"]
    assert {row["subject"] for row in rows} == {mine["subject"].partition(":")[2]}


def test_an_account_for_a_subject_that_is_not_there_is_refused(home):
    with pytest.raises(BadInput, match="没有这些部门"):
        add(home, "nofirm", "resident", departments=("subject:enterprise:NOBODY",))
