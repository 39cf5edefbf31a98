"""Files of things, CSV, XLSX or GeoJSON, as rows by the names of their columns; nothing of a row is judged here."""

import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from data.errors import BadInput
from data.intake.lines import DELIMITERS, Broken, encoding_of, records
from data.intake.reading import EXTRA
from data.intake.sheets import is_sheet, sheet_records
from data.intake.table import UNSPLIT, plain
from data.watermark import COLUMN

LARGEST = 256 << 20  # bytes of a GeoJSON file, which is read whole
DRAWN = ("LineString", "MultiLineString", "Polygon", "MultiPolygon")
Needed = Sequence[Set[str]]
NEEDED = ({"code", "编号"}, {"name", "名称"}, {"kind", "种类"})


@dataclass(frozen=True)
class FileRow:
    """`raw` as it stands in the file; `broken` when it cannot be what its file says: cells, text, or geometry.

    `drawn`: its file draws it as a line or an area, and it stands at a point of that.
    """

    raw: dict[str, Any]
    broken: str = ""
    drawn: bool = False


def open_things(path: Path, needed: Needed = NEEDED) -> Iterator[FileRow]:
    """Rows in order; a table has a column of each set in `needed`. BadInput at once for an unreadable file."""
    if not path.is_file():
        raise BadInput(f"no file {path}")
    if is_sheet(path):
        return _table(path, iter(sheet_records(path, "", 1)), needed, sheet=True)
    if path.suffix.lower() in (".geojson", ".json"):
        return _geojson(path)
    return _table(path, _text(path), needed, sheet=False)


def _text(path: Path) -> Iterator[list[str] | Broken]:
    """Split by the delimiter under which the header has most columns."""
    encoding = encoding_of(path)

    def columns(delimiter: str) -> int:
        first = next(records(path, encoding, delimiter, '"', 1), [])
        return len(first) if isinstance(first, list) else 0

    return records(path, encoding, max(DELIMITERS, key=columns), '"', 1)


def _table(path: Path, found: Iterator[Any], needed: Needed, *, sheet: bool) -> Iterator[FileRow]:
    header = next(found, None)
    if header is None or isinstance(header, Broken):
        raise BadInput(f"{path.name} has no header in line 1: is it empty?")
    names = [" ".join(str(cell if cell is not None else "").split()) or f"#{n}" for n, cell in enumerate(header, 1)]
    if len(set(names)) < len(names):
        raise BadInput(f"{path.name} has two columns of one name")
    if missing := [sorted(both)[0] for both in needed if not both & set(names)]:
        raise BadInput(f"{path.name} lacks the columns {', '.join(missing)}; it has: {', '.join(names)[:400]}")
    return (_row(names, one, sheet) for one in found if isinstance(one, Broken) or any(_filled(cell) for cell in one))


def _row(names: list[str], record: Any, sheet: bool) -> FileRow:
    if isinstance(record, Broken):
        return FileRow({UNSPLIT: record.text}, "text")
    cells = [_unquoted(plain(cell)) for cell in record]
    raw = {name: cell for name, cell in zip(names, cells, strict=False) if cell != "" and name != COLUMN}
    if any(cell != "" for cell in cells[len(names) :]):
        return FileRow(raw | {EXTRA: cells[len(names) :]}, "text")
    if any("\ud800" <= letter <= "\udfff" for cell in cells for letter in str(cell)):
        return FileRow(raw, "text")
    return FileRow(raw, "cells" if len(cells) < len(names) and not sheet else "")


def _unquoted(cell: Any) -> Any:
    """Without the apostrophe by which our own files keep spreadsheets from running a cell."""
    return cell[1:] if isinstance(cell, str) and cell[:1] == "'" and cell[1:2] in tuple("=+-@＝＋－＠") else cell


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _geojson(path: Path) -> Iterator[FileRow]:
    """RFC 7946, a FeatureCollection of points, lines and areas; of other geometries each goes to the quarantine."""
    if path.stat().st_size > LARGEST:
        raise BadInput(f"{path.name} has more than {LARGEST >> 20} MB: split it")
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name} is not GeoJSON: {str(error)[:200]}") from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise BadInput(f"{path.name} is not a GeoJSON FeatureCollection")
    return (_feature(one) for one in features)


def _feature(one: Any) -> FileRow:
    properties = one.get("properties") if isinstance(one, dict) else None
    if not isinstance(properties, dict):
        return FileRow({UNSPLIT: json.dumps(one, ensure_ascii=False)[:100_000]}, "text")
    geometry = one.get("geometry")
    if geometry is None:
        return FileRow(dict(properties))
    try:
        drawn = geometry["type"] != "Point"
        lon, lat = _stands(geometry) if drawn else geometry["coordinates"][:2]
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
        return FileRow(dict(properties) | {"geometry": geometry}, "geometry")
    return FileRow(dict(properties) | {"lon": lon, "lat": lat}, drawn=drawn)


def _stands(geometry: Any) -> tuple[float, float]:
    """The middle of a line, of several the longest; a point inside an area, of several the largest."""
    if geometry["type"] not in DRAWN:
        raise ValueError
    parts = shapely.get_parts(shape(geometry))
    size = shapely.length if geometry["type"].endswith("LineString") else shapely.area
    part = max(parts, key=size)
    place = part.interpolate(0.5, normalized=True) if size is shapely.length else part.representative_point()
    return round(place.x, 7), round(place.y, 7)
