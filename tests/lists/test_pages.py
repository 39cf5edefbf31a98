"""The pages of lists and archives and their files: what a visitor sees, does and takes along."""

import csv
import io
import re

import openpyxl
import pytest
from sqlalchemy import func, select

from callbacks.listing import draw_listing, make_move
from components.archive_page import archive_page
from components.lists_page import lists_page
from data.archive.archive import archive
from data.archive.block import shown
from data.house import EXTENSION
from data.list_words import LIST_KINDS, STANDS
from data.queries.lists import SORTS, Wanted, listed
from data.schema import audit, list_event, list_item, profile, region
from data.scope import Scope
from data.view import View
from tests.toycity import TOY

GUEST = Scope.guest()


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def first(home, level):
    with home.engine.connect() as connection:
        of = select(region.c.code).where(region.c.level == level, region.c.tree == "spine").order_by(region.c.lo)
        return connection.scalar(of.limit(1))


def page(home, lang="zh", region="", **chosen):
    return str(lists_page(home, View(lang=lang, region=region), (), chosen))


def drawn(name, search, role="duty_officer"):
    told = draw_listing({"page": name, "search": search, "role": role, "number": 1})
    assert "refused" not in told, told
    return told["parts"]


def sent(move, role="duty_officer", number=2, **given):
    return make_move({"sign": "s", "lang": "zh", "role": role, "number": number, "move": move, "given": given})


def test_a_demo_has_all_lists_with_pairs_and_their_reports(home):
    with home.engine.connect() as connection:
        kinds = dict(connection.execute(select(list_item.c.kind, func.count()).group_by(list_item.c.kind)).all())
        worth = set(connection.scalars(select(list_item.c.provenance)))
        assert set(kinds) == set(LIST_KINDS) and worth == {"simulated"}
        assert connection.scalar(select(func.count()).select_from(profile)) > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_each_level_has_its_lists_and_its_archive(home, lang, level):
    code = first(home, level)
    assert page(home, lang, code)
    told = str(archive_page(home, View(region=code, lang=lang), ()))
    assert told and (lang == "zh" or not re.search("[\u3400-\u9fff]{2,}档案", told))


def test_counts_of_a_region_are_those_of_its_parts(home):
    found = listed(home, View(), GUEST, Wanted())
    for kind in LIST_KINDS:
        for stand in STANDS:
            assert sum(row["counts"][kind][stand] for row in found.below) == found.counts[kind][stand]
    assert found.total == sum(n for some in found.counts.values() for n in some.values())


@pytest.mark.parametrize("by", [*SORTS, "-due", "-percent"])
def test_files_hold_the_rows_of_the_screen_in_their_order(home, client, by):
    asked = {"list": "issue", "by": by}
    found = listed(home, View(), GUEST, Wanted.read(asked))
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    lines = list(csv.reader(io.StringIO(client.get(f"/api/v1/lists.csv?{query}").get_data(as_text=True))))
    assert [row[0] for row in lines[1:]] == [row["code"] for row in found.rows]
    if by == "due":
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/v1/lists.xlsx?{query}").get_data()))
        sheet = list(book["三清单"].values)
        assert [row[0] for row in sheet[1:]] == [row["code"] for row in found.rows]
        assert [row[9] for row in sheet[1:]] == [row["percent"] for row in found.rows]
        told = client.get(f"/api/v1/lists.json?{query}").json
        assert (told["total"], told["counts"]) == (found.total, found.counts)


def test_filters_narrow_the_list_and_nonsense_is_refused_at_the_door(home, client):
    late = listed(home, View(), GUEST, Wanted(stand="overdue"))
    assert all(row["stand"] == "overdue" for row in late.rows)
    assert late.total == sum(some["overdue"] for some in late.counts.values())
    code = listed(home, View(), GUEST, Wanted()).rows[0]["code"]
    assert [row["code"] for row in listed(home, View(), GUEST, Wanted(text=code)).rows] == [code]
    assert listed(home, View(), GUEST, Wanted(text="100%_")).rows == []
    for wrong in ("list=wish", "stand=lost", "by=nothing", "what=x"):
        assert client.get(f"/api/v1/lists.json?{wrong}").status_code == 400


def test_a_secretary_puts_an_item_down_asks_for_support_and_the_department_helps(home):
    village = first(home, 4)
    given = {"kind": "issue", "title": "村口积水", "region": village, "due": "2030-01-01", "begin": "2024-07-01"}
    said = sent("list", role="grid_staff", act="add", **given)["said"]
    code = said.rpartition(" ")[2]
    with home.engine.connect() as connection:
        last = connection.execute(select(audit).order_by(audit.c.n.desc()).limit(1)).mappings().one()
    assert (last["action"], last["outcome"]) == ("list_add", "done")
    office = listed(home, View(region=village), GUEST, Wanted()).agencies[0]["code"]
    asked = {"code": code, "agency": office, "words": "请派人"}
    assert sent("list", role="grid_staff", act="ask", **asked)["refused"] == ""
    assert "由被请求的部门办理" in sent("list", role="grid_staff", act="accept", **asked)["refused"]
    assert sent("list", role="agency", act="accept", **asked)["refused"] == ""
    assert sent("list", role="agency", act="help", **asked)["refused"] == ""
    assert sent("list", role="grid_staff", act="progress", code=code, percent="60", words="已清淤")["refused"] == ""
    card = drawn("lists", f"?item={code}")["one"]
    assert all(word in card for word in ("村口积水", "已帮扶", "已清淤", "60%"))
    assert "村口积水" in drawn("archive", f"?region={village}")["blocks"]


def test_a_pair_shows_its_other_side_and_the_reports_behind_it(home):
    with home.engine.connect() as connection:
        tied = select(list_item.c.code).join(list_event, list_event.c.item_id == list_item.c.id).limit(1)
        code = connection.scalar(tied)
    assert code, "nothing came back at one spot of this little city"
    card = drawn("lists", f"?item={code}")["one"]
    assert "转为发展事项" in card and "/events/E" in card


def test_an_item_of_nowhere_and_a_move_of_nothing_are_refused_in_words(home):
    assert "没有这个清单事项" in drawn("lists", "?item=L20200101-0000")["one"]
    assert sent("list", act="fly", code="x")["refused"]
    assert sent("list", act="add", title="x", due="x", begin="")["refused"]
    assert sent("archive", act="fly")["refused"]
    assert sent("archive", act="approve", region=TOY, version="x")["refused"]


def test_a_profile_is_proposed_and_approved_on_the_page(home):
    village = first(home, 4)
    told = {"region": village, "text": "新修了村道", "reason": "更新"}
    said = sent("archive", role="grid_staff", act="propose", **told)["said"]
    version = re.search(r"第 (\d+) 版", said)[1]
    assert "新修了村道" in drawn("archive", f"?region={village}")["profile"]
    refused = sent("archive", role="grid_staff", act="approve", region=village, version=version)["refused"]
    assert "上一级" in refused
    assert sent("archive", act="approve", region=village, version=version, answer="")["refused"] == ""
    assert f"第 {version} 版 · " in drawn("archive", f"?region={village}")["profile"]


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_files_of_an_archive_hold_the_numbers_of_the_screen(home, client, level):
    code = first(home, level)
    blocks = drawn("archive", f"?region={code}")["blocks"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/v1/archive/{code}.xlsx").get_data()))
    for one in archive(home, code, GUEST).blocks:
        sheet = {row[0]: row[1:3] for row in book[one.title].values}
        for fact in one.facts:
            value, unit = sheet[fact.name]
            assert (value or 0, unit or "") == (fact.value or 0, fact.unit), fact
            assert one.empty or f">{shown(fact.value)}<" in blocks, (one.key, fact)
    assert client.get(f"/api/v1/archive/{code}.json").json["region"] == code


def test_an_archive_is_printed_and_its_figures_are_in_it(home, client):
    answer = client.get(f"/api/v1/archive/{first(home, 3)}.pdf")
    assert answer.status_code == 200 and answer.get_data().startswith(b"%PDF")
    assert client.get("/api/v1/archive/990199999.pdf").status_code == 404
    assert client.get(f"/api/v1/archive/{first(home, 6)}.json").status_code == 404
    assert client.get("/api/v1/archive/no%00where.json").status_code == 404


def test_an_action_that_no_page_knows_is_refused(home):
    assert sent("nothing")["refused"] == "没有这个动作"
