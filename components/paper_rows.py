"""Which columns of a panel stand on paper, which codes are words there, and the few figures above its table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from components.numbers import number, signed
from data.answer import Answer, Row
from data.control_words import CONTROL_KINDS, CONTROL_ORDERS, CONTROL_STATES
from data.handout.sheet import Figure
from data.language import gettext as _
from data.risk_words import (
    QUALITIES,
    QUANTITIES,
    STATION_KINDS,
    STATION_STATES,
    WARNING_COLOURS,
    WARNING_FIELDS,
    WARNING_STATES,
)
from data.times import local
from data.words import CATEGORIES, GRADES, RISK_KINDS, STATES

COLUMNS: Mapping[str, tuple[str, ...]] = {  # panels not named here: all columns that people read
    "warnings": ("title", "colour", "place", "raised_at", "state"),
    "panorama": ("name", "kind", "value", "label", "state", "colour", "pump_name", "do", "cameras"),
    "senses": ("label", "total", "above", "silent", "alarms", "name", "quantity", "value", "value_unit"),
    "response": ("label", "n", "unit", "taken", "there", "done", "first_at", "last_at"),
    "funnel": ("label", "count", "conversion", "waiting", "dwell_p50", "limit"),
    "centre_funnel": ("label", "count", "conversion", "waiting", "dwell_p50", "limit"),
    "ticker": ("at", "title", "grade", "place", "stage"),
    "ranking": ("rank", "name", "reported", "closed", "on_time", "per_thousand", "change"),
    "regions": ("rank", "name", "reported", "closed", "on_time", "satisfied"),
    "agencies": ("rank", "name", "assigned", "closed", "on_time", "satisfied", "returned"),
    "grid": ("name", "events", "grids", "cells", "staff_on_duty", "coverage"),
    "economy": ("name", "value", "versus_province", "rank"),
    "industry": ("name", "value", "versus_whole"),
    "trend": ("label", "reported", "closed", "previous"),
    "centre_trend": ("label", "reported", "closed", "previous"),
    "backlog": ("label", "open", "overdue", "share", "soon", "suspended"),
    "rates": ("label", "value", "hits", "n"),
    "breakdown": ("label", "reported", "share", "closed", "on_time", "dwell_p50"),
    "heat": ("label", "days", "reported"),
    "hot": ("label", "n", "share", "times"),
    "typhoon": ("name", "at", "wind_ms", "pressure", "km", "nearest_km", "nearest_at"),
    "warning_regions": ("name", "top", "c1", "c2", "c3", "c4", "total"),
    "stations": ("name", "kind", "value", "unit", "quality", "state", "over", "at"),
    "drainage": ("name", "system", "state", "do", "why"),
    "checks": ("what", "who", "done", "at"),
    "risk": ("label", "g1", "g2", "g3", "g4", "total"),
    "speed": ("label", "n", "p50", "before_p50", "before_change", "year_p50"),
    "repeated": ("label", "place", "times", "interval", "last_at"),
    "pairs": ("label", "name", "asked", "rate", "seen", "seen_rate"),
    "units": ("name", "assigned", "open", "overdue", "soon", "closed", "on_time"),
    "unit_rates": ("rank", "name", "prompt", "answered_on_time", "closed", "satisfied", "sure"),
    "raised": ("title", "place", "grade", "stage", "raised_at", "days"),
    "ahead": ("label", "last", "before", "times", "name", "there"),
    "event_course": ("at", "what", "who", "words"),
    "topical": ("label", "reported", "change", "filed", "closed", "rate", "on_time"),
}
WORDS: Mapping[str, Mapping[str, Mapping[Any, str]]] = {  # panel "" : of all panels
    "": {"grade": GRADES, "stage": STATES, "category": CATEGORIES},
    "warnings": {"colour": WARNING_COLOURS, "state": WARNING_STATES, "field": WARNING_FIELDS},
    "warning_regions": {"top": WARNING_COLOURS},
    "stations": {"kind": STATION_KINDS, "state": STATION_STATES, "quality": QUALITIES},
    "panorama": {
        "kind": STATION_KINDS,
        "state": STATION_STATES,
        "colour": WARNING_COLOURS,
        "do": CONTROL_ORDERS,
        "pump_state": CONTROL_STATES,
    },
    "senses": {"quantity": {code: one.word for code, one in QUANTITIES.items()}},
    "drainage": {"kind": CONTROL_KINDS, "state": CONTROL_STATES, "do": CONTROL_ORDERS},
    "risk": {"kind": RISK_KINDS},
}
HEADS = {
    "colour": "颜色",
    "top": "最高颜色",
    "do": "建议指令",
    "state": "状态",
    "kind": "种类",
    "quantity": "要素",
}  # words, no codes
OWN_WORDS = ("label", "what", "who", "unit", "value_unit")  # msgids of the house


def spoken(panel: str, row: Row) -> Row:
    """The row with words where it holds codes."""
    known = {**WORDS[""], **WORDS.get(panel, {})}
    told = {key: _(known[key][value]) for key, value in row.items() if key in known and value in known[key]}
    own = {key: _(str(row[key])) for key in OWN_WORDS if row.get(key)}
    times = {key: _clock(value) for key, value in row.items() if key.endswith("at") and isinstance(value, str)}
    return row | own | times | told


def _clock(text: str) -> str:
    """A time in the city's own hours; any other text as it is."""
    try:
        return f"{local(datetime.fromisoformat(text)):%m-%d %H:%M}" if "T" in text else text
    except ValueError:
        return text


def figures(panel: str, answer: Answer) -> tuple[Figure, ...]:
    """What the panel says above its rows."""
    if panel == "warnings":
        counts = answer.parts["counts"][0]
        return tuple(
            Figure(label=_(word), value=number(counts[f"c{n}"]), unit=_("条")) for n, word in WARNING_COLOURS.items()
        )
    if panel == "event_course":
        stands = answer.parts["event"][0]
        told = (("事件", "title"), ("等级", "grade"), ("环节", "stage"), ("责任单位", "agency"))
        return tuple(Figure(label=_(word), value=_(str(stands[key]))) for word, key in told if stands[key])
    if panel in ("trend", "centre_trend"):
        return _trend(answer.parts["change"][0])
    if panel == "backlog":
        totals = answer.parts["totals"][0]
        named = {one.key: one for one in answer.columns}
        keys = [key for key in ("open", "overdue", "soon", "suspended") if key in named]
        return tuple(Figure(label=_(named[key].label), value=number(totals[key]), unit=_("件")) for key in keys)
    return ()


def _trend(change: Row) -> tuple[Figure, ...]:
    told = [
        Figure(label=_("上报"), value=number(change["reported"]), unit=_("件")),
        Figure(label=_("上一周期"), value=number(change["previous"]), unit=_("件")),
    ]
    if isinstance(change["percent"], int | float):
        told.append(Figure(label=_("变化"), value=signed(change["percent"]), unit="%"))
    return tuple(told)
