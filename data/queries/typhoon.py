"""The storm near in time, for the banner: where it is, how strong, how far from the city now and at its nearest."""

from datetime import datetime, timedelta

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.storms import storm_now, track
from data.scope import Scope
from data.storms.circles import circle_word
from data.view import View

RECENT = timedelta(days=4)  # after its last position a storm is still the one people speak of
TRACK_RHYTHM = timedelta(hours=6)  # positions of best tracks are 3 or 6 hours apart
COLUMNS = (
    Column(key="track_id", label="路径编号"),
    Column(key="name", label="台风"),
    Column(key="season", label="年份"),
    Column(key="at", label="定位时间"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
    Column(key="wind_ms", label="中心风速", unit="m/s"),
    Column(key="pressure", label="中心气压", unit="hPa"),
    Column(key="category", label="强度等级"),
    Column(key="r7_km", label="7 级（或 34 kt）风圈半径", unit="km"),
    Column(key="r10_km", label="10 级（或 50 kt）风圈半径", unit="km"),
    Column(key="r12_km", label="12 级（或 64 kt）风圈半径", unit="km"),
    Column(key="km", label="当前距离", unit="km"),
    Column(key="nearest_km", label="最近距离", unit="km"),
    Column(key="nearest_at", label="最近时间"),
    Column(key="ahead", label="尚未到最近处"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row, or none without a storm. `km` and `nearest_km` from the city; `ahead`: the nearest is to come.

    `parts.fixes`: its positions in time order, `past` up to the moment. `parts.circles`: what winds the radii are of.
    """
    with asked(house, view, scope) as a:
        found = storm_now(a.connection, view.storm, a.now, RECENT)
        rows = [row | {"ahead": datetime.fromisoformat(str(row["nearest_at"])) > a.now} for row in found]
        return a.answer(
            columns=COLUMNS,
            rows=[{column.key: row[column.key] for column in COLUMNS} | {"season": _year(row)} for row in rows],
            unit="km",
            as_of=datetime.fromisoformat(str(rows[0]["at"])) if rows else a.now,
            provenance="published",
            rhythm=TRACK_RHYTHM,
            source=str(rows[0]["sources"]) if rows else "台风最佳路径",
            parts={
                "fixes": track(a.connection, str(rows[0]["track_id"]), a.now) if rows else [],
                "circles": [{"force": n, "winds": circle_word(str(rows[0]["source"]), n)} for n in (7, 10, 12) if rows],
            },
        )


def _year(row: Row) -> str | None:
    """A name of the storm's, no quantity."""
    return None if row["season"] is None else str(row["season"])
