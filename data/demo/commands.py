"""The demo as operators handle it: `flask --app app demo …`."""

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.clock import KEY as DEMO_CLOCK
from data.commands.facts import fact
from data.house import house
from data.ready import seed_demo, start_demo_clock


@click.group(cls=Plain)
def demo() -> None:
    """Simulated data for trying the cockpit out; always marked 模拟 on screen and in exports."""


@demo.command()
@click.option("--seed", default=20240725, show_default=True, help="Same seed, same data.")
@click.option("--events", type=click.IntRange(min=0), help="How many events in the year; the city's recipe otherwise.")
@click.option("--if-absent", is_flag=True, help="Do nothing when the database already has a demo.")
@with_appcontext
def seed(seed: int, events: int | None, if_absent: bool) -> None:
    """Fill the loaded city with a year of simulated life, calibrated to its published figures."""
    home = house()
    with home.engine.connect() as connection:
        if if_absent and fact(connection, DEMO_CLOCK):
            return
    seed_demo(home.engine, home.settings, seed, events)
    click.echo("The demo data is in.")


@demo.command()
@click.option("--stop", is_flag=True, help="Hold the clock where it is.")
@with_appcontext
def clock(stop: bool) -> None:
    """Start the demo clock: it goes on from where the demo last was."""
    home = house()
    shown = start_demo_clock(home.engine, home.settings, running=not stop)
    click.echo(f"The demo clock {'stands' if stop else 'runs from'} {shown}.")
