"""How often the database is asked: every statement is a message there and back, on PostgreSQL the most of a panel."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, event, text

from components.registry import panels
from data.commands.events import report
from data.commands.moves import move
from data.queries.regions import children, region_of
from data.scope import Scope
from data.view import View
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.conftest import ENGINES

GUEST = Scope.guest()
PANEL = 18
REPORT, MOVE = 6, 6
FIRST = 4  # more, what a process keeps from then on: the duties, the number of the day, the secret of codes
_MINE = text("SELECT pg_backend_pid()")


@contextmanager
def counted(engine):
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_no_panel_asks_more_than_a_handful_of_statements_at_any_level(lived):
    with lived.engine.connect() as connection:
        line = [region_of(connection, "", GUEST)]
        while line[-1].level < 4:
            line.append(children(connection, line[-1])[0])
    told = {}
    with counted(lived.engine) as asked:
        for panel in panels().values():
            for here in line:
                view = View(region=here.code, window="7d")
                panel.ask(lived, view, GUEST)  # what a process keeps is kept by now
                asked.clear()
                panel.ask(lived, view, GUEST)
                told[panel.key, here.level] = len(asked)
    assert {key: n for key, n in told.items() if n > PANEL} == {}


@pytest.mark.parametrize("kind", ENGINES)
def test_a_report_and_a_move_ask_few_statements(kind, request):
    now, later = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
    with city_of_cases(kind, request) as engine:
        for more in (FIRST, 0):
            with engine.begin() as connection, counted(engine) as asked:
                case = report(connection, PUDDLE(), CLERK["grid_staff"], now)
                assert len(asked) <= REPORT + more, asked
                for name, role in (("file", "duty_officer"), ("assign", "duty_officer"), ("accept", "agency")):
                    asked.clear()
                    move(connection, case, name, CLERK[role], later, later)
                    assert len(asked) <= MOVE, asked


def test_a_connection_that_was_cut_while_it_lay_about_is_replaced_unnoticed(request, monkeypatch):
    with city_of_cases("postgresql", request) as engine:
        with engine.connect() as connection:
            number = connection.scalar(_MINE)
        other = create_engine(engine.url, isolation_level="AUTOCOMMIT")
        with other.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": number})
        other.dispose()
        monkeypatch.setattr("data.engine.IDLE_S", -1.0)
        with engine.connect() as connection:
            assert connection.scalar(_MINE) != number
