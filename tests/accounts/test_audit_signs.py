"""Odd behaviour in the audit log: each rule holds at its bar and not below, and the auditor's page names who."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.audit_words import SIGNS
from data.commands.audit import note
from data.engine import writing
from data.queries.audit_signs import signs, watched
from tests.seats import add, signed_in

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in the city
NIGHT = datetime(2026, 11, 23, 17, tzinfo=UTC)  # 01:00


def line(at, action="export", outcome="done", actor="wang", role="leader", address="10.0.0.1"):
    return {"at": at, "actor": actor, "role": role, "action": action, "outcome": outcome, "address": address}


def found(rows):
    return {(one.kind, one.actor, one.n) for one in signs(rows)}


def some(n, apart, **told):
    return [line(NOON + k * apart, **told) for k in range(n)]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("failed", {"action": "sign_in", "outcome": "failed"}),
        ("refused", {"action": "dispatch_order", "outcome": "refused"}),
        ("exports", {"action": "export", "role": "duty_officer"}),
        ("seen", {"action": "record_see"}),
    ],
)
def test_a_rule_holds_from_its_bar_on_and_only_within_its_span(kind, told):
    rule = SIGNS[kind]
    inside = rule.within / rule.least
    assert found(some(rule.least, inside, **told)) == {(kind, "wang", rule.least)}
    assert found(some(rule.least - 1, inside, **told)) == set()
    assert found(some(rule.least, rule.within / (rule.least - 2), **told)) == set()


def test_exports_at_night_are_odd_but_those_of_the_duty_officer():
    assert found([line(NIGHT), line(NIGHT + timedelta(hours=1))]) == {("night", "wang", 2)}
    assert found([line(NIGHT, role="duty_officer"), line(NOON)]) == set()


def test_a_new_address_is_odd_for_who_has_signed_in_elsewhere_before():
    first, again = line(NOON, action="sign_in"), line(NOON + timedelta(hours=1), action="sign_in")
    other = line(NOON + timedelta(hours=2), action="sign_in", address="10.0.0.2")
    assert found([first, again]) == set()
    assert found([first, other]) == {("address", "wang", 1)}
    assert found([first, {**other, "actor": "li"}, {**other, "outcome": "failed"}]) == set()


@given(st.lists(st.integers(0, 600), min_size=1, max_size=40))
def test_the_busiest_hour_is_never_fewer_than_any_hour_holds(minutes):
    rows = [
        line(NOON + timedelta(minutes=m), action="sign_in", outcome="failed", address=str(m)) for m in sorted(minutes)
    ]
    most = max(sum(m <= other <= m + 60 for other in minutes) for m in minutes)
    told = [one.n for one in signs(rows) if one.kind == "failed"]
    assert told == ([most] if most >= SIGNS["failed"].least else [])


def test_the_auditors_page_names_who_was_refused_and_leads_to_it(lone_desk):
    add(lone_desk.house, "duty", "duty_officer", region="990102")
    client = signed_in(lone_desk.app, "shen", "auditor")
    assert "没有符合规则的异常行为" in client.get("/audit").get_data(as_text=True)
    with writing(lone_desk.house.engine) as connection:
        for _n in range(SIGNS["refused"].least):
            note(connection, "account_change", "x", actor="guan", role="administrator", outcome="refused")
    page = client.get("/audit").get_data(as_text=True)
    assert "区划：990102" in page and "regions：" not in page, "what a seat holds is told in words"
    assert "多次越权被拒" in page and "/audit?actor=guan&amp;outcome=refused" in page
    with lone_desk.house.engine.connect() as connection:
        old = watched(connection, datetime.now(UTC) + timedelta(days=8))
    assert (list(old.odd), old.whole) == ([], True)
