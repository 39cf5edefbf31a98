"""The audit log: what it tells of, in the same transaction; and that no change of it goes unseen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from data.commands.audit import digest_of, note
from data.commands.screens import act
from data.engine import make_engine, writing
from data.errors import Forbidden
from data.queries.audit import chain, logged
from data.schema import audit, audit_head
from tests.seats import HERE, add, signed_in, sitting, token_of

FEW = 9
COLUMNS = [column.name for column in audit.c if column.name not in ("n", "digest")]


def rows(house) -> list:
    with house.engine.connect() as connection:
        return connection.execute(select(audit).order_by(audit.c.n)).mappings().all()


def told(house, action: str) -> list[tuple[str, str, str]]:
    return [(row["actor"], row["target"], row["outcome"]) for row in rows(house) if row["action"] == action]


@pytest.mark.parametrize("statement", [update(audit).values(actor="x"), delete(audit)])
def test_the_database_refuses_to_change_or_remove_a_row(desk, statement):
    with pytest.raises(DBAPIError, match="append-only"), writing(desk.house.engine) as connection:
        connection.execute(statement)
    with desk.house.engine.connect() as connection:
        assert chain(connection).whole


def test_a_row_is_undone_with_what_it_tells_of(desk):
    before = len(rows(desk.house))
    with pytest.raises(ZeroDivisionError), writing(desk.house.engine) as connection:
        note(connection, "key_add", "x")
        raise ZeroDivisionError
    assert len(rows(desk.house)) == before
    with desk.house.engine.connect() as connection:
        assert chain(connection).whole


def test_the_log_tells_who_did_what_from_where(desk):
    made = desk.post("/api/v1/events", {"title": "积水", "category": "flood", "lon": 119.03, "lat": 25.03}).json
    officer = desk.sender("值守平台", "duty_officer")
    assert officer.post(f"/api/v1/events/{made['id']}/moves", {"move": "file"}).status_code == 200
    add(desk.house, "duty", "duty_officer", name="张三")
    with sitting(desk.app, "duty"):
        act(desk.house, made["id"], "remark", {"reason": "已核"}, "leader", 3)
    assert told(desk.house, "key_add")[0] == ("system", "热线平台", "done")
    assert told(desk.house, "api") == [("值守平台", f"POST /api/v1/events/{made['id']}/moves", "done")]
    assert told(desk.house, "account_add") == [("system", "duty", "done")]
    assert told(desk.house, "event_move") == [("duty", f"{made['id']} remark", "done")]
    assert rows(desk.house)[0]["address"] == "" and "张三" not in str(rows(desk.house))


def test_what_is_refused_is_told_as_refused(desk):
    made = desk.post("/api/v1/events", {"title": "积水", "category": "flood", "lon": 119.03, "lat": 25.03}).json
    add(desk.house, "staff", "grid_staff")
    with sitting(desk.app, "staff"), pytest.raises(Forbidden):
        act(desk.house, made["id"], "file", {}, "duty_officer", 1)
    assert told(desk.house, "event_move") == [("staff", f"{made['id']} file", "refused")]


def test_an_export_is_told_and_reading_is_not(desk):
    client = signed_in(desk.app, "lead", "leader")
    assert client.get("/api/v1/events.csv?limit=5").status_code in (200, 400)
    assert client.get("/api/v1/panels/kpi.json").status_code == 200
    assert client.get("/api/v1/panels/ticker.csv").status_code == 200
    assert ("lead", "/api/v1/panels/ticker.csv", "done") in told(desk.house, "export")
    assert not any(".json" in target for _actor, target, _outcome in told(desk.house, "export"))


@pytest.fixture(scope="module")
def kept(empty_sqlite, tmp_path_factory):
    """A log of a few rows, each time as it was: what is done to it is rolled back."""
    import shutil

    engine = make_engine(f"sqlite:///{shutil.copy(empty_sqlite, tmp_path_factory.mktemp('audit') / 'log.db')}")
    with writing(engine) as connection:
        for n in range(FEW):
            note(connection, "sign_in", f"who{n}", actor=f"人{n}", role="leader", detail={"n": n})
        for name in ("UPDATE", "DELETE"):  # who holds the file can do that
            connection.execute(text(f"DROP TRIGGER audit_no_{name}"))
    yield engine
    engine.dispose()


def tampered(engine, *statements) -> tuple:
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for one in statements:
            connection.execute(one)
        found = chain(connection)
        connection.rollback()
    return tuple((one.n, one.why) for one in found.breaks)


@settings(max_examples=60)
@given(st.integers(1, FEW), st.sampled_from(COLUMNS), st.text(min_size=1, max_size=20), st.booleans())
def test_a_changed_row_is_found_and_named_even_when_it_is_hashed_again(kept, n, column, value, again):
    with kept.connect() as connection:
        row = dict(connection.execute(select(audit).where(audit.c.n == n)).mappings().one())
    if row[column] == value or "\0" in value:
        return
    changed = row | {column: value}
    new = {column: value} | ({"digest": digest_of(changed)} if again else {})
    found = tampered(kept, update(audit).where(audit.c.n == n).values(new))
    assert (n, "changed") in found or (again and column == "previous" and (n - 1, "changed") in found)


@given(st.sets(st.integers(1, FEW), min_size=1))
def test_removed_rows_are_found_and_named_the_last_ones_too(kept, gone):
    assert tampered(kept, delete(audit).where(audit.c.n.in_(gone))) == tuple((n, "missing") for n in sorted(gone))


@given(st.integers(FEW + 1, FEW + 5))
def test_rows_that_were_put_in_are_found_and_named(kept, n):
    with kept.connect() as connection:
        row = dict(connection.execute(select(audit).where(audit.c.n == FEW)).mappings().one())
    row |= {"n": n, "previous": row["digest"]}
    row["digest"] = digest_of(row)
    assert (n, "inserted") in tampered(kept, insert(audit).values(row))


def test_a_chain_made_anew_from_the_start_is_found_by_a_digest_kept_elsewhere(kept):
    with kept.connect() as connection:
        head = chain(connection).head
        assert chain(connection, head).whole
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(delete(audit))
        connection.execute(update(audit_head).values(n=0, digest="0" * 64))
        for n in range(FEW):
            note(connection, "sign_in", f"other{n}")
        assert chain(connection).whole
        assert not chain(connection, head).whole
        connection.rollback()


def test_the_end_of_a_long_log_can_be_looked_at_alone(kept):
    with kept.connect() as connection:
        assert (chain(connection, last=4).rows, chain(connection, last=4).whole) == (4, True)
    found = tampered(kept, delete(audit).where(audit.c.n == FEW))
    assert found == ((FEW, "missing"),)


def test_the_command_line_verifies_and_lists(lone_desk):
    runner = lone_desk.app.test_cli_runner()
    whole = runner.invoke(args=["audit", "verify"])
    assert (whole.exit_code, "The log is whole." in whole.output) == (0, True)
    assert "key_add" in runner.invoke(args=["audit", "list", "--action", "key_add"]).output
    with writing(lone_desk.house.engine) as connection:
        connection.execute(text("DROP TRIGGER audit_no_UPDATE"))
        connection.execute(update(audit).where(audit.c.n == 1).values(actor="nobody"))
    broken = runner.invoke(args=["audit", "verify"])
    assert (broken.exit_code, "row 1: changed" in broken.output) == (1, True)


def test_only_auditors_of_the_whole_city_read_it(desk):
    auditor = signed_in(desk.app, "aud", "auditor")
    page = auditor.get("/audit")
    assert page.status_code == 200 and "链条完整" in page.text and "发放密钥" in page.text
    assert "审计日志" in page.text and "aud" in auditor.get("/audit?actor=aud").text
    assert auditor.get("/audit.csv").text.startswith("\ufeffn,at,actor")
    for login, role, region in (("adm", "administrator", ""), ("part", "auditor", "990102"), ("lead", "leader", "")):
        client = signed_in(desk.app, login, role, region=region)
        assert client.get("/audit").status_code == 403
        assert client.get("/audit.csv").status_code == 403


def test_filters_and_the_way_to_older_rows(desk):
    with writing(desk.house.engine) as connection:
        for n in range(30):
            note(connection, "export", f"/a{n % 3}", actor="x", role="leader")
        found = logged(connection, {"actor": "x", "target": "/a1"}, most=4)
        assert [row["target"] for row in found] == ["/a1"] * 4
        assert all(row["n"] < found[-1]["n"] for row in logged(connection, {"actor": "x"}, found[-1]["n"]))


def test_forms_of_accounts_are_told(desk):
    client = signed_in(desk.app, "adm", "administrator")
    told_ = {"login": "new", "name": "新人", "role": "leader", "csrf_token": token_of(client, "/accounts")}
    assert client.post("/accounts/add", data=told_, headers=HERE).status_code == 200
    assert ("adm", "new", "done") in told(desk.house, "account_add")
