"""Files say who took them; telephones, names and addresses are shown to whom they are cleared for."""

import csv
import io
import json
from urllib.parse import unquote

import openpyxl
import pytest

from data.commands.senders import add_sender
from data.engine import writing
from data.schema import account
from data.watermark import COLUMN
from tests.scope.conftest import HOME
from tests.toycity import TOWNS

TABLES = (
    "/api/v1/events.csv?window=ytd",
    "/api/v1/things?layer=risk_point&format=csv",
    "/api/v1/panels/ranking.csv?window=ytd",
)
BOOKS = (
    "/api/v1/events.xlsx?window=ytd",
    "/api/v1/digest.xlsx?window=ytd",
    "/api/v1/lists.xlsx",
    "/api/v1/grids.xlsx",
    "/api/v1/things?layer=risk_point&format=xlsx",
)


def taken_by(city) -> str:
    return f"duty_officer·{HOME} · {TOWNS[HOME]} · "


@pytest.mark.parametrize("path", TABLES)
def test_a_table_says_in_its_last_column_who_took_it_and_stays_a_table(city, path):
    answer = city.screen().client.get(path, buffered=True)
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    visited = city.app.test_client().get(path).get_data(as_text=True).removeprefix("\ufeff")
    plain = next(csv.reader(io.StringIO(visited)))
    assert rows[0][: len(plain)] == plain  # who is cleared for them has persons besides
    assert rows[0][-1] == COLUMN
    assert len(rows) > 1
    assert all(len(row) == len(rows[0]) and row[-1].startswith(taken_by(city)) for row in rows[1:])
    assert unquote(answer.headers["X-Exported-By"]).startswith(taken_by(city))


@pytest.mark.parametrize("path", BOOKS)
def test_a_workbook_says_it_on_a_sheet_in_the_footer_and_in_its_properties(city, path):
    book = openpyxl.load_workbook(io.BytesIO(city.screen().client.get(path, buffered=True).get_data()))
    assert book[COLUMN]["A1"].value.startswith(taken_by(city))
    assert book.worksheets[0].oddFooter.left.text.startswith(taken_by(city))
    assert book.properties.creator.startswith(taken_by(city))


def test_geojson_says_it_and_is_still_a_collection(city):
    found = json.loads(city.screen().get("/api/v1/things?layer=risk_point&format=geojson").text)
    assert found["exported_by"].startswith(taken_by(city))
    assert found["type"] == "FeatureCollection"


@pytest.mark.parametrize("path", [*TABLES, *BOOKS[::2]])
def test_what_a_program_takes_names_its_key(city, path):
    home, name = city.screen().house, f"取数程序 {path[8:24]}{path[-4:]}"
    with writing(home.engine) as connection:
        now = home.clock.now()
        key = add_sender(connection, name, region_code=HOME, source="hotline", role="duty_officer", now=now)
    answer = city.app.test_client().get(path, headers={"Authorization": f"Bearer {key}"}, buffered=True)
    assert unquote(answer.headers["X-Exported-By"]).startswith(f"密钥 {name} · {HOME} · ")
    if path in TABLES:
        rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
        assert rows[0][-1] == COLUMN and all(row[-1].startswith(f"密钥 {name}") for row in rows[1:])


def test_what_a_visitor_of_the_demo_takes_names_nobody(city):
    answer = city.app.test_client().get(TABLES[0])
    assert "X-Exported-By" not in answer.headers
    assert COLUMN not in answer.get_data(as_text=True)


def test_it_is_on_paper_too(city):
    assert "print-mark" in city.screen().get("/_dash-layout").text


@pytest.mark.parametrize(("clearance", "name", "phone"), [(0, False, False), (1, True, False), (2, True, True)])
def test_a_telephone_is_whole_and_a_person_named_only_to_the_cleared(city, clearance, name, phone):
    screen, names = city.screen("grid_staff"), city.mine.names
    with screen.house.engine.begin() as connection:
        mine = account.c.login == screen.login
        connection.execute(account.update().where(mine).values(clearance=clearance))
    from data.accounts.sessions import sittings

    sittings(city.app).forget()
    ways = [
        screen.get(f"/api/v1/things/risk_point/{names['thing']}").text,
        screen.get("/api/v1/things?layer=risk_point&format=csv").text,
        screen.get("/api/v1/things?layer=risk_point&format=geojson").text,
        screen.page(f"/things/risk_point/{names['thing']}").text,
    ]
    for shown in ways:
        assert (names["person"] in shown) == name
        assert (names["phone"] in shown) == phone
    assert (names["text"] in screen.page(f"/events/{names['event_id']}").text) == (clearance > 0)
    assert (screen.get(f"/photos/{names['photo']}.jpg").status == 200) == (clearance > 0)


def test_the_wall_names_nobody_however_cleared(city):
    from tests.scope.reads import GENERAL, names_of

    private = ("phone", "person", "text", "reason")
    for read in GENERAL:
        if read.name.startswith(("panel ", "page / ", "page /panel", "GET /api/v1/panels")):
            said = read.of(city.screen("leader", HOME), names_of()).text
            assert not [one for one in private if city.mine.names[one] in said], read.name
