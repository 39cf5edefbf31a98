"""Which visits to one subject get in each other's way, and what a centre had best do: reasons, never a decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from typing import Any

from data.coordination.kind import Kind
from data.language import gettext as _
from data.life.likeness import alike

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Overlap:
    """`one` is filed first. `items`: what both want to look at; `words`: percent of likeness of their texts."""

    one: Row
    other: Row
    days: int
    items: tuple[str, ...]
    words: int

    def reason(self, kind: Kind) -> str:
        """`同一企业 · 相隔 3 天 · 同为消防安全 · 文字相似 87%`"""
        apart = _("同一天") if self.days == 0 else _("相隔 {n} 天").format(n=self.days)
        told = [_("同一{word}").format(word=_(kind.subject.word)), apart]
        if self.items:
            told.append(_("同为{items}").format(items=kind.items_name(" ".join(self.items))))
        if self.words >= kind.near.words:
            told.append(_("文字相似 {share}%").format(share=self.words))
        return " · ".join(told)


@dataclass(frozen=True)
class Suggestion:
    """What to do with a call (SUGGESTIONS) and why; `into`: the call it had best be merged with."""

    call: Row
    what: str
    why: str
    into: str = ""


def overlaps(kind: Kind, calls: Iterable[Row]) -> list[Overlap]:
    """Of calls in the order of their subjects; what is one visit already does not overlap."""
    found = []
    for _subject, those in groupby(calls, key=lambda row: row["subject"]):
        for one, other in combinations(list(those), 2):
            if overlap := _overlap(kind, *sorted((one, other), key=lambda row: row["id"])):
                found.append(overlap)
    return found


def _overlap(kind: Kind, one: Row, other: Row) -> Overlap | None:
    days = abs(one["day"] - other["day"])
    together = one["joint_id"] is not None and one["joint_id"] == other["joint_id"]
    if days > kind.near.days or together or "online" in (one["way"], other["way"]):
        return None
    shared = tuple(item for item in one["items"].split() if item in other["items"].split())
    words = alike(one["words"], other["words"])
    return Overlap(one, other, days, shared, words) if shared or words >= kind.near.words else None


def suggestions(kind: Kind, calls: Sequence[Row], found: Sequence[Overlap]) -> list[Suggestion]:
    """One for each call that had best not stay as it is; the first reason that fits counts."""
    told: dict[str, Suggestion] = {}
    for one in found:
        if one.other["code"] not in told and one.one["code"] not in told:
            told[one.other["code"]] = _of_overlap(kind, one)
    for call in calls:
        if call["code"] not in told and (single := _alone(kind, call)):
            told[call["code"]] = single
    return list(told.values())


def _of_overlap(kind: Kind, one: Overlap) -> Suggestion:
    call, reason = one.other, one.reason(kind)
    if call["agency"] == one.one["agency"] and set(call["items"].split()) <= set(one.one["items"].split()):
        return Suggestion(call, "cancel", _("同一部门重复申报：{reason}").format(reason=reason))
    return Suggestion(call, "merge", reason, one.one["code"])


def _alone(kind: Kind, call: Row) -> Suggestion | None:
    if call["answer"] == "postpone":
        return Suggestion(call, "change", _("{word}申请延期").format(word=_(kind.subject.word)))
    if shut := closed_on(kind, call["day"]):
        return Suggestion(call, "change", shut)
    items = [kind.items.get(code) for code in call["items"].split()]
    if call["way"] != "online" and items and all(one and one.online for one in items):
        return Suggestion(call, "online", _("只核材料，可不上门"))
    return None


def closed_on(kind: Kind, day: int) -> str:
    """Why nobody goes there on this day; "" where one may."""
    return next((_(one.why) for one in kind.closed if one.holds(date.fromordinal(day))), "")
