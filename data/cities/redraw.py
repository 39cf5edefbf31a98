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
from data.cities.plane import Plane, Sheet
from data.cities.points import Village, place
from data.cities.rows import label_point
from data.commands.revisions import bump
from data.errors import CityError
from data.schema import region, region_shape

FINE_DEGREES = 1e-9  # new corners on an old border must not move it
OVERLAP = 0.01  # share of the smaller outline that two outlines may overlap; less is trimmed
SAME = 1e-7  # an area that moved by less did not move
SOURCE_LENGTH = 128  # of region_shape.source
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
        redraw = _Redraw(connection, whole, report, path.name)
        groups: dict[int, list[Incoming]] = defaultdict(list)
        for one in incoming:
            groups[one.region.parent_id].append(one)
        for parent, group in groups.items():
            redraw.children(parent, group)
        redraw.statutory()
        bump(connection, "regions")
    return report


def _shape(connection: Connection, region_id: int) -> BaseGeometry:
    wanted = select(region_shape.c.geometry).where(region_shape.c.region_id == region_id)
    return shape(json.loads(connection.execute(wanted).scalar_one()))


class _Redraw:
    """One import under way; cuts are made in metres on a sheet, outlines are stored in degrees."""

    def __init__(self, connection: Connection, city: BaseGeometry, report: Report, file: str) -> None:
        self.connection, self.report, self.file = connection, report, file
        self.plane = Plane.around(city)
        self.sheet = Sheet(self.plane.lat)

    def children(self, parent_id: int, group: list[Incoming]) -> None:
        """The parent's outline stays; imported children come first, the others share what they leave."""
        parent = self.sheet.metres(_shape(self.connection, parent_id))
        rows = self._rows(parent_id)
        given = {one.region.id: self._within(parent, one) for one in group}
        fixed = self._trimmed({row.id: row.name for row in rows}, given)
        earlier = self._earlier(rows, fixed)
        fixed |= earlier
        others = [row for row in rows if row.id not in fixed]
        rest = polygonal(parent.difference(shapely.union_all(list(fixed.values()))))
        shares = fixed | self._left(rest, others, fixed)
        fine = noded({str(key): self.sheet.degrees(one) for key, one in shares.items()}, FINE_DEGREES, 0)
        areas = self._areas(sum(row.area_km2 for row in rows), [fine[str(row.id)] for row in rows])
        for row, area in zip(rows, areas, strict=True):
            if row.id in earlier and abs(area - row.area_km2) < SAME * area:
                continue
            self._store(row, fine[str(row.id)], area, *self._origin(row, row.id in given, row.id in earlier))
        self.report.redrawn += [f"{row.code} {row.name}" for row in others]

    def _earlier(self, rows: list[Row[Any]], fixed: dict[int, BaseGeometry]) -> dict[int, BaseGeometry]:
        """Siblings imported before: they stay, less what the new ones take."""
        held = shapely.union_all(list(fixed.values()))
        before = [row for row in rows if row.provenance == "imported" and row.id not in fixed]
        return {
            row.id: polygonal(self.sheet.metres(_shape(self.connection, row.id)).difference(held)) for row in before
        }

    def _origin(self, row: Row[Any], given: bool, earlier: bool) -> tuple[str, str]:
        if given:
            return "imported", f"imported from {self.file}"[:SOURCE_LENGTH]
        return ("imported", row.source) if earlier else ("synthetic", BESIDE)

    def statutory(self) -> None:
        """Counties of the other tree are unions of the spine's."""
        spine = select(region).where(region.c.tree == "spine", region.c.level == 2)
        counties = [(row, _shape(self.connection, row.id)) for row in self.connection.execute(spine)]
        for row in list(self.connection.execute(select(region).where(region.c.tree != "spine"))):
            own = [one for county, one in counties if row.lo <= county.lo and county.hi <= row.hi]
            values = {"geometry": _text(shapely.coverage_union_all(own))}
            self.connection.execute(update(region_shape).where(region_shape.c.region_id == row.id).values(values))

    def _within(self, parent: BaseGeometry, one: Incoming) -> BaseGeometry:
        raw = self.sheet.metres(one.shape)
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
        """What imported outlines leave: to the other children; when there is none, to the imported ones beside it."""
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
        return share_out(polygon, inside(polygon, shapely.get_coordinates(self.sheet.metres(degrees))))

    def _areas(self, room: float, outlines: list[BaseGeometry]) -> list[float]:
        """Square kilometres of each, fitted (by some millionths) to add up to the room they share."""
        areas = [self.plane.km2(one) for one in outlines]
        return [area * room / sum(areas) for area in areas]

    def _store(self, row: Row[Any], outline: BaseGeometry, area: float, provenance: str, source: str) -> None:
        lon, lat = label_point(outline, self.sheet)
        drawn = {"provenance": provenance, "source": source, "geometry": _text(outline)}
        self.connection.execute(update(region_shape).where(region_shape.c.region_id == row.id).values(drawn))
        place_now = {"lon": lon, "lat": lat, "area_km2": area}
        self.connection.execute(update(region).where(region.c.id == row.id).values(place_now))
        if row.level == 4:
            self._grids(row, outline, lat, area)
            return
        children = self._rows(row.id)
        shares = self._shares(self.sheet.metres(outline), children)
        cut = noded(
            {str(one.id): self.sheet.degrees(part) for one, part in zip(children, shares, strict=True)}, FINE_DEGREES, 0
        )
        for child, room in zip(children, self._areas(area, [cut[str(child.id)] for child in children]), strict=True):
            self._store(child, cut[str(child.id)], room, "synthetic", BELOW)

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
        values: dict[str, Any] = {"lon": bindparam("x"), "lat": bindparam("y"), "area_km2": bindparam("a")}
        self.connection.execute(update(region).where(region.c.id == bindparam("key")).values(values), moved)

    def _rows(self, parent_id: int) -> list[Row[Any]]:
        joined = select(region, region_shape.c.provenance, region_shape.c.source).join(region_shape)
        wanted = joined.where(region.c.parent_id == parent_id, region.c.tree == "spine").order_by(region.c.lo)
        return list(self.connection.execute(wanted))


def _text(outline: BaseGeometry) -> str:
    return json.dumps(rounded(mapping(outline), 9), separators=(",", ":"))
