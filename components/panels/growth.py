"""经济运行: growth by month, quarter and year to date, beside the province, the plan and last year."""

from dash.development.base_component import Component

from components.fields import link
from components.frame import part
from components.indicator_words import apart, whole_period
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import num, row, sorting_row
from data.answer import Answer, Row
from data.economy.words import FORMS
from data.language import gettext as _
from data.language import spoken
from data.queries.growth import answer
from data.queries.indicator_sheet import PERCENT
from data.view import View

KEY = "growth"
HEADS = ("指标", "数值", "与全省差", "与目标差", "比去年同期", "位次", "数据性质")


def body() -> list[Component]:
    return [part(KEY, "forms", className="growth-forms"), part(KEY, "rows", className="growth-tables")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    by_form = {form: [row for row in answer.rows if row["form"] == form] for form in FORMS}
    upper = f"{_('上级口径')} {answer.upper}" if answer.upper else ""
    return {
        "sub": {"children": upper or _("与全省、年度目标、去年同期比")},
        "forms": {"children": [_way(form, len(rows)) for form, rows in by_form.items()]},
        "rows": {"children": [_table(form, rows) for form, rows in by_form.items()]},
    }


def _way(form: str, n: int) -> Safe:
    inside = [tag("span", _(FORMS[form])), " ", tag("b", number(n), "n")]
    return link(inside, f"?form={form}", f"segment growth-way-{form}")


def _table(form: str, rows: list[Row]) -> Safe:
    none = tag("p", _("这个口径没有指标：增速多按累计公布"), "quiet")
    listed = [sorting_row(HEADS, -1), *(_row(one) for one in rows)] if rows else [none]
    return tag("div", listed, f"table growth-table growth-of growth-of-{form}")


def _row(one: Row) -> Safe:
    share, better = one["unit"] in PERCENT, int(str(one["direction"] or 0))
    unit = _("点") if share else ""
    name = str(one["name_en"] if spoken() == "en" else one["name"])
    period = tag("small", whole_period(str(one["period"])))
    value = [number(one["value"], 1 if share else None), tag("small", _(str(one["unit"])))]
    cells = [
        link([tag("b", name), period], f"/indicators?code={one['code']}", "growth-name", data_carry="beside"),
        tag("span", value, "n num strong"),
        tag("span", apart(_figure(one["versus_province"]), better, unit), "num"),
        tag("span", apart(_figure(one["versus_target"]), better, unit), "num"),
        tag("span", apart(_figure(one["versus_last_year"]), better, unit if share else "%"), "num"),
        num(_place(one)),
        tag("span", Safe(markup(chip(str(one["provenance"])))), "num", title=str(one["origin"] or _("由系统计算"))),
    ]
    return row(cells)


def _figure(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _place(one: Row) -> str:
    if one["rank"] is None:
        return "—"
    if one["rank_of"] == "province":
        return _("全省第 {rank}").format(rank=one["rank"])
    return f"{one['rank']}/{one['rank_of']}"


panel = Panel(
    key=KEY,
    title="经济运行指标",
    slot="economy-left",
    order=600,
    topics=("indicators",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有公布的指标",
)
