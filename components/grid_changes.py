"""Grids of a village changed from a day on, what was changed before; and the grids that departments lay over them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from components.event_forms import who
from components.fields import choice, entry, field, void
from components.grid_map import grid_map
from components.list_words import day
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.seat import looks_on
from components.table_tools import Head, tooled
from data.commands.grid_screens import PART
from data.commands.grids import CHANGERS, NAME, REASON
from data.grid_words import GRID_CHANGES
from data.language import gettext as _
from data.queries.grid_days import VILLAGE
from data.queries.grid_map import Cell
from data.queries.grids import Grids
from data.times import day_number, local

Row = dict[str, Any]
Parts = dict[str, str]  # {code: words} of what can be picked
HEADS = ("生效日", "调整", "新网格", "来自", "单元（个）", "至", "原因", "状态")
NUMBERS, OTHER_NUMBERS = (4,), (2, 3, 4)
OTHER_HEADS = ("职能网格", "部门", "单元（个）", "跨网格（个）", "事件（件）", "设立日")


def change_card(
    found: Grids, parts: Parts, changes: list[Row], role: str, number: int, cells: Sequence[Cell] = ()
) -> Any:
    """`role` "" only looks on; of villages alone, for there grids lie, drawn as `cells`."""
    if found.here.level != VILLAGE:
        hint = tag("p", _("进入村居后调整网格；过去的数字按当时的网格，不改"), "quiet")
        return listing_card(_("网格调整"), [hint, *([_history(changes, found, role)] if changes else [])])
    forms = _forms(found, parts) if role in CHANGERS else [tag("p", _("值班员和领导调整网格"), "quiet")]
    drawn = grid_map(cells) if role in CHANGERS else None
    desk = tag("div", [*([drawn] if drawn else []), tag("div", forms, "acts")], "grid-desk" if drawn else "")
    acts = [who(role, number), desk] if role else [looks_on()]
    history = _history(changes, found, role) if changes else tag("p", _("还没有调整过网格"), "quiet")
    return listing_card(_("网格调整"), [*acts, history])


def _forms(found: Grids, parts: Parts) -> list[Safe]:
    options = [("", _("请选择")), *parts.items()]
    one = field("one", _("网格"), choice("one", options, required=""))
    cells = entry("cells", maxlength="64", required="", placeholder="1-3,5")
    part = field("cells", _("划出的单元号"), cells, hint=_("网格内从 1 起的序号"))
    name = field("name", _("新网格名称"), entry("name", maxlength=str(NAME), required=""))
    ticks = tag("div", [_tick(code, words) for code, words in parts.items()], "grid-ticks")
    other = field("other", _("划入的网格"), choice("other", options, required=""))
    return [
        _form(found, "merge", [ticks, name]),
        _form(found, "split", [one, part, name]),
        _form(found, "enclave", [one, part, other]),
    ]


def _tick(code: str, words: str) -> Safe:
    box = void("input", type="checkbox", name=f"{PART}{code}", value="1")
    return tag("label", [box, tag("span", words)], "way")


def _form(found: Grids, act: str, given: list[Safe]) -> Safe:
    today = local(found.now).date()
    when = (
        [] if act == "function" else [field("day", _("生效日"), entry("day", "date", f"{today:%Y-%m-%d}", required=""))]
    )
    hidden = [
        void("input", type="hidden", name=name, value=value)
        for name, value in (("act", act), ("region", found.here.code))
    ]
    reason = field("reason", _("调整原因"), entry("reason", maxlength=str(REASON), required=""))
    title = _(GRID_CHANGES[act])
    send = tag("div", tag("button", _("确认{move}").format(move=title), "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*hidden, *given, *when, reason, send, say], "act-form", data_listing_move="grid")
    return tag("details", [tag("summary", title, "button"), form], "act", data_act=f"grid-{act}", name="grid-act")


def _history(changes: list[Row], found: Grids, role: str) -> Safe:
    """What is planned can be cancelled until its day; what was cancelled stays told."""
    rows = [_changed(row, day_number(found.now), may=role in CHANGERS) for row in changes]
    heads = [(_(name), "num" if n in NUMBERS else "") for n, name in enumerate(HEADS)]
    return tooled("grid-changes", _("网格调整"), heads, rows, "visits carded sort-chips", "archive-box")


def _changed(row: Row, today: int, *, may: bool) -> Safe:
    gone = row["cancelled_at"] is not None
    until = _("未生效") if gone else day(row["last_day"]) if row["last_day"] else _("今后")
    told: list[tuple[Any, str]] = [
        (day(row["first_day"]), "n"),
        (_(GRID_CHANGES[row["change"]]), ""),
        ([tag("b", row["name"]), tag("small", f"{row['village']} · {row['code']}")], "two"),
        ("、".join(row["came"]) or NONE, "visit-found"),
        (number(row["cells"]), "n num"),
        (until, "n"),
        (row["reason"], "visit-found"),
        (_stands(row, today, may=may), "grid-stands"),
    ]
    cells = [tag("td", inside, look, data_label=_(HEADS[n])) for n, (inside, look) in enumerate(told)]
    return tag("tr", cells, "grid-cancelled" if gone else "", data_grid_change=row["code"])


def _stands(row: Row, today: int, *, may: bool) -> list[Any]:
    """Whether it is planned, in force or cancelled (by whom, why); and the way to cancel it."""
    if row["cancelled_at"] is not None:
        by = " · ".join((row["cancelled_by"], row["cancel_reason"]))
        return [tag("span", _("已撤销"), "mark"), tag("small", by)]
    if row["first_day"] <= today:
        return [tag("span", _("已生效"), "mark")]
    way = [_cancel(row["code"])] if may and row["last_day"] is None else []
    return [tag("span", _("待生效"), "mark mark-late"), *way]


def _cancel(code: str) -> Safe:
    hidden = [
        void("input", type="hidden", name=name, value=value) for name, value in (("act", "cancel"), ("code", code))
    ]
    why = field("reason", _("撤销原因"), entry("reason", maxlength=str(REASON), required=""))
    send = tag("div", tag("button", _("确认撤销"), "button primary", type="submit"), "act-send")
    form = tag(
        "form", [*hidden, why, send, tag("p", None, "act-say", role="alert")], "act-form", data_listing_move="grid"
    )
    return tag("details", [tag("summary", _("撤销"), "button small"), form], "act", name="grid-cancel")


def functional_card(found: Grids, parts: Parts, offices: list[Row], role: str) -> Any:
    """Grids that departments keep beside those of the place (属权、属地两套网格)."""
    rows = [_functional(row, role) for row in found.functional]
    heads: list[Head] = [(_(name), "num" if n in OTHER_NUMBERS else "") for n, name in enumerate(OTHER_HEADS)]
    heads += [""] if role in CHANGERS else []
    listed = tooled("grid-functional", _("职能网格"), heads, rows) if rows else tag("p", _("没有职能网格"), "quiet")
    forms = []
    if role in CHANGERS and found.here.level <= VILLAGE:
        agency = choice("agency", [("", _("请选择")), *((one["code"], one["name"]) for one in offices)], required="")
        ticks = tag("div", [_tick(code, words) for code, words in parts.items()], "grid-ticks")
        name = field("name", _("新网格名称"), entry("name", maxlength=str(NAME), required=""))
        forms = [tag("div", _form(found, "function", [name, field("agency", _("部门"), agency), ticks]), "acts")]
    return listing_card(_("职能网格"), [listed, *forms], [tag("span", number(len(rows)), "n")])


def _functional(row: Row, role: str) -> Safe:
    hidden = [
        void("input", type="hidden", name=name, value=value) for name, value in (("act", "end"), ("code", row["code"]))
    ]
    say = tag("span", None, "act-say", role="alert")
    end = tag("form", [*hidden, tag("button", _("停用"), "button small", type="submit"), say], data_listing_move="grid")
    return tag(
        "tr",
        [
            tag("td", [tag("b", row["name"]), tag("small", row["code"])], "two"),
            tag("td", row["office"] or row["agency"]),
            tag("td", number(row["cells"]), "n num"),
            tag("td", number(row["over"]), "n num"),
            tag("td", number(row["cases"]), "n num"),
            tag("td", f"{date.fromordinal(row['first_day']):%Y-%m-%d}", "n"),
            *([tag("td", end if row["last_day"] is None else NONE)] if role in CHANGERS else []),
        ],
    )
