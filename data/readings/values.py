"""A value and a moment as senders write them; nothing is guessed."""

import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

from data.intake.record import Fault, check_moment
from data.language import gettext as _

PLACES = 4  # decimals kept, so that sums of the same readings are the same in whatever order they are added
GREATEST = 1e9
SKEW = timedelta(minutes=5)  # how far a sender's clock may be ahead of ours
BLANKS = {"", "-", "--", "—", "/", "*", "null", "none", "nan", "n/a", "na", "缺测", "无"}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
_SEVERAL = re.compile(r"[;,|/、\s]+")


def number(value: Any) -> float:
    """The value to PLACES decimals. Faults: missing (blank), several (as in 12;13), malformed."""
    if isinstance(value, str):
        value = _of_text(value)
    if value is None:
        raise Fault("missing", _("没有数值"))
    if isinstance(value, list | tuple):
        raise _several(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _no_number(value)
    if isinstance(value, float) and math.isnan(value):
        raise Fault("missing", _("没有数值"))
    if not abs(value) <= GREATEST:
        raise _no_number(value)
    return round(value, PLACES) + 0.0  # no negative zero


def second(at: Any, now: datetime) -> int:
    """The moment in whole seconds since 1970 UTC. Faults: missing, malformed (no offset), future (beyond SKEW)."""
    if isinstance(at, str):
        at = _moment(at)
    check_moment(at)
    if at > now + SKEW:
        raise Fault("future", _("时间 %(at)s 还没有到") % {"at": f"{at:%Y-%m-%d %H:%M}"})
    return int(at.timestamp())


def _of_text(text: str) -> float | None:
    """The number a text holds; None for one of the ways to write that there is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.lower() in BLANKS:
        return None
    if _NUMBER.fullmatch(plain):
        return float(plain)
    parts = [part for part in _SEVERAL.split(plain) if part]
    if len(parts) > 1 and all(_NUMBER.fullmatch(part) for part in parts):
        raise _several(plain)
    raise _no_number(plain)


def _moment(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip().upper())
        return found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError):
        raise Fault("malformed", _("读不懂的时间:%(value)s") % {"value": text[:40]}) from None


def _several(value: Any) -> Fault:
    return Fault("several", _("一次给了几个数:%(value)s") % {"value": str(value)[:40]})


def _no_number(value: Any) -> Fault:
    return Fault("malformed", _("不是数值:%(value)s") % {"value": str(value)[:40]})
