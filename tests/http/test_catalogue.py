"""The page of the catalogue and its doors: the same rows on the screen and in files, scenarios from a file."""

import csv
import io
import re

import pytest
import xlsxwriter

from callbacks.listing import draw_listing, make_move
from components.catalogue_page import catalogue_page
from data.catalogue_words import QUESTIONS
from data.commands.scenarios import COLUMNS
from data.house import EXTENSION
from data.view import View
from tests.apps import app_on
from tests.conftest import toy_settings

PLAIN = "application/octet-stream"
HEAD = list(COLUMNS.values())


@pytest.fixture
def server(sqlite_url, toy_dir):
    with app_on(toy_settings(toy_dir, sqlite_url)) as server, server.app_context():
        yield server


def drawn(search="", role="duty_officer"):
    return draw_listing({"page": "catalogue", "search": search, "role": role, "number": 1})["parts"]


def sent(role="duty_officer", **given):
    return make_move({"sign": "s", "lang": "zh", "role": role, "number": 1, "move": "catalogue", "given": given})


def csv_rows(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).get_data(as_text=True).removeprefix("\ufeff"))))


def book(*rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for n, row in enumerate((HEAD, *rows)):
            page.write_row(n, 0, row)
    return file.getvalue()


def brought(client, content, name="场景.xlsx", role="duty_officer", sent_as=PLAIN):
    asked = {"name": name, "role": role, "number": "1"}
    return client.post("/catalogue/data/scenarios", query_string=asked, data=content, content_type=sent_as)


def test_files_hold_what_the_screen_shows_in_its_order(server):
    client = server.test_client()
    shown = re.findall(r'data-resource="([^"]+)"', drawn("?res_group=ledger&res_by=-n")["rows"])
    told = [row["代码"] for row in csv_rows(client, "/api/v1/catalogue/resources.csv?res_group=ledger&res_by=-n")]
    assert shown and told == shown
    codes = re.findall(r'data-scenario="([^"]+)"', drawn("?tab=scenarios&scen_state=use&scen_by=-score")["rows"])
    rows = csv_rows(client, "/api/v1/catalogue/scenarios.csv?scen_state=use&scen_by=-score")
    assert codes and [row["编号"] for row in rows][: len(codes)] == codes
    answer = client.get("/api/v1/catalogue/resources.json?res_group=things").json
    assert answer["total"] == len(answer["rows"]) and answer["rows"][0]["fields"][0].keys() == {"name", "class", "unit"}
    for kind in ("resources", "scenarios"):
        assert client.get(f"/api/v1/catalogue/{kind}.xlsx?lang=en").data[:2] == b"PK"
        assert client.get(f"/api/v1/catalogue/{kind}.pdf").status_code == 400
    assert client.get("/api/v1/catalogue/resources.json?res_share=x").status_code == 400


def test_a_file_of_scenarios_is_taken_and_what_is_wrong_is_told_by_its_line(server):
    client = server.test_client()
    good = ["S1", "河道巡查", "防汛", "水利局", "市级", "在用", "2023-05-01", "", "", "list_add"]
    told = brought(client, book(good, ["", "无编号"])).json
    assert (told["new"], told["wrong"]) == (1, 1) and "第 3 行" in told["faults"][0]
    assert "隔离区" in told["said"]
    assert "河道巡查" in drawn("?tab=scenarios&scen_text=S1")["rows"]
    text = ",".join(HEAD) + "\n" + ",".join(good)
    assert brought(client, text.encode(), "s.csv").json["same"] == 1
    for content, name in ((b"", "s.csv"), (b"PK\x03\x04", "s.xlsx"), ("甲,乙\n1,2".encode(), "s.csv"), (b"x", "s.exe")):
        assert brought(client, content, name).status_code == 400, name
    assert brought(client, book(good), role="resident").status_code == 403
    assert brought(client, book(good), sent_as="text/html").status_code == 400


def test_a_resource_is_registered_and_a_scenario_judged_on_the_page(server):
    office = re.search(r'<option value="([^"]+\.[a-z_]+)"', drawn()["side"])[1]
    given = {
        "act": "register",
        "name": "不动产登记",
        "agency": office,
        "rhythm": "week",
        "fields": "坐落",
        "share": "open",
    }
    code = sent(**given)["said"].split()[-1]
    card = drawn(f"?resource={code}")["one"]
    assert "坐落" in card and "修改共享条件" in card
    assert sent(act="terms", code=code, share="closed", terms="涉密", seq="1")["said"] == "共享条件已修改"
    assert sent(act="terms", code=code, share="closed", terms="涉密", seq="1")["refused"]
    marks = {f"mark_{name}": "3" for name in QUESTIONS}
    scenario = re.search(r'data-scenario="([^"]+)"', drawn("?tab=scenarios")["rows"])[1]
    assert sent(act="judge", code=scenario, words="一般", **marks)["said"] == "已评价，得 60 分"
    assert "60 分" in drawn(f"?scenario={scenario}")["one"]
    assert sent(act="dance")["refused"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "chosen", [{}, {"tab": "scenarios"}, {"resource": "ledger:residents"}, {"resource": "x"}, {"scenario": "x"}]
)
def test_every_state_of_the_page_is_drawn(server, lang, chosen):
    text = str(catalogue_page(server.extensions[EXTENSION], View(lang=lang), (), chosen))
    assert "catalogue-page" in text
    if lang == "en":
        assert not re.search("数据资源|共享", text)
