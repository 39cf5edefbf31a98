"""An exercise is prepared: a database of its own, the city's registers in it, and its plan waiting to be played."""

import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, Engine, insert, inspect, make_url, select, update

from data.clock import KEY as CLOCK
from data.clock import Clock, Origin
from data.commands.bulk import fill
from data.commands.codes import keep_key
from data.commands.facts import fact, put_fact
from data.commands.readings import SINCE
from data.commands.revisions import bump
from data.commands.watch import sweep, watch
from data.database import upgrade
from data.engine import make_engine
from data.errors import CityError
from data.exercise.copying import copy_city, reading_only
from data.exercise.kept import Kept, forget, keep, kept
from data.exercise.mark import CODE, mark, marked
from data.exercise.plan import Plan
from data.exercise.posts import set_out
from data.exercise.replaying import bring_open
from data.queries.revisions import HOUSE
from data.readings.sums import in_units, sums
from data.schema import demo_pending, gauge_now, house_fact, reading, reading_sum, revision, station
from data.settings import Settings

ORIGIN = "exercise"
CITY = "city"  # fact: which city the database holds
TOPICS = ("regions", "storms", "indicators", "features", "rules", "readings")
Planner = Callable[[Connection, Connection], Plan]  # from the real city's database (read only) and the exercise's


@dataclass(frozen=True)
class Prepared:
    code: str
    plan: Plan
    rows: int


def prepare(
    source: Engine, settings: Settings, code: str, url: str, planner: Planner, *, quiet: bool = False
) -> Prepared:
    """Make the exercise. CityError when the database holds anything already, or is that of the real city."""
    if not CODE.fullmatch(code):
        raise CityError(f"{code!r}: an exercise is called by small letters, digits and hyphens, 40 at most")
    if make_url(url) == source.url:
        raise CityError("an exercise needs a database of its own, not that of the real city")
    target = make_engine(url)
    try:
        _refuse_used(target)
        upgrade(target)
        with reading_only(source) as here, target.begin() as there:
            rows = copy_city(here, there, quiet=quiet)
            plan = planner(here, there)
            _fill(here, there, code, plan, Clock(source, settings).now())
        keep(settings, Kept(code=code, name=plan.name, database_url=url))
    finally:
        target.dispose()
    return Prepared(code, plan, rows)


def drop(settings: Settings, code: str) -> None:
    """Delete the exercise: its database where that is a file, its photos, and what is known of it."""
    one = kept(settings, code)
    if one.serving:
        raise CityError(f"{code} is being served (process {one.process}): end that first")
    url = make_url(one.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        for tail in ("", "-wal", "-shm"):
            Path(url.database + tail).unlink(missing_ok=True)
    shutil.rmtree(settings.exercises_dir / code, ignore_errors=True)
    forget(settings, code)


def _refuse_used(target: Engine) -> None:
    """Only an empty database is filled."""
    if inspect(target).has_table("house_fact"):
        with target.connect() as connection:
            if connection.scalar(select(house_fact.c.key).limit(1)) is not None:
                whose = (marked(connection) or {}).get("code", "a city")
                raise CityError(
                    f"the database holds {whose} already: `flask --app app exercise drop` it, or use another"
                )


def _fill(source: Connection, target: Connection, code: str, plan: Plan, now: datetime) -> None:
    """Marks, clock, people, ground and plan. `now`: of the city."""
    put_fact(target, CITY, fact(source, CITY) or "")
    about = {"code": code, "name": plan.name, "about": plan.about, "speed": plan.speed, "lines": plan.lines}
    spans = {"begins": plan.begins.isoformat(), "ends": plan.ends.isoformat(), "made": datetime.now(UTC).isoformat()}
    mark(target, about | spans)
    put_fact(target, CLOCK, Origin(plan.begins, None, plan.speed).written())
    number = dict(topic=HOUSE, n=secrets.randbelow(2**31 - 1) + 1, changed_at=datetime.now(UTC))
    target.execute(insert(revision).values(number))
    keep_key(target)
    bump(target, *TOPICS)
    if plan.simulated:  # whatever the stations really are, what they tell here is not
        target.execute(update(station).values(provenance="simulated"))
    set_out(target, now, plan.begins)
    _ground(target, plan)
    bring_open(target, plan.open_events, plan.begins)
    end = (plan.ends, {"kind": "end"})
    rows = [{"at": at, "payload": json.dumps(step, ensure_ascii=False)} for at, step in [*plan.steps, end]]
    target.execute(insert(demo_pending), rows)


def _ground(target: Connection, plan: Plan) -> None:
    """What was told before the start, with its sums, and the warnings that follow from it."""
    before = plan.before
    if before.is_empty():
        return
    put_fact(target, SINCE, "0")
    same = {"quality": pl.lit("good"), "received_at": pl.col("at"), "origin": pl.lit(ORIGIN)}
    fill(target, reading, before.with_columns(**same), quiet=True)
    fill(target, reading_sum, in_units(sums(before)), quiet=True)
    latest = before.sort("at").group_by("gauge_id", maintain_order=True).last().sort("gauge_id")
    fill(target, gauge_now, latest.with_columns(pl.col("at").alias("received_at"), pl.lit("good").alias("quality")))
    watch(target, latest["gauge_id"].to_list(), plan.begins)
    sweep(target, plan.begins)
