"""监测—会商—研判—调度: the four steps of the weather of these hours, what each has come to, and the way to take it."""

from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.response import answer
from data.view import View

KEY = "response"
WAYS = {"watch": "/warnings", "consult": "/rooms", "judge": "/rooms", "send": "/dispatch"}
DONE = {  # what each step counts beside its number, in words
    "watch": (("taken", "已确认 {n}"), ("done", "已解除 {n}")),
    "consult": (("done", "已结束 {n}"),),
    "judge": (("taken", "已下达 {n}"), ("done", "已办结 {n}")),
    "send": (("taken", "已签收 {n}"), ("there", "已到场 {n}"), ("done", "已办结 {n}")),
}
RULE = "暴雨、水位、台风、内涝、地灾预警：生效中与一日内解除的；会商、结论与任务以其预警或所转事件为准"


def body() -> list[Component]:
    return [part(KEY, "steps", className="response-steps"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    begun = [row for row in answer.rows if row["n"]]
    last = str(begun[-1]["label"]) if begun else ""
    return {
        "sub": {"children": _("已到：{step}").format(step=_(last)) if last else ""},
        "steps": {"children": [_step(row, n, answer.as_of) for n, row in enumerate(answer.rows, start=1)]},
        "rule": {"children": _(RULE)},
    }


def _step(one: Row, n: int, now: datetime | None) -> Safe:
    """A step that nothing was done of yet says so; one that the reader may not know of is a dash."""
    key = str(one["step"])
    figure = NONE if one["n"] is None else f"{number(one['n'])} {_(str(one['unit']))}"
    words = [_(word).format(n=number(one[name])) for name, word in DONE[key] if one[name] is not None]
    told = " · ".join(words) if one["n"] else _("按邀请可见") if one["n"] is None else _("尚未开始")
    cells = [
        tag("i", str(n), "n"),
        tag("b", _(str(one["label"]))),
        tag("span", figure, "n figure"),
        tag("small", told),
        tag("small", _when(one, now), "n"),
    ]
    return tag("a", cells, "response-step done" if one["n"] else "response-step", href=WAYS[key], data_carry="view")


def _when(one: Row, now: datetime | None) -> str:
    first, last = (datetime.fromisoformat(str(at)) if at else None for at in (one["first_at"], one["last_at"]))
    if first is None or last is None:
        return NONE
    words = [moment(at, now or at) for at in (first, last)]
    return words[0] if first == last else "–".join(words)


panel = Panel(
    key=KEY,
    title="监测·会商·研判·调度",
    slot="theme",
    order=650,
    topics=("warnings", "rooms", "dispatch", "events"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有暴雨、水位、台风、内涝、地灾预警",
)
