"""The chosen subject of the dispatch desk: what it is, how it came, and what the map draws of it."""

from datetime import datetime
from typing import Any

from components.dispatch_course import course_of_event, course_of_warning
from components.dispatch_event import event_card
from components.dispatch_map import drawn_on_map
from components.dispatch_parts import lasts
from components.dispatch_warning import warning_card
from components.marks import dated
from components.markup import Safe, markup, tag
from components.room_link import room_link
from data.acting import looking
from data.dispatch.board import Asking, Board, board_of
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.queries.asked import EVENT_RHYTHM
from data.queries.dispatch_case import case_of

PARTS = ("detail", "detail-meta", "course", "course-meta")
Drawn = tuple[dict[str, str], dict[str, Any] | None]


def case_drawn(house: House, on: str, at: datetime | None, role: str, number: int) -> Drawn:
    """({part: HTML}, what the map draws). One that is not there and one that may not be seen look the same."""
    if not on:
        return _said(_("在左侧队列中选择一件：J / K 上下移动，回车打开"), on)
    try:
        board = board_of(house, on, Asking(scope=looking(house), at=at))
        return _drawn(house, board, at, on, room_link(house, on, role, number))
    except UnknownThing:
        return _said(_("没有这个事件或预警，或不在可看范围内"), on)


def case_title(on: str) -> str:
    """What the card of a subject is called; of an event while none is chosen."""
    return _("预警详情") if on.startswith("warning-") else _("事件详情")


def _said(words: str, on: str) -> Drawn:
    told = {"detail": markup(tag("p", words, "case-none")), "detail-title": markup(case_title(on))}
    return {**dict.fromkeys(PARTS, ""), **told}, None


def _drawn(house: House, board: Board, at: datetime | None, on: str, rooms: Safe) -> Drawn:
    case = case_of(house, board.subject, looking(house), at)
    card = event_card(case, board) if case.event else warning_card(case, board)
    course = course_of_event(case, board) if case.event else course_of_warning(case, board)
    told = dated(board.subject.provenance, case.now, case.now, EVENT_RHYTHM)
    detail = {"detail-title": case_title(on), "detail": [*card, lasts(_("会商"), [rooms])], "detail-meta": told}
    parts: dict[str, Any] = {**detail, "course": course, "course-meta": told}
    return {name: markup(inside) for name, inside in parts.items()}, drawn_on_map(board)
