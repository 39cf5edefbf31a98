"""The places of a scenario, found in the city at hand."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from data.errors import BadInput
from data.exercise.scenario import Place, Scenario
from data.queries.locate import locate
from data.schema import region, region_stat, station


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place found: degrees WGS-84, the cell it lies in, what it is called; `station` is a code, "" for none."""

    lon: float
    lat: float
    cell_id: int
    name: str
    station: str = ""


def spots(connection: Connection, scenario: Scenario) -> dict[str, Spot]:
    """Every place of the scenario by its name. BadInput names the one that this city does not have."""
    return {name: _spot(connection, name, place) for name, place in scenario.places.items()}


def _spot(connection: Connection, name: str, place: Place) -> Spot:
    if place.station is not None:
        return _station(connection, name, place)
    if place.lon is not None and place.lat is not None:
        located = locate(connection, place.lon, place.lat)
        if located is None:
            raise BadInput(f"places.{name}: it lies outside the city")
        return Spot(lon=place.lon, lat=place.lat, cell_id=located.cell_id, name=located.place)
    wanted = _towns().offset((place.town or 1) - 1) if place.town else _regions(str(place.region))
    row = connection.execute(wanted.limit(1)).first()
    if row is None:
        raise BadInput(f"places.{name}: this city has no such {'town' if place.town else 'region'}")
    return Spot(lon=row.lon, lat=row.lat, cell_id=_cell(connection, row), name=row.name)


def _station(connection: Connection, name: str, place: Place) -> Spot:
    towns = _towns().subquery()
    found = (
        select(station.c.code, station.c.name, station.c.cell_id, station.c.lon, station.c.lat)
        .join(towns, station.c.cell_id.between(towns.c.lo, towns.c.hi))
        .where(station.c.kind == place.station, station.c.closed_at.is_(None))
        .order_by(towns.c.people.desc(), towns.c.cells.desc(), station.c.code)
    )
    rows = connection.execute(found.limit(place.n)).all()
    if not rows:
        raise BadInput(f"places.{name}: this city has no station of kind {place.station}")
    row = rows[-1]  # the last there is, where there are fewer
    return Spot(lon=row.lon, lat=row.lat, cell_id=row.cell_id, name=row.name, station=row.code)


def _towns() -> Select[Any]:
    """Towns by population, where that is not known by cells."""
    people = func.coalesce(region_stat.c.population, 0).label("people")
    cells = (region.c.hi - region.c.lo).label("cells")
    columns = (region.c.id, region.c.name, region.c.lon, region.c.lat, region.c.lo, region.c.hi, people, cells)
    found = select(*columns).outerjoin(region_stat, region_stat.c.region_id == region.c.id)
    order = (people.desc(), cells.desc(), region.c.lo)
    return found.where(region.c.tree == "spine", region.c.level == 3).order_by(*order)


def _regions(code: str) -> Select[Any]:
    return select(region).where(region.c.tree == "spine", region.c.code == code)


def _cell(connection: Connection, row: Any) -> int:
    """The cell of the region whose label stands nearest to that of the region."""
    away = (region.c.lon - row.lon) * (region.c.lon - row.lon) + (region.c.lat - row.lat) * (region.c.lat - row.lat)
    inside = (region.c.tree == "spine", region.c.level == 6, region.c.lo.between(row.lo, row.hi))
    return int(connection.scalars(select(region.c.id).where(*inside).order_by(away, region.c.id).limit(1)).one())
