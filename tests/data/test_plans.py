"""What is open is found by the index of open events, also in a database without statistics."""

import pytest
from sqlalchemy import event as happening

from data.queries.due import due_by_key, oldest, supervised
from data.queries.points import Viewport, points
from data.queries.regions import region_of
from data.queries.slices import ALL
from data.scope import Scope
from data.view import View
from tests.lived_city import NOW

GUEST = Scope.guest()
INDEXES = ("ix_event_open_deadline", "ix_event_supervised", "ix_event_mark_at")


@pytest.mark.parametrize("ask", ["oldest", "unmarked", "supervised", "points"])
def test_open_events_are_found_by_their_own_index(lived, ask):
    if lived.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has statistics of its own and knows when a table is small")
    asked: list[tuple[str, object]] = []

    def listen(_connection, _cursor, statement, parameters, *_more):
        asked.append((statement, parameters))

    happening.listen(lived.engine, "before_cursor_execute", listen)
    try:
        with lived.engine.connect() as connection:
            here = region_of(connection, "", GUEST)
            if ask == "oldest":
                oldest(connection, here, ALL, 8)
            elif ask == "unmarked":
                due_by_key(connection, here, "category", NOW)
            elif ask == "supervised":
                supervised(connection, here, ALL)
            else:
                port = Viewport(west=100, south=10, east=140, north=40, zoom=9)
                points(lived, View(window="ytd"), GUEST, "event", port)
    finally:
        happening.remove(lived.engine, "before_cursor_execute", listen)
    reads = [one for one in asked if "ended_at IS NULL" in one[0] or "mark_at <=" in one[0]]
    assert reads
    with lived.engine.connect() as connection:
        for statement, parameters in reads:
            plan = " ".join(
                str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            )
            assert any(index in plan for index in INDEXES), plan
            assert ("mark_at <=" in statement) == ("ix_event_mark_at" in plan), plan
