"""Places that are guarded against fire and flood: what is live over each, whether its check is due, its hazards."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from data.answer import Answer, Column, Row
from data.queries.asked import REGISTER_RHYTHM, Asked
from data.queries.fire_record import judged
from data.queries.regions import inside
from data.queries.spans import places_of
from data.queries.warning_scope import covered, touching
from data.schema import feature, warning
from data.schema.warnings import LIVE

FIELDS = ("fire", "flood", "waterlog", "geo")  # whatever their colour
WIDE, GRAVE = ("rain", "typhoon"), 2  # these from orange on: a blue one over half the city alarms nobody
LISTED = 40
CHECKS = ("overdue", "never", "done")
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="layer", label="台账代码"),
    Column(key="name", label="名称"),
    Column(key="kind", label="种类代码"),
    Column(key="place", label="所在村居与网格"),
    Column(key="alarm", label="告警"),
    Column(key="colour", label="颜色（1红 2橙 3黄 4蓝）"),
    Column(key="warning", label="预警编号"),
    Column(key="check", label="检查状态代码"),
    Column(key="checked_at", label="最近检查"),
    Column(key="open", label="未改火灾隐患", unit="处"),
    Column(key="hydrants", label="室外消火栓", unit="个"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)
Alarm = tuple[int, str, str]  # colour, title, code


def guarded(a: Asked, layers: Sequence[str]) -> Answer:
    """A row a place of these registers as they are now: alarmed first, then overdue or never checked, then by hazards.

    The first 40 are listed. `parts.registers`: of each register all of them, alarmed, not checked, hazards, hydrants.
    """
    f = feature.c
    columns = [f[name] for name in ("code", "layer", "name", "kind", "cell_id", "lon", "lat", "attributes", "as_of")]
    mine = (f.layer.in_(layers), f.retired_at.is_(None), inside(f.cell_id, a.here))
    found = a.connection.execute(select(*columns, f.provenance).where(*mine)).mappings().all()
    alarms = _alarms(a, [row["cell_id"] for row in found])
    rows = [_row(row, alarms.get(row["cell_id"]), a) for row in found]
    order = sorted(range(len(rows)), key=lambda n: _urgency(rows[n]))
    shown = [rows[n] for n in order[:LISTED]]
    names = places_of(a.connection, [found[n]["cell_id"] for n in order[:LISTED]])
    return a.answer(
        columns=COLUMNS,
        rows=[row | {"place": place} for row, place in zip(shown, names, strict=True)],
        unit="处",
        as_of=max((row["as_of"] for row in found), default=None),
        provenance="simulated" if any(row["provenance"] == "simulated" for row in found) else a.lived,
        rhythm=REGISTER_RHYTHM,
        source="消防救援、文物部门台账",
        parts={"registers": [_layer(layer, [row for row in rows if row["layer"] == layer]) for layer in layers]},
    )


def _urgency(row: Row) -> tuple[Any, ...]:
    return (row["colour"] or 9, CHECKS.index(str(row["check"])), -int(row["open"] or 0), row["layer"], row["code"])


def _row(row: Mapping[Any, Any], alarm: Alarm | None, a: Asked) -> Row:
    record, known = judged(row, a.now), row["attributes"]
    colour, title, code = alarm or (None, None, None)
    return {
        **{name: row[name] for name in ("code", "layer", "name", "kind", "lon", "lat")},
        "place": None,
        "alarm": title,
        "colour": colour,
        "warning": code,
        "check": record.check,
        "checked_at": known.get("fire_checked"),
        "open": record.open,
        "hydrants": known.get("hydrants"),
    }


def _alarms(a: Asked, cells: Sequence[int]) -> dict[int, Alarm]:
    """{cell: the gravest live warning over it}."""
    told = _live(a.connection, a)
    spans = [(one.lo, one.hi, told[one.warning_id]) for one in covered(a.connection, told)]
    found: dict[int, Alarm] = {}
    for cell in set(cells):
        mine = [alarm for lo, hi, alarm in spans if lo <= cell <= hi]
        if mine:
            found[cell] = min(mine)
    return found


def _live(connection: Connection, a: Asked) -> dict[int, Alarm]:
    w = warning.c
    grave = w.field.in_(FIELDS) | (w.field.in_(WIDE) & (w.colour <= GRAVE))
    query = select(w.id, w.colour, w.title, w.code).where(LIVE, grave, touching(a.here))
    return {row.id: (row.colour, row.title, row.code) for row in connection.execute(query)}


def _layer(layer: str, rows: Sequence[Row]) -> Row:
    return {
        "layer": layer,
        "total": len(rows),
        "alarmed": sum(row["colour"] is not None for row in rows),
        "overdue": sum(row["check"] != "done" for row in rows),
        "open": sum(int(row["open"] or 0) for row in rows),
        "hydrants": sum(int(row["hydrants"] or 0) for row in rows),
    }
