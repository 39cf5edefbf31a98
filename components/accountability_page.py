"""行政问效 "/accountability": what was asked of which agency, answered in time, done, late; and each of it alone."""

from typing import Any
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.event_words import moment
from components.fields import link
from components.listing import listing, listing_card, picked
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number, percent, stay
from components.table_tools import stamp, tooled
from components.titlebar import breadcrumb, search, window_switch
from data.acting import PLAYED
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.accountability import UNKNOWN, Account, accounted
from data.queries.asks import Ask
from data.queries.wilson import LEAST
from data.room_words import ASK_KINDS
from data.sitter import sitting
from data.view import View

Row = dict[str, Any]
HEADS = (
    "位次",
    "责任单位",
    "要求",
    "按时响应",
    "95% 区间",
    "到场",
    "办结",
    "超时",
    "在办",
    "督办",
    "吹哨按时",
    "响应中位",
    "办结中位",
)
PLAIN = ("责任单位", "95% 区间")  # heads of words
ASK_HEADS = ("时间", "要求", "事由", "向谁", "期限", "响应", "到场", "办结", "状态")
STATES = {"open": "在办", "late": "超时", "done": "办结"}
MOST = 200  # of what was asked, in the list


def accountability_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = accountability_drawn(house, view, chosen)
        inside = (breadcrumb(), search(), window_switch())
        return listing(house, view, refused, "accountability", "/accountability", _("行政问效"), parts, *inside)


def accountability_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: of (an agency, UNKNOWN for none), asked (a kind), stands (a state)."""
    one = accounted(house, view, sitting(house, role, n))
    wanted = {name: chosen.get(name, "") for name in ("of", "asked", "stands")}
    drawn = {"tiles": _tiles(one), "agencies": _agencies(one, wanted["of"]), "asks": _asks(one, wanted)}
    return {name: markup(inside) for name, inside in drawn.items()}


def _tiles(one: Account) -> Component:
    """The whole, in a row of figures."""
    row = one.total
    called = f"{row['whistles_prompt']} / {row['whistles']}" if row["whistles"] else "—"
    told = [
        (_("要求"), number(row["asked"]), _("件")),
        (_("按时响应"), number(row["rate"], 1), "%"),
        (_("办结"), number(row["done"]), _("件")),
        (_("在办"), number(row["open"]), _("件")),
        (_("超时"), number(row["late"]), _("件")),
        (_("督办"), number(row["urged"]), _("次")),
        (_("吹哨按时报到"), called, _("次")),
        (_("响应中位"), stay(row["answer_minutes"]), ""),
    ]
    tiles = [
        tag("div", [tag("span", label), tag("b", [value, tag("small", unit)], "n")], "tile")
        for label, value, unit in told
    ]
    return html.Section(html.Div(tiles, className="asked-tiles"), className="panel card")


def _agencies(one: Account, of: str) -> Component:
    heads = [(_(name), "" if name in PLAIN else "num") for name in HEADS]
    body = [_agency(row, of == (row["agency"] or UNKNOWN)) for row in one.rows]
    table = tooled("asked-agencies", _("按单位"), heads, body, "asked-ledger")
    none = [] if one.rows else [tag("p", _("这段时间没有向谁提出要求"), "quiet")]
    note = _("按 95% 置信下限排位；已到期或已响应不足 {least} 件的只列不排").format(least=LEAST)
    meta = [
        html.Span(one.place, className="office"),
        chip(one.provenance),
        tag("span", moment(one.now, one.now), "n as-of"),
    ]
    return listing_card(_("按单位"), [table, *none, tag("p", note, "quiet")], meta)


def _agency(row: Row, on: bool) -> Safe:
    name = row["name"] or _("属地值守（无单位）")
    there = "" if on else quote(row["agency"] or UNKNOWN)
    way = link(name, f"?of={there}&asked=&stands=", "asked-way", **({"aria_current": "true"} if on else {}))
    thin = (
        {"title": _("样本不足：{n} 件，少于 {least} 件不作比较").format(n=row["settled"], least=LEAST)}
        if row["thin"]
        else {}
    )
    share = percent(row["rate"])
    called = f"{row['whistles_prompt']}/{row['whistles']}" if row["whistles"] else "—"
    cells = [
        tag("td", str(row["rank"]) if row["rank"] else "—", "n num"),
        tag("td", way),
        tag("td", number(row["asked"]), "n num"),
        tag("td", share, "n num thin" if row["thin"] else "n num", **thin),
        tag("td", _interval(row), data_order=_order(row["low"])),
        *(tag("td", number(row[name]), "n num" if row[name] else "n num zero") for name in ("arrived", "done")),
        tag("td", number(row["late"]), "n num over" if row["late"] else "n num zero"),
        *(tag("td", number(row[name]), "n num" if row[name] else "n num zero") for name in ("open", "urged")),
        tag("td", called, "n num"),
        *(tag("td", stay(row[n]), "n num", data_order=_order(row[n])) for n in ("answer_minutes", "done_minutes")),
    ]
    return tag("tr", cells, "on" if on else "", data_agency=row["agency"] or UNKNOWN)


def _order(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _interval(row: Row) -> Any:
    """Between what the share surely lies, on a track of 0 to 100 percent."""
    if row["low"] is None:
        return "—"
    style = f"left:{row['low']:.1f}%;width:{row['high'] - row['low']:.1f}%"
    words = f"{row['low']:.0f}–{row['high']:.0f}%"
    return tag(
        "span", [tag("span", tag("i", None, "", style=style), "asked-track"), tag("span", words, "n")], "asked-sure"
    )


def _asks(one: Account, wanted: dict[str, str]) -> Component:
    """What was asked, one by one: of an agency, of a kind, as it stands."""
    mine = [ask for ask in one.asks if wanted["of"] in ("", ask.agency or UNKNOWN)]
    kinds = [
        picked("asked", code, _(words), sum(ask.kind == code for ask in mine), wanted["asked"] == code)
        for code, words in ASK_KINDS.items()
    ]
    states = [
        picked("stands", code, _(words), sum(_stands(ask, code) for ask in mine), wanted["stands"] == code)
        for code, words in STATES.items()
    ]
    fits = [ask for ask in mine if wanted["asked"] in ("", ask.kind) and _stands(ask, wanted["stands"])]
    named = {row["agency"]: row["name"] for row in one.rows}
    body = [_ask(ask, named, one) for ask in fits[:MOST]]
    of = named.get(wanted["of"], _("属地值守（无单位）") if wanted["of"] else "")
    title = _("向{name}提出的要求").format(name=of) if of else _("全部要求")
    table = tooled("asks", title, [_(name) for name in ASK_HEADS], body, "asked-list", "asked-box")
    more = (
        [tag("p", _("只列最近 {n} 件，共 {all} 件").format(n=MOST, all=number(len(fits))), "quiet")]
        if len(fits) > MOST
        else []
    )
    none = [] if fits else [tag("p", _("没有符合条件的要求"), "quiet")]
    filters = tag("div", [*kinds, *states], "kept-filters asked-filters")
    return listing_card(title, [filters, table, *none, *more])


def _stands(ask: Ask, state: str) -> bool:
    fits = {"open": not ask.over and ask.done is None, "late": ask.late, "done": ask.done is not None}
    return fits.get(state, True)


def _ask(ask: Ask, named: dict[str, str], one: Account) -> Safe:
    agency = named.get(ask.agency) or _("属地值守（无单位）")
    about = link([tag("b", ask.title), tag("small", ask.code, "n")], ask.way, "two", data_carry="view")
    who = [tag("b", ask.who or agency), *([tag("small", agency)] if ask.who else [])]
    marks = [tag("span", _("超时"), "mark mark-over")] if ask.late else []
    marks += [tag("span", _("督办 {n}").format(n=ask.urged), "mark")] if ask.urged else []
    state = _("办结") if ask.done else _("已终止") if ask.over else _("在办")
    cells = [
        tag("td", moment(ask.at, one.now), "n", data_order=stamp(ask.at)),
        tag(
            "td", [tag("span", _(ASK_KINDS[ask.kind]), "mark"), tag("small", ask.words)], "asked-words", title=ask.words
        ),
        tag("td", about),
        tag("td", who, "two"),
        *(
            tag("td", moment(at, one.now), "n", data_order=stamp(at))
            for at in (ask.due, ask.answered, ask.arrived, ask.done)
        ),
        tag(
            "td",
            tag("span", [tag("span", state, "mark mark-stage" if state == _("在办") else "mark"), *marks], "marks"),
        ),
    ]
    return tag("tr", cells)
