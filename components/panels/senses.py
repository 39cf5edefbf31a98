"""雨情、水情、气象、物联、视频: a row each, with what is beyond a limit or silent, and the most prominent value."""

from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.senses import answer
from data.risk_words import QUANTITIES
from data.view import View

KEY = "senses"
HEADS = ("类别", "测站与视频", "超限", "静默离线", "告警", "最突出")
WAYS = {"rain": "/stations?station_kind=rain", "video": "/videos"}
RULE = (
    "最突出：超限最多或离限值最近的测站，无限值的取最大值，存疑读数不计；雨量为近 1 小时；"
    "告警：生效预警，视频为今日与待研判的识别告警"
)


def body() -> list[Component]:
    return [part(KEY, "rows", className="table senses-table"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    alarms = [int(one["alarms"]) for one in answer.rows if one["alarms"] is not None]  # of a past moment: none known
    lines = [_row(one, answer.as_of) for one in answer.rows]
    return {
        "sub": {"children": _("告警 {n} 条").format(n=number(sum(alarms))) if alarms else ""},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
        "rule": {"children": _(RULE)},
    }


def _row(one: Row, now: datetime | None) -> Safe:
    key = str(one["key"])
    name = tag("a", tag("b", _(str(one["label"]))), href=WAYS.get(key, "/stations"), data_carry="view")
    total = NONE if one["total"] is None else f"{number(one['total'])} {_(str(one['unit']))}"
    return row([name, num(total), _count(one["above"]), _count(one["silent"]), _count(one["alarms"]), _top(one, now)])


def _count(value: object) -> Safe:
    n = value if isinstance(value, int) else None
    return num(NONE if n is None else number(n), "attn" if n else "")


def _top(one: Row, now: datetime | None) -> Safe:
    """Which station, what it says and since when; it leads to what is threatened there."""
    if not one["code"]:
        return text(NONE)
    at = datetime.fromisoformat(str(one["at"]))
    what = _(QUANTITIES[str(one["quantity"])].word)
    figure = f"{what} {number(one['value'])} {_(str(one['value_unit'] or ''))} · {moment(at, now or at)}"
    inside = [tag("b", str(one["name"])), tag("small", figure, "n")]
    return tag("a", inside, "two", href=f"/risk?area=station:{one['code']}", data_carry="view")


panel = Panel(
    key=KEY,
    title="雨情水情气象物联视频",
    slot="theme",
    order=652,
    topics=("stations", "readings", "warnings", "videos", "signals"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有测站与视频",
)
