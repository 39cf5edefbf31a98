"""水位超限与雨情预警处置: each warning with its four steps and when each was taken; the next one waits in words."""

from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.marks import level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import head_row, row
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.water_alarms import STEPS, answer
from data.view import View
from data.words import ROLES

KEY = "water_alarms"
LISTED = 24
WORDS = {"raised": "待核实", "verified": "核实", "assigned": "交办", "followed": "跟踪", "ended": "结束"}
RULE = "核实：确认预警；交办：转事件或派遣；跟踪：派出单位到场或事件处置；结束：预警解除。每步记首次时间"


def body() -> list[Component]:
    return [part(KEY, "rows", className="table water-table", tabIndex=0), part(KEY, "rule", className="rule")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    waits = next(iter(answer.parts.get("steps", [])), {})
    words = [_("{n} 条").format(n=number(len(answer.rows)))]
    words += [f"{_(word)} {number(waits.get(step) or 0)}" for step, word in WORDS.items()]
    lines = [_row(one, answer.as_of) for one in answer.rows[:LISTED]]
    return {
        "sub": {"children": " · ".join(words)},
        "rows": {"children": [head_row(["预警", "核实", "交办", "跟踪", "结束"]), *lines] if lines else None},
        "rule": {"children": _(RULE)},
    }


def _row(one: Row, now: datetime | None) -> Safe:
    """The name leads to the warning's page, where every step is taken."""
    shape = [level_shape(one["colour"])] if isinstance(one["colour"], int) and one["colour"] else []
    about = f"{one['place'] or NONE} · {_when(one['raised_at'], now)}"
    name = tag(
        "a",
        [tag("b", [*shape, " ", str(one["title"])]), tag("small", about)],
        "two",
        href=f"/warnings/{one['code']}",
        data_carry="view",
    )
    who = _(ROLES.get(str(one["verified_by"]), "")) if one["verified_by"] else ""
    return row([name, *(_step(step, one, who if step == "verified" else "", now) for step in STEPS)])


def _step(step: str, one: Row, who: str, now: datetime | None) -> Safe:
    """Stamped, or what is waited for: the first step that is not taken while the warning lasts."""
    at = one[f"{step}_at"]
    if at:
        return tag("span", [tag("b", ["✓ ", _when(at, now)], "n"), tag("small", who)], "water-step done")
    first = next((name for name in STEPS if not one[f"{name}_at"]), "")
    waiting = step == first and not one["ended_at"]
    return tag(
        "span",
        _("待{step}").format(step=_(WORDS[step])) if waiting else NONE,
        "water-step wait" if waiting else "water-step",
    )


def _when(told: object, now: datetime | None) -> str:
    at = datetime.fromisoformat(str(told)) if told else None
    return moment(at, now or at) if at else NONE


panel = Panel(
    key=KEY,
    title="水位与雨情预警处置",
    slot="theme",
    order=660,
    topics=("warnings", "events", "dispatch"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有水位、积水、暴雨预警",
)
