"""Lots that went back: a table, a line for each owner, and one opened with its faults as they are now and its moves."""

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import area, entry, field, link, void
from components.list_words import day
from components.listing import listing_card, picked
from components.marks import as_of_text, chip
from components.markup import Safe, tag
from components.numbers import number
from components.return_words import due_text, kind_mark, lot_way, sort_head, state_mark, states
from components.table_tools import tooled
from data.commands.returns import LONGEST, TERM, Move
from data.language import gettext as _
from data.queries.returns import LATE, MOST, Listed, Lot, ReturnFilters
from data.return_words import RETURN_STATES, RETURN_STEPS
from data.times import day_number
from data.words import ROLES

Row = dict[str, Any]
HEADS = (
    ("编号", "code"),
    ("退回给", "owner"),
    ("位置", "place"),
    ("问题", "n"),
    ("整改期限", "due"),
    ("状态", "state"),
    ("退回次数", "rounds"),
    ("退回时间", "sent"),
)
ASKS = {  # what each move wants to be told
    "answer": "整改情况",
    "object": "异议理由",
    "close": "核实情况",
    "again": "再次退回的理由",
    "term": "调整原因",
    "withdraw": "撤回原因",
}


def lot_filters(found: Listed, wanted: ReturnFilters) -> Component:
    ways = [
        picked("return_state", name, word, found.counts[name], wanted.state == name) for name, word in states().items()
    ]
    total = tag("p", [tag("b", number(sum(found.counts[name] for name in RETURN_STATES)), "n"), _("批")], "kept-total")
    meta = [chip(found.provenance), tag("span", as_of_text(found.now, found.now), "n as-of")]
    return listing_card(found.here.name, [total, tag("div", ways, "kept-filters")], meta)


def owners_card(found: Listed, wanted: ReturnFilters) -> Component:
    """What came back to each, and how much of it was answered in time."""
    heads = (_("归口单位"), *states().values(), _("到期"), _("按期整改率"))
    rows = [_owner(row, wanted, heads) for row in found.owners]
    named = [(one, "num" if n else "") for n, one in enumerate(heads)]
    box = tooled("return-owners", _("各单位整改"), named, rows, "carded sort-chips return-owners", "list-board-box")
    return listing_card(_("各单位整改"), [box], [tag("span", _("单位：批"), "quiet")])


def _owner(row: Row, wanted: ReturnFilters, heads: Sequence[str]) -> Safe:
    on = wanted.owner == row["agency"]
    name = link(row["owner"], f"?return_owner={'' if on else row['agency']}", "list-link")
    looks = {LATE: " over"}
    counts = [
        (number(row[one]), f"n num{looks.get(one, '') if row[one] else ' zero'}")
        for one in (*RETURN_STATES, LATE, "due")
    ]
    share = f"{100 * row['kept'] / row['due']:.1f}%" if row["due"] else "—"
    told = zip(heads, ((name, ""), *counts, (share, "n num")), strict=True)
    cells = [tag("td", inside, look, data_label=head) for head, (inside, look) in told]
    return tag("tr", cells, "on" if on else "")


def lots_card(found: Listed, wanted: ReturnFilters, files: Sequence[Any]) -> Component:
    heads = [tag("th", sort_head("return_by", wanted.by, key, _(word)), _look(key)) for word, key in HEADS]
    body = [_row(row, found) for row in found.rows]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger lists sort-chips")
    none = [] if body else [tag("p", _("没有退回的数据"), "quiet")]
    more = _("共 {n} 批").format(n=number(found.total))
    if found.total > MOST:
        more = _("共 {n} 批，只列前 {most} 批，导出为全部").format(n=number(found.total), most=MOST)
    return listing_card(_("退回批次"), [tag("div", table, "ledger-box"), *none], [tag("span", more, "quiet"), *files])


def _look(key: str) -> str:
    return "num" if key in ("n", "rounds") else ""


def _row(row: Row, found: Listed) -> Safe:
    simulated = [" ", chip("simulated")] if row["provenance"] == "simulated" else []
    cells = [
        (_("编号"), "", [lot_way(row["code"], tag("span", row["code"], "n")), *simulated]),
        (_("退回给"), "", row["owner"]),
        (_("位置"), "", row["place"]),
        (_("问题"), "n num", _("{n} 项").format(n=number(row["n"]))),
        (_("整改期限"), "", due_text(row)),
        (_("状态"), "", state_mark(row)),
        (_("退回次数"), "n num", _("{n}次").format(n=number(row["rounds"]))),
        (_("退回时间"), "n", moment(row["sent_at"], found.now)),
    ]
    return tag("tr", [tag("td", inside, look, data_label=name) for name, look, inside in cells], data_lot=row["code"])


def lot_card(one: Lot, moves: dict[str, Move]) -> Component:
    """`moves`: those the asker may make now."""
    row = one.row
    close = link(_("关闭"), "?lot=", "button small")
    meta = [chip(row["provenance"]), tag("span", moment(row["sent_at"], one.now), "n as-of"), close]
    head = tag("p", [tag("span", row["code"], "n"), " ", state_mark(row)])
    left = [head, _facts(one), tag("h3", _("问题")), _faults(one)]
    forms = tag("div", [_form(one, name, move) for name, move in moves.items()], "acts")
    right = [forms, tag("h3", _("过程")), _steps(one)]
    inside = tag("div", [tag("div", left, "list-left"), tag("div", right, "list-right")], "list-one")
    return listing_card(_("退回给 {owner}").format(owner=row["owner"]), [inside], meta, "list-card")


def _facts(one: Lot) -> Safe:
    row = one.row
    left = tag("span", _("{n} 项中 {left} 项仍在").format(n=number(row["n"]), left=number(one.left)), "n")
    facts: list[tuple[str, Any]] = [
        (_("退回给"), row["owner"]),
        (_("位置"), row["place"]),
        (_("整改期限"), due_text(row)),
        (_("现在"), left),
    ]
    return tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts], "list-facts")


def _faults(one: Lot) -> Safe:
    return tag("ol", [_fault(row) for row in one.faults], "list-steps")


def _fault(row: Row) -> Safe:
    """As it was then; and as it is now, with where to mend it."""
    stands = tag("span", _("仍有 {n} 条").format(n=number(row["stands"])), "mark mark-late")
    state = stands if row["stands"] else tag("span", _("已消除"), "mark")
    head = [kind_mark(row["kind"]), tag("b", row["name"]), tag("span", row["place"]), state]
    mend = [link(_("去整改"), row["way"], "button small")] if row["stands"] else []
    told = tag("small", _("退回时：{told}").format(told=row["told"]))
    return tag("li", [tag("div", [*head, *mend], "list-step-head"), told])


def _steps(one: Lot) -> Safe:
    return tag("ol", [_step(row, one) for row in one.steps], "list-steps")


def _step(row: Row, one: Lot) -> Safe:
    who = " · ".join(filter(None, (row["actor"], _(ROLES[row["role"]]))))
    left = _("当时 {n} 项仍在").format(n=number(row["standing"]))
    head = [tag("b", _(RETURN_STEPS[row["what"]])), tag("span", moment(row["at"], one.now), "n"), tag("small", left)]
    return tag("li", [tag("div", head, "list-step-head"), tag("p", row["words"]), tag("small", who)])


def _form(one: Lot, name: str, move: Move) -> Safe:
    given = [void("input", type="hidden", name=key, value=value) for key, value in _given(one, name).items()]
    if move.due:
        due = entry("due", "date", day(day_number(one.now) + TERM), required="")
        given.append(field("due", _("整改期限"), due))
    if name == "close" and one.left:
        box = void("input", type="checkbox", name="though", value="1")
        words = _("仍予销号（还有 {n} 项问题仍在）").format(n=number(one.left))
        given.append(tag("label", [box, tag("span", words)], "return-all"))
    given.append(field("words", _(ASKS[name]), area("words", rows=3, maxlength=str(LONGEST), required="")))
    title = _(RETURN_STEPS[name])
    send = tag("div", tag("button", _("确认{move}").format(move=title), "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*given, send, say], "act-form", data_listing_move="return")
    look = "button primary" if name in ("answer", "close") else "button"
    return tag("details", [tag("summary", title, look), form], "act", name="return-act", data_act=f"return-{name}")


def _given(one: Lot, name: str) -> dict[str, str]:
    return {"act": name, "code": one.row["code"]}
