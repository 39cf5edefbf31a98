"""What the cards of events and warnings on the dispatch desk share: facts in two columns, links, orders so far."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from components.event_words import moment
from components.fields import link
from components.markup import Safe, tag
from components.numbers import number
from data.dispatch.board import Board
from data.dispatch.words import DISPATCH_STATES
from data.language import gettext as _
from data.queries.dispatch_case import Case
from data.queries.dispatch_near import KM
from data.queries.subjects import Subject
from data.words import LAYERS

REGISTERS = ("risk_point", "key_site", "resource")  # layers that have a page of their own


def fact_list(listed: Iterable[tuple[str, Any]]) -> Safe:
    pairs = [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in listed]
    return tag("dl", pairs, "case-facts")


def near_links(case: Case, subject: Subject, more: Sequence[tuple[str, int]]) -> Safe:
    """What stands within 3 km of it, as links to the registers; what belongs to it."""
    told: list[Any] = [tag("span", _("{km} km 内").format(km=round(KM)), "case-near")]
    for layer, n in case.near.items():
        inside = [_(LAYERS[layer]), " ", tag("b", number(n), "n")]
        way = f"/things?register={layer}" if layer in REGISTERS else ""
        told.append(link(inside, way, "mark", data_carry_region="1") if way else tag("span", inside, "mark"))
    told += [tag("span", [words, " ", tag("b", number(n), "n")], "mark") for words, n in more if n]
    return tag("div", told, "marks case-links")


def orders_line(board: Board, now: datetime) -> Safe:
    """Orders on it so far, the newest first."""
    rows = [
        tag(
            "li",
            [
                tag("b", _("第 {n} 批").format(n=order["n"])),
                tag("span", moment(order["at"], now), "n"),
                tag("span", _("{n} 个单位").format(n=sum(bool(one["alone"]) for one in order["tasks"]))),
                tag("span", _(DISPATCH_STATES[order["state"]]), "mark"),
            ],
        )
        for order in reversed(board.orders)
    ]
    return (
        tag("section", [tag("h4", _("派遣记录")), tag("ol", rows, "case-orders")], "case-group") if rows else Safe("")
    )


def lasts(title: str, rows: Sequence[Safe]) -> Safe:
    return tag("section", [tag("h4", title), *rows], "case-group") if rows else Safe("")
