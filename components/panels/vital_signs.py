"""城市体征: ten fields at a glance, and below them every abnormal sign in words."""

from dash.development.base_component import Component

from components.fields import link
from components.frame import part
from components.indicator_words import abnormal_words, whole_period
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.language import gettext as _
from data.language import spoken
from data.queries.vital_signs import answer
from data.view import View

KEY = "vital_signs"


def body() -> list[Component]:
    return [part(KEY, "fields", className="signs"), part(KEY, "rows", className="signs-list paged")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    fields = answer.parts.get("fields", [])
    odd = [row for row in answer.rows if row["state"] != "normal"]
    watched = _("监测 {n} 项，异常 {m} 项").format(n=number(len(answer.rows)), m=number(len(odd)))
    fine = [tag("p", _("各项体征都在限值之内"), "quiet")]
    return {
        "sub": {"children": watched},
        "fields": {"children": [_field(one) for one in fields]},
        "rows": {"children": [_sign(row) for row in odd] or fine},
    }


def _field(one: Row) -> Safe:
    """Told apart by a shape and words, not by colour alone."""
    n, m = int(str(one["signs"])), int(str(one["abnormal"]))
    state = "none" if not n else "odd" if m else "fine"
    words = {"none": _("无数"), "fine": _("正常"), "odd": _("{n} 项异常").format(n=m)}[state]
    mark = tag("i", None, "lv lv-2") if state == "odd" else None
    return tag("div", [tag("span", _(str(one["field"]))), tag("b", [mark, words])], f"sign sign-{state}")


def _sign(row: Row) -> Safe:
    name = str(row["name_en"] if spoken() == "en" else row["name"])
    value = f"{number(row['value'])}{_(str(row['unit']))}"
    why = abnormal_words(row, str(row["state"]))
    told = [tag("b", name), " ", tag("span", value, "n"), "，" if spoken() == "zh" else ", ", why]
    when = f"{_(str(row['field']))} · {whole_period(str(row['period']))}"
    return link([tag("span", told), tag("small", when)], f"/indicators?code={row['code']}", "sign-row")


panel = Panel(
    key=KEY,
    title="城市体征",
    slot="study-right",
    also=("economy-right",),
    order=568,
    topics=("indicators",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="这里没有设限值的体征",
)
