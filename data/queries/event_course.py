"""What happened to one event, its own history and that of its orders, as an Answer: for scenes, freezing and paper."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from data.answer import Answer, Column, Row
from data.dispatch.words import DISPATCH_MOVES
from data.engine import reading
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.life.fold import Step, fold
from data.queries.dispatch_case import moves_of
from data.queries.event_detail import Detail, detail, event_named
from data.scope import Scope
from data.view import View
from data.words import GRADES, STATES

RHYTHM = timedelta(minutes=10)
VILLAGE = 4
COLUMNS = (
    Column(key="at", label="时间"),
    Column(key="what", label="事项"),
    Column(key="who", label="人员"),
    Column(key="words", label="说明"),
)


def course(code: str, house: House, view: View, scope: Scope) -> Answer:
    """Steps up to the view's moment, oldest first; `parts.event` where it stood then. UnknownThing."""
    now = view.at or house.clock.now()
    try:
        with reading(house.engine) as connection:
            number = event_named(connection, code, scope)
            one = detail(connection, number, scope, house.clock.now(), view.at)
            orders = moves_of(connection, subject_key(number), scope, now)
    except UnknownThing:
        raise UnknownThing(_("没有这件事件")) from None
    around = one.regions[min(VILLAGE, len(one.regions)) - 1]
    rows = sorted([*_own(one), *_orders(orders)], key=lambda row: str(row["at"]))
    return Answer(
        region=around.code,
        level=around.level,
        columns=COLUMNS,
        rows=rows,
        unit="",
        as_of=now,
        provenance="simulated" if house.clock.holds_demo() else "measured",
        rhythm=RHYTHM,
        source="一网统管平台",
        parts={"event": [_stands(one)]},
    )


def subject_key(number: int) -> str:
    return f"event:{number}"


def _own(one: Detail) -> Iterator[Row]:
    """Its own history, with the stage that a step led to; what the house did by itself has nobody."""
    past: list[Step] = []
    stood = ""
    for step in one.steps:
        past.append(Step(seq=step["seq"], move=step["move"], at=step["at"], change=step["change"]))
        stage = str(fold(past)["stage"])
        who = str(step["actor"] or "") if step["role"] != "system" else ""
        told: Row = {
            "at": step["at"].isoformat(),
            "what": step["label"],
            "who": who,
            "words": str(step["reason"] or ""),
        }
        yield told | {"of": "event", "move": step["move"], "stage": stage if stage != stood else ""}
        stood = stage


def _orders(moves: list[dict[str, Any]]) -> Iterator[Row]:
    for step in moves:
        told: Row = {"at": step["at"].isoformat(), "what": DISPATCH_MOVES.get(step["move"], step["move"])}
        told |= {"who": str(step["who"] or ""), "words": str(step["words"] or "")}
        yield told | {"of": "order", "move": step["move"], "stage": ""}


def _stands(one: Detail) -> Row:
    """The event as it stood: what, where, how grave, how far, and its clock."""
    row = one.row
    named = {
        "code": row["code"],
        "title": row["title"],
        "place": row["place"] or "",
        "lon": row["lon"],
        "lat": row["lat"],
    }
    named |= {"exact": row["placed"] == "exact", "letter": row["grade"]}
    named |= {"around": ",".join(region.code for region in one.regions if region.level in (3, 4))}
    told = {"grade": GRADES[row["grade"]], "stage": STATES[row["stage"]], "agency": one.agencies.get(row["agency"], "")}
    return (
        named | told | {"state": one.clock.state, "left": one.clock.left, "reported_at": row["reported_at"].isoformat()}
    )
