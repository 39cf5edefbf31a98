"""Who answers for a place, as HTML: the persons that registers name for what stands there, and the duty desks."""

from collections.abc import Sequence
from typing import Any

from components.markup import Safe, tag
from components.numbers import number
from data.language import gettext as _
from data.words import LEVELS

Row = dict[str, Any]


def answerable(persons: Sequence[Row], desks: Sequence[Row]) -> list[Safe]:
    """Persons first, the nearest to the place before those above; then who is on duty, link by link."""
    named = [_person(one) for one in persons] or [tag("li", tag("span", _("没有登记责任人"), "quiet"), "none")]
    return [tag("ol", [*named, *(_desk(one) for one in desks)], "chain")]


def _person(one: Row) -> Safe:
    about = _("{role}，负责此范围内 {n} 处").format(role=one["role"], n=number(one["n"]))
    return _line(_(LEVELS[one["level"]]), one["name"], about, one["phone"])


def _desk(one: Row) -> Safe:
    return _line(
        _(one["word"]), one["name"] or _("缺员"), one["region"] if not one["name"] else _("值守"), one["phone"]
    )


def _line(level: str, name: str, about: str, phone: str | None) -> Safe:
    told = [tag("span", level, "level"), tag("span", [tag("b", name), " ", tag("small", about)])]
    return tag("li", [*told, tag("span", phone or "—", "phone n")])
