"""Periods as the sources write them: `2024-01..2024-06`, `2024Q2`, `asof 2024-07`, `2022 vs 2021` …"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from data.times import CITY_ZONE

DATE = r"[0-9]{4}(?:-[0-9]{2}){0,2}"
QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
SHAPES = (
    (re.compile(rf"(?:[^0-9]* )?asof ({DATE})"), False),
    (re.compile(rf"{DATE}\.\.({DATE})"), False),
    (re.compile(rf"({DATE})(?: vs {DATE})?"), False),
    (re.compile(rf"{DATE}\.\.({DATE}) vs {DATE}"), False),
    (re.compile(rf"before ({DATE})"), True),
    (re.compile(rf"({DATE})前"), True),
)


@lru_cache(4_096)
def period_end(period: str) -> datetime | None:
    """The last second of the period on the city's clocks; None where it says none, or names a target or forecast."""
    plain = _plain(period)
    for shape, before in SHAPES:
        if found := shape.fullmatch(plain):
            first, following = _days(found[1])
            return datetime.combine(first if before else following, time(), CITY_ZONE) - timedelta(seconds=1)
    return None


def period_start(period: str) -> datetime | None:
    """The first second of the year, month or day a period ends with: what is `asof 2024-07` is at least as of then."""
    plain = _plain(period)
    found = next((match for shape, _ in SHAPES if (match := shape.fullmatch(plain))), None)
    return datetime.combine(_days(found[1])[0], time(), CITY_ZONE) if found else None


def _plain(period: str) -> str:
    """Without a remark in brackets; a quarter as its months."""
    if quarter := QUARTER.fullmatch(period):
        year, last = quarter[1], 3 * int(quarter[2])
        return f"{year}-{last - 2:02d}..{year}-{last:02d}"
    return re.sub(r"\(.*\)$", "", period)


def _days(text: str) -> tuple[date, date]:
    """First day of a year, month or day, and the first day after it."""
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    if day:
        return date(year, month, day), date(year, month, day) + timedelta(days=1)
    if month:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return date(year, 1, 1), date(year + 1, 1, 1)
