"""Economic indicators: the first with its series against the province, the rest as tiles."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.marks import chip
from components.numbers import number, signed
from components.periods import month_label, period_text
from components.plots import Plot, axis, series
from components.registry import Panel, Props
from components.sparks import spark
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.economy import answer
from data.view import View

KEY = "economy"


def body() -> list[Component]:
    hero = [part(KEY, "hero", className="hero"), part(KEY, "chart", className="chart")]
    return [html.Div(hero, className="economy-hero"), part(KEY, "tiles", className="tiles economy-tiles paged")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    if not answer.rows:
        return {}
    first, headline = answer.rows[0], answer.provenance
    lines: dict[str, list[Row]] = {str(row["code"]): [] for row in answer.rows}
    for point in answer.parts.get("series", []):
        lines.setdefault(str(point["code"]), []).append(point)
    return {
        "sub": {"children": f"{period_text(str(first['period']))} {_('同比')}"},
        "hero": {"children": _hero(first, headline)},
        "chart": {"children": _chart(lines[str(first["code"])], _whose(answer))},
        "tiles": {"children": [_tile(row, lines[str(row["code"])], headline) for row in answer.rows[1:]]},
    }


def _short(row: Row) -> str:
    """The indicator without the word "growth": the header already says 同比."""
    return _(str(row["name"])).removesuffix("增长")


def _value(row: Row) -> list[Component | str]:
    text = signed(row["value"]) if row["unit"] == "%" else number(row["value"])
    return [text, html.Small(_(str(row["unit"])))]


def _hero(row: Row, headline: str) -> list[Component]:
    odd = [chip(str(row["provenance"]))] if row["provenance"] != headline else []
    return [
        html.Div([_short(row), *odd], className="hero-label"),
        html.Div(_value(row), className="n hero-value"),
        *_compared(row),
    ]


def _compared(row: Row) -> list[Component]:
    """Better or worse than the province, in words, and the rank; a dash when nothing is known."""
    points, said = row["versus_province"], []
    if isinstance(points, int | float):
        words = _("高于全省 {points} 个百分点") if points >= 0 else _("低于全省 {points} 个百分点")
        mark = html.I(className="up") if points >= 0 else html.I(className="down")
        inside = [mark, words.format(points=number(abs(points), 1))]
        said.append(html.Div(inside, className="versus better" if points >= 0 else "versus worse"))
    else:
        said.append(html.Div(_("全省 —"), className="versus"))
    if row["rank"] is not None:
        odd = [chip(str(row["rank_provenance"]))] if row.get("rank_provenance") not in (None, row["provenance"]) else []
        said.append(html.Div([_("全省第 {rank}").format(rank=row["rank"]), *odd], className="versus-rank"))
    return said


def _tile(row: Row, points: list[Row], headline: str) -> Component:
    line = spark([float(point["city"]) for point in points if isinstance(point["city"], int | float)])
    odd = [chip(str(row["provenance"]))] if row["provenance"] != headline else []
    foot = _brief(row)
    inside = [
        html.Span([html.Span(_short(row)), *odd], className="tile-label"),
        html.B(_value(row), className="n"),
        html.Em([foot, *_doubted(row)]) if foot else None,
        line,
    ]
    return html.Div([one for one in inside if one is not None], className="tile")


def _doubted(row: Row) -> list[Component]:
    """A chip for the comparison, when it is not as well founded as the figure."""
    theirs = row.get("versus_provenance")
    return [chip(str(theirs))] if theirs not in (None, row["provenance"]) else []


def _brief(row: Row) -> str:
    """Against the province in few characters; rank after it."""
    said = (
        [_("较全省 {points}").format(points=signed(row["versus_province"]))]
        if row["versus_province"] is not None
        else []
    )
    if row["rank"] is not None:
        said.append(_("第{rank}").format(rank=row["rank"]))
    return " ".join(said)


def _whose(answer: Answer) -> str:
    """The line of this region, of the city, or of the level above, whose figures these then are."""
    return _("上级") if answer.upper else _("本市") if answer.level == 1 else _("本级")


def _chart(points: list[Row], whose: str) -> Component | None:
    """City solid, province dashed, the gap between them filled; the last month is a dot, hollow unless published."""
    if len(points) < 2:
        return None
    city, province = series(points, "city"), series(points, "province")
    known = [value for value in (*city, *province) if value is not None]
    plot = Plot(len(points), axis(min(known), max(known), most=3), KEY)
    plot.between(city, province, "city").line(province, "province").line(city, "city")
    last, place = points[-1], len(points) - 1
    ahead = (city[-1] or 0) >= (province[-1] or 0)
    if city[-1] is not None:
        plot.dot(place, city[-1], "city", hollow=last["provenance"] != "published")
        plot.label(place, city[-1], whose, "city over" if ahead else "city under")
    if province[-1] is not None:
        plot.label(place, province[-1], _("全省"), "province under" if ahead else "province over")
    return plot.drawn([month_label(str(point["period"])) for point in points], 3)


panel = Panel(
    key=KEY,
    title="经济运行",
    slot="left",
    order=10,
    topics=("indicators",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有公布的指标",
)
