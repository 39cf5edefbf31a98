"""Rows of events with a box each, and one move for those that are picked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from components.event_words import category_text, grade_text, moment, stage_text
from components.fields import Options, choice, entry, field, link, void
from components.markup import Safe, tag
from data.commands.many_screens import PICK
from data.commands.moves_many import bundled
from data.language import gettext as _
from data.words import CATEGORIES

Row = Mapping[str, Any]
HEADS = ("编号", "标题", "类别", "等级", "环节", "责任单位", "地点", "时限")


def many_form(
    rows: Sequence[Row],
    now: datetime,
    agencies: Mapping[str, str],
    leaves: Mapping[str, str],
    *,
    role: str,
    only: str = "",
    offered: Options = (),
) -> Safe:
    """`role` "" only looks on; `only`: the one move there is; `offered`: agencies that can be chosen."""
    moves = [one for one in bundled(role) if only in ("", one.name)]
    table = _table(rows, now, agencies, leaves, picks=bool(moves))
    if not moves or not rows:
        return tag("div", table)
    chosen = choice("move", [(one.name, _(one.label)) for one in moves], only or moves[0].name)
    reason = entry("reason", "text", "", maxlength="500", autocomplete="off", **({"required": ""} if only else {}))
    inside = [field("move", _("动作"), chosen), field("reason", _("共同理由"), reason)]
    if (listed := [("", _("按权责清单")), *offered]) and any("agency" in (*one.asks, *one.takes) for one in moves):
        inside.append(field("agency", _("责任单位"), choice("agency", listed)))
    button = tag("button", _("对勾选的各件办理"), "button primary", type="submit")
    bar = tag("div", [*inside, button], "many-bar")
    say = tag("p", None, "act-say", role="alert")
    return tag("form", [table, bar, say], "act-form many-form", data_listing_move="many")


def said() -> Safe:
    """Where what became of each is told: it outlives the redraw that follows."""
    return tag("pre", None, "many-said", data_listing_said="1", role="status")


def _table(
    rows: Iterable[Row], now: datetime, agencies: Mapping[str, str], leaves: Mapping[str, str], *, picks: bool
) -> Safe:
    every = void("input", "", type="checkbox", data_pick_all="1", aria_label=_("全选"))
    boxes = [tag("th", every)] if picks else []
    heads = [*boxes, *(tag("th", _(name)) for name in HEADS)]
    body = [_row(row, now, agencies, leaves, picks=picks) for row in rows]
    if not body:
        return tag("p", _("没有这样的件"), "quiet")
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger many-table")
    return tag("div", table, "ledger-box many-box")


def _row(row: Row, now: datetime, agencies: Mapping[str, str], leaves: Mapping[str, str], *, picks: bool) -> Safe:
    box = void(
        "input", "", type="checkbox", name=f"{PICK}{row['code']}", value="1", data_pick="1", aria_label=row["code"]
    )
    late = row["ended_at"] is None and row["suspended_at"] is None and row["deadline_at"] < now
    leaf = row["leaf"] if row["leaf"] not in CATEGORIES else ""
    cells = [
        *([tag("td", box)] if picks else []),
        tag("td", link(row["code"], f"/events/{row['code']}", "n list-link", data_carry="view")),
        tag("td", row["title"], "many-title", title=row["title"]),
        tag("td", leaves.get(leaf) or category_text([], dict(row))),
        tag("td", grade_text(row["grade"])),
        tag("td", stage_text(row["stage"])),
        tag("td", agencies.get(row["agency"] or "", row["agency"] or "—")),
        tag("td", row["place"]),
        tag("td", f"{'▲ ' if late else ''}{moment(row['deadline_at'], now)}", "n over" if late else "n"),
    ]
    return tag("tr", cells)
