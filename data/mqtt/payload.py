"""A message of a broker as readings told: whatever the payload is, the answer is readings or a Fault."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from data.intake.moments import moment
from data.intake.record import Fault
from data.language import gettext as _
from data.mqtt.profile import EPOCHS, Topics
from data.mqtt.topics import named_in
from data.readings.told import BLANK, Told

LARGEST = 256 * 1024  # bytes of a payload
MOST = 1_000  # readings in one message
LONGEST = 32  # characters of a station or a quantity
EPOCH_DIVISOR = {"epoch": 1, "epoch_ms": 1000}


def told_in(topics: Sequence[Topics], topic: str, payload: bytes, received: datetime) -> list[Told]:
    """All readings of a message. A payload without a time of its own counts from when it was `received`."""
    how, named = _way(topics, topic)
    if len(payload) > LARGEST:
        raise Fault("too_long", _("MQTT 消息超过 %(n)s KB") % {"n": LARGEST // 1024})
    found = [one for row in _rows(how, payload) for one in _readings(how, named, row, received)]
    if len(found) > MOST:
        raise Fault("too_long", _("一条消息里超过 %(n)s 个读数") % {"n": MOST})
    if all(one.value is BLANK for one in found):
        raise Fault("missing", _("消息里没有读数"))
    return found


def timed(topics: Sequence[Topics], topic: str) -> bool:
    """Whether messages on this topic tell their own time."""
    return any(how.fields.at for how in topics if named_in(how.topic, topic) is not None)


def _way(topics: Sequence[Topics], topic: str) -> tuple[Topics, Mapping[str, str]]:
    for how in topics:
        if (named := named_in(how.topic, topic)) is not None:
            return how, named
    raise Fault("malformed", _("没有为主题 %(topic)s 配置读法") % {"topic": topic[:80]})


def _rows(how: Topics, payload: bytes) -> list[Any]:
    if how.payload == "json":
        return _json(how, payload)
    try:
        text = payload.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Fault("malformed", _("消息不是 UTF-8 文字")) from None
    if not text:
        raise Fault("missing", _("消息没有内容"))
    if how.payload == "number":
        return [text]
    try:
        lines = csv.reader(text.splitlines(), delimiter=how.delimiter, strict=True)
        return [{str(n): cell for n, cell in enumerate(row, 1)} for row in lines if row]
    except csv.Error:
        raise Fault("malformed", _("消息不是完整的 CSV")) from None


def _json(how: Topics, payload: bytes) -> list[Any]:
    try:
        whole = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise Fault("malformed", _("消息不是 JSON:%(why)s") % {"why": str(error)[:120]}) from None
    rows = _at(whole, how.rows) if how.rows else whole
    if rows is None:
        raise Fault("missing", _("消息里没有“%(path)s”") % {"path": how.rows})
    return rows if isinstance(rows, list) else [rows]


def _readings(how: Topics, named: Mapping[str, str], row: Any, received: datetime) -> Iterator[Told]:
    station = _name(how, named, row, "station")
    at = _moment(how, row, received)
    if how.payload == "number":
        yield _told(how, station, _name(how, named, row, "quantity"), at, row, row)
        return
    if how.fields.value:
        yield _told(how, station, _name(how, named, row, "quantity"), at, _at(row, how.fields.value), row)
    for quantity, path in how.values.items():
        value = _at(row, path)
        yield _told(how, station, quantity, at, BLANK if value is None else value, row)


def _told(how: Topics, station: str, quantity: str, at: datetime, value: Any, row: Any) -> Told:
    quantity = how.quantities.get(quantity, quantity)
    unit = _text(_at(row, how.fields.unit)) if how.fields.unit else how.constants.unit
    return Told(station, quantity, at, value, unit or how.units.get(quantity, ""))


def _name(how: Topics, named: Mapping[str, str], row: Any, field: str) -> str:
    """A station or a quantity: as the payload says it, else the topic, else the profile."""
    path = getattr(how.fields, field)
    said = _text(_at(row, path)) if path else ""
    name = said or named.get(field, "") or str(getattr(how.constants, field))
    if len(name) > LONGEST:
        raise Fault("too_long", _("测站或要素的名称过长:%(value)s") % {"value": name[:40]})
    return name


def _moment(how: Topics, row: Any, received: datetime) -> datetime:
    if not how.fields.at:
        return received
    value = _at(row, how.fields.at)
    if value is None or value == "":
        raise Fault("missing", _("没有填写时间"))
    for form in how.time.formats:
        if form in EPOCHS and (found := _epoch(value, form)) is not None:
            return found
    if isinstance(value, str):
        return moment(value, [form for form in how.time.formats if form not in EPOCHS], how.time.zone)
    raise Fault("malformed", _("读不懂的时间:%(value)s") % {"value": str(value)[:40]})


def _epoch(value: Any, form: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(value) / EPOCH_DIVISOR[form], UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _at(row: Any, path: str) -> Any:
    """What stands at a path into objects and lists (of a CSV row: columns from 1); None where nothing does."""
    for key in path.split("."):
        if isinstance(row, dict):
            row = row.get(key)
        elif isinstance(row, list) and key.isascii() and key.isdigit() and int(key) < len(row):
            row = row[int(key)]
        else:
            return None
    return row


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()
