"""A block of an archive: figures with units and a table, of when, of what worth, from where; for screen and paper."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

MINUS = "\u2212"
Value = str | int | float | None


class Fact(NamedTuple):
    """A figure in words of the language spoken; None is not known."""

    name: str
    value: Value
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """`ways`: where the first cell of each row leads; `more`: how many rows there are where not all are listed."""

    key: str
    title: str
    source: str
    provenance: str
    as_of: datetime | None
    facts: list[Fact] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    rows: list[list[Value]] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    more: int = 0
    nothing: str = ""

    @property
    def empty(self) -> bool:
        return not self.rows and all(one.value in (None, 0, "") for one in self.facts)


def shown(value: Value) -> str:
    """The one way in which screen and paper write a figure."""
    if value is None or value == "":
        return "—"
    if isinstance(value, str):
        return value
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.replace("-", MINUS)
