"""电子证照档案: documents that are licences, whose file they belong to, and whether they hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from callbacks.listing import draw_listing
from components.visits_part import documents_part
from data.commands.documents import NewDocument, add_document
from data.document_words import HOLDERS, SOON, VALIDITY
from data.engine import writing
from data.errors import BadInput, UnknownRegion, UnknownThing
from data.house import EXTENSION
from data.queries.document_validity import holder_of, validity_of
from data.queries.documents import DocumentFilters, listed
from data.queries.regions import region_of
from data.schema import region
from data.things.taking import take_raw
from data.times import day_number, local
from data.words import REGISTERS
from tests.data.test_documents import FILE, actor, home, reader, scope, seen
from tests.things.registers import KEEPER, cell_code

__all__ = ["home"]


def licensed(house, title="许可证", by=None, **more):
    """A licence that was given ten days ago and ends in a year, unless `more` says otherwise."""
    today = local(house.clock.now()).date()
    told = {"paper": "91-1", "issuer": "住建局", "issued": f"{today - timedelta(days=10)}"}
    told |= {"ends": f"{today + timedelta(days=365)}", "kind": "permit"} | more
    with writing(house.engine) as connection:
        new = NewDocument(title=title, agency="HOUSING", clearance=1, **told)
        return add_document(connection, new, FILE, "a.pdf", by or actor("HOUSING"), house.clock.now(), "measured")


def rows(house, me=None, **asked):
    me = me or reader("HOUSING")
    with house.engine.connect() as connection:
        here = region_of(connection, "", me.scope)
        filters = DocumentFilters.lenient({f"doc_{name}": value for name, value in asked.items()})
        return listed(connection, me, here, day_number(house.clock.now()), filters)


def days(house, n):
    return f"{local(house.clock.now()).date() + timedelta(days=n)}"


@given(st.integers(-500, 500) | st.none(), st.integers(0, 900))
def test_a_licence_holds_until_its_last_day_and_is_told_before(left, age):
    today = date(2024, 7, 25).toordinal()
    row = {"issued_day": today - age, "ends_day": None if left is None else today + left}
    state = validity_of(row, today)
    assert state in VALIDITY and (state == "always") == (left is None)
    if left is not None:
        assert state == ("ended" if left < 0 else "soon" if left <= SOON else "valid")
    assert validity_of({"issued_day": None, "ends_day": None}, today) == ""


def test_every_holder_has_its_file_and_an_event_has_none():
    assert {holder_of(layer) for layer in REGISTERS} == {"thing"}
    assert {holder_of(one) for one in ("person", "enterprise", "region", "house")} == HOLDERS.keys()
    assert holder_of("event") == holder_of("") == ""


def test_licences_are_counted_and_narrowed_by_file_and_validity(home):
    with home.engine.begin() as connection:
        place = cell_code(connection, 1)
        raw = {"code": "HH-1", "name": "东溪", "kind": "河道", "region": place}
        take_raw(connection, raw, "river@wgs84", KEEPER, home.clock.now())
    held = licensed(home, subject="river", record="HH-1")
    group = licensed(home, "登记证", subject="region", record=_village(home), ends="")
    soon, ended = licensed(home, ends=days(home, 3)), licensed(home, ends=days(home, -3))
    plain = licensed(home, kind="check", paper="", issuer="", issued="", ends="")
    found = rows(home)
    assert found.holders == {"person": 0, "enterprise": 0, "group": 1, "thing": 1}
    assert found.valid == {"valid": 1, "soon": 1, "ended": 1, "always": 1} and found.n == 5
    assert [row["code"] for row in rows(home, holder="thing").rows] == [held]
    assert [row["code"] for row in rows(home, valid="always").rows] == [group]
    assert rows(home, valid="ended").holders["thing"] == 0
    assert [row["code"] for row in rows(home, sort="ends").rows][-3:] == [ended, soon, held]
    assert {row["code"] for row in rows(home, text="91-1").rows} == {held, group, soon, ended}
    assert seen(home, plain, reader("HOUSING")).row["validity"] == ""
    assert rows(home, reader("FIRE")).n == 0


def _village(house):
    with house.engine.connect() as connection:
        return connection.scalar(select(region.c.code).where(region.c.level == 4).limit(1))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"kind": "check"}, BadInput),
        ({"paper": "9" * 65}, BadInput),
        ({"issued": "昨天"}, BadInput),
        ({"issued": "2999-01-01"}, BadInput),
        ({"issued": ""}, BadInput),
        ({"ends": "1999-01-01"}, BadInput),
        ({"subject": "river", "record": "HH-9"}, UnknownThing),
        ({"subject": "region", "record": "999999"}, UnknownRegion),
        ({"subject": "moon", "record": "1"}, BadInput),
    ],
)
def test_what_can_be_no_licence_is_refused(home, wrong, error):
    with pytest.raises(error):
        licensed(home, **wrong)


def test_a_thing_of_elsewhere_gets_none_from_here(home):
    with home.engine.begin() as connection:
        raw = {"code": "HH-2", "name": "西溪", "kind": "河道", "region": cell_code(connection, 20)}
        take_raw(connection, raw, "river@wgs84", KEEPER, home.clock.now())
    with pytest.raises((UnknownThing, UnknownRegion)):
        licensed(home, by=actor("HOUSING", cells=((1, 8),)), subject="river", record="HH-2", region="")
    assert scope("HOUSING").covers(20, 20)


def test_the_pages_show_licences_of_all_files_with_their_validity(client):
    with client.application.app_context():
        house = client.application.extensions[EXTENSION]
        parts = draw_listing({"page": "documents", "search": "?doc_kind=permit", "role": "duty_officer", "number": 1})
        shown = parts["parts"]
        assert "data-document" in shown["rows"]
        assert all(word in shown["side"] for word in (*HOLDERS.values(), *VALIDITY.values()))
        assert "已过期" in shown["rows"] and "有效期止" in shown["rows"]
        told = client.get("/api/v1/documents.csv?kind=permit&valid=ended").get_data(as_text=True)
        assert "已过期" in told and "长期有效" not in told
        assert client.get("/api/v1/documents.json?holder=x").status_code == 400
        row = client.get("/api/v1/documents.json?kind=permit&holder=thing").json["rows"][0]
        assert "证" in str(documents_part(house, row["subject"], row["record"]))
