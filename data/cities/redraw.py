"""Redraw: put imported outlines into the database and cut everything below and beside them anew."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Engine, Row, bindparam, select, update

from data.cities.boundaries import LEVELS, Incoming, Report, match, read_features
from data.cities.build import rounded
from data.cities.cut import gathered, inside, polygonal, share_out
from data.cities.layout import noded
from data.cities.load import bump
from data.cities.plane import Plane
from data.cities.points import Village, place
from data.cities.rows import label_point
from data.errors import CityError
from data.schema import region, region_shape

FINE_DEGREES = 1e-9  # new corners on an old border must not move it
OVERLAP = 0.01  # share of the smaller outline that two outlines may overlap; less is trimmed
BELOW = "Voronoi of seats inside an imported outline"
BESIDE = "what imported outlines beside it leave of the parent"


def import_boundaries(engine: Engine, path: Path, crs: str, level: str = "town", by: str = "code") -> Report:
    """All or nothing: the report tells what matched; raises when the file or the result cannot be used."""
    features = read_features(path)
    with engine.begin() as connection:
        city = connection.execute(select(region).where(region.c.level == 1)).first()
        if city is None:
            raise CityError("the database holds no city yet; load one with `flask city load`")
        whole = _shape(connection, city.id)
        incoming, report = match(connection, features, crs, LEVELS[level], by, shapely.box(*whole.bounds))
        if not incoming:
            return report
        redraw = _Redraw(connection, Plane.around(whole), report, path.name)
        groups: dict[int, list[Incoming]] = defaultdict(list)
        for one in incoming:
            groups[one.region.parent_id].append(one)
        for parent, group in groups.items():
            redraw.children(parent, group)
        redraw.statutory()
        bump(connection, "regions")
    return report


def _shape(connection: Connection, region_id: int) -> BaseGeometry:
    return shape(
        json.loads(
            connection.scalar(select(region_shape.c.geometry).where(region_shape.c.region_id == region_id)) or ""
        )
    )


class _Redraw:
    """One import under way; lengths in metres on the city's plane, stored outlines in degrees."""

    def __init__(self, connection: Connection, plane: Plane, report: Report, file: str) -> None:
        self.connection, self.plane, self.report, self.file = connection, plane, report, file

    def children(self, parent_id: int, group: list[Incoming]) -> None:
        """The parent's outline stays; imported children come first, the others share what they leave."""
        parent = self.plane.metres(_shape(self.connection, parent_id))
        rows = self._rows(parent_id)
        given = {one.region.id: self._within(parent, one) for one in group}
        fixed = self._trimmed({row.id: row.name for row in rows}, given)
        held = shapely.union_all(list(fixed.values()))
        earlier = {
            row.id: _shape(self.connection, row.id)
            for row in rows
            if row.provenance == "imported" and row.id not in fixed
        }
        fixed |= {key: polygonal(self.plane.metres(one).difference(held)) for key, one in earlier.items()}
        rest = polygonal(parent.difference(shapely.union_all(list(fixed.values()))))
        others = [row for row in rows if row.id not in fixed]
        shares = fixed | self._left(rest, others, fixed)
        fine = noded({str(key): self.plane.degrees(one) for key, one in shares.items()}, FINE_DEGREES, 0)
        kinds = {key: ("imported", f"imported from {self.file}") for key in given}
        for row in rows:
            if row.id in given or row.id not in fixed:
                self._store(row, fine[str(row.id)], *kinds.get(row.id, ("synthetic", BESIDE)))
        self.report.redrawn += [f"{row.code} {row.name}" for row in others]

    def statutory(self) -> None:
        """Counties of the other tree are unions of the spine's."""
        spine = select(region).where(region.c.tree == "spine", region.c.level == 2)
        counties = [(row, _shape(self.connection, row.id)) for row in self.connection.execute(spine)]
        for row in list(self.connection.execute(select(region).where(region.c.tree != "spine"))):
            own = [one for county, one in counties if row.lo <= county.lo and county.hi <= row.hi]
            values = {"geometry": _text(shapely.coverage_union_all(own))}
            self.connection.execute(update(region_shape).where(region_shape.c.region_id == row.id).values(values))

    def _within(self, parent: BaseGeometry, one: Incoming) -> BaseGeometry:
        raw = self.plane.metres(one.shape)
        kept = polygonal(raw.intersection(parent))
        if kept.area < 0.5 * raw.area:
            raise CityError(f"{one.region.name} lies mostly outside the region it belongs to; is the CRS right?")
        if kept.area < 0.995 * raw.area:
            lost = 100 * (1 - kept.area / raw.area)
            self.report.repaired.append(f"{one.region.code} {one.region.name}: {lost:.1f}% beyond the parent cut off")
        return kept

    def _trimmed(self, names: dict[int, str], given: dict[int, BaseGeometry]) -> dict[int, BaseGeometry]:
        done: dict[int, BaseGeometry] = {}
        for key, one in given.items():
            for other, body in done.items():
                common = one.intersection(body).area
                if common > OVERLAP * min(one.area, body.area):
                    raise CityError(f"{names[key]} and {names[other]} overlap by {common / 1e6:.2f} km²; mend the file")
                one = polygonal(one.difference(body)) if common else one
            done[key] = one
        return done

    def _left(
        self, rest: BaseGeometry, others: list[Row[Any]], fixed: dict[int, BaseGeometry]
    ) -> dict[int, BaseGeometry]:
        """What imported outlines leave: to the other children, or, when there is none, to the imported ones it touches."""
        if not others:
            whole = gathered([shapely.union_all([one]) for one in fixed.values()], np.array(list(fixed.values())))
            for piece in shapely.get_parts(rest):
                near = int(np.argmin(shapely.distance(piece, np.array(whole))))
                whole[near] = shapely.union(whole[near], piece)
            return dict(zip(fixed, whole, strict=True))
        if rest.area < 1e-3 * sum(one.area for one in fixed.values()) / len(fixed) * len(others):
            raise CityError(f"the file leaves no room for {', '.join(row.name for row in others)}")
        return dict(zip((row.id for row in others), self._shares(rest, others), strict=True))

    def _shares(self, polygon: BaseGeometry, rows: list[Row[Any]]) -> list[BaseGeometry]:
        degrees = shapely.MultiPoint([(row.lon, row.lat) for row in rows])
        return share_out(polygon, inside(polygon, shapely.get_coordinates(self.plane.metres(degrees))))

    def _store(self, row: Row[Any], outline: BaseGeometry, provenance: str, source: str) -> None:
        lon, lat = label_point(outline, self.plane)
        area = self.plane.km2(outline)
        values = {"provenance": provenance, "source": source, "geometry": _text(outline)}
        self.connection.execute(update(region_shape).where(region_shape.c.region_id == row.id).values(values))
        place_now = {"lon": lon, "lat": lat, "area_km2": area}
        self.connection.execute(update(region).where(region.c.id == row.id).values(place_now))
        if row.level == 4:
            self._grids(row, outline, lat, area)
            return
        children = self._rows(row.id)
        shares = self._shares(self.plane.metres(outline), children)
        cut = noded(
            {str(one.id): self.plane.degrees(part) for one, part in zip(children, shares, strict=True)}, FINE_DEGREES, 0
        )
        for child in children:
            self._store(child, cut[str(child.id)], "synthetic", BELOW)

    def _grids(self, row: Row[Any], outline: BaseGeometry, lat: float, area: float) -> None:
        """Grids and cells keep their numbers and codes; only their points move."""
        grids = list(self.connection.execute(select(region).where(region.c.parent_id == row.id).order_by(region.c.lo)))
        sizes = tuple(grid.hi - grid.lo + 1 for grid in grids)
        village = Village(
            code=row.code, lat=round(lat, 6), shape=outline, grids=len(grids), cells=sum(sizes), fixed=sizes
        )
        places = place(village)
        ids = [grid.id for grid in grids] + list(range(row.lo, row.hi + 1))
        points = np.vstack([places.grids, places.cell_points]).tolist()
        areas = (np.concatenate([places.areas, places.cell_areas]) * area).tolist()
        moved = [{"key": i, "x": x, "y": y, "a": a} for i, (x, y), a in zip(ids, points, areas, strict=True)]
        values = {"lon": bindparam("x"), "lat": bindparam("y"), "area_km2": bindparam("a")}
        self.connection.execute(update(region).where(region.c.id == bindparam("key")).values(values), moved)

    def _rows(self, parent_id: int) -> list[Row[Any]]:
        joined = select(region, region_shape.c.provenance).join(region_shape)
        wanted = joined.where(region.c.parent_id == parent_id, region.c.tree == "spine").order_by(region.c.lo)
        return list(self.connection.execute(wanted))


def _text(outline: BaseGeometry) -> str:
    return json.dumps(rounded(mapping(outline), 9), separators=(",", ":"))
