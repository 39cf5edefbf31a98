"""`flask exercise …`: exercises and replays, each in a database and a server process of its own."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
from dotenv import dotenv_values
from flask.cli import with_appcontext
from sqlalchemy import Connection, select

from data.cli import Plain
from data.commands.audit import note
from data.commands.exercise_screens import STEERED
from data.doors.body import csv_text
from data.engine import writing
from data.errors import CityError, UnknownThing
from data.exercise import steer
from data.exercise.copying import reading_only
from data.exercise.days import code_of, day_of
from data.exercise.history import past_day
from data.exercise.kept import Kept, all_kept, keep, kept, opened, own_url
from data.exercise.mark import WORD
from data.exercise.places import spots
from data.exercise.plan import planned
from data.exercise.prepare import Planner, Prepared, drop, prepare
from data.exercise.review import heads, plain, review
from data.exercise.scenario import SPEEDS, Scenario, files, read
from data.exercise.weather import weather_of
from data.exercise.words import COLUMNS
from data.house import House, house
from data.schema import gauge_now
from data.settings import ROOT
from data.times import local

CODE = click.argument("code")
NAMED = click.option("--code", default="", help="What the exercise is called; its scenario's name or day without.")
DATABASE = click.option("--database", default="", help="URL of its database; a file of its own without.")
PORT = 8051


@click.group(cls=Plain)
def exercise() -> None:
    """Exercises (演练) and replays: a space of their own, of which nothing reaches the real city."""


@exercise.command("list")
@with_appcontext
def list_command() -> None:
    """Scenarios, and the exercises that were prepared."""
    home = _real()
    for code, path in files(home.settings.cities_dir / home.settings.city).items():
        click.echo(f"scenario  {code:<20} {read(path).name}")
    for one in all_kept(home.settings):
        click.echo(f"exercise  {one.code:<20} {_told(one)}")


@exercise.command("prepare")
@click.argument("scenario")
@NAMED
@DATABASE
@with_appcontext
def prepare_command(scenario: str, code: str, database: str) -> None:
    """Make the exercise of SCENARIO: the name of one that `list` tells, or a file."""
    home = _real()
    found = _scenario(home, scenario)
    with home.engine.connect() as connection:
        weather_of(connection, found, spots(connection, found))  # does it fit this city? before anything is copied
        was: dict[int, float] = dict(connection.execute(select(gauge_now.c.gauge_id, gauge_now.c.value)).all())  # type: ignore[arg-type]
    _prepare(home, code or Path(scenario).stem, database, lambda _real, own: planned(own, found, was))


@exercise.command("replay")
@click.argument("day", type=click.DateTime(formats=["%Y-%m-%d"]))
@NAMED
@DATABASE
@with_appcontext
def replay_command(day: datetime, code: str, database: str) -> None:
    """Make an exercise of a past DAY (as 2024-07-25): its readings and events as they came then."""
    then: date = day.date()
    with reading_only(_real().engine) as connection:
        plan = past_day(connection, then)
    _prepare(_real(), code or code_of(then), database, lambda *_: plan)


@exercise.command("run")
@CODE
@click.option("--port", default=PORT, show_default=True)
@click.option("--speed", type=click.FloatRange(1, SPEEDS[-1]), help="Minutes of the exercise in a minute.")
@click.option("--paused", is_flag=True, help="Serve it, but let its clock stand.")
@with_appcontext
def run_command(code: str, port: int, speed: float | None, paused: bool) -> None:
    """Serve the exercise at a port of its own, and let it run."""
    home = _real()
    one = kept(home.settings, code)
    if one.serving:
        raise CityError(f"{code} is being served already, at http://{one.host}:{one.port}")
    with opened(one) as engine, writing(engine) as connection:
        if speed:
            steer.speed(connection, speed)
        (steer.pause if paused else steer.run)(connection)
        note(connection, STEERED, f"{code} {'pause' if paused else 'run'}")
    keep(home.settings, replace(one, home_port=int(_told_port())))
    home.engine.dispose()
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "serve.py"], environment(home, one, port))


@exercise.command("start")
@CODE
@click.option("--port", default=PORT, show_default=True)
@click.option("--speed", type=click.FloatRange(1, SPEEDS[-1]), help="Minutes of the exercise in a minute.")
@click.pass_context
@with_appcontext
def start_command(context: click.Context, code: str, port: int, speed: float | None) -> None:
    """Prepare the scenario CODE, or the past day that day-20240724 means, where that was not done; and serve it."""
    if code not in {one.code for one in all_kept(_real().settings)}:
        if day := day_of(code):
            context.invoke(replay_command, day=datetime.combine(day, datetime.min.time()), code="", database="")
        else:
            context.invoke(prepare_command, scenario=code, code="", database="")
    context.invoke(run_command, code=code, port=port, speed=speed, paused=False)


@exercise.command("pause")
@CODE
@with_appcontext
def pause_command(code: str) -> None:
    """Let its clock stand."""
    _steer(code, "pause", steer.pause)


@exercise.command("resume")
@CODE
@with_appcontext
def resume_command(code: str) -> None:
    """Let its clock go on."""
    _steer(code, "run", steer.run)


@exercise.command("speed")
@CODE
@click.argument("times", type=click.FloatRange(1, SPEEDS[-1]))
@with_appcontext
def speed_command(code: str, times: float) -> None:
    """Let its clock run so many TIMES as fast as real time."""
    _steer(code, f"speed {times:g}", lambda connection: steer.speed(connection, times))


@exercise.command("stop")
@CODE
@with_appcontext
def stop_command(code: str) -> None:
    """End it: what has not been played is left out. Its pages and its review stay."""
    _steer(code, "finish", steer.finish)


@exercise.command("review")
@CODE
@with_appcontext
def review_command(code: str) -> None:
    """Print its review (复盘) as CSV."""
    with opened(kept(_real().settings, code)) as engine, engine.connect() as connection:
        rows = [plain(row) | {WORD: WORD} for row in review(connection).rows]
    click.echo(csv_text([WORD, *heads()], [WORD, *COLUMNS], rows), nl=False)


@exercise.command("drop")
@CODE
@with_appcontext
def drop_command(code: str) -> None:
    """Delete the exercise, its database and its photos."""
    drop(_real().settings, code)
    click.echo(f"{code} is gone.")


def environment(home: House, one: Kept, port: int) -> dict[str, str]:
    """What the server of an exercise is told beside what this house was told."""
    own = {"YITU_EXERCISE": one.code, "YITU_DATABASE_URL": one.database_url, "PORT": str(port), "WEB_CONCURRENCY": "1"}
    return {**os.environ, **own, "YITU_EXERCISES_DIR": str(home.settings.exercises_dir.absolute())}


def _told_port() -> str:
    """Where the real city is served on this machine, as `serve.py` reads it."""
    return os.environ.get("PORT") or dotenv_values(ROOT / ".env").get("PORT") or "8050"


def _real() -> House:
    """Exercises are handled from the real city's house."""
    if house().settings.exercise:
        raise CityError("this is an exercise itself: give the command without YITU_EXERCISE")
    return house()


def _scenario(home: House, name: str) -> Scenario:
    known = files(home.settings.cities_dir / home.settings.city)
    path = known.get(name) or Path(name)
    if not path.is_file():
        raise UnknownThing(f"no scenario {name}; there are {', '.join(known)}")
    return read(path)


def _prepare(home: House, code: str, database: str, planner: Planner) -> None:
    done: Prepared = prepare(home.engine, home.settings, code, database or own_url(home.settings, code), planner)
    click.echo(f"{done.code}: {done.plan.name}, {done.rows:,} rows of the city, {len(done.plan.steps):,} steps.")
    click.echo(f"flask --app app exercise run {done.code}")


def _steer(code: str, name: str, act: Callable[[Connection], None]) -> None:
    one = kept(_real().settings, code)
    with opened(one) as engine, writing(engine) as connection:
        act(connection)
        note(connection, STEERED, f"{code} {name}")
    click.echo(_told(one))


def _told(one: Kept) -> str:
    with opened(one) as engine, engine.connect() as connection:
        stands = steer.standing(connection)
    where = f"  http://{one.host}:{one.port}" if one.serving else ""
    return f"{stands.state:<9} {local(stands.now):%Y-%m-%d %H:%M}  ×{stands.speed:g}  {one.name}{where}"
