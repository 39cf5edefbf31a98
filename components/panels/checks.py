"""What is to be done in each phase of a disaster, and who has done it: lists that the duty room ticks."""

from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.event_words import moment
from components.fields import void
from components.frame import part
from components.markup import Safe, tag
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.checks import answer
from data.risk_lists import PHASES
from data.view import View
from data.words import ROLES

KEY = "checks"


def body() -> list[Component]:
    """The style sheet of the page of risks shows the list of the phase that is chosen."""
    lists = [part(KEY, phase, tag=html.Ol, className=f"check-list phase-{phase}") for phase in PHASES]
    return [*lists, part(KEY, "refused", className="act-say", role="alert")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    may = any(one["may"] for one in answer.parts.get("hand", []))
    by_phase = {phase: [row for row in answer.rows if row["phase"] == phase] for phase in PHASES}
    lists: dict[str, Props] = {
        phase: {"children": [_item(row, answer.as_of, may) for row in rows]} for phase, rows in by_phase.items()
    }
    return lists | {"sub": {"children": [_sum(phase, rows) for phase, rows in by_phase.items()]}}


def _sum(phase: str, rows: list[Row]) -> Safe:
    done = sum(bool(row["done"]) for row in rows)
    words = f"{_(PHASES[phase])} · " + _("完成 {done}/{n}").format(done=done, n=len(rows))
    return tag("span", words, f"phase-word phase-{phase}")


def _item(row: Row, now: datetime | None, may: bool) -> Safe:
    """A check box with its words; without somebody who may tick, the box is only looked at."""
    what, who = _(str(row["what"])), _(str(row["who"]))
    state = {"checked": "checked"} if row["done"] else {}
    state |= {} if may else {"disabled": "disabled"}
    told = {"data_phase": str(row["phase"]), "data_tick": str(row["what"]), "aria_label": what}
    box = void("input", type="checkbox", **told, **state)
    at = datetime.fromisoformat(str(row["at"])) if row["at"] else None
    by = [tag("em", f"{_(ROLES[str(row['role'])])} {moment(at, now or at)}")] if at else []
    inside = [box, tag("b", str(row["n"]), "n"), tag("div", [tag("span", what), tag("small", who), *by])]
    return tag("li", tag("label", inside), "done" if row["done"] else "")


panel = Panel(
    key=KEY,
    title="工作清单",
    slot="risk-left",
    order=230,
    topics=("ticks",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有工作清单",
)
