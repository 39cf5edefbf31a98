"""Numbers of the house stay in the house: whatever a town is shown has none of them."""

import re

import pytest
from sqlalchemy import func, insert, select

from data.commands.senders import add_sender
from data.engine import writing
from data.house import EXTENSION
from data.schema import control, dispatch, event, feature, quarantine, responder, room, station, task, warning
from tests.scope.conftest import HOME, Opened, planted_away, planted_home
from tests.scope.orders import give
from tests.scope.reads import GENERAL, KEYED, REGIONAL, SINGLE, filled, names_of
from tests.scope.screen import Screen

FAR = 771_000_000  # from where on rows are numbered here: digits that nothing else is written with
OURS = re.compile(r"(?<![0-9.])7710[0-9]{5}(?![0-9])")
NUMBERED = (event, warning, feature, station, control, responder, dispatch, task, room, quarantine)
UNIQUE = ("code", "key", "subject")  # what no two rows have in common
READS = [read for read in (*GENERAL, *REGIONAL, *SINGLE) if "exercise" not in read.name]


@pytest.fixture(scope="module")
def town(opened: Opened):
    app = opened("numbered")
    planted_away(app)  # now there is one of each
    home = app.extensions[EXTENSION]
    with writing(home.engine) as connection:
        for table in NUMBERED:
            row = dict(connection.execute(select(table).limit(1)).mappings().one())
            other = {name: f"{row[name]}-far"[-24:] for name in UNIQUE if name in row}
            over = {"ended_at": home.clock.now()} if "ended_at" in row else {}
            connection.execute(insert(table).values(row | {"id": FAR} | other | over))
    here = planted_home(app)
    give(app, here)
    return Screen(app, "duty_officer", HOME), here


def test_what_is_sought_is_there(town):
    screen, here = town
    with screen.house.engine.connect() as connection:
        assert here.number(connection, "event_id") > FAR
        assert connection.scalar(select(func.max(warning.c.id))) > FAR


@pytest.mark.parametrize("read", READS, ids=lambda read: read.name)
def test_no_answer_holds_a_number_of_the_house(town, read):
    screen, here = town
    said = read.of(screen, names_of(here))
    assert not OURS.findall(said.text), OURS.search(said.text)


@pytest.mark.parametrize("path", KEYED)
def test_no_program_is_told_one_either(town, path):
    screen, here = town
    with writing(screen.house.engine) as connection:
        now, name = screen.house.clock.now(), f"numbers {path}"
        key = add_sender(connection, name, region_code=HOME, source="hotline", role="duty_officer", now=now)
    way = f"/api/v1/{filled(path, names_of(here))}"
    answer = screen.app.test_client().get(way, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    assert not OURS.findall(answer.text), OURS.search(answer.text)
