"""Title bar of the wall: where we are, how to get elsewhere, which window, and the city's clock."""

from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.briefing_add import adding
from components.frame import part
from components.ids import MAP
from components.seat import seat
from data.language import gettext as _
from data.times import clock_text, local
from data.view import View
from data.words import WINDOWS

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def titlebar(title: str, view: View, now: datetime, *, simulated: bool) -> Component:
    mark = [html.Span(_("演示数据 · 模拟"), className="chip chip-simulated")] if simulated else []
    left = [breadcrumb(), search(), looks(view)]
    past = [html.Span(_("回看"), className="chip chip-past"), _now_link(view)] if view.at else []
    right = [*mark, *past, window_switch(), clock(view.at or now, still=view.at is not None)]
    thirds = {"title-left": left, "title-mid": html.H1([html.Span(title)]), "title-right": right}
    return html.Header([html.Div(inside, className=name) for name, inside in thirds.items()], className="titlebar")


def breadcrumb() -> Component:
    hooks = {"data-testid": "breadcrumb", "aria-label": _("所在区划")}
    return part(MAP, "crumbs", tag=html.Nav, className="crumbs", **hooks)


def search() -> Component:
    """One line of text, heard by `assets/js/search.js`: regions of /api/v1/regions, layers, pages, codes of events."""
    hint = _("按名称、拼音或代码找县区、镇街、村居；也可输入图层、页面名称，或事件、预警编号")
    box = html.Textarea(
        rows=1,
        placeholder=_("找区划"),
        title=hint,
        role="searchbox",
        spellCheck="false",
        className="search-box",
        **{"data-testid": "region-search", "aria-label": hint, "aria-controls": "region-hits"},
    )
    words = {
        "data-none": _("没有找到"),
        "data-word-layer": _("图层"),
        "data-word-page": _("页面"),
        "data-word-code": _("编号"),
    }
    hits = html.Div(id="region-hits", className="search-hits", role="listbox", **words)
    return html.Div([html.I(className="sym sym-search"), box, html.Kbd("/"), hits], className="search")


def window_switch() -> Component:
    segments = [
        html.A(_(word), href=f"?window={window}", className="segment", **{"data-window": window})
        for window, word in WINDOWS.items()
    ]
    return html.Nav(segments, className="segments windows", **{"aria-label": _("时间窗口")})


def looks(view: View, path: str = "/") -> Component:
    """Skin is a matter of this browser's URL; language needs the page anew."""
    other = "zh" if view.lang == "en" else "en"
    word, again = {"zh": "中", "en": "EN"}[other], f"{path}{view.but(lang=other).query()}"
    language = html.A(word, href=again, className="look", hrefLang=other)
    toggle = {"data-skin-toggle": "1", "aria-label": _("日间 / 夜间")}
    skin = html.A(html.I(className="sym sym-skin"), href="?skin=", className="look look-skin", **toggle)
    places = (("/events", _("事件中心")), ("/dispatch", _("调度台")), ("/risk", _("风险预警")))
    ways = [_way(*one) for one in places] if path == "/" else []
    return html.Div([*ways, *adding(), seat(), skin, language], className="looks")


def _way(path: str, words: str) -> Component:
    """From the wall to a page of its own."""
    return html.A(words, href=path, className="look look-way", **{"data-carry": "view"})


def _now_link(view: View) -> Component:
    return html.A(_("回到现在"), href=f"/{view.but(at=None).query()}", className="segment on to-now")


def clock(now: datetime, *, still: bool) -> Component:
    """Ticks in the browser from the city's own time, whatever its own clock says; a past moment stands."""
    here = local(now)
    date = html.Span(f"{here:%Y-%m-%d}", className="n date")
    days = "|".join(_(day) for day in WEEKDAYS)
    weekday = html.Span(_(WEEKDAYS[here.weekday()]), className="weekday", **{"data-days": days})
    time = html.Span(f"{here:%H:%M:%S}", className="n time")
    return html.Div([date, weekday, time], className="clock", **({} if still else {"data-now": clock_text(now)}))
