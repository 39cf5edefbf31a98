"""The page of each kind, its files, and the page of who is called on, in the demo."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from PIL import Image
from sqlalchemy import select, update

from callbacks.listing import draw_listing, make_move
from components.coordination_page import coordination_page
from data.coordination.kind import kind_of
from data.coordination.links import link_of
from data.coordination.words import TABS
from data.demo.coordination import seed_coordination
from data.house import EXTENSION
from data.queries.coordination_calls import Asked, listed
from data.schema import coordination_call, coordination_demand, coordination_file, coordination_receipt
from data.scope import Scope
from data.view import View

C = coordination_call.c
DOOR = "/api/v1/coordination/inspection"


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def page(home, kind="inspection", lang="zh", **chosen):
    return str(coordination_page(home, View(lang=lang), (), chosen, kind))


def drawn(search="", role="duty_officer", kind="inspection"):
    asked = {"page": "coordination", "of": kind, "search": search, "role": role, "number": 1}
    return draw_listing(asked)["parts"]


def sent(role="duty_officer", **given):
    told = {"kind": "inspection"} | given
    return make_move({"sign": "s", "lang": "zh", "role": role, "number": 1, "move": "coordination", "given": told})


def a_call(home, state="filed"):
    with home.engine.connect() as connection:
        query = select(coordination_call).where(C.kind == "inspection", C.state == state).order_by(C.id)
        return connection.execute(query).mappings().first()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["inspection", "campus"])
@pytest.mark.parametrize("tab", [*TABS, "file", "nothing"])
def test_each_tab_of_each_kind_is_drawn(home, kind, lang, tab):
    assert page(home, kind, lang, tab=tab)
    assert drawn(f"?tab={tab}&lang={lang}", "agency", kind)["tabs"]


def test_the_file_equals_the_list_of_the_screen(home, client):
    asked = Asked(month="2024-07", sort="-name")
    found = listed(home, kind_of(home, "inspection"), "", Scope.guest(), asked)
    told = client.get(f"{DOOR}/calls.json?month=2024-07&sort=-name").json["rows"]
    assert [row["code"] for row in told] == [row["code"] for row in found.rows] and len(told) == found.total
    text = client.get(f"{DOOR}/calls.csv?month=2024-07&sort=-name").get_data(as_text=True)
    assert len(text.strip().splitlines()) == 1 + found.total and "模拟" in text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{DOOR}/calls.xlsx?month=2024-07&sort=-name").data))
    assert [row[0].value for row in sheet.worksheets[0].iter_rows(min_row=2)] == [row["code"] for row in found.rows]
    shown = drawn("?month=2024-07&sort=-name")["rows"]
    assert shown.split('data-call="')[1].startswith(found.rows[0]["code"])


@pytest.mark.parametrize("what", ["counts", "dangers"])
@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_counts_and_dangers_are_taken_along_too(home, client, what, form):
    assert client.get(f"{DOOR}/{what}.{form}").status_code == 200


@pytest.mark.parametrize(
    "query", ["sort=fast", "month=2024-13", "month=", "by=week", "state=gone", "text=" + "长" * 49]
)
def test_a_door_refuses_what_makes_no_sense(home, client, query):
    assert client.get(f"{DOOR}/calls.csv?{query}").status_code == 400
    assert client.get("/api/v1/coordination/nothing/calls.csv").status_code == 404


def test_a_department_files_the_centre_decides_and_both_see_it(home):
    found = drawn("?tab=file", "agency")["file"]
    subject = found.split('name="subject_')[1].split('"')[0]
    agency = found.split('<option value="')[2].split('"')[0]
    day = home.clock.now().date().isoformat()
    given = {"act": "file_plan", "agency": agency, f"subject_{subject}": "1", "item_fire": "1", "first": day}
    given |= {"last": day, "people": "2", "basis": "消防法", "words": "检查通道", "why": "群众反映"}
    assert "不能以部门名义" in sent("duty_officer", **given)["refused"]
    told = sent("agency", **given)
    assert "已申报" in told["said"], told
    with home.engine.connect() as connection:
        row = connection.execute(select(coordination_call).order_by(C.id.desc()).limit(1)).mappings().one()
    opened = drawn(f"?call={row['code']}")["one"]
    assert "检查通道" in opened and "批准" in opened and "/subject/" in opened
    assert "已批准" in sent(act="approve", code=row["code"], seq="1", reason="")["said"]
    assert "刚被他人办理" in sent(act="cancel", code=row["code"], seq="1", reason="重复")["refused"]
    assert "新决定" in drawn(f"?month={day[:7]}", "agency")["rows"]


def way_of(home, row):
    return link_of(home, kind_of(home, "inspection"), row["subject"], datetime.now(UTC))


def test_a_link_opens_the_page_of_its_subject_who_accepts_postpones_and_uploads(home, client):
    row = a_call(home)
    way = way_of(home, row)
    told = client.get(way).get_data(as_text=True)
    assert row["name"] in told and "同意" in told
    known = {"code": row["code"], "seq": str(row["seq"])}
    assert client.post(way, data={"what": "accept", **known}).status_code == 303
    assert client.post(way, data={"what": "accept", **known}).status_code == 409
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    picture.seek(0)
    upload = {"what": "file", "code": row["code"], "seq": str(row["seq"] + 1)}
    data = {**upload, "photos": (picture, "check.jpg", "image/jpeg")}
    assert client.post(way, data=data, content_type="multipart/form-data").status_code == 303
    with home.engine.connect() as connection:
        digest = connection.scalar(select(coordination_file.c.digest))
    assert client.get(f"/photos/{digest}.jpg").status_code == 200
    assert digest in drawn(f"?call={row['code']}")["one"]
    wrong = client.post(
        way, data={**upload, "seq": str(row["seq"] + 2), "photos": (io.BytesIO(b"x"), "x.gif", "image/gif")}
    )
    assert wrong.status_code == 400 and "不是可用的照片" in wrong.get_data(as_text=True)


def test_a_forged_link_and_somebody_elses_visit_are_not_there(home, client):
    row, way = a_call(home), None
    with home.engine.connect() as connection:
        other = (
            connection.execute(select(coordination_call).where(C.subject != row["subject"], C.kind == "inspection"))
            .mappings()
            .first()
        )
    way = way_of(home, other)
    told = client.post(way, data={"what": "accept", "code": row["code"], "seq": "1"})
    assert told.status_code == 404
    assert client.get(way + "x").status_code == 404
    assert client.get("/subject/").status_code == 404


def test_a_demand_goes_out_and_a_read_hint_leaves_a_receipt(home, client):
    row = a_call(home)
    with home.engine.begin() as connection:
        connection.execute(update(coordination_receipt).values(read_at=None))
        of = coordination_receipt.c.subject.startswith("enterprise:")
        hinted = connection.scalar(select(coordination_receipt.c.subject).where(of).limit(1))
    way = way_of(home, row)
    data = {"what": "ask", "want": "guidance", "topic": "fire", "words": "请指导消防改造"}
    assert client.post(way, data=data).status_code == 303
    with home.engine.connect() as connection:
        made = (
            connection.execute(select(coordination_demand).order_by(coordination_demand.c.id.desc()).limit(1))
            .mappings()
            .one()
        )
    assert (made["subject"], made["state"], made["provenance"]) == (row["subject"], "open", "simulated")
    assert "请指导消防改造" in drawn("?tab=demands")["rows"]
    if hinted:
        client.get(way_of(home, {"subject": hinted}))
        with home.engine.connect() as connection:
            r = coordination_receipt.c
            assert connection.scalar(select(r.read_at).where(r.subject == hinted)) is not None


def test_the_demo_lays_the_same_each_time_and_only_once(home):
    with home.engine.begin() as connection:
        before = connection.execute(select(coordination_call).order_by(C.id)).all()
        seed_coordination(connection, None, home.clock.now(), 1)
        assert connection.execute(select(coordination_call).order_by(C.id)).all() == before
        assert before and {row.provenance for row in before} == {"simulated"}
        joints = {row.joint_id for row in before} - {None}
        assert all(sum(row.joint_id == one for row in before) > 1 for one in joints)
