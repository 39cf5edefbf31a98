"""Files of events as operators handle them: `flask --app app events …`."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from data.cli import Plain
from data.house import house
from data.intake.importing import Job, Tally, import_file
from data.intake.profile import load_profile
from data.intake.sniff import draft
from data.queries.batches import batches
from data.scope import Scope
from data.times import local

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Plain)
def events() -> None:
    """Events from files: CSV and XLSX, read by mapping profiles."""


@events.command("import")
@click.argument("file", type=FILE)
@click.option("--profile", required=True, help="A shipped profile by name, or the path of a YAML file.")
@click.option("--place", default="", metavar="CODE", help="Count every row in this region, wherever it says it lies.")
@click.option("--origin", default="", help="Whose numbers these are; the profile's name otherwise.")
@with_appcontext
def import_command(file: Path, profile: str, place: str, origin: str) -> None:
    """Take FILE in. Run it again after an interruption: it goes on where it stopped."""
    read, text = load_profile(profile)
    job = Job(path=file, profile=read, text=text, place=place, origin=origin)
    with tqdm(desc=file.name, unit=" rows", unit_scale=True, leave=False) as bar:
        tally = import_file(house(), job, bar.update)
    click.echo(_told(tally))


def _told(tally: Tally) -> str:
    lines = []
    if tally.finished:
        lines.append("This file was imported before; nothing was done. Then it was:")
    elif tally.resumed:
        lines.append(f"Went on after {tally.resumed} rows of an earlier run.")
    sums = f"{tally.imported} imported + {tally.merged} merged + {tally.quarantined} quarantined"
    lines.append(f"{sums} = {tally.rows_read} rows read")
    lines += [f"  {n} {code}" for code, n in sorted(tally.faults.items(), key=lambda one: -one[1])]
    if tally.faults.get("outside") or tally.faults.get("missing"):
        lines.append("Rows without a place in the city can be counted in a region: --place CODE.")
    if tally.quarantined and not tally.finished:
        lines.append("See them: flask --app app quarantine list")
    return "\n".join(lines)


@events.command()
@click.argument("file", type=FILE)
@click.option("--write", type=click.Path(path_type=Path), help="Write the draft here instead of printing it.")
def sniff(file: Path, write: Path | None) -> None:
    """Draft a profile for an unknown FILE; what only you can know is marked TODO."""
    text = draft(file)
    if write is None:
        click.echo(text, nl=False)
        return
    if write.exists():
        raise click.ClickException(f"{write} is there already")
    write.write_text(text, "utf-8")
    click.echo(f"{text.count('TODO')} places marked TODO in {write}: fill them in, then import with --profile {write}")


@events.command("files")
@with_appcontext
def files() -> None:
    """Which files were imported, and what became of their rows."""
    with house().engine.connect() as connection:
        for row in batches(connection, Scope.guest()):
            sums = f"{row['imported']} + {row['merged']} + {row['quarantined']} = {row['rows_read']}"
            click.echo(
                f"{local(row['started_at']):%Y-%m-%d %H:%M}  {row['state']:<7}  {row['profile']}  {row['file']}  {sums}"
            )
