"""What the cards of events and warnings on the dispatch desk share: facts in two columns, links, orders so far."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from components.event_words import moment
from components.fields import link
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from components.sight_part import sight_part
from data.dispatch.board import Board
from data.dispatch.words import DISPATCH_STATES
from data.language import gettext as _
from data.queries.dispatch_case import Case
from data.queries.dispatch_near import KM, Near
from data.queries.subjects import Subject
from data.words import LAYERS

REGISTERS = ("risk_point", "key_site", "resource")  # layers that have a page of their own


def fact_list(listed: Iterable[tuple[str, Any]]) -> Safe:
    pairs = [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in listed]
    return tag("dl", pairs, "case-facts")


def near_links(case: Case, subject: Subject, more: Sequence[tuple[str, int]]) -> Safe:
    """What stands within 3 km of it, each leading to the area with its lists; what belongs to it."""
    told: list[Any] = [tag("span", _("{km} km 内").format(km=round(KM)), "case-near")]
    there = f"/risk?area=circle:{subject.lon:.5f},{subject.lat:.5f},{KM:g}"
    for layer, n in case.near.items():
        inside = [_(LAYERS[layer]), " ", tag("b", number(n), "n")]
        told.append(link(inside, there, "mark") if layer in REGISTERS else tag("span", inside, "mark"))
    told += [tag("span", [words, " ", tag("b", number(n), "n")], "mark") for words, n in more if n]
    return tag("div", told, "marks case-links")


def sight_list(case: Case) -> Safe:
    """Cameras that see the place, or those nearest to it."""
    return lasts(_("看得到这里的视频"), sight_part(case.seen))


def around_list(case: Case) -> Safe:
    """The nearest cameras and things by name and distance; the page of each, or the camera's picture."""
    return lasts(_("最近的视频和台账对象"), [_around(one) for one in case.around])


def _around(one: Near) -> Safe:
    kind = _("可看视频") if one.layer == "camera" else _(LAYERS[one.layer])
    told = [
        tag("span", one.name),
        tag("small", [kind, " · ", tag("span", f"{one.km:.1f}", "n"), " km"]),
    ]
    if one.code:
        return link(told, f"/things/{one.layer}/{one.code}", "case-other", data_carry="view")
    if one.link:
        return link(told, one.link, "case-other", target="_blank", rel="noopener noreferrer")
    return tag("div", told, "case-other")


def exposed_facts(case: Case, name: str) -> list[tuple[str, Any]]:
    """People inside, and how many would have to move, which is an estimate."""
    if not case.exposed:
        return []
    people, moving = case.exposed["people"], case.exposed["to_move"]
    partly = [" ", tag("small", _("只计可看部分"))] if case.exposed["limited"] else []
    return [
        (name, [_value(people), *partly]),
        (_("需转移"), [tag("b", number(moving.get("value")), "n"), " ", _("人"), " ", tag("small", _("估算"))]),
    ]


def _value(told: dict[str, Any]) -> list[Any]:
    mark = [" ", chip(told["provenance"])] if told.get("provenance") else []
    return [tag("b", number(told.get("value")), "n"), " ", _("人"), *mark]


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
