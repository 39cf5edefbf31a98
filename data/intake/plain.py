"""A record as our own JSON says it: the fields of Record by their names, moments as ISO 8601 with an offset."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from data.intake.record import LIFE, Fault, Record
from data.language import gettext as _

FIELDS = frozenset(one.name for one in fields(Record))
TEXTS = ("title", "text", "category", "source", "line", "grade", "crs", "region", "place", "external_id", "provenance")


def record_of(raw: Mapping[str, Any], *, source: str = "neighbour") -> Record:
    """The record that `raw` is; `source` where it names none. Fault when it is none."""
    if not isinstance(raw, Mapping):
        raise Fault("malformed", _("应为一个对象"))
    if stray := sorted(str(name)[:40] for name in set(raw) - FIELDS):
        raise Fault("malformed", _("不认识的项:%(names)s") % {"names": "、".join(stray)[:200]})
    given = {name: value for name, value in raw.items() if value not in (None, "")}
    for name in TEXTS:
        if not isinstance(given.get(name, ""), str):
            raise Fault("malformed", _("“%(name)s”应为文字") % {"name": name})
    for name in ("title", "category", "reported_at"):
        if name not in given:
            raise Fault("missing", _("缺少“%(name)s”") % {"name": name})
    life = given.get("life", {})
    if not isinstance(life, Mapping):
        raise Fault("malformed", _("“%(name)s”应为一个对象") % {"name": "life"})
    for name in ("lon", "lat"):
        if isinstance(given.get(name), bool):
            raise Fault("malformed", _("坐标不是数:%(value)s") % {"value": given[name]})
    given |= {"reported_at": _moment(given["reported_at"]), "life": _life(life), "source": given.get("source", source)}
    return Record(**given)


def _life(life: Mapping[str, Any]) -> dict[str, Any]:
    moments = (*LIFE, "deadline_at", "ended_at")
    some = {name: value for name, value in life.items() if value not in (None, "")}
    return {name: _moment(value) if name in moments else value for name, value in some.items()}


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        raise Fault("malformed", _("读不懂的时间:%(value)s") % {"value": str(value)[:40]}) from None
