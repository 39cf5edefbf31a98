"""When something is due again: every day, week or month at a time of the city's day, on working days if asked."""

import json
from calendar import monthrange
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from data.errors import BadInput
from data.language import gettext as _
from data.life.worktime import is_working_day
from data.times import CITY_ZONE, local

EVERY = ("", "day", "week", "month")
LAST = {"day": 1, "week": 7, "month": 31}  # of the days that can be chosen
BACK, ON = 20, 80  # days that are looked at: the longest holidays, and the longest month


@dataclass(frozen=True, kw_only=True)
class Timing:
    """`every` one of EVERY, "" for never; `minute` of the day; `day` of the week (1 Monday) or of the month.

    `working`: not on a day off; a day of the week or month that is one gives way to the next that is worked.
    """

    every: str = ""
    minute: int = 6 * 60
    day: int = 1
    working: bool = False

    def __post_init__(self) -> None:
        if self.every not in EVERY or not 0 <= self.minute < 24 * 60 or not 1 <= self.day <= LAST.get(self.every, 31):
            raise BadInput(_("没有这种定时"))

    def after(self, now: datetime) -> datetime | None:
        """The first moment later than `now`; None for never."""
        if not self.every:
            return None
        today = local(now).date()
        days = (today + timedelta(days=n) for n in range(-BACK, ON))
        moments = (self._moment(self._worked(day)) for day in days if self._meant(day))
        return next(one for one in moments if one > now)

    def _meant(self, day: date) -> bool:
        if self.every == "week":
            return day.isoweekday() == self.day
        if self.every == "month":
            return day.day == min(self.day, monthrange(day.year, day.month)[1])
        return not self.working or is_working_day(day)

    def _worked(self, day: date) -> date:
        while self.working and not is_working_day(day):
            day += timedelta(days=1)
        return day

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(*divmod(self.minute, 60)), CITY_ZONE)

    def json(self) -> str:
        return json.dumps(asdict(self))


def timing_of(text: str) -> Timing:
    told: dict[str, Any] = json.loads(text)
    return Timing(**told)
