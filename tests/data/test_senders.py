"""Senders: a key is shown once, kept as its digest, and opens nothing when it is over."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from data.commands.once import OtherRequest, Reply, key_of, once
from data.commands.senders import add_sender, revoke_sender, senders_known
from data.doors.keys import Unauthorized, by_key
from data.errors import BadInput, UnknownRegion, UnknownThing
from data.schema import sender, sent_once
from tests.blank import blank_house

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture(params=("sqlite", "postgresql"))
def house(request, tmp_path):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as home:
        yield home


def add(house, name="热线", **more) -> str:
    given = {"source": "hotline", "role": "system", "now": NOW} | more
    with house.engine.begin() as connection:
        return add_sender(connection, name, **given)


def test_a_key_is_kept_as_its_digest_alone(house):
    key = add(house)
    with house.engine.connect() as connection:
        row = connection.execute(select(sender)).mappings().one()
    assert key.startswith("yitu_")
    assert len(key) >= 48
    assert key not in str(dict(row))
    assert row["digest"] == hashlib.sha256(key.encode()).hexdigest()


def test_a_key_tells_who_speaks_and_where_he_may(house):
    found = by_key(house, add(house, "东区", region_code="990001", role="grid_staff"))
    assert (found.actor.name, found.actor.role, found.source, found.region) == (
        "东区",
        "grid_staff",
        "hotline",
        "990001",
    )
    assert found.actor.scope.covers(1, 16)
    assert not found.actor.scope.covers(16, 17)


def test_keys_that_are_unknown_expired_or_revoked_open_nothing(house):
    good, old, gone = add(house, "a", until=NOW + DAY), add(house, "b", until=NOW + DAY), add(house, "c")
    with house.engine.begin() as connection:
        connection.execute(update(sender).where(sender.c.name == "b").values(expires_at=NOW - timedelta(seconds=1)))
        revoke_sender(connection, "c", NOW)
        with pytest.raises(UnknownThing):
            revoke_sender(connection, "c", NOW)
    assert by_key(house, good).actor.name == "a"
    for key in (old, gone, "", "yitu_", good[:-1], good + "x", good.upper(), "x" * 10_000, "\0", "钥匙"):
        with pytest.raises(Unauthorized):
            by_key(house, key)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"name": " "}, BadInput),
        ({"name": "x" * 65}, BadInput),
        ({"name": "a\nb\0"}, BadInput),
        ({"role": "king"}, BadInput),
        ({"source": "rumour"}, BadInput),
        ({"region_code": "123456"}, UnknownRegion),
        ({"name": "热线"}, BadInput),
    ],
)
def test_senders_that_make_no_sense_are_refused(house, more, error):
    add(house)
    with pytest.raises(error):
        add(house, **({"name": "乙"} | more))


def test_the_list_shows_every_sender_and_no_key(house):
    add(house, "乙", region_code="990001")
    add(house, "甲")
    with house.engine.connect() as connection:
        rows = senders_known(connection)
    assert {row["name"]: row["region"] for row in rows} == {"乙": "990001", "甲": "990000"}
    assert all("digest" not in row for row in rows)


def test_a_request_under_a_key_is_done_once_and_not_at_all_when_it_fails(house):
    done = []

    def work(connection) -> Reply:
        done.append(1)
        return Reply(201, b"made")

    def fail(connection) -> Reply:
        raise BadInput("no")

    with pytest.raises(BadInput):
        once(house.engine, 1, "k", "digest", fail)
    replies = [once(house.engine, 1, "k", "digest", work) for _ in range(3)]
    assert [one.again for one in replies] == [False, True, True]
    assert {(one.status, bytes(one.body)) for one in replies} == {(201, b"made")}
    with pytest.raises(OtherRequest):
        once(house.engine, 1, "k", "another", work)
    once(house.engine, 2, "k", "another", work)
    assert len(done) == 2, "a key is the sender's own"
    with house.engine.begin() as connection:
        connection.execute(update(sent_once).values(at=NOW - timedelta(days=8)))
    assert not once(house.engine, 1, "k", "another", work).again, "after a week a key is free again"


def test_a_key_may_be_quoted_and_is_plain_text():
    assert key_of('"8e03"') == key_of("8e03") == "8e03"
    assert key_of(None) is None
    for bad in ("", '""', "a b", "x" * 129, "钥"):
        with pytest.raises(BadInput):
            key_of(bad)


def test_the_command_line_makes_lists_and_revokes(sqlite_url, toy_dir):
    from app import create_app
    from tests.conftest import toy_settings

    server = create_app(toy_settings(toy_dir, sqlite_url))
    run = server.test_cli_runner().invoke
    made = run(args=["senders", "add", "热线", "--source", "hotline", "--days", "30"])
    assert made.exit_code == 0, made.output
    key = made.stdout.strip()
    home = server.extensions["yitu"]
    assert by_key(home, key).actor.name == "热线"
    assert "active" in run(args=["senders", "list"]).output
    assert run(args=["senders", "revoke", "热线"]).exit_code == 0
    assert "revoked" in run(args=["senders", "list"]).output
    again = run(args=["senders", "revoke", "热线"])
    assert (again.exit_code, "Traceback" in again.output) == (1, False)
    with pytest.raises(Unauthorized):
        by_key(home, key)
    home.engine.dispose()
