"""Periods as places on an axis: its form and the month it ends with, counted from year 0."""

import re
from functools import lru_cache
from typing import NamedTuple

STEPS = {"month": 1, "ytd": 1, "quarter": 3, "year": 12}  # months from one period to the next
FORMS = {"month": ("month", "ytd"), "quarter": ("quarter", "ytd"), "year": ("year",)}  # of a frequency
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_SPAN = re.compile(r"([0-9]{4})-01\.\.\1-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
_YEAR = re.compile(r"[0-9]{4}")


class Period(NamedTuple):
    form: str
    end: int

    @property
    def text(self) -> str:
        year, month = divmod(self.end, 12)
        month += 1
        if self.form == "year":
            return f"{year}"
        if self.form == "quarter":
            return f"{year}Q{month // 3}"
        return f"{year}-01..{year}-{month:02d}" if self.form == "ytd" else f"{year}-{month:02d}"

    def back(self, periods: int) -> "Period":
        return Period(self.form, self.end - periods * STEPS[self.form])


@lru_cache(4_096)
def period_of(text: str) -> Period | None:
    """None for what is no month, quarter, year, or year to date."""
    if found := _SPAN.fullmatch(text):
        return Period("ytd", int(found[1]) * 12 + int(found[2]) - 1)
    if found := _MONTH.fullmatch(text):
        return Period("month", int(found[1]) * 12 + int(found[2]) - 1)
    if found := _QUARTER.fullmatch(text):
        return Period("quarter", int(found[1]) * 12 + 3 * int(found[2]) - 1)
    return Period("year", int(text) * 12 + 11) if _YEAR.fullmatch(text) else None
