"""Moments: UTC in the database, the city's own time on screen."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger
from sqlalchemy.types import TypeDecorator

CITY_ZONE = ZoneInfo("Asia/Shanghai")


class Moment(TypeDecorator[datetime]):
    """An aware datetime kept as whole seconds since 1970 UTC, so that `b - a` is seconds in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its offset: {value.isoformat()}")
        return int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the city's clocks."""
    return moment.astimezone(CITY_ZONE)


def clock_text(moment: datetime) -> str:
    """The city's time for its clock in the browser: read there as UTC, shown as it is written."""
    return local(moment).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def day_number(moment: datetime) -> int:
    """Local calendar day as `date.toordinal()`: the day key of the cube."""
    return local(moment).date().toordinal()


def day_start(ordinal: int) -> datetime:
    """The moment at which local day `ordinal` begins."""
    return datetime.fromordinal(ordinal).replace(tzinfo=CITY_ZONE).astimezone(UTC)
