"""The page of documents and its doors: brought, granted, read page by page with a watermark, and told in the log."""

import re
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from callbacks.listing import draw_listing, make_move
from components.documents_page import documents_page
from data.demo.documents import install_documents
from data.documents.files import SHIPPED
from data.house import EXTENSION
from data.schema import agency, audit, document, document_read, region
from data.view import View
from tests.apps import app_on
from tests.conftest import toy_settings

PLAIN = "application/octet-stream"
SAMPLE = next(SHIPPED.glob("6150*.pdf")).read_bytes()


@pytest.fixture
def server(sqlite_url, toy_dir, tmp_path):
    settings = toy_settings(toy_dir, sqlite_url, documents_dir=tmp_path / "documents")
    with app_on(settings) as server, server.app_context():
        yield server


@pytest.fixture
def home(server):
    home = server.extensions[EXTENSION]
    with home.engine.begin() as connection:
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        for code in ("D1", "D2"):
            row = {"code": code, "name": f"{code}局", "kind": "department", "region_id": city}
            connection.execute(agency.insert().values(row | {"provenance": "simulated"}))
    return home


@pytest.fixture
def client(server, home):
    return server.test_client()


def brought(client, content=SAMPLE, sent_as=PLAIN, **more):
    asked = {"name": "检查.pdf", "title": "检查记录", "kind": "check", "agency": "D1", "clearance": "1"} | more
    return client.post(
        "/documents/data", query_string={"role": "duty_officer", **asked}, data=content, content_type=sent_as
    )


def page(home, lang="zh", **chosen):
    return str(documents_page(home, View(lang=lang), (), chosen))


def drawn(search=""):
    return draw_listing({"page": "documents", "search": search, "role": "duty_officer", "number": 1})["parts"]


def sent(role="duty_officer", **given):
    return make_move({"sign": "s", "lang": "zh", "role": role, "number": 2, "move": "document", "given": given})


def test_a_document_is_brought_listed_read_page_by_page_and_told_in_the_log(home, client):
    code = brought(client).json["code"]
    assert code in drawn()["rows"] and "模拟" in drawn()["rows"] and "D1局" in drawn()["rows"]
    opened = drawn(f"?doc={code}&leaf=2")
    assert f"/documents/data/{code}/1/2.jpg" in opened["leaf"] and opened["rows"] == ""
    answer = client.get(f"/documents/data/{code}/1/2.jpg")
    assert answer.mimetype == "image/jpeg" and "no-store" in answer.headers["Cache-Control"]
    assert Image.open(BytesIO(answer.data)).width == 1_600
    with home.engine.connect() as connection:
        assert connection.execute(select(document_read.c.seq, document_read.c.page)).all()[-1] == (1, 2)
        last = connection.execute(select(audit).order_by(audit.c.n.desc()).limit(1)).mappings().one()
    assert (last["action"], last["target"]) == ("document_read", f"{code} v1 p2")
    assert "演示访客" in drawn(f"?doc={code}")["doc"]
    for wrong in (f"{code}/1/9", f"{code}/2/1", "Z20200101-0001/1/1"):
        assert client.get(f"/documents/data/{wrong}.jpg").status_code == 404
    whole = client.get(f"/documents/data/{code}/1/file")
    assert whole.data == SAMPLE and whole.headers["Content-Disposition"].startswith("attachment")


def test_a_newer_version_stands_above_the_one_before(client, home):
    code = brought(client).json["code"]
    assert "同一个文件" in brought(client, code=code).json["detail"]
    newer = next(SHIPPED.glob("c201*.pdf")).read_bytes()
    assert brought(client, newer, code=code, note="补页").status_code == 201
    told = drawn(f"?doc={code}")
    assert f"/{code}/2/1.jpg" in told["leaf"] and "补页" in told["doc"] and "第 1 版" in told["doc"]
    assert f"/{code}/1/1.jpg" in drawn(f"?doc={code}&version=1")["leaf"]
    assert "没有这一版" in drawn(f"?doc={code}&version=7")["leaf"]


def test_it_is_granted_and_revoked_on_the_page(home, client):
    code = brought(client).json["code"]
    until = home.clock.now().date().isoformat()
    given = {"act": "grant", "code": code, "agency": "D2", "until": until, "reason": "联合检查"}
    assert sent("leader", **given)["refused"]
    for wrong in ({"until": "明天"}, {"reason": ""}, {"agency": ""}, {"agency": "D1"}, {"code": "Z0"}, {"act": "x"}):
        assert sent(**given | wrong)["refused"]
    assert sent(**given)["said"] == "已授权D2局查阅"
    told = drawn(f"?doc={code}")["doc"]
    grant = re.search(r'name="grant" type="hidden" value="(\d+)"|name="grant"[^>]*value="(\d+)"', told)
    number = next(filter(None, grant.groups()))
    assert sent(act="revoke", code=code, grant=number)["said"] == "授权已收回"
    assert sent(act="revoke", code=code, grant=number)["refused"]
    assert "授权收回" in drawn(f"?doc={code}")["doc"]


def test_it_is_taken_down_and_put_back_on_the_page_with_a_reason(client, home):
    code = brought(client).json["code"]
    assert sent("leader", act="withdraw", code=code, reason="内容有误")["refused"]
    assert sent(act="withdraw", code=code, reason="")["refused"]
    assert "下架" in sent(act="withdraw", code=code, reason="内容有误")["said"]
    told = drawn(f"?doc={code}")["doc"]
    assert "内容有误" in told and 'value="restore"' in told and 'value="grant"' not in told
    assert code in drawn("?doc_state=withdrawn")["rows"]
    assert "已下架" in brought(client, next(SHIPPED.glob("c201*.pdf")).read_bytes(), code=code).json["detail"]
    assert "恢复" in sent(act="restore", code=code, reason="已更正")["said"]
    assert 'value="grant"' in drawn(f"?doc={code}")["doc"]


def test_what_is_no_document_is_refused_in_words(client):
    for content, more in (
        (b"", {}),
        (b"MZ\x90", {}),
        (b"%PDF-1.4 cut", {}),
        (SAMPLE, {"title": ""}),
        (SAMPLE, {"kind": "song"}),
        (SAMPLE, {"clearance": "9"}),
        (SAMPLE, {"clearance": "2"}),
        (SAMPLE, {"name": "a" * 200, "subject": "person", "record": "NOBODY"}),
        (SAMPLE, {"agency": "NONE"}),
    ):
        answer = brought(client, content, **more)
        assert answer.status_code in (400, 404) and re.search("[一-鿿]", answer.json["detail"]), (content[:9], more)
    assert brought(client, sent_as="text/html").status_code == 400
    assert brought(client, role="leader").status_code == 403
    assert brought(client, code="Z20200101-0001").status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_demo_comes_with_documents_once_and_each_of_its_states_has_a_page(home, client, lang):
    with home.engine.begin() as connection:
        laid = install_documents(connection, home.clock.now())
        assert not install_documents(connection, home.clock.now())
        codes = connection.scalars(select(document.c.code).where(document.c.clearance < 2)).all()
    assert laid or codes
    assert page(home, lang, doc_sort="title", doc_state="own") and page(home, lang, doc_text="没有的")
    for code in codes:
        assert page(home, lang, doc=code)
        assert client.get(f"/documents/data/{code}/1/1.jpg").status_code == 200
    assert "没有这份资料" in drawn("?doc=nothing")["leaf"]
