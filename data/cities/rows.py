"""Rows of a pack: every region from the city to the villages, in the order of the spine."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.cities.cut import largest_remainder
from data.cities.layout import Layout, whole
from data.cities.plane import Plane, Sheet
from data.cities.recipe import Recipe, Zone
from data.cities.register import Register, Town
from data.cities.sources import GSHHG, TIANDITU

OFFICIAL = f"{TIANDITU}; {GSHHG}"
SYNTHETIC = "Voronoi of seats inside the official county"
URBAN_WEIGHT = 1.5  # an urban community has more grids than a village of its size


@dataclass(kw_only=True)
class Region:
    tree: str
    code: str
    name: str
    pinyin: str
    level: int
    parent: str
    nbs_code: str
    mca_code: str
    kind: str
    lo: int
    hi: int
    grids: int
    lon: float
    lat: float
    area_km2: float
    valid_from: str


@dataclass(kw_only=True)
class Drawing:
    """Outline of one region of one tree."""

    tree: str
    code: str
    provenance: str
    source: str
    shape: BaseGeometry


def regions(recipe: Recipe, register: Register, layout: Layout, city_name: str) -> tuple[list[Region], list[Drawing]]:
    """Spine first, from the city down; then the statutory counties that differ from it."""
    book = _Book(recipe, register, layout)
    counties = book.counties()
    book.add(book.region("spine", recipe.adcode, city_name, 1, "", [v for _, towns in counties for v in _of(towns)]))
    for place, towns in counties:
        code, name, kind = (place.code, place.name, "zone") if isinstance(place, Zone) else (*place, "official")
        book.add(book.region("spine", book.county_code(code), name, 2, recipe.adcode, _of(towns), kind), carved=code)
    for place, towns in counties:
        code = place.code if isinstance(place, Zone) else place[0]
        for town in towns:
            one = book.region("spine", town.code, town.name, 3, book.county_code(code), _of([town]))
            one.mca_code = town.mca_code
            book.add(one)
    for _, towns in counties:
        for town in towns:
            for village in town.villages:
                book.add(book.region("spine", village.code, village.name, 4, town.code, [village.code]))
    for code in sorted({zone.county for zone in recipe.zones}):
        towns = [town for place, own in counties for town in own if town.county == code]
        book.add(book.region("statutory", code, register.counties[code], 2, recipe.adcode, _of(towns)))
    return book.rows, book.drawings


def _of(towns: list[Town]) -> list[str]:
    return [village.code for town in towns for village in town.villages]


class _Book:
    def __init__(self, recipe: Recipe, register: Register, layout: Layout) -> None:
        self.recipe, self.register, self.layout = recipe, register, layout
        self.carved = {zone.county for zone in recipe.zones}
        self.renamed = {self.county_code(code) for code in register.counties} - register.counties.keys()
        self.rows: list[Region] = []
        self.drawings: list[Drawing] = []
        self.area = {code: round(layout.plane.km2(one), 6) for code, one in layout.villages.items()}
        self.grids, self.first, self.last = self._numbers()

    def counties(self) -> list[tuple[Zone | tuple[str, str], list[Town]]]:
        """Counties with the towns they keep, each followed by the zones carved out of it."""
        listed: list[tuple[Zone | tuple[str, str], list[Town]]] = []
        for code, name in self.register.counties.items():
            zones = [zone for zone in self.recipe.zones if zone.county == code]
            towns = [town for town in self.register.towns if town.county == code]
            away = {name: zone for zone in zones for name in zone.towns}
            listed.append(((code, name), [town for town in towns if town.name not in away]))
            listed += [(zone, [town for town in towns if away.get(town.name) == zone]) for zone in zones]
        return listed

    def county_code(self, code: str) -> str:
        """A city without counties has one in the register with the city's own code; ours needs another."""
        return code[:4] + "01" if code == self.recipe.adcode else code

    def region(
        self, tree: str, code: str, name: str, level: int, parent: str, villages: list[str], kind: str = "official"
    ) -> Region:
        shape = self._shape(tree, code, villages, level)
        lon, lat = label_point(shape, self.layout.plane)
        registered = self.recipe.adcode if level == 2 and code in self.renamed else code
        return Region(
            tree=tree,
            code=code,
            name=name,
            pinyin=pinyin(self.recipe.pinyin.get(name) or name),
            level=level,
            parent=parent,
            nbs_code="" if kind == "zone" else registered.ljust(12, "0"),
            mca_code=registered.ljust(12, "0") if level < 3 and kind != "zone" else "",
            kind=kind,
            lo=self.first[villages[0]],
            hi=self.last[villages[-1]],
            grids=sum(self.grids[village] for village in villages),
            lon=lon,
            lat=lat,
            area_km2=round(sum(self.area[village] for village in villages), 6),
            valid_from=self.recipe.effective.isoformat(),
        )

    def add(self, region: Region, carved: str = "") -> None:
        self.rows.append(region)
        drawn = region.level < 3 and region.kind == "official" and carved not in self.carved
        self.drawings[-1].provenance = "official" if drawn else "synthetic"
        self.drawings[-1].source = OFFICIAL if drawn else SYNTHETIC

    def _shape(self, tree: str, code: str, villages: list[str], level: int) -> BaseGeometry:
        shape = self.layout.towns[code] if level == 3 else whole([self.layout.villages[one] for one in villages])
        self.drawings.append(Drawing(tree=tree, code=code, provenance="", source="", shape=shape))
        return shape

    def _numbers(self) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """Grids of each village and its interval of cells, both to the published totals."""
        order = [
            (code, v.urban) for _, towns in self.counties() for t in towns for v in t.villages for code in (v.code,)
        ]
        area = np.array([self.area[code] for code, _ in order])
        weight = np.where([urban for _, urban in order], URBAN_WEIGHT, 1.0) * (0.6 + np.sqrt(area / area.mean()))
        grids, cells = self.recipe.sizes(len(order))
        grids_of = largest_remainder(weight, grids)
        cells_of = grids_of + largest_remainder(grids_of * (0.8 + 0.4 * _jitter(len(order))), cells - grids, least=0)
        last = np.cumsum(cells_of)
        codes = [code for code, _ in order]
        first = last - cells_of + 1
        return _by(codes, grids_of), _by(codes, first), _by(codes, last)


def _jitter(count: int) -> np.ndarray:
    return np.random.Generator(np.random.PCG64(20230630)).random(count)


def _by(codes: list[str], numbers: np.ndarray) -> dict[str, int]:
    return dict(zip(codes, numbers.tolist(), strict=True))


def label_point(shape: BaseGeometry, plane: Plane | Sheet) -> tuple[float, float]:
    """The middle of the largest circle inside the largest part: where a label sits well."""
    largest = max(shapely.get_parts(plane.metres(shape)), key=lambda part: part.area)
    centre = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=20), 0)
    lon, lat = shapely.get_coordinates(plane.degrees(centre))[0].tolist()
    return round(lon, 6), round(lat, 6)


def pinyin(name: str) -> str:
    """`xitianweizhen xtwz`: whole and initials, for search."""
    from pypinyin import Style, lazy_pinyin  # large: no start of the house waits for it

    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return f"{''.join(lazy_pinyin(name))} {initials}".lower()
