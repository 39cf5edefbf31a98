"""What changed between two answers of one panel: rows that came and went, figures that are others now."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.answer import Answer, Column, Row, Value

IDS = ("dim", "kind", "phase", "code", "key", "stage", "leaf", "t", "weekday", "track_id", "what")
NAMES = ("label", "name", "title", "what", "system")
STILL = ("lon", "lat", "level", "id", "cls", "n", "seq", "on", "thin")  # figures that name or place a row
SMALL = 1e-9


@dataclass(frozen=True, kw_only=True)
class Change:
    """One figure of one row; `gap` where both are numbers."""

    row: str
    column: str
    unit: str
    then: Value
    now: Value

    @property
    def gap(self) -> float | None:
        if isinstance(self.then, int | float) and isinstance(self.now, int | float):
            return round(self.now - self.then, 6)
        return None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """`figures` that are others; rows that `came` and `went`, by name; `compared`: how many figures were looked at."""

    figures: tuple[Change, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    compared: int

    def __bool__(self) -> bool:
        return bool(self.figures or self.came or self.went)


def changes(then: Answer, now: Answer) -> Changes:
    before, after = _by_id(then), _by_id(now)
    columns = [one for one in now.columns if one.key not in STILL]
    found: list[Change] = []
    compared = 0
    for key in before.keys() & after.keys():
        for column in columns:
            old, new = before[key].get(column.key), after[key].get(column.key)
            if not (_figure(old) or _figure(new)):
                continue
            compared += 1
            if _differ(old, new):
                found.append(_change(after[key], column, old, new))
    order = {_name(row): n for n, row in enumerate(now.rows)}
    return Changes(
        figures=tuple(sorted(found, key=lambda one: order.get(one.row, 0))),
        came=tuple(_name(after[key]) for key in after if key not in before),
        went=tuple(_name(before[key]) for key in before if key not in after),
        compared=compared,
    )


def _by_id(answer: Answer) -> Mapping[tuple[Value, ...], Row]:
    """Rows by what names them; where that is not enough, by their place too."""
    found: dict[tuple[Value, ...], Row] = {}
    for row in answer.rows:
        key = tuple(row.get(name) for name in IDS if name in row)
        while key in found:
            key = (*key, "+")
        found[key] = row
    return found


def _name(row: Row) -> str:
    return next((str(row[name]) for name in NAMES if row.get(name)), "")


def _change(row: Row, column: Column, old: Value, new: Value) -> Change:
    unit = column.unit or str(row.get("unit") or "")
    return Change(row=_name(row), column=column.label, unit=unit, then=old, now=new)


def _figure(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _differ(old: Value, new: Value) -> bool:
    if isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) > SMALL
    return old != new
