"""Words for one warning, the same on the wall, on the board and on its page."""

from datetime import datetime
from typing import Any

from components.event_words import moment
from components.markup import Safe, tag
from data.answer import Row
from data.exercise.mark import PREFIX
from data.language import gettext as _
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS, WARNING_STATES
from data.warn.retold import reason, title
from data.words import ROLES


def title_of(row: Row) -> str:
    """In the language that is spoken, where it follows from what fired it; 【演练】 stays before it."""
    shown = title(str(row["title"]), row.get("said"))  # type: ignore[arg-type]
    return exercised(row) + shown.removeprefix(PREFIX)


def exercised(row: Row) -> str:
    """【演练】 where the warning is of an exercise."""
    return PREFIX if str(row["title"]).startswith(PREFIX) else ""


def reason_of(row: Row) -> str:
    """Why, in words and numbers."""
    return reason(str(row["words"] or ""), row.get("said"))  # type: ignore[arg-type]


def hazard(row: Row) -> str:
    """`暴雨红色` as plain text."""
    field = _(WARNING_FIELDS.get(str(row["field"]), str(row["field"])))
    return f"{field}{' ' if field.isascii() else ''}{_(WARNING_COLOURS[int(row['colour'] or 4)])}"


def coloured(row: Row) -> Safe:
    """`暴雨红色`: hazard, then the word of the colour in that colour."""
    colour = int(row["colour"] or 4)
    field = _(WARNING_FIELDS.get(str(row["field"]), str(row["field"])))
    gap = " " if field.isascii() else ""
    return tag("span", [f"{field}{gap}", tag("b", _(WARNING_COLOURS[colour]), f"level-word level-{colour}")], "hazard")


def shape(colour: int) -> Safe:
    return tag("i", None, f"lv lv-{colour}", title=_(WARNING_COLOURS[colour]))


def state_mark(state: str) -> Safe:
    """Who still has to do something about it: a warning nobody has confirmed stands out."""
    return tag("span", _(WARNING_STATES.get(state, state)), f"mark warning-{state}")


def since(row: Row, now: datetime) -> str:
    """When it was raised: time of day today, else with the date."""
    return moment(_at(row["raised_at"]), now)


def who(row: Row) -> str:
    """`值班员 09:12 确认`, or nothing while nobody has."""
    if not row.get("by"):
        return ""
    at = _at(row["by_at"])
    when = moment(at, at) if at else ""
    return _("{who} {time} 确认").format(who=_(ROLES.get(str(row["by"]), str(row["by"]))), time=when)


def _at(value: Any) -> datetime | None:
    return datetime.fromisoformat(str(value)) if value else None
