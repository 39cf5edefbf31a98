"""Windows of time, in the city's local days."""

from dataclasses import dataclass
from datetime import date, datetime

from data.times import day_number, day_start, local


@dataclass(frozen=True)
class Span:
    """Local days first..last (ordinals, both inside), seen at the moment `until`.

    `running`: it ends now, so that nothing has been reported after its last day.
    """

    first: int
    last: int
    until: datetime
    running: bool = False

    @property
    def since(self) -> datetime:
        return day_start(self.first)

    @property
    def days(self) -> int:
        return self.last - self.first + 1

    def before(self) -> "Span":
        """The span of the same length just before this one, up to the same time of its last day."""
        return Span(
            self.first - self.days, self.first - 1, self.until - (day_start(self.last + 1) - day_start(self.first))
        )


def span(window: str, now: datetime) -> Span:
    """`today`, the last 7 or 30 days with today, or the year to date."""
    today = day_number(now)
    first = {
        "today": today,
        "7d": today - 6,
        "30d": today - 29,
        "ytd": date(local(now).year, 1, 1).toordinal(),
    }[window]
    return Span(first, today, now, running=True)
