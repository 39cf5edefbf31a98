"""Answer: what a query gives back. Rows plus the honesty that belongs to them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Value = str | int | float | bool | None
Row = dict[str, Value]
Provenance = Literal["published", "measured", "simulated"]
Freshness = Literal["fresh", "late", "stale", "broken", "empty"]
LATE, STALE = 1.5, 3  # rhythms


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of `rows`: its key, its Chinese label (a gettext msgid) and its unit of measure ("" for names)."""

    key: str
    label: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Rows for one region and window. `unit` is the headline's; odd rows and columns carry their own.

    `rhythm` is how often the source is expected to speak: freshness is age over rhythm.
    `parts` holds further tables a panel draws (series of a line, say); they are in the JSON, not in the CSV.
    `upper` names the region whose figures these are when the level asked publishes none (上级口径).
    """

    region: str
    level: int
    columns: tuple[Column, ...]
    rows: list[Row]
    unit: str
    as_of: datetime | None
    provenance: Provenance
    rhythm: timedelta
    source: str
    parts: dict[str, list[Row]] = field(default_factory=dict)
    upper: str = ""

    def freshness(self, now: datetime) -> Freshness:
        """fresh ≤ 1.5 rhythms, late ≤ 3, stale beyond; empty without rows (design/ui SPEC §4)."""
        if not self.rows:
            return "empty"
        if self.as_of is None:
            return "stale"
        late, stale = (self.as_of + self.rhythm * many for many in (LATE, STALE))
        return "fresh" if now <= late else "late" if now <= stale else "stale"

    def turns(self, now: datetime) -> datetime | None:
        """When it will be less fresh than now; None where that is never."""
        if not self.rows or self.as_of is None:
            return None
        ages = (self.rhythm * many for many in (LATE, STALE))
        return next((self.as_of + age for age in ages if now <= self.as_of + age), None)
