"""A panel on paper: the same Answer as the screen's, as a block of the handout."""

from datetime import datetime
from typing import Any

from components.figures import figure
from components.marks import as_of_text
from components.numbers import NONE, number, scaled, stay
from components.paper_chart import chart_of
from components.paper_rows import COLUMNS, HEADS, figures, spoken
from components.registry import Panel
from data.answer import Answer, Column, Row, Value
from data.handout.sheet import Block, Figure, Table
from data.language import gettext as _
from data.view import View
from data.words import FRESHNESS, PROVENANCE, WINDOWS

MOST_COLUMNS, MOST_FIGURES = 7, 12
FIGURES = ("kpi", "economy", "rates")  # panels whose rows are key figures
UNSAID = ("code", "key", "id", "group", "note", "provenance", "as_of", "lon", "lat", "level", "thin", "low", "high")
STRIP = "kpi"
CHARTLESS = (
    STRIP,
    "speed",
    "checks",
    "raised",
    "repeated",
    "event_course",
)  # rows that are not one measure of one kind


def block(panel: Panel, answer: Answer, view: View, now: datetime) -> Block:
    """`now`: the moment from which freshness is told."""
    window = _(WINDOWS[view.window]) if "window" in panel.follows else ""
    unit = _(answer.unit) if answer.unit else ""
    sub = " · ".join(word for word in (window, unit, answer.upper) if word)
    told: dict[str, Any] = {"key": panel.key, "title": _(panel.title), "sub": sub, "meta": meta(answer, now)}
    if not answer.rows:
        return Block(**told, empty=_(panel.nothing), strip=panel.key == STRIP)
    rows = tuple(_figure(row, answer) for row in answer.rows) if panel.key in FIGURES else figures(panel.key, answer)
    drawn = None if panel.key in CHARTLESS else figure(panel.key, answer)
    return Block(
        **told,
        figures=rows[:MOST_FIGURES],
        table=None if panel.key == STRIP else _table(panel.key, answer),
        chart=chart_of(drawn) if drawn else None,
        strip=panel.key == STRIP,
    )


def meta(answer: Answer, now: datetime) -> tuple[str, ...]:
    """Worth, as-of and freshness, in the order of the screens."""
    state = answer.freshness(now)
    late = ""
    if state in ("late", "stale") and answer.as_of:
        late = f"{_(FRESHNESS[state])} {stay((now - answer.as_of).total_seconds() / 60)}"
    words = (_(answer.source), _(PROVENANCE[answer.provenance]), as_of_text(answer.as_of, now), late)
    return tuple(word for word in words if word)


def _figure(row: Row, answer: Answer) -> Figure:
    said = str(row.get("unit") or next((one.unit for one in answer.columns if one.key == "value"), "") or answer.unit)
    unit, worth = _(said) if said else "", str(row.get("provenance") or answer.provenance)
    label = _(str(row.get("label") or row.get("name") or ""))
    mark = _(PROVENANCE[worth]) if worth != answer.provenance else ""
    if unit == "%":
        return Figure(label=label, value=number(row["value"], 1), unit=unit, mark=mark)
    value, scale = scaled(row["value"])
    return Figure(label=label, value=value, unit=f"{scale}{unit}" if value != NONE else "", mark=mark)


def _table(key: str, answer: Answer) -> Table:
    """The columns people read, the first ones first; codes and what repeats in every row stay away."""
    columns = _columns(key, answer)
    rows = [spoken(key, row) for row in answer.rows]
    told = [_column([row.get(one.key) for row in rows], one) for one in columns]
    heads = tuple(f"{_(HEADS.get(one.key, one.label))} {_(one.unit) if one.unit else ''}".strip() for one in columns)
    return Table(
        heads=heads,
        rows=tuple(tuple(words[n] for words, _right in told) for n in range(len(rows))),
        right=tuple(right for _words, right in told),
    )


def _columns(key: str, answer: Answer) -> list[Column]:
    named = {one.key: one for one in answer.columns}
    if key in COLUMNS:
        return [named[name] for name in COLUMNS[key] if name in named]
    held = [one for name, one in named.items() if any(row.get(name) not in (None, "") for row in answer.rows)]
    return [one for one in held if one.key not in UNSAID and not one.key.endswith(("_code", "_id"))][:MOST_COLUMNS]


def _column(values: list[Value], column: Column) -> tuple[list[str], bool]:
    """Words, and whether they are numbers: those of a column have the same decimals."""
    figures = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if not figures:
        return [_word(value) for value in values], False
    decimals = max(min(2, _decimals(value)) for value in figures)
    return [number(value, max(decimals, 1) if column.unit == "%" else decimals) for value in values], True


def _decimals(value: float) -> int:
    return len(f"{value:.3f}".rstrip("0").partition(".")[2])


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return NONE if value in (None, "") else str(value)
