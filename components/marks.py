"""The small honest marks: provenance chips, freshness glyphs, as-of times, shapes of the four levels."""

from datetime import datetime, timedelta

from dash import html
from dash.development.base_component import Component

from components.numbers import stay
from data.answer import Answer
from data.language import gettext as _
from data.risk_words import QUALITIES
from data.times import local
from data.words import PROVENANCE

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
LEVEL_OF_GRADE = {"S": 1, "A": 2, "B": 3, "C": 4}


def chip(provenance: str) -> Component:
    """公布, 实测 or 模拟; each with its own border, so that it is told apart without colour."""
    return html.Span(_(PROVENANCE[provenance]), className=f"chip chip-{provenance}")


def glyph(state: str) -> Component:
    return html.I(className=f"glyph glyph-{state}")


def doubt() -> Component:
    """Beside a value that the gauge cannot have measured: it is shown, and counts nowhere."""
    return html.Em(_(QUALITIES["doubted"]), className="mark mark-doubt")


def as_of_text(moment: datetime | None, now: datetime) -> str:
    """HH:MM on the same local day, MM-DD when older, the year too when that differs."""
    if moment is None:
        return "—"
    at, here = local(moment), local(now)
    if at.date() == here.date():
        return f"{at:%H:%M}"
    return f"{at:%m-%d}" if at.year == here.year else f"{at:%Y-%m-%d}"


def lateness(state: str, age: timedelta) -> list[Component]:
    """How late, in words, for late and stale; nothing for fresh."""
    minutes = age.total_seconds() / 60
    if state == "late":
        return [html.Span(_("迟 {time}").format(time=stay(minutes)), className="late")]
    if state == "stale":
        return [html.Span(_("{time}前").format(time=stay(minutes)), className="stale")]
    return []


def meta(answer: Answer, now: datetime) -> list[Component]:
    """Right end of a header, always in this order: office, chip, as-of, freshness."""
    state = answer.freshness(now)
    age = now - answer.as_of if answer.as_of else timedelta()
    return [
        html.Span(html.Span(_(answer.source)), className="office", title=_(answer.source)),
        chip(answer.provenance),
        html.Span(as_of_text(answer.as_of, now), className="n as-of"),
        *lateness(state, age),
        glyph("fresh" if state == "empty" else state),
    ]


def dated(provenance: str, moment: datetime | None, now: datetime, rhythm: timedelta) -> list[Component]:
    """Chip, as-of and freshness of a group of figures inside a panel."""
    late = moment is None or (now - moment) > 3 * rhythm
    return [
        chip(provenance),
        html.Span(as_of_text(moment, now), className="n as-of"),
        glyph("stale" if late else "fresh"),
    ]


def level_shape(level: int, *, numeral: bool = False) -> Component:
    """Octagon, diamond, triangle or circle: 1 gravest .. 4."""
    return html.I(ROMAN.get(level, "") if numeral else None, className=f"lv lv-{level}")
