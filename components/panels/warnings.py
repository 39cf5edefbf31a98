"""Live warnings: how many of each colour, then each with its place, since when, and on broad panels why."""

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.fields import link
from components.frame import part
from components.marks import level_shape
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import num, text
from components.warning_words import coloured, reason_of, shape, since, state_mark, title_of, who
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.warning_board import answer
from data.risk_words import WARNING_COLOURS
from data.view import View
from data.words import RISK_GRADES

KEY = "warnings"
COUNTED: dict[str, Any] = {"data-counted": "1"}


def body() -> list[Component]:
    return [
        part(KEY, "tiles", className="level-tiles"),
        part(KEY, "rows", className="table warnings-table paged", **COUNTED),
        _cleared(),
    ]


def _cleared() -> Component:
    """Folded, on the page of risks alone: `assets/js/49-warnings-cleared.js` fills it when somebody opens it."""
    words = {
        "colours": {colour: _(word) for colour, word in WARNING_COLOURS.items()},
        "none": _("今日没有解除的预警"),
        "failed": _("暂时取不到，请稍后再试"),
    }
    feed = link(_("Atom 订阅"), "/api/v1/warnings.atom", "quiet", title=_("在发预警的订阅源"))
    told: dict[str, Any] = {"data-cleared": json.dumps(words, ensure_ascii=False)}
    return html.Details([html.Summary(_("今日已解除")), html.Ul(), feed], className="warnings-cleared", **told)


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    counts = answer.parts.get("counts", [{}])[0]
    waiting = sum(row["state"] == "raised" for row in answer.rows)
    told = [_("{n} 条").format(n=number(counts.get("total")))]
    told += [_("待确认 {n}").format(n=number(waiting))] if waiting else []
    said = {one["code"]: one["said"] for one in answer.parts.get("said", [])}
    return {
        "sub": {"children": " · ".join(told)},
        "tiles": {"children": [_tile(colour, counts) for colour in WARNING_COLOURS]},
        "rows": {"children": [_row(row | {"said": said.get(row["code"])}, answer) for row in answer.rows]},
    }


def _tile(colour: int, counts: Row) -> Component:
    """The short word of the level, as on every tile of levels."""
    n = counts.get(f"c{colour}")
    inside = [level_shape(colour, numeral=True), html.Span(_(RISK_GRADES[colour])), html.B(number(n), className="n")]
    return html.Div(inside, className=f"level-tile level-{colour}{'' if n else ' none'}")


def _row(row: Row, answer: Answer) -> Safe:
    colour, place = int(row["colour"] or 4), str(row["place"])
    at = since(row, answer.as_of) if answer.as_of else ""
    told, why = title_of(row), reason_of(row)
    cells = [
        shape(colour),
        coloured(row),
        tag("span", place, "place", title=place),
        state_mark(str(row["state"])),
        num(at, "since"),
        tag("span", told, "what"),
        text(why, "why-words"),
        text(who(row), "who-did"),
    ]
    hint = " · ".join(filter(None, (told, why)))
    return tag("a", cells, "row warning-row", href=f"/warnings/{row['code']}", data_carry="view", title=hint)


panel = Panel(
    key=KEY,
    title="生效预警",
    slot="right",
    also=("risk-left",),
    order=10,
    topics=("warnings",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="当前无预警",
)
