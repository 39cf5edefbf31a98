"""Moments as files write them, made aware of their zone."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.intake.record import Fault
from data.language import gettext as _

HALVES = {"上午": "AM", "凌晨": "AM", "早上": "AM", "下午": "PM", "晚上": "PM", "中午": "PM"}
EXCEL_EPOCH = datetime(1899, 12, 30)
_FRACTION = re.compile(r"(:\d{2})\.\d+")


def moment(value: Any, formats: list[str], zone: str) -> datetime:
    """The first of the formats that fits; iso also reads offsets, excel a serial number. Fault when none does."""
    found = value if isinstance(value, datetime) else _read(value, formats)
    if found is None:
        raise Fault("malformed", _("读不懂的时间:%(value)s") % {"value": str(value)[:40]})
    return found if found.tzinfo is not None else found.replace(tzinfo=ZoneInfo(zone))


def _read(value: Any, formats: list[str]) -> datetime | None:
    text = unicodedata.normalize("NFKC", str(value)).strip()
    for chinese, half in HALVES.items():
        text = text.replace(chinese, half)
    for form in formats:
        try:
            if form == "iso":
                return datetime.fromisoformat(text)
            if form == "excel":
                return EXCEL_EPOCH + timedelta(days=float(text))
            return datetime.strptime(text if "%f" in form else _FRACTION.sub(r"\1", text), form)
        except (ValueError, OverflowError):
            continue
    return None
