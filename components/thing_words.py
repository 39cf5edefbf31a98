"""Words for the facts of a thing, the same in the list, on its page and in its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from components.event_words import moment
from components.numbers import NONE, number
from data.language import gettext as _
from data.things.fields import FIELDS, UNITS, Field
from data.things.told import WORDS
from data.words import KINDS, LEVELS, PROVENANCE, RISK_GRADES

MOVES = {"add": "登记", "edit": "修改", "retire": "注销", "restore": "恢复", "patrol": "巡查"}
PIECES = "件"
UNBROKEN = "\u00a0"  # a number stays with its unit
BRIEF = 3  # fields that a line of the list tells
Row = Mapping[str, Any]


def kind_text(layer: str, kind: str) -> str:
    return _(KINDS[layer].get(kind, kind))


def value_text(one: Field, value: Any, now: datetime) -> str:
    """The value with its unit, in the language of the screen."""
    if value is None or value == "":
        return NONE
    if one.kind == "choice":
        return _(one.words.get(value, value))
    if one.kind == "moment":
        return moment(datetime.fromisoformat(value), now)
    if one.kind in ("integer", "number"):
        return f"{number(value)} {_(one.unit)}".strip()
    return str(value)


def quantity_text(row: Row) -> str:
    """Resources are counted; of everything else there is one."""
    if row["layer"] != "resource":
        return NONE
    return f"{number(row['quantity'])} {_(UNITS.get(row['kind'], PIECES))}"


def brief(row: Row, now: datetime) -> str:
    """What stands out of its fields: the first few that are known."""
    known = [one for one in FIELDS[row["layer"]] if row["attributes"].get(one.name) not in (None, "")]
    told = [f"{_(one.word)} {value_text(one, row['attributes'][one.name], now)}" for one in known[:BRIEF]]
    whole = [quantity_text(row)] * (row["layer"] == "resource") + told
    return " · ".join(one.replace(" ", UNBROKEN) for one in whole)


def grade_text(row: Row) -> str:
    """The level of risk, or the class of danger by the people to move."""
    if row["grade"]:
        return _(RISK_GRADES[row["grade"]])
    return _(row["danger"]["word"]) if row["danger"] else NONE


def change_text(layer: str, name: str, value: Any, now: datetime) -> str:
    """One value of the history."""
    fields = {one.name: one for one in FIELDS[layer]}
    if value is None or value in ("", {}, []):
        return NONE
    if name in fields:
        return value_text(fields[name], value, now)
    if name in ("as_of", "retired_at"):
        return moment(datetime.fromisoformat(value), now)
    if name == "persons":
        return "、".join(f"{_(LEVELS[one['level']])} {one['name']} {one['phone'] or ''}".strip() for one in value)
    words: dict[str, Mapping[Any, str]] = {"kind": KINDS[layer], "provenance": PROVENANCE, "grade": RISK_GRADES}
    return _(words[name].get(value, str(value))) if name in words else str(value)


def changes(layer: str, change: Mapping[str, Any], now: datetime) -> list[tuple[str, str, str]]:
    """(what, before, after) of a step; fields one by one, the cell and the moment of the news left out."""
    found: list[tuple[str, str, str]] = []
    for name, (before, after) in change.items():
        if name in ("cell_id", "as_of", "retired_at"):
            continue
        if name == "attributes":
            found += _fields(layer, before or {}, after or {}, now)
        else:
            old, new = (change_text(layer, name, one, now) for one in (before, after))
            found.append((_(WORDS.get(name, name)), old, new))
    return found


def _fields(layer: str, before: Row, after: Row, now: datetime) -> list[tuple[str, str, str]]:
    return [
        (_(one.word), value_text(one, before.get(one.name), now), value_text(one, after.get(one.name), now))
        for one in FIELDS[layer]
        if before.get(one.name) != after.get(one.name)
    ]
