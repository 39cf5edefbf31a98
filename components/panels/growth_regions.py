"""县镇位次: the level below by growth, enterprises and investment projects; few enterprises are not compared."""

from dash.development.base_component import Component

from components.frame import part
from components.indicator_words import whole_period
from components.markup import Safe, tag
from components.numbers import number, percent
from components.registry import Panel, Props
from components.tables import num, region_row, sorting_row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.language import spoken
from data.queries.growth_regions import THIN, answer
from data.view import View

KEY = "growth_regions"
KNOWN = ("企业", "规上占比", "招商项目", "总投资(万元)")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table regions-growth"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    growth = answer.parts.get("growth", [])
    followed = {str(one["code"]): one for one in growth}
    rule = _("位次在下级区划之间比；企业不足 {n} 家的不比占比").format(n=THIN)
    period = next((whole_period(str(one["period"])) for one in growth), "")
    heads = [_short(one) for one in followed.values()]
    told = {(str(one["region"]), str(one["code"])): one for one in growth}
    rows = [_row(one, [told.get((str(one["code"]), code)) for code in followed]) for one in answer.rows]
    columns = f"--cols:minmax(5rem,1.2fr) repeat({len(followed)}, minmax(0, 1fr)) 3.5rem 4.5rem 4.5rem 6.5rem"
    return {
        "sub": {"children": " · ".join(filter(None, (period, _("同比") if growth else "")))},
        "rows": {"children": [sorting_row(("区划", *heads, *KNOWN), -1), *rows], "style": {"--cols": columns[7:]}},
        "rule": {"children": rule},
    }


def _short(one: Row) -> str:
    """The indicator without the word "growth": the header already says 同比."""
    return str(one["name_en"] if spoken() == "en" else one["name"]).removesuffix("增长").removesuffix(" growth")


def _row(one: Row, growth: list[Row | None]) -> Safe:
    cells = [text(str(one["name"])), *(_growth(told) for told in growth)]
    cells += [num(number(one["enterprises"])), _share(one), num(number(one["projects"])), num(number(one["total"], 0))]
    return region_row(str(one["code"]), cells)


def _growth(told: Row | None) -> Safe:
    if told is None:
        return num("—")
    place = tag("small", _("第{rank}").format(rank=told["rank"])) if told["rank"] is not None else None
    return tag("span", [f"{number(told['value'], 1)}{told['unit']}", " ", place], "n num strong")


def _share(one: Row) -> Safe:
    if not one["thin"]:
        return num(percent(one["above_share"]))
    hint = _("样本不足：{n} 家，少于 {least} 家不作比较").format(n=number(one["enterprises"]), least=THIN)
    return tag("span", percent(one["above_share"]), "n num thin", title=hint)


panel = Panel(
    key=KEY,
    title="县镇位次",
    slot="economy-left",
    order=610,
    topics=("indicators", "ledgers"),
    ask=answer,
    body=body,
    draw=draw,
    below=True,
    follows=("region", "at", "lang"),
    nothing="没有下级区划",
)
