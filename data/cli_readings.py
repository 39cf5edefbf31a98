"""`flask readings …`: stations, files of readings, and how long single readings are kept."""

from collections import Counter
from itertools import islice
from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from data.cli import Plain
from data.cli_rules import read_rows
from data.commands.readings import OUTCOMES, take
from data.commands.retention import prune
from data.commands.stations import register_stations
from data.engine import writing
from data.house import house
from data.readings.files import HEADS, NEEDED, told_in
from data.readings.importing import Job, import_file
from data.readings.profile import load_profile
from data.scope import Scope

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
BATCH = 5_000
STATION_HEADS = {  # what the first line of a file may call a column
    "code": ("测站编码", "站码", "编码"),
    "name": ("测站名称", "站名", "名称"),
    "kind": ("类型", "站类"),
    "lon": ("经度",),
    "lat": ("纬度",),
    "region": ("区划代码", "区划"),
    "rhythm_s": ("周期秒", "上报周期"),
    "agency": ("管理单位",),
    "quantity": ("要素",),
    "low": ("量程下限",),
    "high": ("量程上限",),
    "flood": ("汛限",),
    "caution": ("警戒",),
    "guarantee": ("保证",),
    "design": ("设计",),
    "capacity": ("承载",),
}
STATION_COLUMNS = {name: key for key, names in STATION_HEADS.items() for name in (key, *names)}


@click.group(cls=Plain)
def readings() -> None:
    """Stations and what they tell."""


@readings.command("stations")
@FILE
@with_appcontext
def stations_command(file: Path) -> None:
    """Add or change the stations of FILE (CSV or XLSX), a row a gauge.

    Columns: code, name, kind, lon, lat (WGS-84) or region, rhythm_s, agency, quantity (empty: all of the kind), low,
    high (what the gauge can measure), and limits flood, caution, guarantee, design, capacity.
    """
    with writing(house().engine) as connection:
        added = register_stations(connection, read_rows(file, STATION_COLUMNS), house().clock.now())
    click.echo(f"{added.rows:,} rows read: {added.new:,} stations new, {added.changed:,} told again")


@readings.command("import")
@FILE
@click.option("--profile", default="", help="A shipped profile by name, or the path of a YAML file.")
@click.option("--zone", default="Asia/Shanghai", show_default=True, help="Zone of times without an offset.")
@click.option("--origin", default="", help="Whose readings these are; the file's name otherwise.")
@click.option("--column", multiple=True, metavar="NAME=HEAD", help="Which column NAME (station, at, …) is.")
@with_appcontext
def import_command(file: Path, profile: str, zone: str, origin: str, column: tuple[str, ...]) -> None:
    """Take the readings of FILE; what was taken before is known. What cannot be taken is quarantined.

    With --profile, CSV or XLSX as the profile says: interrupted, it goes on where it stopped. Without, CSV with a head
    of station, quantity, at, value and unit, or what --column says they are called.
    """
    if profile:
        _import_by(profile, file, origin, zone, column)
        return
    counts: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    rows = told_in(file, zone, _columns(column))
    with tqdm(desc=file.name, unit=" rows", unit_scale=True, leave=False) as bar:
        while some := list(islice(rows, BATCH)):
            with writing(house().engine) as connection:
                taken = take(connection, some, origin or file.name, Scope.guest(), house().clock.now())
            counts += taken.counts
            faults.update(one.fault for one in taken.refused)
            bar.update(len(some))
    click.echo(", ".join(f"{counts[name]:,} {name}" for name in OUTCOMES) + f" = {counts.total():,} rows read")
    for fault, n in faults.most_common():
        click.echo(f"  {n:,} {fault}")


def _import_by(name: str, file: Path, origin: str, zone: str, column: tuple[str, ...]) -> None:
    if column or zone != "Asia/Shanghai":
        raise click.UsageError("columns and zone stand in the profile")
    profile, text = load_profile(name)
    with tqdm(desc=file.name, unit=" rows", unit_scale=True, leave=False) as bar:
        tally = import_file(house(), Job(path=file, profile=profile, text=text, origin=origin), bar.update)
    if tally.finished:
        click.echo("This file was imported before; nothing was done. Then it was:")
    elif tally.resumed:
        click.echo(f"Went on after {tally.resumed:,} rows of an earlier run.")
    sums = f"{tally.stored:,} stored + {tally.known:,} known + {tally.quarantined:,} quarantined"
    click.echo(f"{sums} = {tally.rows:,} rows read")
    if tally.outcomes:
        click.echo("readings: " + ", ".join(f"{n:,} {name}" for name, n in tally.outcomes.most_common() if n))
    for fault, n in tally.faults.most_common():
        click.echo(f"  {n:,} {fault}")


@readings.command("prune")
@click.option("--days", type=click.IntRange(min=1), help="Keep the last so many days; YITU_READINGS_DAYS otherwise.")
@with_appcontext
def prune_command(days: int | None) -> None:
    """Delete single readings of days long past; their sums stay."""
    home = house()
    kept = home.settings.readings_days if days is None else days
    with writing(home.engine) as connection:
        gone = prune(connection, kept, home.clock.now())
    click.echo(f"{gone:,} readings older than {kept} days are gone; their sums stay.")


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    columns = dict(one.partition("=")[::2] for one in given)
    if unknown := [name for name in columns if name not in HEADS or not columns[name]]:
        raise click.BadParameter(f"{', '.join(unknown)}: NAME=HEAD with NAME of {', '.join((*NEEDED, *HEADS))}")
    return columns
