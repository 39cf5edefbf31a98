"""The cases that were raised: each once, with its working days, and the share that kept its deadline."""

from sqlalchemy import select

from data.queries import raised_cases
from data.queries.regions import region_of
from data.schema import event, event_history
from data.scope import Scope
from data.view import View
from data.windows import span
from tests.data.test_centre import line
from tests.lived_city import NOW

GUEST = Scope.guest()


def test_raised_cases_are_those_of_the_history_at_every_level(lived):
    query = select(event, event_history.c.at).join(event_history, event_history.c.event_id == event.c.id)
    since = span("ytd", NOW).since
    with lived.engine.connect() as connection:
        steps = connection.execute(query.where(event_history.c.move == "escalate")).mappings().all()
        for code in line(lived):
            here = region_of(connection, code, GUEST)
            answer = raised_cases.answer(lived, View(region=code, window="ytd"), GUEST)
            mine = {}
            for one in steps:
                if here.lo <= one["cell_id"] <= here.hi and since <= one["at"] <= NOW:
                    mine[one["code"]] = max(mine.get(one["code"], one["at"]), one["at"])
            assert {row["code"]: row["raised_at"] for row in answer.rows} == {
                k: at.isoformat() for k, at in mine.items()
            }
            for total in answer.parts["raised"]:
                closed = [row for row in answer.rows if row["days"] is not None]
                assert (total["raised"], total["closed"]) == (len(mine), len(closed))
    assert steps


def test_days_are_working_days_and_another_town_sees_none(lived):
    answer = raised_cases.answer(lived, View(window="ytd"), GUEST)
    assert all(row["days"] is None or row["days"] >= 0 for row in answer.rows)
    assert raised_cases.answer(lived, View(window="ytd"), Scope(cells=GUEST.cells, departments=("none",))).rows == []
