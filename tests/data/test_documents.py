"""Documents: brought once, read by whom they were granted to, page by page, as long as the grant lasts."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from data.briefer import Briefer
from data.commands.documents import (
    NewDocument,
    add_document,
    add_version,
    grant_document,
    move_document,
    note_read,
    revoke_grant,
)
from data.documents.files import LARGEST, SHIPPED, Brought, original, page_of, take_in
from data.documents.marked import marked
from data.engine import writing
from data.errors import BadInput, Forbidden, ThingRefused, UnknownRegion, UnknownThing
from data.life.actor import Actor
from data.queries.documents import DocumentFilters, document_of, listed
from data.queries.regions import region_of
from data.schema import agency, document_version, region
from data.scope import Scope
from data.times import day_number, local
from tests.blank import blank_house
from tests.conftest import ENGINES

EVERY = Scope.guest().cells
FILE = Brought(digest="a" * 64, form="pdf", pages=3, size=900)


@pytest.fixture(params=ENGINES)
def home(request, tmp_path):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        with house.engine.begin() as connection:
            city = connection.scalar(select(region.c.id).where(region.c.level == 1))
            for name in ("HOUSING", "FIRE", "FOOD"):
                row = {"code": name, "name": f"{name}局", "kind": "department", "region_id": city}
                connection.execute(agency.insert().values(row | {"provenance": "measured"}))
        yield house


def scope(*departments, cells=EVERY, clearance=1):
    return Scope(cells=cells, departments=departments or ("*",), clearance=clearance)


def actor(*departments, role="agency", **more):
    return Actor(name=f"{departments[0] if departments else '值班'}-001", role=role, scope=scope(*departments, **more))


def reader(*departments, who="account:x", role="agency", **more):
    return Briefer(who=who, name="读者", role=role, scope=scope(*departments, **more))


def brought(home, title="检查记录", *, clearance=1, by=None, **more):
    new = NewDocument(title=title, kind="check", agency="HOUSING", clearance=clearance, **more)
    with writing(home.engine) as connection:
        return add_document(connection, new, FILE, "a.pdf", by or actor("HOUSING"), home.clock.now(), "measured")


def seen(home, code, me, days=0):
    with home.engine.connect() as connection:
        return document_of(connection, code, me, day_number(home.clock.now()) + days)


def granted(home, code, agency="FIRE", login="", days=3, reason="联合检查", by=None):
    until = local(home.clock.now()).date() + timedelta(days=days)
    with writing(home.engine) as connection:
        one = document_of(connection, code, reader("HOUSING"), day_number(home.clock.now()))
        return grant_document(connection, one, (agency, login), until, reason, by or actor("HOUSING"), home.clock.now())


def test_a_document_is_of_its_department_and_of_those_it_is_granted_to_until_a_day(home):
    code = brought(home)
    assert seen(home, code, reader("HOUSING")).own
    with pytest.raises(UnknownThing):
        seen(home, code, reader("FIRE"))
    assert granted(home, code) == "FIRE局"
    other = seen(home, code, reader("FIRE"))
    assert (other.own, other.readable, other.grants, other.reads) == (False, True, [], [])
    assert [seen(home, code, reader("FIRE"), days).row["standing"] for days in (3, 4)] == ["read", "expired"]
    with pytest.raises(UnknownThing):
        seen(home, code, reader("FOOD"))
    for role in ("resident", "screen"):
        with pytest.raises(UnknownThing):
            seen(home, code, reader("HOUSING", role=role))


def test_a_grant_that_is_revoked_opens_nothing_and_cannot_be_revoked_again(home):
    code = brought(home)
    granted(home, code)
    own = seen(home, code, reader("HOUSING"))
    with writing(home.engine) as connection, pytest.raises(Forbidden):
        revoke_grant(connection, seen(home, code, reader("FIRE")), own.grants[0]["id"], actor("FIRE"), home.clock.now())
    with writing(home.engine) as connection:
        revoke_grant(connection, own, own.grants[0]["id"], actor("HOUSING"), home.clock.now())
    assert (seen(home, code, reader("FIRE")).row["standing"], seen(home, code, reader("FIRE")).readable) == (
        "revoked",
        False,
    )
    with writing(home.engine) as connection, pytest.raises(ThingRefused):
        revoke_grant(connection, own, own.grants[0]["id"], actor("HOUSING"), home.clock.now())
    granted(home, code)
    assert seen(home, code, reader("FIRE")).readable  # a new grant opens again


def test_a_document_that_is_taken_down_is_read_by_nobody_else_and_stays_told(home):
    code = brought(home)
    granted(home, code)
    with writing(home.engine) as connection, pytest.raises(Forbidden):
        move_document(connection, seen(home, code, reader("FIRE")), "withdraw", "x", actor("FIRE"), home.clock.now())
    for move, reason in (("withdraw", "内容有误"), ("restore", "已更正")):
        with writing(home.engine) as connection:
            one = document_of(connection, code, reader("HOUSING"), day_number(home.clock.now()))
            move_document(connection, one, move, reason, actor("HOUSING"), home.clock.now())
        with writing(home.engine) as connection, pytest.raises(ThingRefused):
            move_document(connection, one, move, "又一次", actor("HOUSING"), home.clock.now())
        own, other = seen(home, code, reader("HOUSING")), seen(home, code, reader("FIRE"))
        assert own.readable and not other.readable and own.withdrawn == (move == "withdraw")
        assert (own.moves[0]["move"], own.moves[0]["reason"], other.moves) == (move, reason, [])
        assert other.row["standing"] == ("withdrawn" if move == "withdraw" else "revoked")
    granted(home, code)
    assert seen(home, code, reader("FIRE")).readable


def test_a_grant_names_a_reason_a_day_within_a_year_and_somebody_who_is_there(home):
    code = brought(home)
    for wrong in (
        {"reason": ""},
        {"days": -1},
        {"days": 367},
        {"agency": "HOUSING"},
        {"agency": "", "login": "nobody"},
    ):
        with pytest.raises(BadInput):
            granted(home, code, **wrong)
    with pytest.raises(Forbidden):
        granted(home, code, by=actor("HOUSING", role="leader"))


def test_a_newer_version_keeps_the_old_ones_for_its_department_and_is_what_others_read(home):
    code = brought(home)
    granted(home, code)
    newer = Brought(digest="b" * 64, form="pdf", pages=5, size=1_000)
    for file, wanted in ((FILE, BadInput), (newer, None)):
        one = seen(home, code, reader("HOUSING"))
        with writing(home.engine) as connection:
            if wanted:
                with pytest.raises(wanted):
                    add_version(connection, one, file, "b.pdf", "", actor("HOUSING"), home.clock.now())
            else:
                assert add_version(connection, one, file, "b.pdf", "补页", actor("HOUSING"), home.clock.now()) == 2
    own, other = seen(home, code, reader("HOUSING")), seen(home, code, reader("FIRE"))
    assert [own.version(seq)["pages"] for seq in (0, 1, 2)] == [5, 3, 5]
    assert [other.version(seq)["pages"] for seq in (0, 2)] == [5, 5]
    with pytest.raises(UnknownThing):
        other.version(1)
    with home.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(document_version)) == 2


def test_nobody_files_for_another_department_above_his_clearance_or_outside_his_region(home):
    for by, more in (
        (actor("FIRE"), {}),
        (actor("HOUSING"), {"clearance": 2}),
        (actor("HOUSING"), {"title": ""}),
        (actor("HOUSING"), {"title": "x" * 97}),
        (actor("HOUSING"), {"subject": "person", "record": "NOBODY"}),
        (actor("HOUSING", role="grid_staff"), {}),
        (actor("HOUSING", cells=((3, 4),)), {"region": "990101"}),
    ):
        with pytest.raises((BadInput, UnknownThing, UnknownRegion, Forbidden)):
            brought(home, by=by, **more)


def test_the_list_filters_sorts_and_leaves_out_what_is_above_the_readers_clearance(home):
    first, second = brought(home, "甲"), brought(home, "乙", clearance=0)
    hidden = brought(home, "丙", clearance=2, by=actor("HOUSING", clearance=2))
    granted(home, first, days=1)
    today = day_number(home.clock.now())

    def codes(me, ahead=0, **asked):
        with home.engine.connect() as connection:
            here = region_of(connection, "", me.scope)
            found = listed(connection, me, here, today + ahead, DocumentFilters.lenient(asked))
            return [row["code"] for row in found.rows], found.states

    own = codes(reader("HOUSING"), doc_sort="title")
    assert own[1]["own"] == 2 and hidden not in own[0]
    assert sorted(own[0]) == sorted((first, second))
    assert codes(reader("HOUSING"), doc_sort="-title")[0] == own[0][::-1]
    assert codes(reader("HOUSING"), doc_text="乙")[0] == [second]
    assert codes(reader("HOUSING"), doc_kind="permit")[0] == []
    assert codes(reader("FIRE"))[0] == [first] and codes(reader("FOOD"))[0] == []
    assert codes(reader("FIRE"), 2, doc_state="expired")[0] == [first]
    assert codes(reader("FIRE", clearance=0))[0] == []
    assert codes(reader(cells=((3, 4),)))[0] == []


def test_its_department_sees_who_has_read_which_page(home):
    code = brought(home)
    granted(home, code)
    with writing(home.engine) as connection:
        one = document_of(connection, code, reader("FIRE"), day_number(home.clock.now()))
        for page in (1, 2, 2):
            note_read(connection, one, 1, page, reader("FIRE"), home.clock.now())
    (read,) = seen(home, code, reader("HOUSING")).reads
    assert (read["name"], read["pages"], read["n"]) == ("读者", {1, 2}, 3)


def test_files_are_known_by_what_is_in_them(tmp_path):
    sample = next(SHIPPED.glob("6150*.pdf"))
    kept = take_in(tmp_path, sample.read_bytes())
    assert (kept.digest, kept.form, kept.pages) == (sample.stem, "pdf", 3)
    assert original(tmp_path, kept.digest, "pdf") == sample.read_bytes()
    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    assert take_in(tmp_path, picture.getvalue()).form == "png"
    for wrong in (b"", b"%PDF-1.7 nothing", b"<html>", b"PK\x03\x04", b"%PDF-" + b"0" * LARGEST):
        with pytest.raises(BadInput):
            take_in(tmp_path, wrong)
    with pytest.raises(UnknownThing):
        original(tmp_path, "0" * 64, "pdf")


def test_a_page_carries_the_words_of_who_looks(tmp_path):
    sample = next(SHIPPED.glob("1ff9*.png"))
    page = page_of(tmp_path, sample.stem, "png", 1)
    blank = Image.new("RGB", page.size, "white")
    shown = Image.open(BytesIO(marked(blank, "张三 · 2026-01-01 00:00:00")))
    assert shown.size == page.size and len(set(shown.convert("L").tobytes())) > 20


def test_the_samples_of_the_demo_are_named_by_what_is_in_them():
    assert all(sha256(path.read_bytes()).hexdigest() == path.stem for path in SHIPPED.iterdir())
