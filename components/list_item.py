"""One item of a list: what it is, who answers and supports, how it went, its evidence, where it came from."""

from typing import Any

from components.event_words import moment, stage_text
from components.fields import link
from components.list_forms import acts
from components.list_words import day, item_way, kind_mark, progress_bar, stand_mark
from components.listing import listing_card
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from data.language import gettext as _
from data.list_words import STEPS, SUPPORTS
from data.queries.list_sheet import Item
from data.view import View
from data.words import ROLES

Row = dict[str, Any]


def item_card(one: Item, view: View, role: str) -> Any:
    """`role` "" only looks on."""
    row = one.row
    close = tag("a", _("关闭"), "button small", href="?item=")
    meta = [chip(row["provenance"]), tag("span", moment(row["made_at"], one.now), "n as-of"), close]
    head = tag("p", [kind_mark(row["kind"]), " ", tag("span", row["code"], "n"), " ", stand_mark(row["stand"])])
    text = [tag("p", row["text"], "list-text")] if row["text"] else []
    left = [head, *text, _facts(one), *_pair(one), *_events(one), *_photos(one)]
    doing = tag("div", acts(one, role), "acts") if role else ""
    right = [doing, *_supports(one), tag("h3", _("过程")), _steps(one)]
    inside = tag("div", [tag("div", left, "list-left"), tag("div", right, "list-right")], "list-one")
    return listing_card(row["title"], [inside], meta, "list-card")


def _facts(one: Item) -> Safe:
    row = one.row
    place = link(
        f"{row['town']} {row['place']}".strip(), f"/archive/{row['region']}", "list-link", data_carry="archive"
    )
    facts: list[tuple[str, Any]] = [
        (_("所属"), place),
        (_("责任"), row["owner"]),
        (_("期限"), f"{day(row['begin_day'])} – {day(row['due_day'])}"),
        (_("进度"), progress_bar(row["percent"])),
    ]
    facts += [(_("资金来源"), row["fund"])] if row["fund"] else []
    facts += [(_("办结时间"), moment(row["ended_at"], one.now))] if row["ended_at"] else []
    return tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts], "list-facts")


def _pair(one: Item) -> list[Safe]:
    """The issue it came of, or the development it was turned into, with how that stands."""
    if one.pair is None:
        return []
    title = _("来自问题") if one.row["kind"] == "development" else _("转为发展事项")
    words = [item_way(one.pair["code"], [tag("b", one.pair["code"], "n"), " ", one.pair["title"]]), " "]
    told = [*words, stand_mark(one.pair["stand"]), " ", tag("span", f"{number(one.pair['percent'])}%", "n")]
    return [tag("h3", title), tag("p", told, "list-pair")]


def _events(one: Item) -> list[Safe]:
    if not one.events:
        return []
    title = _("上报 {n} 次").format(n=number(one.row["reports"]))
    return [tag("h3", title), tag("ol", [_event(row, one) for row in one.events], "list-events")]


def _event(row: Row, one: Item) -> Safe:
    way = link(row["code"], f"/events/{row['code']}", "n list-link", data_carry="view")
    told = [tag("span", moment(row["reported_at"], one.now), "n"), " ", tag("small", stage_text(row["stage"]))]
    return tag("li", [way, " ", tag("span", row["title"]), " ", *told])


def _photos(one: Item) -> list[Safe]:
    if not one.photos:
        return []
    shown = [
        link(
            tag("img", None, src=f"/photos/{row['digest']}.jpg", alt=_("佐证照片"), loading="lazy"),
            f"/photos/{row['digest']}.jpg",
            target="_blank",
        )
        for row in one.photos
    ]
    return [tag("h3", _("佐证照片 {n} 张").format(n=len(shown))), tag("div", shown, "list-photos")]


def _supports(one: Item) -> list[Safe]:
    if not one.supports:
        return []
    return [tag("h3", _("支持部门")), tag("ul", [_support(row, one) for row in one.supports], "list-supports")]


def _support(row: Row, one: Item) -> Safe:
    when = moment(row["answered_at"] or row["asked_at"], one.now)
    mark = "mark mark-late" if row["state"] == "asked" else "mark"
    told = [
        tag("b", row["office"] or row["agency"]),
        tag("span", _(SUPPORTS[row["state"]]), mark),
        tag("span", when, "n"),
    ]
    return tag("li", told)


def _steps(one: Item) -> Safe:
    return tag("ol", [_step(row, one) for row in one.steps], "list-steps")


def _step(row: Row, one: Item) -> Safe:
    percent = [tag("span", f"{number(row['percent'])}%", "n")] if row["percent"] is not None else []
    who = " · ".join(filter(None, (row["actor"], _(ROLES[row["role"]]))))
    office = [tag("span", row["office"])] if row["office"] else []
    head = [tag("b", _(STEPS[row["what"]])), *office, *percent, tag("span", moment(row["at"], one.now), "n")]
    words = [tag("p", row["words"])] if row["words"] else []
    return tag("li", [tag("div", head, "list-step-head"), *words, tag("small", who)])
