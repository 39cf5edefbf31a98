"""How an indicator may go on: marked as a forecast, with its interval, and how far off such forecasts were."""

from dash.development.base_component import Component

from components.fields import link
from components.indicator_words import whole_period
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import number, percent
from components.plots import Plot, axis
from components.table_tools import tooled
from data.indicator.forecast import SHARE, Forecast, forecast
from data.language import gettext as _
from data.queries.indicator_sheet import Sheet

BEHIND = 24  # periods drawn before what lies ahead
HEADS = ("时期", "预测", "区间下限", "区间上限")


def forecast_card(one: Sheet, *, asked: bool) -> Component | None:
    """None where nothing has been told yet. It is fitted when it is asked for."""
    if not one.points:
        return None
    found = forecast([point.period for point in one.points], [point.value for point in one.points], fitted=asked)
    mark = [tag("span", _("预测"), "chip chip-forecast")]
    if found is None:
        words = _("只对当月数和当季数作季节调整与预测；累计数和年度数不预测")
    elif found.short:
        words = _("序列太短，不作预测：要连续 {least} 期，现有 {n} 期").format(least=found.short[0], n=found.short[1])
    elif not asked:
        way = link(_("作季节调整与预测"), "?forecast=1", "button")
        return listing_card(_("季节调整与预测"), way, mark)
    else:
        return listing_card(_("季节调整与预测"), _told(one, found), mark)
    return listing_card(_("季节调整与预测"), tag("p", words, "quiet"), mark)


def _told(one: Sheet, found: Forecast) -> list[Component | Safe]:
    unit = _(one.row["unit"])
    heads = [(_(words), "num" if n else "") for n, words in enumerate(HEADS)]
    rows = [
        tag("tr", [tag("td", whole_period(period.text)), *(tag("td", number(value), "n num") for value in told)])
        for period, *told in found.ahead
    ]
    table = tooled("forecast", _("季节调整与预测"), heads, rows)
    words = [_("{share} 预测区间").format(share=f"{100 * SHARE:g}%")]
    if found.error is not None:
        off = _("回测 {n} 次，平均偏差 {error}{unit}").format(n=found.tried, error=number(found.error), unit=unit)
        words.append(f"{off} ({percent(found.percent)})" if found.percent is not None else off)
    else:
        words.append(_("历史不够回测，偏差未知"))
    key = [tag("span", [tag("i", None, f"forecast-key {name}"), text]) for name, text in _legend()]
    top = tag("div", [_chart(one, found), table], "indicator-top forecast-top")
    return [tag("p", key, "forecast-keys"), top, tag("p", " · ".join(words), "quiet")]


def _legend() -> tuple[tuple[str, str], ...]:
    return (("city", _("原值")), ("adjusted", _("季节调整后")), ("ahead", _("预测与区间")))


def _chart(one: Sheet, found: Forecast) -> Component:
    behind = [point.value for point in one.points[-BEHIND:]]
    adjusted = list(found.adjusted[-BEHIND:])
    gap: list[float | None] = [None] * len(behind)
    mean: list[float | None] = [told[1] for told in found.ahead]
    low, high = [told[2] for told in found.ahead], [told[3] for told in found.ahead]
    every = [*behind, *adjusted, *low, *high]
    plot = Plot(len(behind) + len(mean), axis(min(every), max(every), most=4), "indicator")
    plot.between([*gap, *high], [*gap, *low], "ahead").line([*gap[1:], behind[-1], *mean], "ahead")
    plot.line([*adjusted, *[None] * len(mean)], "adjusted").line([*behind, *[None] * len(mean)], "city")
    texts = [point.period.text for point in one.points[-BEHIND:]] + [told[0].text for told in found.ahead]
    return plot.drawn([text[2:] for text in texts], 5)
