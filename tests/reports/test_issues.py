"""Issues: made when they are due, once, of one moment, as the owner sees the city; shown to those who see as much."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from components import reports_issue
from components.reports import as_pdf, asked
from components.reports_issue import issue_due
from components.reports_panels import answers
from data.commands.due import claimed, due_rows
from data.commands.report_issues import Made, keep_due
from data.commands.reports import save_report, share_report, time_report
from data.errors import Forbidden, ReportRefused
from data.queries.reports import issue_of, issues_of, sent_to
from data.reports.piece import Piece
from data.schema import outbox, report, report_issue
from data.scope import EVERY_CELL, Scope
from data.timing import Timing
from data.view import View
from tests.briefing.people import do
from tests.reports.people import HEAD, OTHER, PIECES, TOWN, WEEKLY, made, row_of

ALL = Scope(cells=(EVERY_CELL,))


@pytest.fixture
def owned(house, monkeypatch):
    """The owner sees all of the city, as his account would say."""
    monkeypatch.setattr(reports_issue, "owner_scope", lambda *_given: ALL)
    return house


def timed(house, layout=WEEKLY, roles=("department_head",)):
    """A report of every day whose time has come."""
    now = house.clock.now()
    code = made(house, layout=layout, now=now)
    do(house, share_report, code, {"role": ""}, HEAD, now)
    do(house, time_report, code, Timing(every="day"), list(roles), HEAD, now)
    with house.engine.begin() as connection:
        late = now - timedelta(hours=30)  # missed while the server was off
        connection.execute(update(report).where(report.c.code == code).values(next_at=late))
    return code


def issues(house, code, me=HEAD):
    with house.engine.connect() as connection:
        return issues_of(connection, row_of(house, code, me), me)


def issue(house, code, n, me=HEAD):
    with house.engine.connect() as connection:
        return issue_of(connection, row_of(house, code, me), n, me)


def test_what_was_missed_is_made_once_and_the_next_is_later(owned):
    code = timed(owned)
    assert issue_due(owned) == 1 and issue_due(owned) == 0
    assert [(one["n"], one["fault"]) for one in issues(owned, code)] == [(1, "")]
    row = row_of(owned, code)
    assert row["next_at"] > owned.clock.now() and row["issues"] == 1


def test_of_two_workers_that_looked_one_makes_it(owned):
    code = timed(owned)
    (row,) = due_rows(owned, report, owned.clock.now())
    made_ = Made(as_of=owned.clock.now(), scope=ALL, answers={})
    assert [keep_due(owned, row, made_), keep_due(owned, row, made_)] == [True, False]
    assert len(issues(owned, code)) == 1
    with owned.engine.begin() as connection:
        assert not claimed(connection, report, row, None)


def test_an_issue_keeps_what_was_said_whatever_is_laid_out_later(owned):
    code = timed(owned)
    issue_due(owned)
    do(owned, save_report, code, replace(WEEKLY, pieces=PIECES[:1]), 1, HEAD, owned.clock.now())
    kept = issue(owned, code, 1)
    page = View.lenient(WEEKLY.query)[0]
    assert kept.version.pieces == PIECES and set(kept.answers) == {2, 3}
    assert kept.answers[2] == answers(owned, PIECES, page, ALL, kept.as_of)[2]


def test_who_sees_less_than_the_owner_is_shown_no_issue_and_is_told(owned):
    code = timed(owned)
    issue_due(owned)
    assert issues(owned, code, TOWN)[0]["open"] is False
    with pytest.raises(Forbidden):
        issue(owned, code, 1, TOWN)
    assert issue(owned, code, 1, OTHER).n == 1


def test_a_live_report_asks_as_its_reader(owned):
    code = timed(owned)
    told = asked(owned, code, TOWN, View(), 0)
    mine = answers(owned, PIECES, View(), TOWN.scope)
    assert {n: one.region for n, one in told.answers.items()} == {n: one.region for n, one in mine.items()}
    assert told.answers[2].region != asked(owned, code, HEAD, View(), 0).answers[2].region


def test_roles_are_told_by_the_outbox_and_on_their_page(owned):
    code = timed(owned)
    issue_due(owned)
    with owned.engine.connect() as connection:
        letters = connection.execute(select(outbox)).mappings().all()
        assert [(one["kind"], one["channel"], one["address"]) for one in letters] == [
            ("report", "app", "department_head")
        ]
        assert code in letters[0]["body"]
        assert [one["code"] for one in sent_to(connection, OTHER, owned.clock.now())] == [code]
        assert sent_to(connection, TOWN, owned.clock.now()) == []


def test_a_panel_that_is_gone_is_an_issue_that_says_so_and_no_paper(owned):
    lost = replace(WEEKLY, pieces=(*PIECES, Piece(n=9, kind="panel", x=0, y=20, w=4, h=4, key="gone")))
    code = timed(owned, lost)
    assert issue_due(owned) == 1
    (one,) = issues(owned, code)
    assert "gone" in one["fault"] and not one["open"]
    with pytest.raises(ReportRefused, match="gone"):
        issue(owned, code, 1)
    with pytest.raises(ReportRefused, match="gone"):
        asked(owned, code, HEAD, View(), 0)
    with owned.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(outbox)) == 0


def test_the_owner_who_is_gone_is_told_on_the_page(house):
    code = timed(house)
    assert issue_due(house) == 1
    assert issues(house, code)[0]["fault"] == "保存它的账号已停用"
    with house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(report_issue)) == 1


def test_an_issue_is_a_document_and_text_without_room_is_refused(owned):
    code = timed(owned)
    issue_due(owned)
    one = asked(owned, code, HEAD, View(), 1)
    assert as_pdf(owned, one, HEAD).startswith(b"%PDF")
    long = Piece(n=4, kind="text", x=0, y=7, w=1, h=1, text="长" * 900)
    crowded = one._replace(version=replace(one.version, pieces=(*PIECES[:3], long)))
    with pytest.raises(ReportRefused, match="放不下"):
        as_pdf(owned, crowded, HEAD)
