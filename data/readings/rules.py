"""What becomes of one reading: its gauge, its value in the gauge's unit, its moment, and how far it is believed."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from data.intake.record import Fault
from data.language import gettext as _
from data.readings.told import Told
from data.readings.units import factor
from data.readings.values import PLACES, number, second
from data.risk_words import QUANTITIES

LATE_S = 600  # a reading is never late before
LATE_RHYTHMS = 2
CODES = {word.word: code for code, word in QUANTITIES.items()} | {code: code for code in QUANTITIES}


class Gauge(NamedTuple):
    """A gauge as readings need it: `rhythm` in seconds; `closed`: the second from which nothing is expected."""

    id: int
    quantity: str
    low: float
    high: float
    rhythm: int
    closed: int | None = None


class Reading(NamedTuple):
    """`at` in seconds since 1970 UTC, `value` in the quantity's own unit; quality good, late or doubted."""

    gauge: int
    at: int
    value: float
    quality: str


Gauges = Mapping[str, Mapping[str, Gauge]]  # by the station's code, then by quantity


def judged(told: Told, gauges: Gauges, now: datetime, since: int) -> Reading:
    """The reading as it is kept. Fault when it cannot be; `since`: of what was before, the raw readings are gone."""
    gauge = gauge_of(told, gauges)
    value = round(number(told.value) * factor(gauge.quantity, told.unit), PLACES)
    at = second(told.at, now)
    if at < since:
        raise Fault("gone", _("这一天的原始读数已清理,不能再补记或更正"))
    if gauge.closed is not None and at >= gauge.closed:
        raise Fault("station", _("测站“%(station)s”已撤") % {"station": told.station})
    return Reading(gauge.id, at, value, quality(gauge, at, value, now))


def quality(gauge: Gauge, at: int, value: float, now: datetime) -> str:
    """doubted outside what the gauge can measure; late when it came more than two rhythms after its time."""
    if not gauge.low <= value <= gauge.high:
        return "doubted"
    return "late" if now.timestamp() - at > max(LATE_S, LATE_RHYTHMS * gauge.rhythm) else "good"


def gauge_of(told: Told, gauges: Gauges) -> Gauge:
    """The gauge meant. A station out of the sender's reach is as unknown as one that is not there."""
    own = gauges.get(told.station)
    if not told.station or own is None:
        raise Fault("station", _("没有测站“%(station)s”,或者它不在可上报的范围内") % {"station": told.station[:32]})
    if not told.quantity and len(own) == 1:
        return next(iter(own.values()))
    gauge = own.get(CODES.get(told.quantity, ""))
    if gauge is None:
        facts = {"station": told.station[:32], "quantity": told.quantity[:16]}
        raise Fault("station", _("测站“%(station)s”没有“%(quantity)s”这个要素") % facts)
    return gauge
