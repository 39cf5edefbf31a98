"""The page of returned data and its door: rows of the screen and of files, sent and answered on the page."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from callbacks.listing import draw_listing, make_move
from components.returns_page import returns_page
from data.house import EXTENSION
from data.schema import audit
from data.view import View
from tests.apps import app_on
from tests.conftest import toy_settings

BOX = re.compile(r'name="(fault record:[^"]+)"')


@pytest.fixture
def server(sqlite_url, toy_dir):
    with app_on(toy_settings(toy_dir, sqlite_url)) as server, server.app_context():
        yield server


def drawn(search="", role="duty_officer"):
    return draw_listing({"page": "returns", "search": search, "role": role, "number": 1})["parts"]


def sent(role="duty_officer", **given):
    return make_move({"sign": "s", "lang": "zh", "role": role, "number": 1, "move": "return", "given": given})


def csv_rows(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).get_data(as_text=True).removeprefix("\ufeff"))))


def test_what_is_picked_goes_back_is_answered_by_its_owner_and_closed(server):
    first = BOX.search(drawn("?fault_by=place")["rows"])[1]
    town = first.rpartition(":")[2]
    given = {"act": "send", "region": "", "agency": f"{town}.town", "due": "2024-08-20", "words": "缺项，请补齐"}
    assert sent(**given)["refused"], "nothing is picked"
    assert sent("resident", **given, **{first: "1"})["refused"]
    said = sent(**given, **{first: "1"})["said"]
    code = re.search(r"T\d{8}-\d+", said)[0]
    owner = drawn(f"?lot={code}", "agency")
    assert 'data-act="return-answer"' in owner["one"] and 'data-act="return-close"' not in owner["one"]
    assert "去整改" in owner["one"] and "/forms?ledger=" in owner["one"]
    assert sent("agency", act="answer", code=code, words="已补录")["said"] == f"{code} 已整改"
    assert "还有 1 项" in sent(act="close", code=code, words="核实")["refused"]
    assert sent(act="close", code=code, words="核实", though="1")["said"] == f"{code} 核实销号"
    home = server.extensions[EXTENSION]
    with home.engine.connect() as connection:
        rows = connection.execute(select(audit.c.action, audit.c.target).order_by(audit.c.n.desc()).limit(4)).all()
    assert ("return_move", f"{code} close") in rows and any(action == "return_send" for action, _target in rows)


def test_the_files_hold_what_the_screen_shows_in_its_order(server):
    client = server.test_client()
    shown = re.findall(r'data-lot="([^"]+)"', drawn("?tab=lots&return_by=-n")["rows"])
    assert shown and [row["编号"] for row in csv_rows(client, "/api/v1/returns/lots.csv?return_by=-n")] == shown
    keys = re.findall(r'data-fault="([^"]+)"', drawn("?fault_kind=record&fault_by=place")["rows"])
    told = csv_rows(client, "/api/v1/returns/faults.csv?fault_kind=record&fault_by=place")
    assert keys and [row["编号"] for row in told][: len(keys)] == keys
    answer = client.get("/api/v1/returns/lots.json").json
    assert answer["total"] == len(answer["rows"]) and answer["provenance"] == "simulated"
    assert client.get("/api/v1/returns/lots.xlsx?lang=en").data[:2] == b"PK"
    for wrong in ("lots.json?return_state=x", "faults.json?fault_by=x", "lots.pdf", "lots.json?nothing=1"):
        assert client.get(f"/api/v1/returns/{wrong}").status_code == 400


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("chosen", [{}, {"tab": "lots"}, {"lot": "T20200101-0001"}, {"fault_kind": "quarantine"}])
def test_every_state_of_the_page_is_drawn(server, lang, chosen):
    text = str(returns_page(server.extensions[EXTENSION], View(lang=lang), (), chosen))
    assert "returns-page" in text
    if lang == "en":
        assert not re.search("退回|问题数据", text)


def test_my_tasks_count_what_came_back(server):
    told = draw_listing({"page": "tasks", "search": "", "role": "agency", "number": 1})["parts"]["side"]
    assert re.search(r"\d+ 批数据被退回", told) and "/returns?tab=lots" in told
