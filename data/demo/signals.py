"""Demo signals of the week before the anchor: topics of made-up opinion, and alarms at cameras of the register."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.schema import feature, region, signal
from data.signal_words import ALGORITHMS, WATCH

DAYS, OPINIONS, ALARMS = 7, 48, 160
TOPICS = (  # (what is said, category, usual heat)
    ("暴雨后路段积水多日不退", "flood.road.water", 900),
    ("小区电梯反复停运", "livelihood.daily.lift", 420),
    ("夜间施工噪声扰民", "ecology.noise.night", 380),
    ("物业收费不透明", "dispute.consumer.property", 520),
    ("河面漂浮垃圾", "ecology.water.floating", 260),
    ("停水未提前通知", "livelihood.daily.water", 610),
    ("工地拖欠工资", "dispute.claim.wage", 740),
    ("校门口违停拥堵", "traffic.order.parking", 330),
)
FALSE = ("非本辖区", "重复线索", "误报：光影", "误报：正常作业")
Row = dict[str, Any]


def clear_signals(connection: Connection) -> None:
    """Before events are made anew: nothing may point at them."""
    connection.execute(delete(signal).where(signal.c.provenance == "simulated"))


def seed_signals(connection: Connection, anchor: datetime, seed: int) -> None:
    """The same seed gives the same. Half of the older ones were discarded; none has become an event."""
    rng = dice(seed, "signals")
    rows = [*_opinions(connection, rng, anchor), *_alarms(connection, rng, anchor)]
    if rows:
        connection.execute(insert(signal), rows)
    bump(connection, "signals")


def _opinions(connection: Connection, rng: np.random.Generator, anchor: datetime) -> list[Row]:
    villages = connection.execute(
        select(region.c.lo, region.c.name, region.c.lon, region.c.lat)
        .where(region.c.level == 4, region.c.tree == "spine")
        .order_by(region.c.lo)
    ).all()
    rows: list[Row] = []
    for n in range(1, OPINIONS + 1):
        place, (words, category, usual) = villages[int(rng.integers(len(villages)))], TOPICS[int(rng.integers(8))]
        told = {"kind": "opinion", "code": f"YQ-{n:04d}", "title": f"【模拟】{place.name}：{words}"[:96]}
        about = {
            "category": category,
            "algorithm": None,
            "heat": int(rng.lognormal(np.log(usual), 0.8)),
            "camera": None,
        }
        spot = {"cell_id": place.lo, "place": place.name[:64], "placed": "region", "lon": place.lon, "lat": place.lat}
        rows.append(told | about | spot | _judged(rng, anchor))
    return rows


def _alarms(connection: Connection, rng: np.random.Generator, anchor: datetime) -> list[Row]:
    f = feature.c
    query = select(f.code, f.name, f.cell_id, f.lon, f.lat).where(f.layer == "camera", f.provenance == "simulated")
    cameras = connection.execute(query.order_by(f.id).limit(2_000)).all()
    names = list(ALGORITHMS)
    rows: list[Row] = []
    for n in range(1, ALARMS + 1 if cameras else 1):
        one, name = cameras[int(rng.integers(len(cameras)))], names[int(rng.integers(len(names)))]
        word = "重点人员出现" if name == WATCH else ALGORITHMS[name].word
        told = {"kind": "video", "code": f"AI-{n:04d}", "title": f"【模拟】{one.name} {word}"[:96], "heat": None}
        about = {"category": ALGORITHMS[name].category, "algorithm": name, "camera": one.code}
        spot = {"cell_id": one.cell_id, "place": one.name[:64], "placed": "exact", "lon": one.lon, "lat": one.lat}
        rows.append(told | about | spot | _judged(rng, anchor))
    return rows


def _judged(rng: np.random.Generator, anchor: datetime) -> Row:
    """Of some hours ago; what is older than a day has mostly been looked at."""
    ago = timedelta(seconds=int(rng.integers(600, DAYS * 86_400)))
    at, none = anchor - ago, bool(rng.random() < 0.5)
    row: Row = {"words": None, "picture": None, "at": at, "event_id": None, "provenance": "simulated"}
    if ago < timedelta(days=1) or not none:
        return row | {"state": "new", "judged_at": None, "judged_by": None, "reason": None}
    why = FALSE[int(rng.integers(len(FALSE)))]
    by = {"judged_at": min(anchor, at + timedelta(hours=2)), "judged_by": "值班员-001", "reason": why}
    return row | {"state": "discarded"} | by
