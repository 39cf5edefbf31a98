"""What the coordination has spared: figures of a month against what was before, and by month, region or department."""

from dash.development.base_component import Component

from components.coordination_words import Desk, cell, table
from components.fields import link
from components.listing import listing_card
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from components.table_tools import Head
from data.coordination.kind import Before, Said
from data.language import gettext as _
from data.queries.coordination_counts import BY, Counted, month_words

FIGURES = {
    "filed": ("申报", "次"),
    "visits": ("已上门", "次"),
    "joint": ("合并减少", "次"),
    "online": ("转线上", "次"),
    "cancelled": ("取消", "次"),
    "departments": ("涉及部门", "家"),
    "subjects": ("涉及对象", ""),
    "invited": ("应邀上门", "次"),
}
WHAT = {"visits": ("月上门", "次"), "each": ("月均每个对象", "次")}


def tiles(desk: Desk, one: Counted) -> Component:
    """The month in figures, for the side."""
    told = [
        _tile(_(word), number(one.total[name]), _(unit) or _(desk.kind.subject.unit))
        for name, (word, unit) in FIGURES.items()
    ]
    each = "—" if one.each is None else f"{one.each:.2f}"
    told.append(_tile(_("每{unit}月均").format(unit=_(desk.kind.subject.unit)), each, _("次")))
    turn = [
        link("‹", f"?month={one.month.turned(-1).code}", "button small", aria_label=_("上个月")),
        tag("b", month_words(one.month), "n"),
        link("›", f"?month={one.month.turned(1).code}", "button small", aria_label=_("下个月")),
    ]
    falls = [_fall(desk, one, what, was) for what, was in one.before.items()]
    return listing_card(one.here.name, [tag("div", turn, "coord-month"), tag("div", told, "coord-tiles"), *falls])


def _tile(word: str, value: str, unit: str) -> Safe:
    return tag("div", [tag("span", word), tag("b", [value, tag("small", unit)], "n")], "coord-tile")


def _fall(desk: Desk, one: Counted, what: str, was: Before) -> Safe:
    """How far it has fallen from what was before."""
    word, unit = WHAT[what]
    month = tag("small", one.whole.code, "n")
    fall, now = one.fall(what), one.now_of(what)
    shown = "—" if now is None else f"{now:g}"
    change = "—" if fall is None else f"{'−' if fall < 0 else '+'}{abs(fall)}%"
    head = [
        tag("span", [_(word), " ", month]),
        tag("b", f"{was.value:g} → {shown} {_(unit)}", "n"),
        tag("b", change, "n coord-fell"),
    ]
    source = tag("small", _("{period}：{source}").format(period=_(was.period), source=_(was.source)))
    simulated = [_("现值"), chip("simulated")] if desk.house.clock.holds_demo() else []
    return tag("div", [tag("p", head), source, chip("published"), *simulated], "coord-fall")


def counts_card(desk: Desk, one: Counted) -> list[Component]:
    ways = [link(_(word), f"?by={by}", "kept-filter on" if by == one.by else "kept-filter") for by, word in BY.items()]
    heads: list[Head] = [{"month": _("月份"), "region": _("区划"), "agency": _("部门")}[one.by]]
    heads += [(f"{_(word)}（{_(unit) or _(desk.kind.subject.unit)}）", "num") for word, unit in FIGURES.values()]
    rows = [
        tag(
            "tr",
            [
                cell(str(heads[0]), row["name"]),
                *(cell(_(FIGURES[name][0]), number(row[name]), "n num") for name in FIGURES),
            ],
        )
        for row in one.rows
    ]
    note = (
        _("联合上门算一次；按部门统计时每个部门各计一次")
        if one.by == "agency"
        else _("联合上门算一次；按现定日期计入月份")
    )
    body = [
        tag("div", ways, "kept-filters coord-ways"),
        *table("counts", _("减负成效"), heads, rows, _("没有数据"), "coord-counts"),
        tag("p", note, "quiet"),
    ]
    title = month_words(one.month) if one.by != "month" else _("近 6 个月")
    return [listing_card(_("减负成效"), body, [tag("span", title, "n")]), *_said(one.said)]


def _said(told: list[Said]) -> list[Component]:
    if not told:
        return []
    rows = [
        tag(
            "tr",
            [
                cell(_("指标"), _(one.name)),
                cell(_("数值"), f"{_(one.value)} {_(one.unit)}".strip(), "n num"),
                cell(_("范围"), one.place),
                cell(_("时期"), _(one.period)),
                cell(_("来源"), [chip("published"), " ", _(one.source)]),
            ],
        )
        for one in told
    ]
    heads = (_("指标"), (_("数值"), "num"), _("范围"), _("时期"), _("来源"))
    return [listing_card(_("公开报道的成效"), table("said", _("公开报道的成效"), heads, rows, ""))]
