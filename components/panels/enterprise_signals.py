"""企业风险: how many enterprises each declared signal holds for; a click lists them with the reasons."""

from dash.development.base_component import Component

from components.economy_words import data_word
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number, share
from components.registry import Panel, Props
from components.tables import head_row, num, piece
from data.answer import Answer, Row
from data.economy.words import MODELS
from data.language import gettext as _
from data.queries.enterprise_signals import answer
from data.view import View

KEY = "enterprise_signals"
HEADS = ("风险信号", "模型", "", "命中(家)")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table signals-table")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    most = max((float(str(one["n"] or 0)) for one in answer.rows), default=0.0)
    of = next((int(str(one["of"])) for one in answer.rows), 0)
    rows = sorted(answer.rows, key=lambda one: -int(str(one["n"] or 0)))
    return {
        "sub": {"children": _("在 {n} 家企业中").format(n=number(of))},
        "rows": {"children": [head_row(HEADS), *(_row(one, most) for one in rows)]},
    }


def _row(one: Row, most: float) -> Safe:
    cells = [
        tag("span", data_word(str(one["name"]), str(one["code"]))),
        tag("span", _(MODELS.get(str(one["model"]), str(one["model"])))),
        tag("span", piece(share(one["n"], most)), "bar"),
        num(number(one["n"]), "strong"),
    ]
    return tag("a", cells, "row", href=f"/economy/enterprises?signal={one['code']}", data_carry="beside")


panel = Panel(
    key=KEY,
    title="企业风险信号",
    slot="economy-right",
    order=650,
    topics=("ledgers", "events"),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有声明风险信号",
)
