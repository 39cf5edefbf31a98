"""What the map of the desk draws of a subject, for `assets/js/28-map-dispatch.js`: its place, units, links."""

from typing import Any

from components.event_words import GRADE_LEVEL
from data.dispatch.board import Board, Unit
from data.dispatch.words import RESPONDER_KINDS, SIGNS, TASK_STATES
from data.language import gettext as _

LINE = {"recommended": "recommended", "added": "recommended", "held": "window"}
THERE = ("arrived", "done")


def drawn_on_map(board: Board) -> dict[str, Any]:
    """`level` 1 gravest .. 4; units in the order of the column of orders; `line` "" where nobody is on the way;
    `why` one that is free was passed over."""
    subject = board.subject
    return {
        "lon": subject.lon,
        "lat": subject.lat,
        "level": GRADE_LEVEL[subject.grade] if subject.event_id is not None else subject.colour,
        "title": subject.title,
        "units": [_unit(one) for one in board.units],
        "minutes": _("{n}分").format(n="#"),
    }


def _unit(one: Unit) -> dict[str, Any]:
    chosen, passed = one.state in ("recommended", "added"), one.state == "passed"
    word = _("推荐") if chosen else _("未选用") if passed else _(TASK_STATES[one.state])
    return {
        "code": one.code,
        "name": one.name,
        "sign": _(SIGNS[one.kind]),
        "kind": _(RESPONDER_KINDS[one.kind]),
        "lon": one.lon,
        "lat": one.lat,
        "minutes": None if one.minutes is None or one.state in (*THERE, "passed") else round(one.minutes),
        "km": one.km,
        "look": "idle" if chosen else "passed" if passed else "busy" if one.state in THERE else "sent",
        "line": "" if passed or one.state in THERE else LINE.get(one.state, "coming"),
        "state": word,
        "why": one.why,
    }
