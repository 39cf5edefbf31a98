"""Periods of indicators as people say them."""

import re

from data.language import gettext as _

SPAN = re.compile(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})")
QUARTER = re.compile(r"(\d{4})Q([1-4])")
MONTH = re.compile(r"(\d{4})-(\d{2})")


def period_text(period: str) -> str:
    """`2024-01..2024-06` is "1–6月", `2024-06` is "6月", `2024Q2` is "2024年2季度"; anything else stays as it is."""
    if found := SPAN.fullmatch(period):
        year, first, last_year, last = found.groups()
        if year == last_year:
            return _("{first}–{last}月").format(first=int(first), last=int(last))
    if found := QUARTER.fullmatch(period):
        return _("{year}年{quarter}季度").format(year=found[1], quarter=found[2])
    if found := MONTH.fullmatch(period):
        return _("{month}月").format(month=int(found[2]))
    return period


def month_label(period: str) -> str:
    """The end of a period, short enough for an axis: `24-06`."""
    months = MONTH.findall(period)
    return f"{months[-1][0][2:]}-{months[-1][1]}" if months else period
