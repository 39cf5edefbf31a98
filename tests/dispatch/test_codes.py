"""Codes of orders, tasks and rooms do not count: who sees a few of them learns nothing of how many there are."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from data.commands.codes import WHOLE, next_code, turned
from data.commands.dispatch_life import recall
from data.queries.revisions import HOUSE
from data.schema import dispatch, revision, room, task
from tests.dispatch.town import DUTY, WALL, do, flood, rows, send

DAY = "D20240725-"


@pytest.mark.parametrize("house", [0, 7, 2**31])
def test_every_number_becomes_another_and_no_two_the_same(house):
    found = [turned(house, DAY, n) for n in range(WHOLE)]
    assert sorted(found) == list(range(WHOLE))
    steps = {(after - before) % WHOLE for before, after in zip(found[:200], found[1:201], strict=True)}
    assert len(steps) > 150  # two of one's own do not say how many lie between them


def test_another_day_and_another_house_turn_them_otherwise():
    told = {tuple(turned(*of, n) for n in range(1, 9)) for of in ((1, DAY), (2, DAY), (1, "D20240726-"))}
    assert len(told) == 3


def test_codes_of_orders_and_tasks_keep_their_shape_and_stay_what_they_are(lone_house):
    with lone_house.engine.begin() as connection:
        connection.execute(insert(revision).values(topic=HOUSE, n=12_345, changed_at=datetime.now(UTC)))
    one = flood(lone_house)
    for seq in range(3):
        code = send(lone_house, one, key=str(seq), seq=seq)["code"]
        do(lone_house, recall, code, DUTY, lone_house.clock.now(), WALL)
    codes = [row.code for row in rows(lone_house, dispatch)]
    day = codes[0][:10]
    assert codes == [f"{day}{turned(12_345, day, n):04d}" for n in (1, 2, 3)]
    assert {row.code.rpartition("-")[0] for row in rows(lone_house, task)} == set(codes)


def test_a_code_that_is_there_already_is_not_given_again(lone_house):
    """As those of before codes were turned, or of the city that an exercise was copied from."""
    with lone_house.engine.begin() as connection:
        first = next_code(connection, room.c.code, "R20240725-")
        assert (
            first == next_code(connection, room.c.code, "R20240725-") == f"R20240725-{turned(0, 'R20240725-', 1):04d}"
        )
    one = flood(lone_house)
    send(lone_house, one)
    with lone_house.engine.begin() as connection:
        day = rows(lone_house, dispatch)[0].code[:10]
        taken = f"{day}{turned(0, day, 2):04d}"
        connection.execute(dispatch.update().values(code=taken))
        assert next_code(connection, dispatch.c.code, day) == f"{day}{turned(0, day, 3):04d}"
