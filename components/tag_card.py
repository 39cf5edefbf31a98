"""A tag or risk signal that is chosen: what it wants, whose it is, its history; where both are changed and made."""

from typing import Any

from dash.development.base_component import Component

from components.chain_edit import edit_card
from components.fields import link
from components.listing import listing_card
from components.markup import Safe, tag
from components.tag_form import WORDS, rule_form, rule_history
from data.acting import answering
from data.commands.economy_forms import refusal
from data.economy.words import MODELS
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.ledgers.fields import english
from data.queries.economy_rule_desk import RuleDesk, rule_desk
from data.view import View


def rule_cards(
    house: House, view: View, chosen: dict[str, str], role: str, n: int
) -> tuple[list[Component], list[Component]]:
    """Before the list what narrows it, a signal before a tag; behind it where that is changed, or a new one made."""
    kind = next((name for name in ("signal", "tag") if chosen.get(name)), "")
    desk = rule_desk(house, kind, chosen.get(kind, "")[:32], answering(house, role))
    edit = _edit(house, view, desk, role, n)
    if desk.told is None:
        return [], [edit]
    return [_head(desk, desk.told)], [edit, rule_history(desk.steps, house.clock.now())]


def _head(desk: RuleDesk, told: dict[str, Any]) -> Component:
    name = told["word"] if spoken() == "zh" else english(desk.code)
    model = [(_("风险模型"), _(MODELS.get(told["model"], told["model"])))] if told["model"] else []
    facts = [(_("责任部门"), _(told["department"]) if told["department"] else _("不限部门")), *model]
    rows = [tag("div", [tag("dt", words), tag("dd", value)]) for words, value in facts]
    wants = tag("ul", [tag("li", words) for words in desk.words], "policy-conditions")
    state = [tag("span", _("已停用"), "mark mark-late")] if told["off"] else []
    inside = [tag("dl", rows, "record-facts"), tag("h3", _("条件（须全部符合）")), wants]
    return listing_card(name, inside, state, "rule-head")


def _edit(house: House, view: View, desk: RuleDesk, role: str, n: int) -> Component:
    """The one that is chosen for whose it is, a new one for who works for a department."""
    why, new_why = (refusal(house, name, role, n) for name in (str((desk.told or {}).get("department", "")), ""))
    clearance = answering(house, role).clearance
    forms = [rule_form(desk.kind, desk, clearance, new=False)] if desk.told and not why else []
    forms += [] if new_why else [rule_form(kind, desk, clearance, new=True) for kind in WORDS]
    return edit_card(house, view, [*forms, *_idle(desk)], why, role, n)


def _idle(desk: RuleDesk) -> list[Safe]:
    """Ways to those out of use: no list shows them."""
    ways = [
        link(word if spoken() == "zh" else english(code), f"?{kind}={code}&page=", "button small")
        for kind, some in desk.idle.items()
        for code, word in some.items()
    ]
    return [tag("p", [tag("span", _("已停用：")), *ways], "economy-pages")] if ways else []
