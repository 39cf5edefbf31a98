"""Values of CAP 1.2 as text, read and refused: section 3.2 of the standard and its implementation notes 3.3."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from math import isfinite

from data.cap.model import LANGUAGE, Circle, Point, Reference
from data.intake.record import Fault
from data.language import gettext as _

TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-])(\d\d):(\d\d)", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
UNFIT = re.compile(r"[\s,<&]")  # in identifiers and senders (3.2.1)
LONGEST_NAME = 128
MOST_POINTS = 20_000


def text(raw: str) -> str:
    return raw


def language(raw: str) -> str:
    """An RFC 3066 tag; an empty one is as none."""
    if raw and not TAG.fullmatch(raw):
        raise Fault("malformed", _("不是语言代码:%(value)s") % {"value": raw[:40]})
    return raw or LANGUAGE


def identity(raw: str) -> str:
    """An identifier or a sender: no spaces, commas, < or &."""
    if UNFIT.search(raw):
        raise Fault("malformed", _("编号与发布者不可含空格、逗号、< 或 &:%(value)s") % {"value": raw[:40]})
    if len(raw) > LONGEST_NAME:
        raise Fault("too_long", _("编号与发布者至多 %(n)s 字") % {"n": LONGEST_NAME})
    return raw


def moment(raw: str) -> datetime:
    """2026-07-01T08:00:00+08:00. The letter Z is not allowed: UTC is written -00:00 (3.3.2)."""
    found = TIME.fullmatch(raw)
    try:
        if not found or int(found[3]) > 14 or int(found[4]) > 59:
            raise ValueError
        at = datetime.fromisoformat(f"{found[1]}{found[2]}{found[3]}:{found[4]}")
        at.timestamp()
    except (ValueError, OverflowError):
        why = _("时间须如 2026-07-01T08:00:00+08:00,带时差而不用 Z:%(value)s")
        raise Fault("malformed", why % {"value": raw[:40]}) from None
    if not 1970 < at.year < 2200:
        raise Fault("malformed", _("时间 %(at)s 不合情理") % {"at": raw})
    return at


def one_of(words: Sequence[str], also: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """A reader of one of `words`; `also` are old spellings that still count."""

    def read(raw: str) -> str:
        value = (also or {}).get(raw, raw)
        if value not in words:
            facts = {"value": raw[:40], "words": "、".join(words)}
            raise Fault("malformed", _("“%(value)s”不在可用值之内:%(words)s") % facts)
        return value

    return read


def number(raw: str) -> float | None:
    if not raw:
        return None
    if not NUMBER.fullmatch(raw) or not isfinite(value := float(raw)):
        raise Fault("malformed", _("不是数:%(value)s") % {"value": raw[:40]})
    return value


def whole_number(raw: str) -> int | None:
    if not raw:
        return None
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= 15):
        raise Fault("malformed", _("不是数:%(value)s") % {"value": raw[:40]})
    return int(raw)


def references(raw: str) -> tuple[Reference, ...]:
    """Triples sender,identifier,sent with blanks between them."""
    found = []
    for one in raw.split():
        parts = one.split(",")
        if len(parts) != 3 or not parts[0] or not parts[1]:
            raise Fault("malformed", _("引用须为“发布者,编号,时间”:%(value)s") % {"value": one[:80]})
        found.append(Reference(sender=identity(parts[0]), identifier=identity(parts[1]), sent=moment(parts[2])))
    return tuple(found)


def polygon(raw: str) -> tuple[Point, ...]:
    """At least four points of which the last is the first: lat,lon lat,lon …"""
    pairs = raw.split()
    if len(pairs) > MOST_POINTS:
        raise Fault("too_long", _("多边形超过 %(n)s 个点") % {"n": MOST_POINTS})
    points = tuple(_point(pair) for pair in pairs)
    if len(points) < 4 or points[0] != points[-1]:
        raise Fault("malformed", _("多边形至少四个点,且首尾相同:%(value)s") % {"value": raw[:80]})
    return points


def circle(raw: str) -> Circle:
    """lat,lon radius: the radius in kilometres."""
    parts = raw.split()
    radius = number(parts[1]) if len(parts) == 2 else None
    if radius is None or not 0 <= radius <= 20_038:  # half the way around the earth
        raise Fault("malformed", _("圆须为“纬度,经度 半径(km)”:%(value)s") % {"value": raw[:80]})
    return Circle(centre=_point(parts[0]), radius=radius)


def _point(raw: str) -> Point:
    parts = raw.split(",")
    values = [number(part) for part in parts]
    if len(values) == 2 and values[0] is not None and values[1] is not None:
        lat, lon = values[0], values[1]
        if abs(lat) <= 90 and abs(lon) <= 180:
            return lat, lon
    raise Fault("malformed", _("坐标须为“纬度,经度”,WGS-84:%(value)s") % {"value": raw[:40]})
