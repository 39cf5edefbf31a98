"""Indicators in words: their names, values with units, what is beyond a limit."""

from collections.abc import Mapping
from typing import Any

from components.markup import Safe, tag
from components.numbers import number, signed
from data.indicator.definition import FIELDS
from data.indicator.period import period_of
from data.language import gettext as _
from data.language import spoken

ABNORMAL = {"low": "低于下限 {limit}", "high": "高于上限 {limit}"}


def called(row: Mapping[str, Any]) -> str:
    """Its name in the language of the screen."""
    return str(row["name_en"] if spoken() == "en" else row["name_zh"])


def whole_period(text: str) -> str:
    """A period with its year."""
    period = period_of(text)
    if period is None:
        return text
    year, month = divmod(period.end, 12)
    told = {
        "month": _("{year}年{month}月"),
        "ytd": _("{year}年1–{month}月"),
        "quarter": _("{year}年{quarter}季度"),
        "year": _("{year}年"),
    }
    shown = f"{month + 1:02d}" if spoken() == "en" else month + 1
    return told[period.form].format(year=year, month=shown, quarter=(month + 1) // 3)


def abnormal_words(row: Mapping[str, Any], state: str) -> str:
    """Beyond which limit, in the unit; "" within them."""
    if not state:
        return ""
    limit = f"{number(row[state])}{_(row['unit'])}"
    return _(ABNORMAL[state]).format(limit=limit)


def apart(value: float | None, direction: int, unit: str = "") -> Safe:
    """A difference, marked better or worse where one end is the better."""
    if value is None:
        return tag("span", "—", "n")
    side = "" if not direction or not value else "better" if value * direction > 0 else "worse"
    return tag("span", [signed(value), tag("small", unit) if unit else None], f"n indicator-apart {side}".strip())


def field_words(name: str) -> str:
    return _(FIELDS.get(name, name))
