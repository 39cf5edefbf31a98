"""How a subject came to where it stands: its own history with that of its orders, and what is still to come."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from components.event_words import moment
from components.markup import Safe, tag
from data.dispatch.board import Board
from data.dispatch.words import DISPATCH_MOVES
from data.language import gettext as _
from data.queries.dispatch_case import Case
from data.times import local
from data.words import STAGES

AHEAD = ("verified", "closed")
WARNS = ("late", "stuck")
Step = tuple[datetime, str, str, bool]  # when, what, more words, whether it was late


def course_of_event(case: Case, board: Board) -> Safe:
    assert case.event is not None
    one = case.event.one
    own = [(step["at"], _(step["label"]), _said(step), False) for step in one.steps]
    ahead = [_(STAGES[stage]) for stage in AHEAD if not one.row[f"{stage}_at"]] if not one.row["ended_at"] else []
    return _course([*own, *_orders(case)], [*_arrivals(board), *(("", words) for words in ahead)], one.now)


def course_of_warning(case: Case, board: Board) -> Safe:
    assert case.warning is not None
    one = case.warning
    own = [(step["at"], _(step["label"]), _said(step), False) for step in one.steps]
    ahead = [] if one.row["ended_at"] else [("", _("解除"))]
    return _course([*own, *_orders(case)], [*_arrivals(board), *ahead], one.now)


def _said(step: dict[str, Any]) -> str:
    return str(step["actor"] or "") if step["role"] != "system" else ""


def _orders(case: Case) -> list[Step]:
    """What became of its orders, with who is meant and what was said."""
    return [
        (step["at"], _(DISPATCH_MOVES.get(step["move"], step["move"])), _told(step), step["move"] in WARNS)
        for step in case.moves
    ]


def _told(step: dict[str, Any]) -> str:
    """Words of a lateness name who is late, and whom it was told to."""
    parts = (step["words"],) if step["move"] == "late" and step["words"] else (step["who"], step["words"])
    return " ".join(part for part in parts if part)


def _arrivals(board: Board) -> list[tuple[str, str]]:
    """The next arrival that is expected."""
    expected = [one["arrive_by"] for _order, one in board.serving if one["arrive_by"] and not one["arrived_at"]]
    if not expected:
        return []
    return [(_("预计 {time} 前").format(time=moment(min(expected), board.now)), _("到场"))]


def _course(steps: Iterable[Step], ahead: Iterable[tuple[str, str]], now: datetime) -> Safe:
    """Oldest first; what is late is marked, what is to come is hollow."""
    past = [_step(step, now) for step in sorted(steps, key=lambda step: step[0])]
    coming = [
        tag("li", [tag("span", "—", "n"), tag("span", [tag("b", words), " ", tag("small", when)])], "course-step ahead")
        for when, words in ahead
    ]
    return tag("ol", [*past, *coming], "course")


def _step(step: Step, now: datetime) -> Safe:
    at, words, more, late = step
    here = local(at)
    shown = f"{here:%H:%M:%S}" if here.date() == local(now).date() else moment(at, now)
    when = tag("time", shown, "n", datetime=here.isoformat())
    told = tag("span", [tag("b", f"{'▲ ' * late}{words}"), " ", tag("span", more)])
    return tag("li", [when, told], "course-step late" if late else "course-step")
