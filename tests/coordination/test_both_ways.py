"""A visit leads to the page of whom it goes to, and that page tells of its visits, dangers and documents."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from callbacks.listing import draw_listing
from components.thing_page import AskedThing, thing_drawn
from components.visits_part import documents_part, subject_way, visits_part
from data.coordination.kind import kinds_of
from data.demo.documents import install_documents
from data.house import EXTENSION
from data.queries.visits_of import kinds_for, visited
from data.schema import coordination_call, coordination_finding, document
from data.scope import Scope
from tests.coordination.test_pages import drawn

C = coordination_call.c
WAYS = {"inspection": "/economy/enterprises?enterprise=", "campus": "/things/school/"}


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def a_call(home, kind):
    with home.engine.connect() as connection:
        query = select(coordination_call).where(C.kind == kind, C.state == "done").order_by(C.id)
        return connection.execute(query).mappings().first()


@pytest.mark.parametrize("kind", WAYS)
def test_a_visit_leads_to_its_subject_and_back(home, kind):
    row = a_call(home, kind)
    of, _colon, code = row["subject"].partition(":")
    assert f'href="{WAYS[kind]}{code}"' in drawn(f"?call={row['code']}", kind=kind)["one"]
    told = "".join(map(str, visits_part(home, of, code, Scope.guest())))
    assert f"/coordination/{kind}?month=" in told and f"call={row['code']}" in told.replace("&amp;", "&")
    assert row["code"] in _page(home, kind, code)


def _page(home, kind, code):
    if kind == "campus":
        return thing_drawn(home, AskedThing(layer="school", code=code, role="duty_officer"))["visits"]
    asked = {"page": "enterprises", "search": f"?enterprise={code}", "role": "duty_officer", "number": 1}
    return "".join(draw_listing(asked)["parts"].values())


def test_a_department_is_told_of_its_own_visits_and_dangers_alone(home):
    row = a_call(home, "inspection")
    with home.engine.begin() as connection:
        found = connection.execute(select(coordination_finding)).mappings().first()
        values = dict(found) | {
            "code": "Y999999",
            "call_id": row["id"],
            "subject": row["subject"],
            "kind": "inspection",
        }
        values |= {"agency": row["agency"], "danger": 1, "state": "open", "event": ""}
        values.pop("id")
        connection.execute(insert(coordination_finding).values(values))
        kinds = kinds_for(list(kinds_of(home).kinds.values()), "enterprise")
        for agency, wanted in ((row["agency"], True), ("nobody", False)):
            scope = replace(Scope.guest(), departments=(agency,))
            one = visited(connection, kinds, row["subject"], scope)
            assert (row["code"] in [call["code"] for call in one.calls]) is wanted
            assert ("Y999999" in [danger["code"] for danger in one.dangers]) is wanted
    code = row["subject"].partition(":")[2]
    assert "未销号的隐患" in "".join(map(str, visits_part(home, "enterprise", code, Scope.guest())))
    assert visits_part(home, "vessel", code, Scope.guest()) == []  # no kind of visits goes there


def test_documents_about_a_record_are_listed_until_they_are_taken_down(home):
    with home.engine.begin() as connection:
        install_documents(connection, home.clock.now())
        one = connection.execute(select(document).where(document.c.clearance < 2)).mappings().first()
        mine = document.c.id == one["id"]
        connection.execute(document.update().where(mine).values(subject="enterprise", record="EN1"))
    assert one["title"] in "".join(map(str, documents_part(home, "enterprise", "EN1")))
    assert documents_part(home, "enterprise", "EN2") == []
    with home.engine.begin() as connection:
        connection.execute(document.update().where(mine).values(withdrawn=1))
    assert documents_part(home, "enterprise", "EN1") == []


def test_subjects_of_any_source_have_a_page():
    assert subject_way("region", "4", "990102001001") == "/archive/990102001001"
    assert subject_way("record", "project", "PR1") == "/economy/projects?project=PR1"
    assert subject_way("record", "house", "H1") == "/forms?row=H1"
