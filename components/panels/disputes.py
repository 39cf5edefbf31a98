"""矛盾纠纷高风险研判: open disputes by risk, why in words, and the way to sit down about one."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import head_row, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.disputes import answer
from data.view import View
from data.words import STATES

KEY = "disputes"
LISTED = 10
HEADS = ("纠纷", "风险", "为什么", "环节", "小方桌")
LEVELS = {"high": "高风险", "watch": "关注"}


def body() -> list[Component]:
    return [
        part(KEY, "judged", className="study-say"),
        part(KEY, "rows", className="table disputes-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    judged = next(iter(answer.parts.get("judged", [])), {})
    rows = [head_row(HEADS), *(_row(one) for one in answer.rows[:LISTED])] if answer.rows else None
    return {
        "sub": {"children": _("在办纠纷")},
        "judged": {"children": _say(judged)},
        "rows": {"children": rows},
        "rule": {"children": _rule(judged)},
    }


def _say(one: Row) -> str:
    words = _("在办 {n} 件，高风险 {high} 件，关注 {watch} 件").format(
        n=number(one.get("open")), high=number(one.get("high")), watch=number(one.get("watch"))
    )
    return words + ("" if one.get("whole", True) else _("；件数多，只看最近的"))


def _rule(one: Row) -> str:
    return _("规则第 {version} 版：各项分值相加，{high} 分起高风险，{watch} 分起关注；同网格看 {days} 天内").format(
        version=one.get("version"),
        high=one.get("from"),
        watch=one.get("from_watch"),
        days=one.get("days"),
    )


def _row(one: Row) -> Safe:
    about = [tag("b", str(one["title"])), tag("small", f"{one['code']} · {one['place']}")]
    level = str(one["level"])
    mark = tag("span", _(LEVELS[level]), "mark mark-over" if level == "high" else "mark mark-late")
    points = tag("small", _("共 {n} 分").format(n=number(one["points"])), "n")
    words = "；".join(reasons(one))
    cells = [
        tag("a", about, "two", href=f"/events/{one['code']}", data_carry="view"),
        tag("span", [mark, points], "dispute-risk"),
        tag("span", words, "dispute-why", title=words),
        text(_(STATES.get(str(one["stage"]), ""))),
        _table(one),
    ]
    return row(cells)


def reasons(one: Row) -> list[str]:
    """Each rule that it meets, with its number."""
    words = {
        "reports": _("反复上报 {n} 次"),
        "around": _("同网格另有 {n} 件纠纷"),
        "ill_rated": _("低分评价 {n} 件"),
        "reopened": _("重开 {n} 次"),
        "returned": _("退回 {n} 次"),
        "raised": _("提级 {n} 次"),
        "supervised": _("督办 {n} 次"),
        "overdue": _("超期 {n} 小时"),
        "open_days": _("历时 {n} 天"),
        "grave": _("复杂疑难以上"),
    }
    return [words[sign].format(n=number(one[sign])) for sign in str(one["holds"]).split(",")]


def _table(one: Row) -> Safe:
    """One that is sitting is entered from the page of its event, by who may."""
    if one["tables"]:
        return tag("a", _("进行中"), "list-link", href=f"/events/{one['code']}", data_carry="view")
    return tag("a", _("开小方桌"), "button small", href=f"/rooms?on=event-{one['code']}&form=table", data_carry="lang")


panel = Panel(
    key=KEY,
    title="矛盾纠纷高风险研判",
    slot="study-left",
    order=535,
    topics=("events", "rooms"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有在办的高风险纠纷",
)
