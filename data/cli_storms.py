"""`flask storms …`: tracks of typhoons from the files that offices exchange, and how near one comes."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.commands.storms import StormFile, take_storms
from data.engine import writing
from data.errors import BadInput
from data.house import House, house
from data.queries.storm_approach import approach
from data.queries.storm_city import city_outline
from data.scope import Scope
from data.storms import cma, ibtracs
from data.times import local

FORMATS = {"cma": (cma.parse, "CMA best track"), "ibtracs": (ibtracs.parse, "IBTrACS v04, NOAA")}
REACH_KM = 1_000.0


@click.group(cls=Plain)
def storms() -> None:
    """Storms: tracks of typhoons."""


@storms.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help="Who made the file.")
@click.option(
    "--within",
    default=REACH_KM,
    show_default=True,
    type=click.FloatRange(min=0),
    help="Take only storms that came so near the city, km; 0 for all.",
)
@with_appcontext
def import_command(file: Path, form: str, within: float) -> None:
    """Take the storms of FILE in: a CMA best-track file (CHyyyyBST.txt) or IBTrACS v04 as CSV.

    The same file again changes nothing. Lines that cannot be read wait in the quarantine.
    """
    parse, source = FORMATS[form]
    told = parse(_text(file).splitlines())
    if not told.tracks and told.faults:
        raise BadInput(f"{file.name} holds no storm; line {told.faults[0].number}: {told.faults[0].reason}")
    home = house()
    with writing(home.engine) as connection:
        about = StormFile(
            name=file.name, source=source, profile=f"storms-{form}", city=city_outline(connection), reach_km=within
        )
        taken = take_storms(connection, told, about, home.clock.now())
    click.echo(", ".join(f"{n} {what}" for what, n in asdict(taken).items()))


@storms.command("approach")
@click.argument("track")
@with_appcontext
def approach_command(track: str) -> None:
    """How near storm TRACK comes to the city and its counties, and when (local time)."""
    for row in _near(house(), track):
        over = "passes over" if row["over"] else f"{row['km']:>8.1f} km"
        click.echo(f"{local(row['at']):%Y-%m-%d %H:%M}  {over:<12}  {row['code']} {row['name']}")


def _near(home: House, track: str) -> list[dict[str, Any]]:
    found = approach(home, Scope.guest(), track, home.clock.now())
    return [found["city"], *found["counties"]]


def _text(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
