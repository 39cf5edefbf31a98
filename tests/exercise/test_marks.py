"""Every page, export and message of an exercise says that it is one."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import unquote
from xml.etree import ElementTree

import openpyxl
import pytest
from flask import Response
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data.cap.parse import parse
from data.commands.warning_screens import act_on_warning
from data.doors.marking import XML, _csv, marked
from data.doors.thing_files import XLSX
from data.exercise import steer
from data.exercise.prepare import drop
from data.exercise.review import review
from data.schema import warning
from tests.apps import app_on
from tests.dispatch.town import do
from tests.exercise.conftest import Exercise
from tests.scope.reads import OWN, PANELS

FILES = ("/api/v1/events.csv", "/api/v1/events.csv?lang=en", "/api/v1/panels/warnings.csv")
FILES += ("/api/v1/things?format=csv&layer=risk_point",)
SHEETS = ("/api/v1/events.xlsx", "/api/v1/things?format=xlsx&layer=risk_point")
DOCUMENTS = ("/healthz", "/api/v1/regions/990100", "/api/v1/warnings", "/api/v1/stations", "/api/v1/nothing")
DOCUMENTS += ("/api/v1/things", "/api/v1/things?format=geojson")

BOOKS = ("/api/v1/digest.xlsx", "/api/v1/accountability.xlsx", "/api/v1/assessment.xlsx?tier=town")
BOOKS += tuple(f"/api/v1/{name}.xlsx" for name in ("lists", "grids", "documents", "returns/faults"))
BOOKS += tuple(f"/api/v1/catalogue/{name}.xlsx" for name in ("resources", "scenarios"))
READS = (*OWN, *BOOKS, *(f"/api/v1/panels/{key}.{kind}" for key in PANELS for kind in ("json", "csv")))


@pytest.fixture
def played(lone_city, opened, shower) -> Exercise:
    one = opened(lone_city, shower)
    one.play(9)
    return one


@pytest.fixture(scope="module")
def client(shown):
    """The doors of an exercise that is only looked at."""
    return shown.app.test_client()


def named(reply) -> str:
    return unquote(reply.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])


@pytest.mark.parametrize("path", FILES)
def test_every_row_of_a_csv_says_so_in_its_first_column(client, path):
    reply = client.get(path)
    rows = list(csv.reader(io.StringIO(reply.get_data(as_text=True).removeprefix("\ufeff"))))
    assert reply.get_data().startswith("\ufeff".encode())
    assert {row[0] for row in rows} == {"演练"}
    assert len({len(row) for row in rows}) == 1
    assert named(reply).startswith("演练-")


@pytest.mark.parametrize("path", SHEETS)
def test_every_sheet_and_row_of_a_workbook_says_so(client, path):
    reply = client.get(path)
    book = openpyxl.load_workbook(io.BytesIO(reply.get_data()))
    assert all(name.startswith("演练") for name in book.sheetnames)
    for page in book:
        assert {row[0] for row in page.iter_rows(values_only=True)} == {"演练"}
    assert named(reply).startswith("演练-")


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_json_object_names_the_exercise(client, path):
    reply = client.get(path)
    assert reply.headers["X-Yitu-Exercise"] == "shower"
    assert json.loads(reply.get_data())["exercise"] == "shower"


def test_the_pages_are_watermarked_and_titled(client):
    text = client.get("/risk").get_data(as_text=True)
    assert 'data-exercise="shower"' in text
    assert "<title>【演练】" in text
    assert "data-exercise-bar" in client.get("/_dash-layout").get_data(as_text=True)


def test_a_real_city_is_not_marked(lone_city):
    with app_on(lone_city.settings) as app:
        client = app.test_client()
        reply = client.get("/api/v1/events.csv")
        assert "X-Yitu-Exercise" not in reply.headers
        assert "演练" not in reply.get_data(as_text=True)
        assert 'data-exercise="' not in client.get("/").get_data(as_text=True)
        assert "exercise" not in client.get("/healthz").json


def test_messages_to_others_are_exercises(client, shown):
    with shown.house.engine.connect() as connection:
        code = connection.scalar(select(warning.c.code).where(warning.c.ended_at.is_(None)))
    reply = client.get(f"/api/v1/warnings/{code}.cap")
    message = parse(reply.get_data())
    assert message.status == "Exercise"
    assert "演练" in message.note
    feed = client.get("/api/v1/warnings.atom").get_data()
    titles = [node.text for node in ElementTree.fromstring(feed).iter("{http://www.w3.org/2005/Atom}title")]
    assert len(titles) > 1
    assert all(title.startswith("【演练】") for title in titles)


def test_the_review_tells_who_answered_which_warning_how_soon(played, lone_city):
    with played.house.engine.connect() as connection:
        row = connection.execute(select(warning).where(warning.c.field == "waterlog")).first()
    act_on_warning(played.house, row.code, "acknowledge", {"reason": "好"}, "duty_officer", 7)
    answered = played.house.clock.now()
    played.play()
    with played.house.engine.connect() as connection:
        found = review(connection)
    mine = next(one for one in found.rows if one["answered_at"])
    assert (mine["answered_at"], mine["who"]) == (answered, "值班员-007")
    assert mine["answered_after"] == round((answered - row.raised_at) / timedelta(minutes=1), 1)
    assert found.unanswered == found.warnings - 1
    assert [one["what"] for one in found.rows if one["kind"] == "note"] == ["开始", "请确认预警"]
    file = played.app.test_client().get("/api/v1/exercises/shower/review.csv").get_data(as_text=True)
    assert "值班员-007" in file
    with app_on(lone_city.settings) as app:
        kept = app.test_client().get("/api/v1/exercises/shower/review.csv")
    assert kept.get_data(as_text=True) == file
    assert kept.headers["X-Yitu-Exercise"] == "shower"


def test_what_is_dropped_is_gone(lone_city, played):
    do(played.house, steer.finish)
    played.house.engine.dispose()
    drop(lone_city.settings, "shower")
    assert list(lone_city.settings.exercises_dir.glob("shower*")) == []


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=6), st.integers(1, 30))
def test_a_marked_csv_is_the_same_with_one_column_more_however_it_is_cut(rows, size):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    whole = text.getvalue()
    pieces = [whole[start : start + size].encode() for start in range(0, len(whole), size)]
    again = b"".join(_csv(iter(pieces))).decode()
    assert list(csv.reader(io.StringIO(again, newline=""))) == [["演练", *row] for row in rows]


def test_answers_without_a_body_stay_without_one(shown):
    with shown.app.test_request_context("/api/v1/map", method="HEAD"):
        reply = marked(Response(status=304, mimetype="application/json"), "x")
        assert reply.get_data() == b""


@pytest.mark.parametrize("path", sorted(set(READS)))
def test_every_list_and_panel_and_every_file_of_them_is_marked(client, path):
    reply = client.get(path)
    assert reply.headers["X-Yitu-Exercise"] == "shower"
    assert _says(reply), reply.get_data()[:200]
    attached = reply.headers.get("Content-Disposition", "")
    assert not attached or unquote(attached.partition("filename*=UTF-8''")[2]).startswith("演练-")


def _says(reply) -> bool:
    if reply.mimetype == "text/csv":
        rows = csv.reader(io.StringIO(reply.get_data(as_text=True).removeprefix("\ufeff")))
        return {row[0] for row in rows} == {"演练"}
    if reply.mimetype == XLSX:
        book = openpyxl.load_workbook(io.BytesIO(reply.get_data()), read_only=True)
        return all({row[0] for row in page.iter_rows(values_only=True)} == {"演练"} for page in book)
    if reply.mimetype in XML:
        return "演练" in reply.get_data(as_text=True)
    return json.loads(reply.get_data())["exercise"] == "shower"


@pytest.mark.parametrize(
    "told",
    [
        "attachment; filename*=UTF-8''%E6%B1%87%E6%8A%A5.pdf",
        "attachment; filename=\"r.pdf\"; filename*=UTF-8''%E6%B1%87%E6%8A%A5.pdf",
    ],
)
def test_a_file_with_a_chinese_name_keeps_it_behind_the_mark(shown, told):
    with shown.app.test_request_context("/briefing/data/x/file"):
        reply = marked(Response(b"x", mimetype="application/pdf", headers={"Content-Disposition": told}), "shower")
    name = unquote(reply.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
    assert name == "演练-汇报.pdf" and 'filename="exercise-' in reply.headers["Content-Disposition"]
