"""A cell of a sheet as a value that is said: its indicator, region, period and number made out, its unit converted."""

import math
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rapidfuzz import process
from sqlalchemy import Connection, select

from data.clock import KEY as DEMO_CLOCK
from data.commands.facts import fact
from data.commands.indicator_values import NAMES, Said
from data.commands.indicators import own_departments
from data.errors import BadInput
from data.facts.periods import period_end
from data.facts.places import region_ids
from data.indicator.cells import plain, split_unit
from data.indicator.period import FORMS
from data.indicator.profile import period_told, words
from data.indicator.recompute import rows_of
from data.indicator.units import unit_of
from data.intake.record import Fault
from data.language import gettext as _
from data.life.actor import Actor
from data.schema import region
from data.scope import Scope

PLACE, SOURCE = 64, 160
NUMBER = str.maketrans({",": "", "，": "", " ": "", "％": "", "%": ""})


@dataclass(frozen=True)
class Place:
    id: int
    name: str
    level: int
    lo: int
    hi: int


@dataclass(frozen=True)
class Taker:
    """What cells are held against. `own`: departments of who brings it; `names`: what the file calls an indicator."""

    rows: Mapping[str, Mapping[str, Any]]
    called: Mapping[str, str]
    places: Mapping[str, Place]
    provenance: str
    source: str
    scope: Scope
    now: datetime
    own: Container[str]
    names: Mapping[str, str] = field(default_factory=dict)

    def take(self, cell: Mapping[str, Any]) -> Said | None:
        """None for a cell that holds no number and says so. Fault when it cannot be taken."""
        text = plain(cell.get("value"))
        if text in words()["blank"]:
            return None
        code, unit = self._indicator(plain(cell.get("indicator")))
        place = self._place(plain(cell.get("region")))
        period = self._period(code, plain(cell.get("period")), plain(cell.get("title")))
        value = _number(cell.get("value")) * self._factor(code, unit or plain(cell.get("unit")))
        return Said(
            code=code,
            region_id=place.id if place else None,
            level=NAMES[place.level] if place else "province",
            place=(place.name if place else words()["province"][0])[:PLACE],
            period=period,
            value=value,
            provenance=self.provenance,
            source=self.source[:SOURCE],
        )

    def _indicator(self, text: str) -> tuple[str, str]:
        name, unit = split_unit(self.names.get(text, text))
        if not name:
            raise Fault("missing", _("没有写指标"))
        found = self.names.get(name, name)
        code = found if found in self.rows else self.called.get(found)
        if code is None:
            like = process.extractOne(found, list(self.called), score_cutoff=50)
            hint = _("；相近的有“{like}”").format(like=like[0]) if like else ""
            raise Fault("indicator", _("没有名为“{name}”的指标").format(name=found[:40]) + hint)
        if self.rows[code]["calc"] or self.rows[code]["cube"]:
            raise Fault("indicator", _("“{name}”由系统计算，不能填报").format(name=found[:40]))
        if self.rows[code]["department"] not in self.own:
            raise Fault("scope", _("“{name}”由其他部门负责").format(name=found[:40]))
        return code, unit

    def _place(self, text: str) -> Place | None:
        if text in words()["province"]:
            return None
        found = self.places.get(text)
        if found is None:
            raise Fault("outside", _("本市没有“{name}”，或重名").format(name=text[:40]))
        if not self.scope.covers(found.lo, found.hi):
            raise Fault("scope", _("“{name}”不在您的范围内").format(name=text[:40]))
        return found

    def _period(self, code: str, text: str, title: str) -> str:
        period = period_told(text, title)
        if period is None:
            raise Fault("malformed", _("时期“{text}”读不懂").format(text=text[:40]))
        if period.form not in FORMS.get(self.rows[code]["frequency"], ()):
            raise Fault("malformed", _("时期“{text}”与指标的频率不符").format(text=text[:40]))
        end = period_end(period.text)
        if end is None or end > self.now:
            raise Fault("future", _("时期“{text}”还没有结束").format(text=text[:40]))
        return period.text

    def _factor(self, code: str, unit: str) -> float:
        """By what a value in the file's unit is multiplied."""
        own = str(self.rows[code]["unit"])
        if not unit or unit == own:
            return 1.0
        try:
            theirs, ours = unit_of(unit), unit_of(own)
        except BadInput as error:
            raise Fault("unit", str(error)) from None
        if theirs.of != ours.of:
            raise Fault("unit", _("单位“{unit}”不能换算成“{own}”").format(unit=unit, own=own))
        return theirs.scale / ours.scale


def taker_of(connection: Connection, actor: Actor, source: str, now: datetime, names: Mapping[str, str]) -> Taker:
    rows = rows_of(connection)
    speaking = {code: row for code, row in rows.items() if row["frequency"] in FORMS}
    twice: dict[str, list[str]] = {}
    for code, row in speaking.items():
        twice.setdefault(str(row["name_zh"]), []).append(code)
    lived = "simulated" if fact(connection, DEMO_CLOCK) else "published"
    called = {name: codes[0] for name, codes in twice.items() if len(codes) == 1}
    own = own_departments(connection, actor)
    return Taker(speaking, called, _places(connection), lived, source, actor.scope, now, own, names)


def _places(connection: Connection) -> dict[str, Place]:
    """By code and by every way of writing a name that only one has; the city also by the words for all of it."""
    columns = [region.c[name] for name in ("id", "name", "level", "lo", "hi", "code")]
    rows = connection.execute(select(*columns).where(region.c.tree == "spine", region.c.level <= 4)).all()
    by_id = {row.id: Place(*row[:5]) for row in rows}
    city, ids = region_ids(connection)
    found = {row.code: by_id[row.id] for row in rows} | {text: by_id[one] for text, one in ids.items() if one in by_id}
    names: dict[str, list[Place]] = {}
    for row in rows:
        names.setdefault(row.name, []).append(by_id[row.id])
    found = {name: places[0] for name, places in names.items() if len(places) == 1} | found
    return found | dict.fromkeys([city, *words()["city"]], found[city])


def _number(cell: Any) -> float:
    try:
        value = float(cell) if isinstance(cell, int | float) else float(str(cell).translate(NUMBER))
    except ValueError:
        raise Fault("malformed", _("“{text}”不是数").format(text=plain(cell)[:40])) from None
    if not math.isfinite(value):
        raise Fault("malformed", _("“{text}”不是数").format(text=plain(cell)[:40]))
    return value
