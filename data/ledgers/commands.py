"""Ledgers as operators handle them: `flask --app app ledgers …`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.house import house
from data.ledgers.asked import Asked
from data.ledgers.fields import dictionary
from data.ledgers.importing import Job, import_records
from data.ledgers.writing import as_csv
from data.life.actor import Actor
from data.queries.forms import exported
from data.queries.regions import region_of
from data.scope import Scope
from data.things.masks import PHONES
from data.yaml_file import read_yaml

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OPERATOR = Scope(cells=Scope.guest().cells, clearance=PHONES)


@click.group(cls=Plain)
def ledgers() -> None:
    """Ledgers of people, enterprises, houses, projects and events: CSV and XLSX, in and out."""


@ledgers.command("import")
@click.argument("file", type=FILE)
@click.option("--ledger", required=True, help="Code of the ledger that FILE belongs to.")
@click.option("--map", "profile", type=FILE, help="YAML {column: code of a field}, where columns have other names.")
@click.option("--origin", default="操作员", show_default=True, help="Who brings it, as the history will say.")
@with_appcontext
def import_command(file: Path, ledger: str, profile: Path | None, origin: str) -> None:
    """Take FILE in; records known by their codes are changed. Run it again after an interruption: it goes on."""
    actor = Actor(name=origin, role="system", scope=OPERATOR)
    mapping = {str(name): str(what) for name, what in dict(read_yaml(profile) or {}).items()} if profile else {}
    tally = import_records(house(), Job(path=file, ledger=ledger, actor=actor, mapping=mapping))
    if tally.finished:
        click.echo("This file was imported before; nothing was done. Then it was:")
    sums = f"{tally.imported} imported + {tally.merged} known + {tally.quarantined} quarantined"
    click.echo(f"{sums} = {tally.rows_read} rows read")
    for code, n in sorted(tally.faults.items(), key=lambda one: -one[1]):
        click.echo(f"  {n} {code}")
    if tally.quarantined and not tally.finished:
        click.echo("See them: flask --app app quarantine list --door ledgers")


@ledgers.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--ledger", required=True)
@click.option("--region", default="", help="Code of a region; the city by default.")
@click.option("--whole", is_flag=True, help="Without masks.")
@with_appcontext
def export_command(file: Path, ledger: str, region: str, whole: bool) -> None:
    """Write a ledger with all of its fields to FILE, a CSV that `import` reads."""
    with house().engine.connect() as connection, file.open("w", encoding="utf-8", newline="") as text:
        known = dictionary(connection)
        if (its := known.ledgers.get(ledger)) is None:
            raise click.ClickException(f"no ledger {ledger}; there are: {', '.join(known.ledgers)}")
        fields = tuple(one for one in known.of(its.subject) if one.ledger in (None, its.code))
        here = region_of(connection, region, OPERATOR)
        rows = exported(connection, Asked(its, fields), here, PHONES if whole else 0, 10**9)
        text.writelines(as_csv(["code", "village", *(one.code for one in fields)], rows))
