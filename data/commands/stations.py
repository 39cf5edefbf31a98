"""The register of stations, their gauges and limits, as an operator hands it in: all rows of a file or none."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, refuse, text
from data.errors import BadInput
from data.queries.locate import cell_of_region, locate
from data.readings.kinds import MEASURES, RANGES
from data.readings.rules import CODES
from data.risk_words import LIMITS, STATION_KINDS
from data.schema import gauge, gauge_limit, station

KINDS = {word: code for code, word in STATION_KINDS.items()} | {code: code for code in STATION_KINDS}
RHYTHM_S = (10, 86_400)  # least and most seconds from one reading to the next
USUAL_S = 300
LENGTHS = {"code": 32, "name": 96, "agency": 32}


@dataclass(frozen=True, kw_only=True)
class Station:
    """The columns of `station` that a file tells."""

    code: str
    name: str
    kind: str
    cell_id: int
    lon: float
    lat: float
    rhythm_s: int
    agency: str | None


@dataclass(kw_only=True)
class Scale:
    """What a gauge measures, from low to high, and its limits by name."""

    quantity: str
    low: float
    high: float
    limits: dict[str, float] = field(default_factory=dict)


def register_stations(connection: Connection, rows: Rows, now: datetime, provenance: str = "measured") -> Added:
    """Add or change the stations of `rows`, one row a gauge; a row without a quantity stands for all of its kind.

    BadInput, and nothing done, when a row makes no sense. Stations and gauges that no row names stay as they are.
    """
    bump(connection, "stations")
    bump(connection, "readings")  # first: no reading is taken meanwhile
    stations: dict[str, Station] = {}
    scales: dict[tuple[str, str], Scale] = {}
    faults: list[tuple[int, str]] = []
    for number, row in rows:
        try:
            one = _station(connection, row)
            if stations.setdefault(one.code, one) != one:
                raise BadInput(f"station {one.code} is described otherwise above")
            for scale in _scales(row, one.kind):
                if (one.code, scale.quantity) in scales:
                    raise BadInput(f"station {one.code} has its {scale.quantity} above already")
                scales[one.code, scale.quantity] = scale
        except BadInput as fault:
            faults.append((number, str(fault)))
    lacking = [one for one in stations.values() if (one.code, MEASURES[one.kind][0]) not in scales]
    first = {text(row, "code"): number for number, row in reversed(rows)}
    faults += [(first[one.code], f"a station of kind {one.kind} needs a {MEASURES[one.kind][0]}") for one in lacking]
    refuse(sorted(faults))
    known = dict(connection.execute(select(station.c.code, station.c.id)).all())
    ids = {one.code: _write(connection, known.get(one.code), one, now, provenance) for one in stations.values()}
    for (code, _quantity), scale in scales.items():
        _scale(connection, ids[code], scale)
    new = len(set(stations) - set(known))
    return Added(rows=len(rows), new=new, changed=len(stations) - new)


def _station(connection: Connection, row: Row) -> Station:
    for name, most in LENGTHS.items():
        if len(text(row, name)) > most:
            raise BadInput(f"{name}: at most {most} characters")
    code, kind = text(row, "code"), KINDS.get(text(row, "kind"))
    if not code or not text(row, "name"):
        raise BadInput("a station needs a code and a name")
    if kind is None:
        raise BadInput(f"kind: {text(row, 'kind')!r} is not one of {', '.join(STATION_KINDS)}")
    rhythm = number_in(row, "rhythm_s")
    rhythm = USUAL_S if rhythm is None else rhythm
    if not RHYTHM_S[0] <= rhythm <= RHYTHM_S[1]:
        raise BadInput(f"rhythm_s: {RHYTHM_S[0]} to {RHYTHM_S[1]} seconds")
    where = placed(connection, row)
    agency = text(row, "agency") or None
    return Station(code=code, name=text(row, "name"), kind=kind, rhythm_s=int(rhythm), agency=agency, **where)


def placed(connection: Connection, row: Row) -> dict[str, Any]:
    """By WGS-84 coordinates, or in the region whose code is given."""
    lon, lat, code = number_in(row, "lon"), number_in(row, "lat"), text(row, "region")
    if lon is not None and lat is not None:
        if found := locate(connection, lon, lat):
            return {"cell_id": found.cell_id, "lon": lon, "lat": lat}
        raise BadInput(f"{lon:g}, {lat:g} (WGS-84) lies outside the city")
    if code and (found := cell_of_region(connection, code)):
        return {"cell_id": found.cell_id, "lon": found.lon, "lat": found.lat}
    raise BadInput(f"no region {code}" if code else "lon and lat, or the code of a region, are needed")


def _scales(row: Row, kind: str) -> list[Scale]:
    named = text(row, "quantity")
    if named and named not in CODES:
        raise BadInput(f"quantity: {named!r} is not one of {', '.join(RANGES)}")
    quantities = [CODES[named]] if named else list(MEASURES[kind])
    return [_read_scale(row, quantity, quantity == quantities[0]) for quantity in quantities]


def _read_scale(row: Row, quantity: str, own: bool) -> Scale:
    """`own`: range and limits in the row are of this quantity."""
    usual = RANGES[quantity]
    if not own:
        return Scale(quantity=quantity, low=usual[0], high=usual[1])
    low, high = (number_in(row, "low"), number_in(row, "high"))
    one = Scale(quantity=quantity, low=usual[0] if low is None else low, high=usual[1] if high is None else high)
    if not one.low < one.high:
        raise BadInput(f"low {one.low:g} is not below high {one.high:g}")
    for name in LIMITS:
        if (value := number_in(row, name)) is not None:
            if not one.low <= value <= one.high:
                raise BadInput(f"{name} {value:g} lies outside {one.low:g} to {one.high:g}")
            one.limits[name] = value
    if one.limits.get("caution", one.low) > one.limits.get("guarantee", one.high):
        raise BadInput("caution lies above guarantee")
    return one


def number_in(row: Row, name: str) -> float | None:
    given = text(row, name)
    if not given:
        return None
    try:
        value = float(given)
    except ValueError:
        raise BadInput(f"{name}: {given[:20]!r} is not a number") from None
    if not abs(value) <= 1e9:
        raise BadInput(f"{name}: {given[:20]!r} is not a number that can be meant")
    return value


def _write(connection: Connection, number: int | None, one: Station, now: datetime, provenance: str) -> int:
    values: Mapping[str, Any] = asdict(one) | {"as_of": now, "provenance": provenance}
    if number is not None:
        connection.execute(update(station).where(station.c.id == number).values(values))
        return number
    return int(connection.scalar(insert(station).values(values).returning(station.c.id)) or 0)


def _scale(connection: Connection, station_id: int, scale: Scale) -> None:
    """The gauge and exactly these limits."""
    mine = (gauge.c.station_id == station_id, gauge.c.quantity == scale.quantity)
    values = {"low": scale.low, "high": scale.high}
    number = connection.scalar(update(gauge).where(*mine).values(values).returning(gauge.c.id))
    if number is None:
        new = insert(gauge).values(station_id=station_id, quantity=scale.quantity, **values)
        number = connection.scalar(new.returning(gauge.c.id))
    connection.execute(delete(gauge_limit).where(gauge_limit.c.gauge_id == number))
    limits = [{"gauge_id": number, "name": name, "value": value} for name, value in scale.limits.items()]
    if limits:
        connection.execute(insert(gauge_limit), limits)
