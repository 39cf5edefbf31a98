"""各级值班与一村一警: who holds the desk of each region below, and which villages have no officer of their own."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, region_row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.centres import answer
from data.view import View

KEY = "centres"
HEADS = ("区划", "值班室", "当班", "电话", "状态", "在线账号", "在办任务", "村居", "有村警", "覆盖率")
STANDS = {"manned": "有人当班", "open": "未排班", "off": "离岗", "none": "未设值班室"}
RULE = (
    "当班按值班表；在线账号为 3 分钟内打开着页面的值班员和领导，按服务器时钟；在办任务为本级及以下力量正在执行的任务；"
    "覆盖率为登记了驻村民警的村居占比；电话在面板上一律遮蔽"
)


def body() -> list[Component]:
    return [
        part(KEY, "total", className="study-say"),
        part(KEY, "rows", className="table centres-table", tabIndex=0),
        part(KEY, "missing", className="centres-missing"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    total, missing = next(iter(answer.parts.get("policed", [])), None), answer.parts.get("unpoliced", [])
    return {
        "sub": {"children": _("一村一警")},
        "total": {"children": _say(total) if total else None},
        "rows": {"children": [head_row(HEADS), *map(_row, answer.rows)] if answer.rows else None},
        "missing": {"children": _missing(missing, total) if missing else None},
        "rule": {"children": [_(RULE), " ", _call(view)]},
    }


def _call(view: View) -> Safe:
    """To the duty rooms of all levels here at once."""
    here = f"&region={view.region}" if view.region else ""
    words = _("呼叫各级值班室")
    return tag("a", words, "button small", href=f"/callouts?new=call&group=responder:desk{here}", data_carry="view")


def _say(one: Row) -> str:
    words = _("村居 {villages} 个，有驻村民警 {policed} 个，覆盖率 {share}")
    return words.format(villages=number(one["villages"]), policed=number(one["policed"]), share=percent(one["share"]))


def _row(one: Row) -> Safe:
    stands = str(one["stands"])
    state = _(STANDS[stands]) if stands in STANDS else NONE
    cells = [
        text(str(one["name"])),
        text(str(one["desk"] or NONE)),
        text(_("{who} 人").format(who=one["who"]) if one["who"] else NONE),
        num(str(one["phone"] or NONE)),
        text(state, "" if stands in ("manned", "open") else "attn"),
        num(number(one["online"])),
        num(number(one["tasks"])),
        num(number(one["villages"])),
        num(number(one["policed"])),
        num(percent(one["share"]), "" if one["villages"] == one["policed"] else "strong"),
    ]
    return region_row(str(one["code"]), cells)


def _missing(rows: list[Row], total: Row | None) -> list[Safe]:
    """By town; each leads to the village."""
    all_of = int(total["villages"] or 0) - int(total["policed"] or 0) if total else len(rows)
    more = [tag("p", _("另有 {n} 个村居未列出").format(n=number(all_of - len(rows))), "quiet")]
    ways = [
        tag(
            "a",
            [tag("span", str(one["name"])), tag("small", str(one["town"]))],
            "centres-village",
            href=f"?region={one['code']}",
            data_region_code=str(one["code"]),
        )
        for one in rows
    ]
    head = tag("h3", _("没有驻村民警的村居（{n} 个）").format(n=number(all_of)))
    return [head, tag("div", ways, "centres-villages", tabindex="0"), *(more if all_of > len(rows) else [])]


panel = Panel(
    key=KEY,
    title="各级值班与村警",
    slot="theme",
    order=650,
    topics=("responders", "crews", "dispatch", "regions"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记值班室和值班表",
)
