"""The pages of reports and what they send: made, laid out, saved, taken along as files, sent by forms."""

import io

import openpyxl
import pytest
from pypdf import PdfReader

from callbacks.listing import draw_listing, make_move
from components.reports_editor import report_editor
from components.reports_page import reports_page
from components.reports_view import report_page
from data.house import EXTENSION
from data.queries.regions import children, home_of
from data.scope import Scope
from data.view import View
from tests.reports.people import WEEKLY
from tests.seats import HERE, signed_in

DATA = "/reports/data"
PIECES = [
    {"n": 1, "kind": "heading", "x": 0, "y": 0, "w": 12, "h": 1, "text": "本周<运行>"},
    {"n": 2, "kind": "panel", "x": 0, "y": 1, "w": 6, "h": 6, "key": "trend"},
    {"n": 3, "kind": "panel", "x": 6, "y": 1, "w": 6, "h": 6, "key": "trend", "view": "?window=30d"},
    {"n": 4, "kind": "indicator", "x": 0, "y": 7, "w": 3, "h": 3, "key": "gdp_growth"},
    {"n": 5, "kind": "text", "x": 3, "y": 7, "w": 9, "h": 3, "text": "数字**平稳**"},
]


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def post(client, path, body):
    return client.post(f"{DATA}/{path}", json=body, headers=HERE)


@pytest.fixture
def code(client, home):
    answer = post(client, "make", {"title": "部门周报", "query": "?window=7d", "pieces": PIECES})
    assert answer.status_code == 201, answer.text
    yield answer.json["code"]
    sent(code=answer.json["code"], act="remove")


def sent(move="report", **given):
    return make_move({"sign": "s", "lang": "zh", "role": "duty_officer", "number": 1, "move": move, "given": given})


def shown(home, code, lang="zh", **asked):
    return str(report_page(home, View(lang=lang), (), code, asked))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_the_report_and_its_layout_are_pages(home, code, lang):
    assert "部门周报" in str(reports_page(home, View(lang=lang), (), {}))
    page = shown(home, code, lang)
    assert "本周&lt;运行&gt;" in page and "<b>平稳</b>" in page
    assert "trend@3" in page and "indicator.gdp_growth@4" in page
    assert code in str(report_editor(home, View(lang=lang), (), code))


def test_what_is_saved_is_a_version_and_nonsense_is_refused(client, code):
    body = {"title": "改名", "query": "", "pieces": PIECES[:1], "base": 1}
    assert post(client, f"{code}/save", body).json == {"seq": 2}
    assert post(client, f"{code}/save", body).status_code == 409
    upon = [PIECES[0], PIECES[1] | {"y": 0}]
    assert post(client, f"{code}/save", body | {"pieces": upon, "base": 2}).status_code == 400
    assert post(client, f"{code}/save", body | {"base": "2"}).status_code == 400
    assert post(client, f"{code}/save", body | {"title": 7}).status_code == 400


def test_every_file_says_what_the_panels_say(client, code):
    told = client.get(f"{DATA}/{code}/report.pdf?window=7d", buffered=True)
    assert told.status_code == 200 and "attachment" in told.headers["Content-Disposition"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(told.data)).pages)
    panel = client.get("/api/v1/panels/trend.json?window=7d").json
    assert f"{panel['parts']['change'][0]['reported']:,}" in text and "数字平稳" in text
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{DATA}/{code}/report.xlsx?window=7d").data))
    assert len(book.sheetnames) >= 4
    sheet = list(book[book.sheetnames[1]].values)
    assert len(sheet) == 2 + len(panel["rows"])
    assert client.get(f"{DATA}/{code}/report.exe").status_code == 400
    assert client.get(f"{DATA}/{code}/report.pdf?issue=7").status_code == 404


def test_a_piece_is_drawn_for_the_layout(client):
    told = client.get(f"{DATA}/piece?key=trend&window=30d").json
    assert 'data-panel="preview"' in told["html"] and told["parts"]
    assert client.get(f"{DATA}/piece?key=nothing").status_code == 404


def test_an_issue_is_made_on_demand_shown_as_it_was_and_the_forms_do_what_they_say(home, code):
    assert sent("report_issue", code=code)["refused"] == ""
    assert "data-report-then" in shown(home, code, issue="1")
    assert "没有这一期" in shown(home, code, issue="9")
    assert sent(code=code, act="time", every="week", weekday="3", clock="08:30", working="1", sent_leader="1")["said"]
    assert sent(code=code, act="time", every="week", weekday="9", clock="08:30")["refused"]
    assert sent(code=code, act="share", role="leader", edits="1")["said"] == "已共享"
    drawn = draw_listing({"page": "report", "of": code, "search": "", "role": "leader", "number": 1})["parts"]["report"]
    assert "周三 08:30 · 工作日" in drawn and "可修改" in drawn and "第 1 期" in drawn
    assert sent(code=code, act="restore", seq="1")["said"] == "已存为第 2 版"
    assert sent(code=code, act="nonsense")["refused"]


def test_a_shared_report_shows_a_town_its_own_and_nothing_of_another(lone_desk):
    home = lone_desk.house
    with home.engine.connect() as connection:
        first, second = children(connection, home_of(connection, Scope.guest()))[:2]
    head = signed_in(lone_desk.app, "zhu.guan", "leader", name="负责人")
    town = signed_in(lone_desk.app, "zhen.jie", "agency", region=first.code)
    below = PIECES[1] | {"key": "map"}  # a row for each place below
    held = below | {"view": f"?region={second.code}", "n": 9, "y": 12}
    code = post(head, "make", {"title": WEEKLY.title, "pieces": [below, held]}).json["code"]
    assert town.get(f"{DATA}/{code}/report.xlsx").status_code == 404
    share = {"act": "share", "code": code, "role": "agency"}
    answer = ask(head, share)
    assert answer.status_code == 200, answer.text
    refused = town.get(f"{DATA}/{code}/report.xlsx")
    assert refused.status_code == 404 and second.name not in refused.text  # held to a place that is not theirs
    assert post(town, f"{code}/save", {"title": "x", "base": 1, "pieces": []}).status_code == 403
    assert post(head, f"{code}/save", {"title": "x", "base": 1, "pieces": [below]}).status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(town.get(f"{DATA}/{code}/report.xlsx").data))
    rows = [row for name in book.sheetnames for row in book[name].values]
    assert any(first.code in map(str, row) for row in rows) and not any(second.code in map(str, row) for row in rows)


def ask(client, given):
    """The form, as Dash sends it."""
    data = {"move": "report", "given": given, "lang": "zh", "sign": "s", "role": "agency", "number": 1}
    body = {
        "output": "listing-moved.data",
        "outputs": {"id": "listing-moved", "property": "data"},
        "inputs": [{"id": "listing-move", "property": "data", "value": data}],
        "changedPropIds": ["listing-move.data"],
    }
    return client.post("/_dash-update-component", json=body, headers=HERE)
