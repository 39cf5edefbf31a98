"""What is wrong with the data now, by whose they are: silent stations, gaps of ledgers, late indicators, quarantine.

A fault has a key by which it is found again: whether one that was returned still stands is measured, never told.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from data.commands.codes import KEPT, tickets
from data.indicator.period import STEPS, period_of
from data.intake.words import FAULTS
from data.language import gettext as _
from data.language import spoken
from data.queries.fault_search import Fault, Search
from data.queries.quarantine import whole
from data.queries.regions import Region, home_of, inside, region_of
from data.readings.freshness import DAY_S, LATE
from data.returns.checks import check_name, form_way, known_checks, record_checks
from data.returns.measure import live_counts
from data.schema import (
    agency,
    gauge,
    gauge_now,
    indicator,
    indicator_value,
    quarantine,
    record_check,
    region,
    sender,
    station,
)
from data.scope import Scope
from data.settings import Settings
from data.times import local

GRACE_DAYS = 20  # after the end of a period, until its figures are due
MOST_KEPT = 2_000  # rows of the quarantine, the newest


def faults_in(settings: Settings, connection: Connection, region_code: str, scope: Scope, now: datetime) -> list[Fault]:
    """Of the region and below, those the asker may know: who works for departments, what is theirs."""
    search = Search(settings, connection, region_of(connection, region_code, scope), scope, now)
    found = [one for part in (_stations, _records, _indicators, _kept) for one in part(search)]
    return [one for one in found if scope.every_department or one.agency in scope.departments]


def standing(settings: Settings, connection: Connection, keys: Iterable[str], now: datetime) -> dict[str, int]:
    """{key: rows at fault} of those that are still wrong, wherever in the city."""
    everywhere = Scope.guest()
    search = Search(settings, connection, home_of(connection, everywhere), everywhere, now)
    wanted = set(keys)
    parts = {"station": _stations, "indicator": _indicators, "quarantine": _kept}
    kinds = {key.partition(":")[0] for key in wanted}
    lacks = {key: n for key, n in live_counts(settings, connection, wanted).items() if n}
    return lacks | {one.key: one.n for kind in kinds & {*parts} for one in parts[kind](search) if one.key in wanted}


def offices_in(connection: Connection, here: Region) -> list[tuple[str, str]]:
    """(code, name) of departments and towns whose data may lie here: those of the region, around and below it."""
    of = select(agency.c.code, agency.c.name).join_from(agency, region, region.c.id == agency.c.region_id)
    meets = (agency.c.kind.in_(("department", "town")), region.c.lo <= here.hi, region.c.hi >= here.lo)
    return [
        (row.code, row.name) for row in connection.execute(of.where(*meets).order_by(region.c.level, agency.c.code))
    ]


def _stations(search: Search) -> Iterator[Fault]:
    """Those that have told nothing for a day, or six of their rhythms."""
    told = func.max(gauge_now.c.at)
    names = (station.c.code, station.c.name, station.c.cell_id, station.c.rhythm_s, station.c.agency)
    gauges = station.join(gauge, gauge.c.station_id == station.c.id)
    of = gauges.outerjoin(gauge_now, gauge_now.c.gauge_id == gauge.c.id)
    mine = (inside(station.c.cell_id, search.here), station.c.closed_at.is_(None))
    query = select(*names, told.label("at")).select_from(of).where(*mine).group_by(station.c.id)
    for row in search.connection.execute(query):
        age = None if row.at is None else (search.now - row.at).total_seconds()
        if age is not None and age <= max(DAY_S, LATE * row.rhythm_s):
            continue
        town = search.town_of(row.cell_id)
        hours = int((age or 0) // 3600)
        words = _("已 {n} 小时没有读数").format(n=hours) if row.at else _("从未有过读数")
        yield search.fault(
            key=f"station:{row.code}",
            kind="station",
            name=row.name,
            told=words,
            way=f"/?region={town.code if town else search.here.code}&layers=station",
            agency=search.keeper(row.agency, town),
            place=town.name if town else search.here.name,
            region=town.code if town else search.here.code,
            lo=row.cell_id,
            hi=row.cell_id,
            since=row.at,
        )


def _records(search: Search) -> Iterator[Fault]:
    """What ledgers lack, by town, as it was counted last."""
    counts = select(record_check, region.c.code, region.c.name, region.c.lo, region.c.hi).join(region)
    mine = (record_check.c.n > 0, region.c.lo >= search.here.lo, region.c.hi <= search.here.hi)
    rows = search.connection.execute(counts.where(*mine).order_by(record_check.c.key, region.c.lo)).mappings().all()
    checks = known_checks(search.connection, record_checks(search.settings)) if rows else []
    known = {one.key: (one, its, field) for one, its, field in checks}
    own = {one.lo: one.code for one in search.offices.values() if one.kind == "town"}
    for row in rows:
        if row["key"] not in known:
            continue
        one, its, field = known[row["key"]]
        yield search.fault(
            key=f"record:{row['key']}:{row['code']}",
            kind="record",
            name=check_name(its, field),
            told=_("{n} 条，共 {total} 条").format(n=f"{row['n']:,}", total=f"{row['total']:,}"),
            way=form_way(one) + row["code"],
            n=row["n"],
            agency=own.get(row["lo"], ""),
            place=row["name"],
            region=row["code"],
            lo=row["lo"],
            hi=row["hi"],
            since=row["at"],
        )


def _indicators(search: Search) -> Iterator[Fault]:
    """Those whose last full period has no figure for the city, though it is due; the whole city alone is told."""
    if search.here.level != 1:
        return
    today, i, v = local(search.now).date(), indicator.c, indicator_value.c
    names = (i.code, i.name_zh, i.name_en, i.frequency, i.department)
    of = select(*names, func.max(v.period), func.max(v.said_at)).join(indicator_value, v.indicator_code == i.code)
    mine = (i.frequency.in_(("month", "quarter")), v.region_id == search.here.id, i.cube.is_(None), i.calc.is_(None))
    for code, zh, en, frequency, department, last, said in search.connection.execute(of.where(*mine).group_by(*names)):
        period = period_of(last)
        if period is None or period.end >= _due(today, STEPS[frequency]):
            continue
        yield search.fault(
            key=f"indicator:{code}",
            kind="indicator",
            name=zh if spoken() == "zh" else en,
            told=_("最新一期为 {period}，之后的没有报").format(period=last),
            way=f"/indicators?code={code}",
            agency=search.by_name.get(department, ""),
            place=search.here.name,
            region=search.here.code,
            lo=search.here.lo,
            hi=search.here.hi,
            since=said,
        )


def _due(today: date, step: int) -> int:
    """The month, counted from year 0, with which the last period ended whose figures are due."""
    month = today.year * 12 + today.month - 1 - (1 if today.day > GRACE_DAYS else 2)
    return month - (month + 1) % step


def _kept(search: Search) -> Iterator[Fault]:
    """What waits in the quarantine: of whom, the sender's departments say. The rows themselves are not told."""
    if search.here.level != 1 or not whole(search.connection, search.scope):
        return
    q, s = quarantine.c, sender.c
    of = select(q.id, q.door, q.origin, q.fault, q.reason, q.at, s.departments, s.lo, s.hi)
    of = of.select_from(quarantine.outerjoin(sender, s.name == q.origin)).where(q.state == "waiting")
    rows = search.connection.execute(of.order_by(q.id.desc()).limit(MOST_KEPT)).all()
    called = tickets(search.connection, KEPT, [row.id for row in rows])
    for row in rows:
        codes = json.loads(row.departments) if row.departments else []
        lo, hi = (max(row.lo, search.here.lo), min(row.hi, search.here.hi)) if row.departments else _all(search.here)
        yield search.fault(
            key=f"quarantine:{called[row.id]}",
            kind="quarantine",
            name=f"{row.origin} · {_(FAULTS.get(row.fault, row.fault))}",
            told=row.reason,
            way=f"/quarantine?door={row.door}&fault={row.fault}",
            agency=codes[0] if len(codes) == 1 and codes[0] in search.offices else "",
            place=search.here.name,
            region=search.here.code,
            lo=lo,
            hi=hi,
            since=row.at,
        )


def _all(here: Region) -> tuple[int, int]:
    return here.lo, here.hi
