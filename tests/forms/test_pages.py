"""The page of forms and its files: what a visitor ticks, sees, keeps, takes along and changes."""

import io
import json

import openpyxl
import pytest
from sqlalchemy import select, update

from callbacks.forms import rows
from callbacks.listing import draw_listing, make_move
from components.forms_page import forms_page
from data.commands.forms import run_due
from data.house import EXTENSION
from data.queries.saved_forms import stamp
from data.schema import audit, form, form_run
from data.view import View

ASKED = "ledger=elderly&fields=person.name,person.phone,elderly.found"
DOOR = f"/api/v1/forms?{ASKED}"
ROWS = {"startRow": 0, "endRow": 100}


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def page(home, lang="zh", **chosen):
    return str(forms_page(home, View(lang=lang), (), chosen, ""))


def listed(view=f"?{ASKED}"):
    return rows(ROWS, {"view": view}, None)[0]["rowData"]


def drawn(search, role="duty_officer"):
    return draw_listing({"page": "forms", "search": search, "role": role, "number": 1})["parts"]


def sent(role="duty_officer", **given):
    return make_move({"sign": "s", "lang": "zh", "role": role, "number": 2, "move": "form", "given": given})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "ledger", ["", "nothing", "elderly", "enterprises", "houses", "projects", "matters", "talents"]
)
def test_each_ledger_has_its_page_with_and_without_a_form(home, lang, ledger):
    assert page(home, lang, ledger=ledger)
    assert page(home, lang, ledger=ledger, fields="person.name,person.birth")


def test_what_is_wrong_with_an_address_is_said_in_words(home):
    told = page(home, ledger="elderly", fields="person.name", where='[["person.phone","filled"]]')
    assert "须有相应权限才能作条件" in told
    assert "读不懂的条件" in page(home, ledger="elderly", fields="person.name", where="[[")


def test_a_form_has_as_many_rows_on_the_screen_as_in_its_files_and_who_looked_is_in_the_log(home, client):
    found = listed()
    assert found and all("****" in row["f1"] or not row["f1"] for row in found)
    with home.engine.connect() as connection:
        last = connection.execute(select(audit).order_by(audit.c.n.desc()).limit(1)).mappings().one()
    assert (last["action"], last["actor"]) == ("form_fill", "visitor")
    assert json.loads(last["detail"])["fields"] == ["person.name", "person.phone", "elderly.found"]
    text = client.get(f"{DOOR}&format=csv", buffered=True).get_data(as_text=True).splitlines()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{DOOR}&format=xlsx&title=走访表").get_data()))
    sheet = list(book["一张表"].values)
    names = ["编号", "村居", "姓名", "联系电话", "老年人·走访情况"]
    assert sheet[0][0] == "走访表" and sheet[1][0].startswith("区划:") and list(sheet[2]) == names
    assert any("模拟" in str(cell) for cell in sheet[1])
    codes = [row["code"] for row in found]
    assert [row[0] for row in sheet[3 : 3 + len(codes)]] == codes
    assert [line.partition(",")[0] for line in text[1:]][: len(codes)] == codes
    assert sheet[-1][0] == "填表人:"


def test_a_door_asked_for_nonsense_says_so(client):
    for more in ("&format=pdf", "&limit=0", "&after=x", "&region=_", "&lang=fr", "&where=[", "&extra=1"):
        assert client.get(DOOR + more).status_code == 400
    assert client.get("/api/v1/forms?ledger=nothing").status_code == 400
    assert client.get(f'{DOOR}&where=[["person.phone","filled"]]').status_code == 403
    assert client.get(f"{DOOR}&region=990999").status_code == 404


def test_a_form_is_kept_filled_by_itself_read_and_removed(home, client):
    given = {"act": "save", "ledger": "elderly", "fields": "person.name", "title": "走访表", "every": "week"}
    assert sent(**given, shared_duty_officer="1")["said"] == "表样已保存"
    assert "走访表" in drawn("")["saved"] and "每周一" in drawn("")["saved"]
    with home.engine.begin() as connection:
        connection.execute(update(form).values(next_at=home.clock.now()))
    assert run_due(home) == 1
    with home.engine.connect() as connection:
        at, n = connection.execute(select(form_run.c.at, form_run.c.n)).one()
        code = connection.scalar(select(form.c.code))
    path = f"/api/v1/forms/runs/{code}/{stamp(at)}.xlsx"
    assert path in drawn("")["saved"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(path).get_data()))
    assert n and len([row for row in book["一张表"].values if str(row[0]).startswith("PE")]) == n
    for other in (path.replace(code, "T"), path.replace("Z.xlsx", ".xlsx"), path.replace("Z.xlsx", "0Z.xlsx")):
        assert client.get(other).status_code == 404
    assert sent(**given | {"title": ""})["refused"]
    assert sent(act="remove", code=code)["said"] == "表样已删除"
    assert "走访表" not in drawn("")["saved"]


def test_a_value_changed_on_the_page_of_a_record_is_new_in_another_form(home):
    code = listed()[0]["code"]
    search = f"?{ASKED}&row={code}&field=person.remark"
    opened = drawn(search)["record"]
    assert code in opened and "改一次，处处更新" in opened
    given = {"act": "change", "subject": "person", "code": code, "field": "person.remark", "value": "已走访"}
    assert sent("leader", **given, seq="1", reason="走访")["refused"]
    assert sent(**given, seq="9", reason="走访")["refused"]
    assert sent(**given, seq="1", reason="")["refused"]
    assert sent(**given, seq="1", reason="走访")["refused"] == ""
    other = listed("?ledger=residents&fields=person.remark")
    assert next(row["f0"] for row in other if row["code"] == code) == "已走访"
    assert "值班员-002" in drawn(search)["record"]
    assert "没有这条台账记录" in drawn(f"?{ASKED}&row=NOPE")["record"]


def test_those_who_keep_a_ledger_see_who_has_looked_at_a_record(home):
    code = listed()[0]["code"]
    search = f"?ledger=elderly&row={code}"
    assert "还没有人查看" in drawn(search)["record"]
    drawn(search, "leader")
    told = drawn(search)["record"]
    assert "谁看过" in told and "演示访客" in told and "共 2 次" in told
    assert "谁看过" not in drawn(search, "leader")["record"]


def test_the_rows_of_the_screen_follow_the_head_that_is_clicked_and_so_does_the_file(home, client):
    for way, mark in (("asc", ""), ("desc", "-")):
        request = ROWS | {"sortModel": [{"colId": "f2", "sort": way}]}
        told = [row["code"] for row in rows(request, {"view": f"?{ASKED}"}, None)[0]["rowData"]]
        file = client.get(f"{DOOR}&format=csv&sort={mark}elderly.found").get_data(as_text=True)
        assert [line.split(",")[0] for line in file.strip().splitlines()[1:]][: len(told)] == told
    assert rows(ROWS | {"sortModel": [{"colId": "f1", "sort": "asc"}]}, {"view": f"?{ASKED}"}, None)[0]["rowData"] == []
