"""通报 "/events/digest": the day, the week or the month in figures and sentences, and the cases to be supervised."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.digest_words import sentences
from components.event_forms import who
from components.event_words import moment
from components.fields import link
from components.listing import listing, listing_card
from components.many_form import many_form, said
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import NONE, change_text, number, percent, signed
from components.titlebar import breadcrumb, search
from components.to_list import to_list
from data.acting import PLAYED, looking, may_act, playing
from data.answer import Row
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.called import names_of
from data.queries.digest import LISTED, NAMES, Digest, digest
from data.queries.wilson import LEAST
from data.view import View
from data.words import STATES

SUPERVISE = "supervise"
LINE_HEADS = ("指标", "本期", "上期", "变化")
RATE_HEADS = ("五率", "本期", "上期", "变化", "样本")
SPOT_HEADS = ("类别", "地点", "反复", "最近一件", "治本件")
LISTS = {"overdue": "超期未结", "shirked": "推诿（退回或转派两次及以上）", "still": "督办后仍超期（可报送纪检监察）"}


def digest_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = digest_drawn(house, view, chosen)
        inside = (breadcrumb(), search(), _periods())
        return listing(house, view, refused, "digest", "/events/digest", _("通报"), parts, *inside)


def digest_drawn(
    house: House, view: View, _chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}."""
    one = digest(house, view, looking(house))
    acts = playing(role) if may_act(house) and view.at is None else ""
    drawn: dict[str, Any] = {
        "head": _head(one),
        "figures": [_figures(one, view), _rates(one)],
        "said": said(),
        "lists": [_seat(house, role, n), *(_cases(house, one, key, acts) for key in LISTS), _spots(one)],
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _periods() -> Component:
    """Which report: the windows of the house under their names."""
    ways = [
        html.A(_(words), href=f"?window={window}", className="segment", **{"data-window": window})
        for window, words in NAMES.items()
    ]
    return html.Nav(ways, className="segments", **{"aria-label": _("通报周期")})


def _head(one: Digest) -> Component:
    title = _("{place}{name}").format(place=one.place, name=_(NAMES[one.window]))
    files = [
        html.A(kind.upper(), href=f"/api/v1/digest.{kind}", className="button small", **{"data-carry": "api"})
        for kind in ("csv", "xlsx")
    ]
    meta = [chip(one.provenance), tag("span", moment(one.now, one.now), "n as-of"), *files]
    told = [tag("p", words) for words in sentences(one)]
    days = tag("p", _("{days}，对比上一周期；数字点开即是名单").format(days=one.days), "quiet")
    return listing_card(title, [days, tag("div", told, "digest-said")], meta)


def _figures(one: Digest, view: View) -> Component:
    heads = [tag("th", _(name), "" if n == 0 else "num") for n, name in enumerate(LINE_HEADS)]
    body = [_line(one, row, view) for row in one.lines]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger")
    return listing_card(_("事件"), [tag("div", table, "ledger-box")])


def _line(one: Digest, row: Row, view: View) -> Safe:
    key = str(row["key"])
    way = one.ways.get(key)
    figure: Any = f"{number(row['now'])} {_(str(row['unit']))}"
    if way is not None:
        figure = link(figure, to_list(view, **dict(way)), "list-link")
    marked = "n num over" if key in ("overdue", "shirked") and row["now"] else "n num"
    cells = [
        tag("td", _(str(row["label"]))),
        tag("td", figure, marked),
        tag("td", number(row["before"]), "n num"),
        tag("td", change_text(row["change"]), "n num"),
    ]
    return tag("tr", cells, data_line=key)


def _rates(one: Digest) -> Component:
    heads = [tag("th", _(name), "" if n == 0 else "num") for n, name in enumerate(RATE_HEADS)]
    body = [_rate(row) for row in one.rates]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger")
    note = _("任一期少于 {least} 件不作比较；变化为百分点").format(least=LEAST)
    return listing_card(_("五率"), [tag("div", table, "ledger-box"), tag("p", note, "quiet")])


def _rate(row: Row) -> Safe:
    points = f"{signed(row['points'], 1)}" if row["points"] is not None else NONE
    cells = [
        tag("td", _(str(row["label"])), title=_(str(row["note"]))),
        tag("td", percent(row["now"]), "n num thin" if row["thin"] else "n num"),
        tag("td", percent(row["before"]), "n num"),
        tag("td", points, "n num"),
        tag("td", f"{number(row['hits'])}/{number(row['n'])}", "n num"),
    ]
    return tag("tr", cells)


def _seat(house: House, role: str, n: int) -> Component:
    """Who supervises."""
    inside: Any = who(playing(role), n) if may_act(house) else tag("p", _("登录后办理"), "quiet")
    return listing_card(_("督办"), [inside, tag("p", _("勾选名单里的件，一次督办；每件各有结果，记入过程"), "quiet")])


def _cases(house: House, one: Digest, key: str, role: str) -> Component:
    rows = one.lists[key]
    with house.engine.connect() as connection:
        agencies, leaves = names_of(connection, rows)
    form = many_form(rows, one.now, agencies, leaves, role=role, only=SUPERVISE)
    more = [tag("span", _("最多列 {n} 件").format(n=LISTED), "quiet")] if len(rows) == LISTED else []
    return listing_card(_(LISTS[key]), [form], [tag("b", number(len(rows)), "n"), *more])


def _spots(one: Digest) -> Component:
    """Where the same trouble comes back, with the case against its cause."""
    heads = [tag("th", _(name)) for name in SPOT_HEADS]
    body = [_spot(row) for row in one.lists["spots"][:20]]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger")
    none = [] if body else [tag("p", _("没有反复上报的地点"), "quiet")]
    return listing_card(_("反复点"), [tag("div", table, "ledger-box"), *none])


def _spot(row: Row) -> Safe:
    root: Any = "—"
    if row["root_code"] is not None:
        words = f"{row['root_code']} · {_(STATES.get(str(row['root_stage']), ''))}"
        root = link(words, f"/events/{row['root_code']}", "list-link", data_carry="view")
    cells = [
        tag("td", _(str(row["label"]))),
        tag("td", f"{row['place']} · {row['around']}"),
        tag("td", _("{n}次").format(n=number(row["times"])), "n"),
        tag("td", link(str(row["code"]), f"/events/{row['code']}", "n list-link", data_carry="view")),
        tag("td", root),
    ]
    return tag("tr", cells)
