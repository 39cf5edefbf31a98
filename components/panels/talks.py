"""进行中的会商: open rooms with what they are about, who sits there, and what was concluded and asked."""

from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.talks import answer
from data.room_words import ROOM_FORMS
from data.view import View

KEY = "talks"
HEADS = ("会商", "形式", "参会", "发言", "已下达", "发起时间")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table talks-table", tabIndex=0)]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    lines = [_row(one, answer.as_of) for one in answer.rows]
    return {
        "sub": {"children": _("{n} 场").format(n=number(len(lines)))},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
    }


def _row(one: Row, now: datetime | None) -> Safe:
    opened = datetime.fromisoformat(str(one["opened_at"]))
    name = [tag("b", str(one["title"])), tag("small", str(one["subject"]))]
    cells = [
        tag("a", name, "two", href=f"/rooms/{one['code']}", data_carry="view"),
        text(_(ROOM_FORMS[str(one["form"])])),
        num(number(one["members"])),
        num(number(one["lines"])),
        num(f"{number(one['asked'])} / {number(one['conclusions'])}", _open(one)),
        num(moment(opened, now or opened)),
    ]
    return row(cells)


def _open(one: Row) -> str:
    """Conclusions that nobody has made a task of yet stand out."""
    return "attn" if one["asked"] != one["conclusions"] else ""


panel = Panel(
    key=KEY,
    title="进行中的会商",
    slot="theme",
    order=648,
    topics=("rooms",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有进行中的会商",
)
