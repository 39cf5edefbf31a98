"""Files of readings: CSV with a head, each line a reading."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from data.errors import BadInput
from data.readings.told import Told

HEADS = {  # what the first line of a file may call a column
    "station": ("station", "code", "测站编码", "站码", "测站", "站号"),
    "quantity": ("quantity", "要素", "监测要素", "指标"),
    "at": ("at", "time", "时间", "观测时间", "采集时间"),
    "value": ("value", "值", "数值", "监测值", "观测值"),
    "unit": ("unit", "单位"),
}
NEEDED = ("station", "at", "value")


def told_in(path: Path, zone: str, columns: Mapping[str, str] | None = None) -> Iterator[Told]:
    """Every line as it stands; a time without an offset is of `zone`. `columns`: {our name: the file's} over HEADS.

    BadInput before the first when a column is missing. UTF-8, or GB 18030 where it is not.
    """
    own = {head: name for name, head in (columns or {}).items()}
    known = {head: name for name, heads in HEADS.items() if name not in own.values() for head in heads} | own
    with path.open(encoding=encoding_of(path), newline="") as file:
        lines = csv.reader(file)
        head = [known.get(cell.strip(), "") for cell in next(lines, [])]
        if missing := [name for name in NEEDED if name not in head]:
            raise BadInput(f"{path.name} lacks {', '.join(missing)}; columns may be called {_called(missing)}")
        for line in lines:
            cells = dict(zip(head, line, strict=False))
            if any(map(str.strip, line)):
                yield _told(cells, ZoneInfo(zone))


def _told(cells: Mapping[str, str], zone: ZoneInfo) -> Told:
    named = {name: cells.get(name, "").strip() for name in ("station", "quantity", "unit")}
    return Told(at=_zoned(cells.get("at", "").strip(), zone), value=cells.get("value"), **named)


def _zoned(text: str, zone: ZoneInfo) -> datetime | str:
    """An ISO 8601 time (slashes are borne with) in its zone; what is none is passed on as it stands."""
    try:
        found = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    return found if found.tzinfo else found.replace(tzinfo=zone)


def encoding_of(path: Path) -> str:
    """By whether all of it is UTF-8."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(2**20):
                pass
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _called(names: list[str]) -> str:
    return "; ".join(", ".join(HEADS[name]) for name in names)
