"""Registers change by commands alone: counted at once, remembered with who and when, never over another's change."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.commands.things import retire
from data.errors import Forbidden, ThingRefused, UnknownThing
from data.intake.record import Fault
from data.queries.things import thing
from data.schema import feature, feature_history, revision
from data.scope import Scope
from data.things.taking import take_raw
from tests.blank import blank_house
from tests.things.registers import CHAIN, KEEPER, NOW, cell_code, kept, point, recounted


def told(connection, cell: int, actor=KEEPER, now=NOW, layer="risk_point", seq=None, **more):
    return take_raw(connection, point(region=cell_code(connection, cell), **more), f"{layer}@", actor, now, seq=seq)


def whole(connection, layer="risk_point", code="FX-1", clearance=2):
    return thing(connection, layer, code, Scope(cells=Scope.guest().cells, clearance=clearance))


def test_a_new_thing_is_counted_in_every_region_around_it_and_says_that_it_is_new(connection):
    taken = told(connection, 5, persons=CHAIN, people=120)
    assert (taken.outcome, taken.seq) == ("created", 1)
    assert kept(connection) == recounted(connection)
    assert sum(kept(connection).values()) == 5
    assert connection.scalar(select(revision.c.n).where(revision.c.topic == "features")) >= 1


def test_what_is_told_again_is_known_and_what_is_told_otherwise_is_a_change_with_both_values(connection):
    told(connection, 5, people=120, persons=CHAIN)
    assert told(connection, 5, people=120, persons=CHAIN, now=NOW + timedelta(hours=1)).outcome == "known"
    changed = told(connection, 5, people=600, grade="红", now=NOW + timedelta(hours=2))
    assert (changed.outcome, changed.seq) == ("changed", 2)
    row = whole(connection)
    first, last = row["history"]
    assert (first["move"], last["move"], last["actor"], last["at"]) == (
        "add",
        "edit",
        "应急局",
        NOW + timedelta(hours=2),
    )
    assert last["change"]["grade"] == [2, 1]
    assert last["change"]["attributes"] == [{"people": 120}, {"people": 600}]
    assert row["danger"] == {"level": 2, "word": "大型", "source": "国家突发地质灾害应急预案"}
    assert len(row["persons"]) == 2  # nothing was said about them


def test_a_change_by_one_who_saw_another_state_is_refused_and_changes_nothing(connection):
    told(connection, 5)
    told(connection, 5, name="前山滑坡点", now=NOW + timedelta(hours=1))
    with pytest.raises(ThingRefused):
        told(connection, 5, seq=1, name="谁也没见过", now=NOW + timedelta(hours=2))
    with pytest.raises(ThingRefused):
        told(connection, 5, seq=0, now=NOW + timedelta(hours=2))
    assert whole(connection)["name"] == "前山滑坡点"
    assert told(connection, 5, seq=2, name="后山", now=NOW + timedelta(hours=3)).seq == 3


def test_news_older_than_what_is_known_is_refused(connection):
    told(connection, 5, as_of=NOW.isoformat())
    with pytest.raises(Fault) as fault:
        told(connection, 5, name="旧名", as_of=(NOW - timedelta(days=1)).isoformat())
    assert fault.value.code == "order"
    with pytest.raises(Fault) as fault:
        told(connection, 5, name="未来", as_of=(NOW + timedelta(days=1)).isoformat())
    assert fault.value.code == "future"


def test_a_retired_thing_is_neither_counted_nor_lost_and_comes_back_when_told_of_again(connection):
    told(connection, 5)
    retire(connection, "risk_point", "FX-1", KEEPER, NOW, seq=1, reason="已治理销号")
    assert kept(connection) == recounted(connection) == {}
    assert whole(connection)["history"][-1]["reason"] == "已治理销号"
    with pytest.raises(ThingRefused):
        retire(connection, "risk_point", "FX-1", KEEPER, NOW, seq=None, reason="再来")
    back = told(connection, 6, now=NOW + timedelta(days=1))
    assert (back.outcome, whole(connection)["history"][-1]["move"]) == ("changed", "restore")
    assert kept(connection) == recounted(connection)
    with pytest.raises(Fault):
        retire(connection, "risk_point", "FX-1", KEEPER, NOW, seq=None, reason=" ")


def test_nobody_changes_what_lies_outside_his_scope_or_moves_a_thing_out_of_it(connection, townsman):
    told(connection, 20)
    told(connection, 3, code="FX-2")
    for act in (
        lambda: told(connection, 20, actor=townsman, name="抢来的"),
        lambda: told(connection, 3, actor=townsman, name="抢来的"),
        lambda: told(connection, 20, actor=townsman, code="FX-2"),
        lambda: told(connection, 20, actor=townsman, code="FX-3"),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(UnknownThing):
        retire(connection, "risk_point", "FX-1", townsman, NOW, seq=None, reason="不归我")
    with pytest.raises(UnknownThing):
        thing(connection, "risk_point", "FX-1", townsman.scope)
    assert thing(connection, "risk_point", "FX-2", townsman.scope)["name"] == "后山滑坡点"


def test_telephones_are_masked_by_clearance_everywhere_and_a_masked_one_told_back_stays_what_it_was(connection):
    told(connection, 5, persons=CHAIN)
    told(connection, 5, persons=CHAIN.replace("13912345678", "13700009999"), now=NOW + timedelta(hours=1))
    for clearance in (0, 1):
        row = whole(connection, clearance=clearance)
        assert not any(number in str(row) for number in ("13800001234", "13912345678", "13700009999"))
        assert "138****1234" in str(row["persons"])
        assert ("责任人-00042" in str(row)) == (clearance == 1)
    assert "13700009999" in str(whole(connection)["persons"])
    masked = CHAIN.replace("13800001234", "138****1234").replace("13912345678", "137****9999")
    assert told(connection, 5, persons=masked, now=NOW + timedelta(hours=2)).outcome == "known"
    with pytest.raises(Fault):
        told(connection, 5, persons=CHAIN.replace("13800001234", "139****0000"), now=NOW + timedelta(hours=3))


def test_a_vessel_counts_at_home_wherever_it_is(connection):
    boat = {"code": "闽渔0001", "name": "渔0001", "kind": "拖网渔船", "region": cell_code(connection, 5)}
    at = (NOW - timedelta(minutes=20)).isoformat()
    sea = {"lon": 120.5, "lat": 24.1, "berth": "出海", "position_at": at}
    with pytest.raises(Fault):
        take_raw(connection, {**boat, **sea, "region": ""}, "vessel@wgs84", KEEPER, NOW)
    take_raw(connection, {**boat, **sea}, "vessel@wgs84", KEEPER, NOW)
    again = {**boat, **sea, "region": "", "lon": 120.1, "position_at": NOW.isoformat(), "berth": "在港"}
    assert take_raw(connection, again, "vessel@wgs84", KEEPER, NOW).outcome == "changed"
    row = whole(connection, "vessel", "闽渔0001")
    assert (row["lon"], row["as_of"], row["attributes"]["berth"]) == (120.1, NOW, "in_port")
    assert connection.scalar(select(feature.c.cell_id)) == 5
    assert kept(connection) == recounted(connection)


STEP = st.tuples(
    st.sampled_from(["tell", "tell", "tell", "retire"]),
    st.sampled_from(["FX-1", "FX-2", "FX-3"]),
    st.integers(1, 32),
    st.sampled_from(["geo_hazard", "flash_flood"]),
    st.integers(1, 4),
)


@pytest.fixture(scope="module")
def lone(tmp_path_factory):
    with blank_house("sqlite", tmp_path_factory.mktemp("things")) as house:
        yield house


@given(steps=st.lists(STEP, max_size=12))
@settings(max_examples=40)
def test_whatever_is_added_changed_and_retired_the_counts_are_those_of_a_recount(lone, steps):
    with lone.engine.connect() as connection, connection.begin() as turn:
        for n, (move, code, cell, kind, grade) in enumerate(steps):
            now = NOW + timedelta(minutes=n)
            try:
                if move == "retire":
                    retire(connection, "risk_point", code, KEEPER, now, seq=None, reason="不在了")
                else:
                    told(connection, cell, code=code, kind=kind, grade=grade, now=now)
            except (UnknownThing, ThingRefused):
                pass
            assert kept(connection) == recounted(connection)
        seqs = dict(connection.execute(select(feature.c.id, feature.c.seq)).all())
        rows = connection.scalars(select(feature_history.c.feature_id)).all()
        assert {one: rows.count(one) for one in seqs} == seqs
        turn.rollback()
