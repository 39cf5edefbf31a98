"""What the cards of the column of orders share: their frame, signs of units, moments, the mark of a kept value."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from components.marks import dated
from components.markup import Safe, tag
from components.numbers import NONE
from data.dispatch.board import Board
from data.dispatch.words import SIGNS
from data.language import gettext as _
from data.queries.responders import STALE
from data.times import local


def card(title: str, body: Any, *, sub: Any = "", meta: Any = (), extra: str = "") -> Safe:
    """A panel of the desk: header in its fixed order, then its body."""
    left = [tag("h2", title, "panel-title"), tag("span", sub, "panel-sub")]
    head = tag("header", [*left, tag("div", meta, "panel-meta")], "panel-head")
    return tag("section", [head, tag("div", body, "panel-body")], f"panel card {extra}".strip())


def told_line() -> Safe:
    """Where the browser writes what became of the last move, and a way to look at what another officer sent."""
    silent = _("服务器没有应答；请再按一次，同一次派遣不会重复")
    look = _("查看已派出的")
    return tag("p", None, "order-say", role="alert", data_order_say="1", data_silent=silent, data_look=look)


def sign(kind: str, state: str = "") -> Safe:
    """The unit's square with its sign, as on the map."""
    return tag("i", _(SIGNS[kind]), f"unit-sign {state}".strip())


def provenance_of(board: Board, codes: Iterable[str]) -> str:
    """Simulated as soon as one of them is."""
    told = {str(board.people[code]["provenance"]) for code in codes if code in board.people}
    return "simulated" if "simulated" in told or board.subject.provenance == "simulated" else "measured"


def positions(board: Board, codes: Iterable[str]) -> list[Any]:
    """Chip, as-of and freshness of what rests on the positions of these units."""
    known = [code for code in codes if code in board.people]
    moments = [board.people[code]["seen_at"] for code in known]
    return dated(provenance_of(board, known), max(moments, default=None), board.now, STALE / 3)


def clock(at: datetime | None, now: datetime) -> str:
    """HH:MM:SS on the same local day, else the day before it."""
    if at is None:
        return NONE
    told = local(at)
    return f"{told:%H:%M:%S}" if told.date() == local(now).date() else f"{told:%m-%d %H:%M}"


def drill_line(drill: bool) -> list[Safe]:
    """In an exercise: that nobody outside hears of it."""
    words = _("演练：任务只在演练内流转，短信、语音、政务平台等都不外发")
    return [tag("p", words, "drill-line", role="note")] if drill else []
