"""What becomes of one reading: its gauge, its value in the gauge's unit, its moment, and how far it is believed."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from data.intake.record import Fault
from data.language import gettext as _
from data.readings.kinds import SMALLEST
from data.readings.told import Told
from data.readings.units import factor
from data.readings.values import PLACES, number, second
from data.risk_words import QUANTITIES

LATE_S = 600  # a reading is never late before
LATE_RHYTHMS = 2
ABOVE_LIMIT, LEAP = 10, 50  # times the highest limit, times the last good value: no water rises so
RECENT_S = 7_200  # so long a last good value says something of the next
CODES = {word.word: code for code, word in QUANTITIES.items()} | {code: code for code in QUANTITIES}


class Scale(NamedTuple):
    """The greatest values that are believed of a gauge: `most` at any time, `leap` within RECENT_S of `since`."""

    most: float = math.inf
    leap: float = math.inf
    since: int = 0


UNKNOWN = Scale()


def scale_of(quantity: str, top: float | None, last: float | None, since: int | None) -> Scale:
    """From its highest limit and its last reading that counts: what is far above them was told in another unit.

    Only of quantities in SMALLEST: others really grow a hundredfold, or their range shows the mistake.
    """
    small = SMALLEST.get(quantity)
    if small is None:
        return UNKNOWN
    high = 0.0 if top is None else max(top, 0.0)
    most = max(ABOVE_LIMIT * high, 100 * small) if high else math.inf
    leap = math.inf if last is None else max(LEAP * max(abs(last), small), high)
    return Scale(most, leap, since or 0)


class Gauge(NamedTuple):
    """A gauge as readings need it: `rhythm` in seconds; `closed`: the second from which nothing is expected."""

    id: int
    quantity: str
    low: float
    high: float
    rhythm: int
    closed: int | None = None
    scale: Scale = UNKNOWN


class Reading(NamedTuple):
    """`at` in seconds since 1970 UTC, `value` in the quantity's own unit; quality good, late or doubted.

    `doubt`: why it is doubted, one of DOUBTS.
    """

    gauge: int
    at: int
    value: float
    quality: str
    doubt: str = ""


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
    if doubt := doubted(gauge, at, value):
        return Reading(gauge.id, at, value, "doubted", doubt)
    late = now.timestamp() - at > max(LATE_S, LATE_RHYTHMS * gauge.rhythm)
    return Reading(gauge.id, at, value, "late" if late else "good")


def doubted(gauge: Gauge, at: int, value: float) -> str:
    """Why a value does not count: outside what the gauge can measure, or so great that it must be in another unit."""
    if not gauge.low <= value <= gauge.high:
        return "range"
    scale = gauge.scale
    far = value > scale.most or (value > scale.leap and abs(at - scale.since) <= RECENT_S)
    return "unit" if far else ""


def doubt_words(doubt: str) -> str:
    """The reason, for whoever sent the value."""
    if doubt == "unit":
        return _("数值比测站限值或上一个可信读数大得多，像是用了别的单位（如把毫米当作米）")
    return _("数值超出测站量程")


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
