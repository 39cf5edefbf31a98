"""反复上报 as read by the index is what a look at every event finds."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.life.likeness import distance
from data.queries import repeated
from data.queries.duplicates import REPEAT_BACK, REPEAT_M, REPEAT_TIMES, chained
from data.queries.regions import region_of
from data.schema import event
from data.scope import Scope
from data.times import day_start
from data.view import WINDOWS, View
from data.windows import span
from tests.data.test_centre import line
from tests.lived_city import NOW, lived_house

GUEST = Scope.guest()
POLICE = Scope(cells=GUEST.cells, departments=("police",))
HELD = ("agency", "called_agency", "first_agency")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Few cells, few kinds, many reports."""
    home = lived_house(f"sqlite:///{tmp_path_factory.mktemp('crowded') / 'city.db'}", events=420, seed=11)
    yield home
    home.engine.dispose()


def recounted(home, code, window, scope, at=None):
    """Chains of the reports of a kind near one another, found by looking at all of them: (leaf, times, last code)."""
    now, when = at or NOW, span(window, at or NOW)
    first = day_start(min(when.first, when.last - REPEAT_BACK.days + 1))
    with home.engine.connect() as connection:
        here = region_of(connection, code, GUEST)
        rows = [
            dict(row) for row in connection.execute(select(event).order_by(event.c.reported_at, event.c.id)).mappings()
        ]
    inside = [row for row in rows if here.lo <= row["cell_id"] <= here.hi and first <= row["reported_at"] <= now]
    often = Counter((row["leaf"], row["cell_id"]) for row in inside)
    mine = [row for row in inside if scope.every_department or any(row[name] in scope.departments for name in HELD)]
    for row in mine:
        row["closed_at"] = row["closed_at"] if row["closed_at"] and row["closed_at"] <= now else None
    found = []
    for key in (key for key, n in often.items() if n >= REPEAT_TIMES):
        left = [
            row for row in mine if (row["leaf"], row["cell_id"]) == key and row["stage"] not in ("merged", "rejected")
        ]
        for anchor in reversed(list(left)):
            if anchor not in left or anchor["reported_at"] < when.since:
                continue
            near = [row for row in left if distance(_place(anchor), _place(row)) <= REPEAT_M]
            if len(chain := chained(near)) >= REPEAT_TIMES:
                left = [row for row in left if row not in near]
                found.append((key[0], len(chain), chain[-1]["code"]))
    return sorted(found)


def _place(row):
    return row["lon"], row["lat"]


@pytest.mark.parametrize("scope", [GUEST, POLICE], ids=["all", "police"])
def test_the_panel_finds_what_a_look_at_every_event_finds(crowded, scope):
    spots = 0
    for code in line(crowded):
        for window in WINDOWS:
            told = repeated.answer(crowded, View(region=code, window=window), scope)
            assert sorted((row["leaf"], row["times"], row["code"]) for row in told.rows) == recounted(
                crowded, code, window, scope
            ), (code, window)
            spots += len(told.rows)
    assert spots or scope is POLICE


def test_so_it_does_at_a_moment_past(crowded):
    at = NOW - timedelta(days=4)
    told = repeated.answer(crowded, View(window="ytd", at=at), GUEST)
    found = sorted((row["leaf"], row["times"], row["code"]) for row in told.rows)
    assert found == recounted(crowded, "", "ytd", GUEST, at)
