"""Words and small marks that the page of returned data shares."""

from typing import Any

from components.fields import link
from components.list_words import day
from components.markup import Safe, tag
from data.language import gettext as _
from data.queries.returns import LATE
from data.return_words import FAULT_KINDS, OVER, RETURN_STATES, WITH_OWNER

Row = dict[str, Any]
LATE_WORD = "逾期未改"


def states() -> dict[str, str]:
    return {**{name: _(word) for name, word in RETURN_STATES.items()}, LATE: _(LATE_WORD)}


def state_mark(row: Row) -> Safe:
    look = "mark mark-late" if row["state"] in WITH_OWNER else "mark" if row["state"] in OVER else "mark mark-stage"
    late = [" ", tag("span", _(LATE_WORD), "mark mark-over")] if row["late"] else []
    return tag("span", [tag("span", _(RETURN_STATES[row["state"]]), look), *late])


def kind_mark(kind: str) -> Safe:
    return tag("span", _(FAULT_KINDS[kind]), "list-kind")


def lot_way(code: str, words: Any) -> Safe:
    return link(words, f"?lot={code}", "list-link")


def due_text(row: Row) -> Safe:
    return tag("span", day(row["due_day"]), "n over" if row["late"] else "n")


def sort_head(name: str, now: str, key: str, words: str) -> Any:
    """A click orders by `key`, a second one the other way round; `name` of the address."""
    if not key:
        return words
    arrow = " ▲" if now == key else " ▼" if now == f"-{key}" else ""
    return link(words + arrow, f"?{name}={'-' if now == key else ''}{key}", "list-sort")
