"""Registers as operators handle them: `flask --app app things …`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.house import house
from data.life.actor import Actor
from data.queries.things import ThingFilters, exported
from data.scope import Scope
from data.things.importing import Job, Tally, import_things
from data.things.masks import PHONES
from data.things.writing import as_csv, as_geojson, write_xlsx
from data.words import KINDS

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LAYER = click.Choice(list(KINDS))


@click.group(cls=Plain)
def things() -> None:
    """Registers of things with a place: CSV, XLSX and GeoJSON, in and out."""


@things.command("import")
@click.argument("file", type=FILE)
@click.option("--layer", type=LAYER, required=True, help="The register that FILE belongs to.")
@click.option("--crs", required=True, help="What its coordinates are in: wgs84, cgcs2000, gcj02, bd09 or EPSG:nnnn.")
@click.option("--origin", default="操作员", show_default=True, help="Who brings it, as the history will say.")
@with_appcontext
def import_command(file: Path, layer: str, crs: str, origin: str) -> None:
    """Take FILE in; things known by their codes are changed. Run it again after an interruption: it goes on."""
    actor = Actor(name=origin, role="system", scope=Scope.guest())
    click.echo(_told(import_things(house(), Job(path=file, layer=layer, crs=crs, actor=actor))))


def _told(tally: Tally) -> str:
    sums = f"{tally.imported} imported + {tally.merged} known + {tally.quarantined} quarantined"
    lines = ["This file was imported before; nothing was done. Then it was:"] if tally.finished else []
    lines.append(f"{sums} = {tally.rows_read} rows read")
    lines += [f"  {n} {code}" for code, n in sorted(tally.faults.items(), key=lambda one: -one[1])]
    if tally.drawn:
        lines.append(f"  {tally.drawn} lines and areas stand at a point of theirs")
    if tally.quarantined and not tally.finished:
        lines.append("See them: flask --app app quarantine list --door things")
    return "\n".join(lines)


@things.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--layer", type=LAYER, required=True)
@click.option("--region", default="", help="Code of a region; the city by default.")
@click.option("--phones", is_flag=True, help="With whole telephone numbers; masked otherwise.")
@with_appcontext
def export_command(file: Path, layer: str, region: str, phones: bool) -> None:
    """Write a register to FILE: .csv, .xlsx or .geojson, in WGS-84 (CGCS2000)."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in ("csv", "xlsx", "geojson"):
        raise click.ClickException("FILE must end in .csv, .xlsx or .geojson")
    cells, clearance = Scope.guest().cells, PHONES if phones else PHONES - 1
    rows = exported(house(), region, Scope(cells=cells, clearance=clearance), ThingFilters(layer=layer))
    if kind == "xlsx":
        with file.open("wb") as book:
            write_xlsx(book, rows, layer, persons=True, notes=[])
        return
    pieces = as_csv(rows, layer, persons=True) if kind == "csv" else as_geojson(rows, persons=True)
    with file.open("w", encoding="utf-8", newline="") as text:
        text.writelines(pieces)
