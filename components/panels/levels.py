"""六级联动: from the province to the grid, who is there, what is held there, what came from above and from below."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import bar, head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.levels import answer
from data.view import View
from data.words import HELD_LEVELS, WINDOWS

KEY = "levels"
HEADS = ("层级", "单位", "管家", "在办", "", "超期", "由此上报", "提级到此", "交回到此", "吹哨报到")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table levels-table"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    most = max((int(one["open"] or 0) for one in answer.rows), default=0)
    whole = all(one["whole"] for one in answer.parts.get("read", []))
    rule = _(
        "在办、超期不论何时上报：已派遣的按责任单位的层级，未派遣的按等级对应的值班台；其余按时段计；转往市外记为提级到省级"
    )
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "rows": {"children": [head_row(HEADS), *(_row(one, most) for one in answer.rows)] if answer.rows else None},
        "rule": {"children": rule + ("" if whole else _("；件数多，只看最近的"))},
    }


def _row(one: Row, most: int) -> Safe:
    held, late = int(one["open"] or 0), int(one["overdue"] or 0)
    came = _("{arrived} / {called} 次").format(arrived=number(one["arrived"]), called=number(one["called"]))
    cells = [
        text(_(HELD_LEVELS[int(one["level"] or 0)])),
        num(number(one["units"]) if one["units"] else NONE),
        num(number(one["stewards"]) if one["stewards"] else NONE),
        num(number(held), "strong"),
        bar(f"{100 * held / most:.1f}%" if most else "0%"),
        num(number(late), "over" if late else ""),
        num(number(one["reported"])),
        num(_moved("↑", one["up"])),
        num(_moved("↓", one["down"])),
        num(came if one["called"] else NONE),
    ]
    return row(cells)


def _moved(sign: str, n: object) -> str:
    return f"{sign} {number(int(str(n)))}" if n else NONE


panel = Panel(
    key=KEY,
    title="六级联动",
    slot="study-left",
    order=543,
    topics=("events", "rules"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有在办、也没有在层级间流转的事件",
)
