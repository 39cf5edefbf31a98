"""What the forms of the economy share: their frame, small controls with a place for what is wrong, who changed what."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import choice, entry, field, void
from components.listing import listing_card
from components.markup import Safe, tag
from data.economy.written import REASON
from data.language import gettext as _

Row = Mapping[str, Any]
Listed = Sequence[tuple[str, str]]
Changed = Callable[[Row, Row], list[str]]


def form(act: str, hidden: Mapping[str, str], inside: Sequence[Any], send: str) -> Safe:
    """Sent as a move of the page; faults come back to their fields."""
    fixed = [void("input", type="hidden", name=name, value=value) for name, value in {"act": act, **hidden}.items()]
    reason = field("reason", _("理由"), entry("reason", maxlength=str(REASON)))
    button = tag("div", tag("button", send, "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    whole = [*fixed, *inside, reason, say, button]
    return tag("form", whole, "act-form economy-form", data_listing_move="economy", novalidate="")


def opened(words: str, inside: Safe, look: str = "button", name: str = "define") -> Safe:
    return tag("details", [tag("summary", words, look), inside], "act", data_act=name)


def office(value: str, offices: Sequence[str], name: str) -> Safe:
    """A department, one that is known or another."""
    listed = tag("datalist", [tag("option", None, value=one) for one in offices], id=f"office-{name}")
    box = entry("department", "text", value, maxlength="64", list=f"office-{name}", autocomplete="off")
    return tag("div", [field("department", _("责任部门"), box), listed])


def text(name: str, words: str, value: str = "", **more: str) -> Safe:
    """A small control of a row: its name is told to those who cannot see the head above it."""
    box = entry(name, "text", value, maxlength="200", aria_label=words, placeholder=words, autocomplete="off", **more)
    return tag("span", [box, _say(name)], "economy-cell")


def pick(name: str, words: str, options: Listed, chosen: str = "") -> Safe:
    return tag("span", [choice(name, options, chosen, aria_label=words), _say(name)], "economy-cell")


def _say(name: str) -> Safe:
    return tag("span", None, "field-say", role="alert", data_say=name)


def row_say(name: str) -> Safe:
    """What is wrong with a row as a whole."""
    return tag("p", None, "field-say", role="alert", data_say=name)


def history(title: str, steps: Sequence[Row], now: datetime, changed: Changed) -> Component:
    """Newest first; `changed` says in words what became otherwise."""
    rows = [_step(one, now, changed) for one in steps]
    none = tag("p", _("随系统装入，还没有改过"), "quiet")
    return listing_card(title, tag("ol", rows, "indicator-history") if rows else none)


def _step(one: Row, now: datetime, changed: Changed) -> Safe:
    head = [tag("b", _("第 {n} 次").format(n=one["seq"]), "n"), " ", moment(one["at"], now)]
    first = [tag("b", _("装入"), "n")]
    who_why = " · ".join(filter(None, (one["actor"], _(one["reason"]))))
    told = changed(one["before"], one["told"]) if one["before"] else [_("新建")] if one["seq"] else []
    inside = [tag("span", head if one["seq"] else first), tag("small", who_why), *(tag("small", said) for said in told)]
    return tag("li", inside)
