"""一企一档: one enterprise as its reader may see it: facts, tags and risk signals with reasons, links, history."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.economy_words import data_word
from components.enterprise_services import appeals_card, grants_card, policies_card, projects_card
from components.event_words import moment
from components.fields import link
from components.form_record import record_history
from components.listing import listing_card
from components.marks import chip
from components.markup import Safe, tag
from components.member_form import member_form, member_history
from components.numbers import number
from components.visits_part import documents_part, visits_part
from data.acting import may_act
from data.commands.form_screens import note_sight
from data.commands.things import EDITORS
from data.economy.plan import Rule
from data.economy.words import MODELS, TIERS
from data.house import House
from data.language import gettext as _
from data.ledgers.writing import name_of
from data.queries.enterprise_file import EnterpriseFile, enterprise_file
from data.record_call_words import CALL_STATES, CALL_TAGS, OUTCOMES, WHYS
from data.scope import Scope
from data.view import View


def enterprise_cards(house: House, view: View, code: str, scope: Scope, role: str, n: int) -> list[Safe]:
    """Its whole file; who opened it is told in the log."""
    one = enterprise_file(house, code, scope)
    note_sight(house, one.seen.subject, one.seen.code)
    acts = may_act(house) and view.at is None
    links = _links(one, house.clock.now(), may=acts and role in EDITORS)
    columns = (
        (_head(one), _facts(one), _history(house, one)),
        (
            _reasons(one, house.clock.now()),
            _signals(one),
            links,
            projects_card(one),
            grants_card(one, house.clock.now()),
        ),
        (
            _visits(house, one, scope),
            policies_card(one, role if acts else ""),
            appeals_card(one, house.clock.now(), role if acts else "", n),
        ),
    )
    return [tag("div", list(cards), "economy-column") for cards in columns]


def _head(one: EnterpriseFile) -> Component:
    names = {what.code: value for what, value in one.seen.values}
    name = str(names.get("enterprise.name") or one.seen.code)
    said = [
        one.seen.code,
        one.seen.village,
        str(names.get("enterprise.trade") or ""),
        str(names.get("enterprise.state") or ""),
    ]
    back = link(_("返回名录"), "?enterprise=", "button small")
    edit = link(_("修改字段"), f"/forms?ledger=enterprises&row={one.seen.code}", "button small", data_carry="beside")
    told = tag("p", " · ".join(filter(None, said)), "n")
    return listing_card(name, told, [chip(one.provenance), edit, back], "enterprise-head")


def _facts(one: EnterpriseFile) -> Component:
    told = [
        tag("div", [tag("dt", name_of(what)), tag("dd", _value(what, value))])
        for what, value in one.seen.values
        if value != "" and what.ledger is None
    ]
    return listing_card(_("一企一档"), tag("dl", told, "record-facts"))


def _value(what: Any, value: Any) -> str:
    text = number(value) if isinstance(value, float | int) else str(value)
    return f"{text} {_(what.unit)}" if what.unit and text else text


def _reasons(one: EnterpriseFile, now: datetime) -> Component:
    rows = [tag("li", [tag("span", rule.named, "chip"), tag("small", "；".join(why))]) for rule, why in one.tags]
    inside: list[Safe] = [tag("ul", rows, "economy-reasons") if rows else tag("p", _("没有标签"), "quiet")]
    return listing_card(_("标签"), [*inside, *_called(one, now)])


def _called(one: EnterpriseFile, now: datetime) -> list[Safe]:
    """What smart visits found: tags with their day, and what waits to be looked at."""
    rows = []
    for row in one.calls:
        chips = [tag("span", _(CALL_TAGS[name]), "chip") for name in row["tags"]]
        chips += (
            [] if chips else [tag("span", _(OUTCOMES[row["outcome"]] if row["outcome"] else CALL_STATES[row["stand"]]))]
        )
        when = moment(row["done_at"] or row["sensed_at"], now)
        way = link(row["code"], f"/visits?call={row['code']}", "n list-link", data_carry="view")
        rows.append(tag("li", [*chips, tag("small", [f"{_(WHYS[row['why']])} · {when} · ", way])]))
    return [tag("h3", _("走访标签")), tag("ul", rows, "economy-reasons")] if rows else []


def _signals(one: EnterpriseFile) -> Component:
    rows = [_signal(rule, why) for rule, why in one.signals]
    meta = [tag("span", _("按声明的规则，逐项列出依据"))]
    inside = tag("ul", rows, "economy-reasons") if rows else tag("p", _("没有命中风险信号"), "quiet")
    return listing_card(_("风险信号"), inside, meta)


def _signal(rule: Rule, why: list[str]) -> Safe:
    model = tag("small", _(MODELS.get(rule.model, rule.model)), "economy-model")
    return tag("li", [tag("span", rule.named, "chip chip-risk"), model, tag("small", "；".join(why))])


def _links(one: EnterpriseFile, now: datetime, *, may: bool) -> Component:
    rows = [
        tag(
            "li",
            [
                link(
                    data_word(row["chain_word"], row["chain"]),
                    f"/economy/chains?chain={row['chain']}",
                    "",
                    data_carry="beside",
                ),
                tag("span", _(TIERS[row["tier"]])),
                tag("span", data_word(row["word"], row["code"])),
            ],
        )
        for row in one.links
    ]
    inside = tag("ul", rows, "trade-list") if rows else tag("p", _("不在重点产业链上"), "quiet")
    change = [member_form(one)] if may else []
    return listing_card(_("所在产业链"), [inside, *change, member_history(one, now)])


def _visits(house: House, one: EnterpriseFile, scope: Scope) -> Component:
    """Who called on it or will, what is to be mended, and documents about it."""
    of, code = one.seen.subject, one.seen.code
    inside = [*visits_part(house, of, code, scope), *documents_part(house, of, code)]
    return listing_card(_("检查与资料"), inside, extra="enterprise-visits")


def _history(house: House, one: EnterpriseFile) -> Component:
    return listing_card(_("修改历史"), record_history(house, one.seen))
