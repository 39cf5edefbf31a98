"""考核评价 "/assessment": departments, counties and towns by declared rules; each row opens its points line by line."""

from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.assessment_why import rules_card, why_card
from components.event_words import moment
from components.fields import link
from components.listing import listing, listing_card
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import NONE, number
from components.titlebar import breadcrumb, search, window_switch
from data.acting import PLAYED
from data.assessment.measures import AUDIENCES
from data.assessment.score import Mark, Standing
from data.assessment.words import found_told, line_name, value_unit, why_not
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.assessment import Assessment, assessed
from data.sitter import sitting
from data.view import View
from data.words import WINDOWS

SHORT, LONGER = "today", "30d"


def assessment_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = assessment_drawn(house, view, chosen)
        inside = (breadcrumb(), search(), window_switch())
        return listing(house, view, refused, "assessment", "/assessment", _("考核评价"), parts, *inside)


def assessment_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: tier (an audience), of (whose explanation is open), by (a line that orders the rows)."""
    by, me = chosen.get("by", ""), sitting(house, role, n)
    one = assessed(house, view, me, chosen.get("tier", ""), by)
    told = view
    if view.window == SHORT and one.rows and not one.ranked:  # by a day nobody can be: the month is shown
        told = view.but(window=LONGER)
        one = assessed(house, told, me, chosen.get("tier", ""), by)
    opened = _opened(one, chosen.get("of", ""))
    drawn = {
        "why": why_card(one, opened, told) if opened else "",
        "rows": _table(one, told, opened, by, instead=told is not view),
        "rules": rules_card(one),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _opened(one: Assessment, of: str) -> Standing | None:
    """Who sees a single row alone reads its explanation without a click."""
    if not of and len(one.rows) == 1:
        return one.rows[0]
    return next((row for row in one.rows if row.code == of), None)


def _table(one: Assessment, view: View, opened: Standing | None, by: str, *, instead: bool) -> Component:
    heads = [
        tag("th", _("位次"), "num"),
        tag("th", _by(_(AUDIENCES[one.audience]), "name", by == "name")),
        tag("th", _by(_("总分"), "", not by), "num"),
        tag("th", _by(_("较上期"), "change", by == "change"), "num"),
        *(tag("th", _by(line_name(line), line.key, by == line.key), "num assessed-line") for line in one.lines),
        tag("th", _by(_("短板"), "weak", by == "weak")),
    ]
    full = [tag("td", _("满分"), "quiet", colspan="2"), tag("td", "100", "n num"), tag("td", "")]
    full += [tag("td", f"{line.weight:g}", "n num") for line in one.lines]
    head = tag("thead", [tag("tr", heads), tag("tr", [*full, tag("td", "")], "assessed-full")])
    body = [_row(row, opened) for row in one.rows]
    table = tag("table", [head, tag("tbody", body)], "ledger asked-ledger assessed")
    none = [] if body else [tag("p", _nobody(one), "quiet")]
    inside = [
        *([_instead(view)] if instead else []),
        tag("div", _tiers(one), "kept-filters asked-filters"),
        tag("div", table, "ledger-box assessed-box"),
        *none,
        *_too_few(one),
        *_notes(one),
    ]
    return listing_card(_("得分与位次"), inside, [*_meta(one, view), *_files(one, view, by)])


def _tiers(one: Assessment) -> list[Safe]:
    """Who is assessed; what was open and ordered there means nothing elsewhere."""
    return [
        link(
            _(words),
            f"?tier={code}&of=&by=",
            "kept-filter on" if code == one.audience else "kept-filter",
            **({"aria_current": "true"} if code == one.audience else {}),
        )
        for code, words in AUDIENCES.items()
        if code in one.audiences
    ]


def _by(words: str, key: str, on: bool) -> Safe:
    return tag("a", words + (" ▼" if on else ""), "list-sort", href=f"?by={key}")


def _nobody(one: Assessment) -> str:
    if one.audience == "agency":
        return _("这段时间没有可考核的部门数据")
    return _("{place}之内没有{tier}").format(place=one.here.name, tier=_(AUDIENCES[one.audience]))


def _meta(one: Assessment, view: View) -> list[Any]:
    return [
        tag("span", one.here.name, "office"),
        tag("span", _(WINDOWS[view.window])),
        chip(one.provenance),
        tag("span", moment(one.now, one.now), "n as-of"),
    ]


def _files(one: Assessment, view: View, by: str) -> list[Component]:
    told = {"tier": one.audience, "by": by, "region": one.here.code, "window": view.window, "lang": view.lang}
    told |= {"at": view.at.strftime("%Y-%m-%dT%H:%M:%SZ")} if view.at else {}
    query = urlencode({name: value for name, value in told.items() if value})
    return [
        html.A(kind.upper(), href=f"/api/v1/assessment.{kind}?{query}", className="button small")
        for kind in ("csv", "xlsx")
    ]


def _instead(view: View) -> Safe:
    words = _("{short}样本不足，排不出位次，以下按{window}；可在上方选择时段").format(
        short=_(WINDOWS[SHORT]), window=_(WINDOWS[view.window])
    )
    return tag("p", words, "assessed-few", role="note")


def _too_few(one: Assessment) -> list[Safe]:
    """Nobody can be ranked by a day: what to look at instead."""
    if one.ranked or not one.rows:
        return []
    ways = [link(_(WINDOWS[name]), f"?window={name}", "asked-way") for name in ("30d", "ytd")]
    return [tag("p", [_("这段时间样本不足，没有排位；可看"), " ", ways[0], " ", ways[1]], "assessed-few")]


def _notes(one: Assessment) -> list[Safe]:
    told = [
        _("总分按计得分的项目折算成百分；计分项目不足 {n} 分的只列不排，分数相同的位次相同").format(
            n=f"{one.rules.counted:g}"
        )
    ]
    if one.earlier:
        told.append(
            _("较上期：两期都计分的项目，与前 {n} 天比，那时上报的事件按现在的结果计").format(n=one.earlier.days)
        )
    else:
        told.append(_("没有更早的数据，不与上期比较"))
    told += [_("另有 {n} 个部门这段时间没有数据").format(n=one.empty)] if one.empty else []
    return [tag("p", words, "quiet") for words in told]


def _row(row: Standing, opened: Standing | None) -> Safe:
    on = opened is not None and opened.code == row.code
    way = link(row.name, f"?of={'' if on else row.code}", "asked-way", **({"aria_current": "true"} if on else {}))
    thin = "" if row.rank else " thin"
    cells = [
        tag("td", str(row.rank) if row.rank else NONE, "n num"),
        tag("td", way),
        tag("td", tag("b", _points(row.total)), f"n num{thin}"),
        _change(row.change),
        *(_cell(mark, row.weak) for mark in row.marks),
        tag("td", line_name(row.weak.line) if row.weak else NONE, "quiet"),
    ]
    return tag("tr", cells, "on" if on else "", data_assessed=row.code)


def _points(value: float | None) -> str:
    return NONE if value is None else number(value, 1)


def _change(change: float | None) -> Safe:
    if not change:
        return tag("td", NONE if change is None else "0.0", "n num zero")
    words = f"{'▲' if change > 0 else '▼'} {number(abs(change), 1)}"
    return tag("td", words, "n num assessed-rise" if change > 0 else "n num over")


def _cell(mark: Mark, weak: Mark | None) -> Safe:
    """Points above, the value below; what was counted when one points at it."""
    if mark.value is None:
        return tag("td", NONE, "n num zero", title=why_not(mark))
    value = tag("small", number(mark.value, 1) + ("%" if mark.line.known.share else ""))
    said = [found_told(mark), why_not(mark)]
    title = "；".join(filter(None, [*said, "" if mark.line.known.share else value_unit(mark.line)]))
    look = "thin" if mark.thin else "assessed-weak" if mark is weak else ""
    return tag("td", [tag("span", _points(mark.points)), value], f"n num two {look}".strip(), title=title)
