"""Indicators as operators handle them: `flask --app app indicators …`."""

import time
from pathlib import Path

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.commands.cube import settle
from data.engine import writing
from data.house import house
from data.indicator.importing import Tally, import_indicators
from data.indicator.profile import load_layout, shipped
from data.indicator.recompute import recompute
from data.life.actor import Actor
from data.scope import Scope

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Plain)
def indicators() -> None:
    """Values of indicators: brought as sheets, and calculated from each other."""


@indicators.command("import")
@click.argument("file", type=FILE)
@click.option("--profile", default="long_table", show_default=True, help=f"{', '.join(shipped())}, or a YAML file.")
@click.option("--origin", default="操作员", show_default=True, help="Who brings it, as the history will say.")
@click.option("--reason", default="", help="Why values that were said before are other now.")
@with_appcontext
def import_command(file: Path, profile: str, origin: str, reason: str) -> None:
    """Take FILE (XLSX or CSV) in; a value that was said before is restated, and what it was is kept."""
    actor = Actor(name=origin, role="system", scope=Scope.guest())
    click.echo(_told(import_indicators(house(), file, load_layout(profile, files=True), actor, reason)))


def _told(tally: Tally) -> str:
    sums = f"{tally.new} new + {tally.restated} restated + {tally.known} known"
    lines = ["This file was imported before; nothing was done. Then it was:"] if tally.finished else []
    lines.append(f"{sums} + {tally.blank} without a number + {tally.quarantined} quarantined = {tally.cells} cells")
    lines += [f"  {n} {code}" for code, n in sorted(tally.faults.items(), key=lambda one: -one[1])]
    if tally.quarantined and not tally.finished:
        lines.append("See them: flask --app app quarantine list --door indicators")
    return "\n".join(lines)


@indicators.command("recompute")
@with_appcontext
def recompute_command() -> None:
    """Calculate every formula, count every query of the cube, and sum what adds up, anew."""
    began, home = time.perf_counter(), house()
    settle(home.engine)
    with writing(home.engine) as connection:
        done = recompute(connection, home.clock.now())
    click.echo(f"{done} indicators calculated anew ({time.perf_counter() - began:.1f} s).")
