"""How coordinated visits are told: days, states, small forms of one move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from components.fields import void
from components.marks import chip
from components.markup import Safe, tag
from components.table_tools import Head, tooled
from data.coordination.kind import Kind
from data.coordination.words import ANSWERS, STATES, WAYS
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.regions import Region
from data.view import View

Row = dict[str, Any]
LOOKS = {"filed": "mark mark-late", "leave": "mark mark-late", "set": "mark mark-stage", "cancelled": "mark quiet"}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What all parts of the page are drawn from; `actor` None only looks on."""

    house: House
    kind: Kind
    view: View
    chosen: dict[str, str]
    here: Region
    actor: Actor | None
    today: int

    @property
    def files(self) -> bool:
        return self.actor is not None and self.actor.role == "agency"


def day_text(day: int | None) -> str:
    return f"{date.fromordinal(day):%Y-%m-%d}" if day else "—"


def short_day(day: int) -> str:
    return f"{date.fromordinal(day):%m-%d}"


def state_marks(row: Row) -> list[Any]:
    """Its state, how one goes there, and what its subject answered."""
    told: list[Any] = [tag("span", _(STATES[row["state"]]), LOOKS.get(row["state"], "mark"))]
    if row["way"]:
        told += [" ", tag("span", _(WAYS[row["way"]]), "mark")]
    if row["answer"]:
        told += [
            " ",
            tag("span", _(ANSWERS[row["answer"]]), "mark mark-late" if row["answer"] == "postpone" else "mark"),
        ]
    return told


def simulated(row: Row) -> list[Any]:
    return [" ", chip("simulated")] if row["provenance"] == "simulated" else []


def act_form(
    kind: Kind, act: str, label: str, fields: Iterable[Any] = (), look: str = "button primary", **hidden: str
) -> Safe:
    """A form of one move; what it names beside its fields is hidden."""
    told = {"kind": kind.code, "act": act, **hidden}
    inside = [void("input", type="hidden", name=name, value=value) for name, value in told.items()]
    send = tag("div", tag("button", label, look, type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    return tag("form", [*inside, *fields, send, say], "act-form", data_listing_move="coordination", novalidate="")


def folded(label: str, form: Safe, look: str = "button", name: str = "act") -> Safe:
    return tag("details", [tag("summary", label, look), form], "act", name=name)


def table(name: str, title: str, heads: Sequence[Head], rows: list[Safe], none: str, extra: str = "") -> list[Safe]:
    """A ledger that can be ordered, narrowed and taken along; or one plain sentence where it holds nothing."""
    if not rows:
        return [tag("p", none, "quiet")]
    return [tooled(f"coord-{name}", title, heads, rows, f"visits coord carded sort-chips {extra}".strip())]


def cell(label: str, inside: Any, classes: str = "", **more: str) -> Safe:
    return tag("td", inside, classes, data_label=label, **more)
