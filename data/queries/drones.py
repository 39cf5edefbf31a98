"""空地联动: drones with state, battery and task; the missions they were sent on and what they found."""

from datetime import timedelta

from data.acting import may_act
from data.answer import Answer, Column, Row
from data.house import House
from data.mission_words import DRONE_STATES
from data.queries.asked import asked
from data.queries.drone_rows import drones_of, missions_in
from data.scope import Scope
from data.topics import fires
from data.view import View

RHYTHM = timedelta(minutes=10)
ORDER = tuple(DRONE_STATES)
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="name", label="无人机"),
    Column(key="doing", label="状态代码"),
    Column(key="battery", label="电量", unit="%"),
    Column(key="task", label="任务"),
    Column(key="mission", label="任务编号"),
    Column(key="seen_at", label="定位时间"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a drone as it is now, those that fly first. `parts.missions`: the newest; `parts.hand`: whether somebody
    may send one; `parts.kinds`: of which kinds a fire may be."""
    with asked(house, view, scope) as a:
        found = sorted(drones_of(a.connection, scope, a.here), key=lambda one: (ORDER.index(one["doing"]), one["code"]))
        missions = missions_in(a.connection, a.here, scope)
        rows: list[Row] = [
            {name: one[name] for name in ("code", "name", "doing", "battery", "task", "mission", "lon", "lat")}
            | {"seen_at": one["seen_at"].isoformat()}
            for one in found
        ]
        told: list[Row] = [
            {name: value.isoformat() if name in ("at", "ended_at") and value else value for name, value in one.items()}
            for one in missions
        ]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="架",
            as_of=max((one["seen_at"] for one in found), default=None),
            provenance="simulated" if any(one["provenance"] == "simulated" for one in found) else a.lived,
            rhythm=RHYTHM,
            source="应急管理局",
            parts={
                "missions": told,
                "hand": [{"may": may_act(house) and view.at is None}],
                "fires": [{"key": one.key, "label": one.name} for one in fires(house)],
            },
        )
