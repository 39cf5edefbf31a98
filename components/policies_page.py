"""免申即享 "/economy/policies": what a policy wants, whom it fits and why, who lacks one thing, grants."""

from typing import Any

from dash.development.base_component import Component

from components.chain_edit import edit_card
from components.economy_table import files, row_of, sorted_table
from components.economy_words import data_word, economy_ways
from components.enterprise_services import offer_form, reason_line
from components.event_forms import who
from components.fields import entry, link, void
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.policy_form import policy_form, policy_history
from components.seat import looks_on
from components.titlebar import breadcrumb, search
from components.turner import page_of, turner
from data.acting import PLAYED, answering, may_act
from data.answer import Answer
from data.commands.economy_forms import refusal
from data.commands.things import EDITORS
from data.economy.words import AMOUNT_UNIT, GRANTS, NEXT
from data.errors import Forbidden
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.economy_desk import PolicyDesk, policy_desk
from data.queries.policies import answer
from data.queries.policy_matches import PAGE, Matched, Row, matched
from data.view import View

HERE = "/economy/policies"
BACK = ("refused", "withdrawn")
HEADS = (
    ("code", "编号", ""),
    ("name", "企业", ""),
    ("", "条件核对", ""),
    ("amount", "应享(万元)", "num"),
    ("state", "兑现", ""),
)


def policies_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = policies_drawn(house, view, chosen)
        return listing(house, view, refused, "policies", HERE, _("惠企政策"), parts, breadcrumb(), search())


def policies_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: policy, near (1: who lacks one condition), sort, down."""
    scope = answering(house, role)
    known = answer(house, view, scope)
    code = chosen.get("policy") or next((str(row["code"]) for row in known.rows), "")
    acts = may_act(house) and view.at is None
    desk = policy_desk(house, code, scope)
    edit = _edit(house, view, code, desk, role, n)
    drawn: dict[str, Any] = {"ways": economy_ways(HERE), "side": _side(known, code), "main": edit, "said": said()}
    if code:
        try:
            sort, down, near = chosen.get("sort", ""), chosen.get("down") == "1", chosen.get("near") == "1"
            found = matched(house, view, scope, code, near, sort, down, page_of(chosen))
            drawn["main"] = [
                _head(found, role, n, acts),
                _table(found, view, chosen | {"policy": code}, role if acts else ""),
                edit,
                policy_history(desk.steps, house.clock.now()),
            ]
        except Forbidden as error:
            drawn["main"] = listing_card(_("惠企政策"), [who(role, n), tag("p", str(error), "act-say", role="alert")])
    return {name: markup(inside) for name, inside in drawn.items()}


def _edit(house: House, view: View, code: str, desk: PolicyDesk, role: str, n: int) -> Component:
    """The policy itself for whose it is, a new one for who works for a department."""
    name = str(desk.told["department"]) if desk.told else ""
    why, new_why = (refusal(house, one, role, n) for one in (name, ""))
    clearance = answering(house, role).clearance
    forms = [policy_form(code, desk, clearance)] if code and not why else []
    forms += [] if new_why else [policy_form("", desk, clearance)]
    return edit_card(house, view, forms, why, role, n, chooses=False)


def _side(known: Answer, code: str) -> Component:
    ways = [
        link(
            [tag("span", data_word(str(row["name"]), str(row["code"]))), tag("b", number(row["matched"]), "n")],
            f"?policy={row['code']}&near=&page=",
            "kept-filter on" if row["code"] == code else "kept-filter",
        )
        for row in known.rows
    ]
    return listing_card(_("惠企政策"), tag("div", ways, "kept-filters"), [tag("span", _("符合企业数"))])


def _head(found: Matched, role: str, n: int, acts: bool) -> Component:
    one = found.policy
    until = one.row["until"] or _("长期")
    facts = {
        _("责任部门"): _(one.row["department"]),
        _("有效期"): f"{one.row['since']} – {until}" + ("" if one.live else f" · {_('已到期')}"),
        _("金额"): one.amount_words(),
        _("来源"): _(one.row["source"]),
    }
    told = [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts.items()]
    aim, wants = ([tag("li", test.words()) for test in some] for some in (one.aim, one.wants))
    wanted = [tag("h3", _("条件（须全部符合）")), tag("ul", wants, "policy-conditions")]
    wanted = ([tag("h3", _("适用对象")), tag("ul", aim, "policy-conditions")] if aim else []) + wanted
    act = [who(role, n)] if acts else [looks_on()]
    return listing_card(one.named, [tag("dl", told, "record-facts"), *wanted, *act], [chip(one.row["provenance"])])


def _table(found: Matched, view: View, chosen: dict[str, str], role: str) -> Component:
    near = chosen.get("near") == "1"
    tabs = [
        picked("near", "", _("符合"), found.total, not near, "&page="),
        picked("near", "1", _("差一项"), found.near, near, "&page="),
    ]
    table = sorted_table(HEADS, [_row(found, row, role) for row in found.rows], chosen, "carded sort-chips matches")
    none = [] if found.rows else [tag("p", _("{place}没有这样的企业").format(place=found.place), "quiet")]
    of = found.near if near else found.total
    turns = turner(found.page, PAGE, of, _("家"))
    inside = [tag("div", tabs, "kept-filters policy-tabs"), table, *turns, *none]
    return listing_card(_("匹配企业"), inside, files("matches", view, chosen, "policy", "near"))


def _row(found: Matched, row: Row, role: str) -> Safe:
    way = f"/economy/enterprises?enterprise={row['code']}"
    name = link(tag("b", str(row["name"])), way, "two", data_carry="beside")
    lacks = [tag("p", _("缺：{what}").format(what="；".join(row["lacks"])), "economy-lacks")] if row["lacks"] else []
    reasons = tag("ul", [reason_line(one) for one in row["reasons"]], "economy-conditions")
    cells = [
        (row["code"], "n"),
        ([name, tag("small", row["village"])], "two"),
        ([*lacks, reasons], "economy-why"),
        ("—" if row["lacks"] else number(row["amount"]), "n num"),
        (_grant(found, row, role), ""),
    ]
    return row_of(HEADS, cells, data_match=row["code"])


def _grant(found: Matched, row: Row, role: str) -> list[Any]:
    """How far it is, and what may be done next by who may."""
    state, may = row["state"], role in EDITORS
    told: list[Any] = []
    if state:
        money = f" {number(row['granted'])} {_(AMOUNT_UNIT)}"
        told.append(tag("span", _(GRANTS[state]) + money, "mark"))
    if may and not row["lacks"] and (not state or state in BACK) and found.policy.live:
        told.append(offer_form(found.policy.code, row["code"]))
    if may and state in NEXT:
        told.append(_moves(row))
    return told or ["—"]


def _moves(row: Row) -> Safe:
    """Buttons for the next step; giving up asks for the reason."""
    hidden = {"act": "grant", "grant": str(row["grant"]), "seq": str(row["grant_seq"])}
    inside = [void("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    first = NEXT[row["state"]][0]
    buttons = [
        tag(
            "button",
            _(GRANTS[to]),
            "button small primary" if to == first else "button small",
            type="submit",
            name="to",
            value=to,
        )
        for to in NEXT[row["state"]]
    ]
    reason = entry("reason", maxlength="200", placeholder=_("放弃或撤回须写原因"), aria_label=_("原因"))
    form = [*inside, reason, tag("div", buttons, "grant-moves"), tag("p", None, "act-say", role="alert")]
    moves = tag("form", form, "act-form", data_listing_move="economy")
    return tag("details", [tag("summary", _("办理"), "button small"), moves], "act", data_act="grant")
