"""The five links 县-镇-村-警-民: who is told, where nobody is, and what came back."""

from collections.abc import Sequence
from typing import Any

from components.markup import Safe, tag
from data.dispatch.words import CHAIN, TASK_STATES
from data.language import gettext as _
from data.queries.chain import Link


def chain_line(links: Sequence[Link]) -> Safe:
    """Who will be told; a link with nobody says so."""
    return tag("span", [_link(one.word, one.name or _("缺员"), missing=one.name is None) for one in links], "chain")


def chain_told(tasks: Sequence[dict[str, Any]]) -> Safe:
    """Who was told by an order, and how far."""
    told = [
        _link(CHAIN.get(one["need"], one["need"]), f"{one['responder']['name']} {_(TASK_STATES[one['state']])}")
        for one in tasks
    ]
    return tag("span", told, "chain")


def _link(word: str, name: str, *, missing: bool = False) -> Safe:
    return tag("span", [tag("i", _(word)), name], "chain-link missing" if missing else "chain-link")
