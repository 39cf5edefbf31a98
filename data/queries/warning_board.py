"""The board of warnings: those that are live at, inside and around a region, the gravest first."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.among import among
from data.queries.asked import Asked, asked
from data.queries.regions import region_of
from data.queries.said import said
from data.queries.warning_scope import OF_RULE, touching
from data.risk_words import WARNING_COLOURS
from data.schema import gauge_now, region, station, warning, warning_history, warning_rule
from data.schema.warnings import LIVE
from data.scope import Scope
from data.view import View
from data.warn.life import Step, fold, read

WATCH_RHYTHM = timedelta(minutes=10)  # how often a reading is expected from somewhere in the city
GRAVE = 2  # red and orange
MOST = 200
TOWN = 3  # level
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="title", label="预警"),
    Column(key="field", label="灾种"),
    Column(key="colour", label="颜色（1红 2橙 3黄 4蓝）"),
    Column(key="place", label="地点"),
    Column(key="region_code", label="区划代码"),
    Column(key="words", label="依据"),
    Column(key="raised_at", label="发布时间"),
    Column(key="state", label="状态"),
    Column(key="by", label="确认角色"),
    Column(key="by_at", label="确认时间"),
    Column(key="provenance", label="来源"),
)
PAST = ("colour", "words", "state", "title", "evidence")
KEYS = tuple(column.key for column in COLUMNS)
_PLAIN = ("id", "code", "title", "field", "colour", "words", "raised_at", "state", "provenance")


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a warning that was live at the moment asked for, red first, then the newest; `parts.counts` by colour.

    `parts.said`: the parts the title and words of each row are made of, for other languages.
    """
    with asked(house, view, scope) as a:
        rows = live_at(a, view.at, most=MOST)
        shown = [{name: row[name] for name in KEYS} for row in rows[:MOST]]
        told: list[Row] = [{"code": row["code"], "said": row["said"]} for row in rows[:MOST]]
        counts = _counts(a) if view.at is None else counted(Counter(int(row["colour"]) for row in rows))
        return a.answer(
            columns=COLUMNS,
            rows=shown,
            unit="条",
            as_of=watched_at(a),
            provenance=a.lived,
            rhythm=WATCH_RHYTHM,
            source="预警中心",
            parts={"counts": [counts], "said": told},
        )


def counted(colours: Counter[int]) -> Row:
    """How many of each colour, c1 red .. c4 blue, and in all."""
    numbers: Row = {f"c{colour}": colours[colour] for colour in WARNING_COLOURS}
    return numbers | {"total": colours.total()}


def _counts(a: Asked) -> Row:
    query = select(warning.c.colour, func.count().label("n")).where(LIVE, touching(a.here)).group_by(warning.c.colour)
    return counted(Counter({row.colour: row.n for row in a.connection.execute(query)}))


def watched_at(a: Asked) -> datetime | None:
    """When a reading last came in, of whatever station: what has not been heard since cannot have raised a warning."""
    heard = a.connection.scalar(select(func.max(gauge_now.c.received_at)))
    changed = a.connection.scalar(select(func.max(warning.c.changed_at)))
    last = max((min(one, a.now) for one in (heard, changed) if one), default=None)
    return a.blurred(last, WATCH_RHYTHM)


def phase_now(house: House, scope: Scope) -> str:
    """Which phase the home of the scope is in: during, while a red or orange warning is live; else before."""
    with house.engine.connect() as connection:
        home = region_of(connection, "", scope)
        grave = select(warning.c.id).where(warning.c.ended_at.is_(None), warning.c.colour <= GRAVE, touching(home))
        return "during" if connection.execute(grave.limit(1)).first() else "before"


def live_at(
    a: Asked, at: datetime | None, *, most: int | None = None, only: Sequence[ColumnElement[bool]] = ()
) -> list[dict[str, Any]]:
    """Warnings live now, or at that moment as they then were: the gravest first, then the newest.

    Of those of now, only the first `most`, and those for which `only` holds.
    """
    w = warning.c
    lasting = LIVE if at is None else (w.raised_at <= at) & or_(w.ended_at.is_(None), w.ended_at > at)
    wanted = select(w.id).where(lasting, *only, touching(a.here))
    if at is None and most is not None:
        wanted = wanted.order_by(w.colour, w.raised_at.desc(), w.id).limit(most)
    found = [dict(row) for row in a.connection.execute(_told().where(w.id.in_(wanted))).mappings()]
    steps = steps_of(a, [row["id"] for row in found], at)
    for row in found:
        mine = steps.get(row["id"], [])
        if at is not None and mine:
            row |= {key: value for key, value in fold(mine).items() if key in PAST}
        seen = next((one for one in reversed(mine) if one.move == "acknowledge"), None)
        row |= {"by": seen and seen.change["role"], "by_at": seen and seen.at.isoformat()}
        row["said"] = said(row.pop("evidence"), row.pop("about"), row.pop("rule_name"))
    found.sort(key=lambda row: (row["colour"], -row["raised_at"].timestamp(), row["id"]))
    return [row | {"raised_at": row["raised_at"].isoformat()} for row in found]


@cache
def _told() -> Select[Any]:
    """What the board tells of a warning. Made once: it takes the longer part of asking for a few."""
    w = warning.c
    columns = [*(w[name] for name in _PLAIN), place_name().label("place"), region.c.code.label("region_code")]
    about = func.coalesce(station.c.name, region.c.name).label("about")
    columns += [w.evidence, about, warning_rule.c.name.label("rule_name")]
    statement = select(*columns).join_from(warning, region, region.c.id == w.region_id)
    return statement.outerjoin(station, station.c.id == w.station_id).outerjoin(warning_rule, OF_RULE)


def place_name() -> ColumnElement[Any]:
    """The name of the warning's region; of what is smaller than a town, the town around it: cells have no names."""
    town = region.alias("town")
    begun = (town.c.tree == "spine", town.c.level == TOWN, town.c.lo <= region.c.lo)
    last = select(case((town.c.hi >= region.c.hi, town.c.name))).where(*begun).order_by(town.c.lo.desc()).limit(1)
    return func.coalesce(last.correlate(region).scalar_subquery(), region.c.name)


def steps_of(a: Asked, ids: Sequence[int], at: datetime | None) -> dict[int, list[Step]]:
    """Their histories up to the moment, of now only who has seen them; the role stands in the change, and no name."""
    h = warning_history.c
    statement = select(h.warning_id, h.seq, h.move, h.at, h.role, h.change).order_by(h.warning_id, h.seq)
    statement = statement if at else statement.where(h.move == "acknowledge")
    found: dict[int, list[Step]] = {}
    for row in a.connection.execute(statement.where(among(a.connection, h.warning_id, ids))):
        if at is None or row.at <= at:
            change = read(row.change) | {"role": row.role}
            found.setdefault(row.warning_id, []).append(Step(seq=row.seq, move=row.move, at=row.at, change=change))
    return found
