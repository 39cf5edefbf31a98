"""联络 on screens: the page in both languages, the desk that calls whom it has ticked, and what a demo has made up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from components.callouts_page import callouts_drawn
from data.callout_words import CALLOUT_KINDS
from data.commands.callout_screens import act_on_callouts
from data.commands.dispatch_screens import act_on_dispatch
from data.commands.outbox import send_due
from data.demo.callouts import install_callouts
from data.errors import Forbidden
from data.language import speaking
from data.queries.callouts import callouts
from data.schema import audit, callout, dispatch, event
from data.view import View
from tests.dispatch.test_callouts import CLEARED, town, whole
from tests.dispatch.town import WALL, flood, people, rows

__all__ = ["town"]


def test_the_page_says_all_of_it_in_both_languages_and_escapes_words(house_of_the_demo):
    home = house_of_the_demo
    people(home)
    given = {"act": "call", "key": "p1", "kind": "call", "way": "voice", "title": "<b>值守</b>", "words": "请回电"}
    given |= {"group:responder:desk": "1"}
    said = act_on_callouts(home, given, "duty_officer", 1)
    code = rows(home, callout)[-1].code
    assert code in said
    with pytest.raises(Forbidden):
        act_on_callouts(home, given | {"key": "p2"}, "agency", 1)
    assert act_on_callouts(home, {"act": "answer", "code": code, "n": "1", "answer": "missed"}, "duty_officer", 1)
    for lang in ("zh", "en"):
        with speaking(lang):
            for chosen in ({}, {"call": code}, {"call": "C20240101-0001"}, *({"new": kind} for kind in CALLOUT_KINDS)):
                drawn = "".join(callouts_drawn(home, View(lang=lang), chosen).values())
                assert "<b>值守" not in drawn and code in drawn
    one = callouts_drawn(home, View(), {"call": code})
    assert all(
        'data-table-column="1"' in one[part] and 'data-table-file="xlsx"' in one[part] for part in ("one", "rows")
    )
    assert "改为当前区划" in callouts_drawn(home, View(), {"new": "call", "area": "circle:9"})["form"]
    with home.engine.connect() as connection:
        told = connection.execute(select(audit.c.action, audit.c.outcome).where(audit.c.action.startswith("callout")))
        assert [tuple(row) for row in told] == [
            ("callout_call", "done"),
            ("callout_call", "refused"),
            ("callout_answer", "done"),
        ]


def test_a_demo_has_made_up_some_once_and_says_so(town):
    with town.engine.begin() as connection:
        assert install_callouts(connection, town.clock.now(), 7)
        assert not install_callouts(connection, town.clock.now(), 7)
        found = callouts(connection, CLEARED).rows
    assert found and {row["provenance"] for row in found} == {"simulated"}
    assert all(row["reach"].get("reached") or row["n"] < 3 for row in found)
    assert not send_due(town, WALL + timedelta(days=1))  # nobody is told of what was made up


def test_the_desk_calls_who_is_ticked_or_has_a_task_and_sends_nobody(house_of_the_demo):
    home = house_of_the_demo
    people(home)
    number = flood(home)
    with home.engine.connect() as connection:
        on = f"event-{connection.scalar(select(event.c.code).where(event.c.id == number))}"
    given = {"act": "call", "on": on, "responders": ["vehicle-1", "team-1"], "key": "0123456789abcdef"}
    [code] = act_on_dispatch(home, given, "duty_officer", 1).codes
    assert act_on_dispatch(home, given, "duty_officer", 1).codes == (code,)
    found = whole(home, code)
    assert found["n"] == 2 and "请回电" in found["words"] and found["on"] == on
    assert rows(home, dispatch, dispatch.c.event_id == number) == []
    with pytest.raises(Forbidden):
        act_on_dispatch(home, given | {"key": "fedcba9876543210"}, "agency", 1)
