"""Where a chain and the rules of links are changed: by the department that leads it, else why not."""

from dash.development.base_component import Component

from components.chain_form import chain_form
from components.event_forms import who
from components.judging_form import judging_form, judging_history, rule_words
from components.listing import listing_card
from components.markup import Safe, tag
from data.accounts.seat import seated
from data.acting import may_act
from data.commands.economy_forms import refusal
from data.house import House
from data.language import gettext as _
from data.queries.chain_file import ChainFile
from data.queries.economy_desk import every_office
from data.view import View


def chain_edit(house: House, one: ChainFile, view: View, role: str, n: int) -> Component:
    """The chain itself for whose it is; a new one, and the rules, for who leads any."""
    why, any_why = (refusal(house, name, role, n) for name in (str(one.row["department"]), ""))
    forms = [] if why else [chain_form(one.row, one.links, one.seen, one.offices)]
    forms += [] if any_why else [judging_form(one.rules, one.rules_seen), chain_form(None, [], None, one.offices)]
    return edit_card(house, view, forms, why, role, n)


def bare_edit(house: House, view: View, role: str, n: int) -> list[Component]:
    """Of a city without chains: the first one."""
    why = refusal(house, "", role, n)
    forms = [] if why else [chain_form(None, [], None, every_office(house))]
    return [edit_card(house, view, forms, why, role, n)]


def edit_card(
    house: House, view: View, forms: list[Safe], why: str, role: str, n: int, *, chooses: bool = True
) -> Component:
    """As whom one acts (`chooses`: that is not asked elsewhere), what may be changed, and why the rest may not."""
    if view.at is not None:
        return listing_card(_("修改"), tag("p", _("正在回看过去，只读"), "quiet"))
    me = [who(role, n)] if chooses and (forms or (seated() is None and may_act(house))) else []
    told = [tag("p", why, "quiet")] if why else []
    return listing_card(_("修改"), tag("div", [*me, *forms, *told], "economy-edit"))


def rules_card(one: ChainFile) -> Component:
    """By what links are judged, and how that was changed."""
    told = [tag("li", [tag("b", _("弱环")), " ", rule_words(rule)]) for rule in one.rules["weak"]]
    told += [tag("li", [tag("b", _("强环")), " ", rule_words(rule)]) for rule in one.rules["strong"]]
    how = tag("p", _("弱环符合一条即是，强环须全部符合；部门认定的以认定为准"), "quiet")
    changed = [judging_history(one.rule_steps, one.now)] if one.rule_steps else []
    return listing_card(_("强弱环规则"), [tag("ul", told, "trade-why"), how, *changed])
