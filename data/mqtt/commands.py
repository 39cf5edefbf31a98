"""Readings from a broker as operators start it: `flask --app app mqtt run --profile FILE`."""

import signal
from pathlib import Path
from threading import Event

import click
from flask.cli import with_appcontext
from prometheus_client import start_http_server

from data.cli import Plain
from data.errors import CityError
from data.house import house
from data.mqtt.profile import load_profile
from data.mqtt.subscriber import Subscriber
from data.mqtt.topics import filter_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Plain)
def mqtt() -> None:
    """Readings by MQTT."""


@mqtt.command()
@click.option("--profile", "path", type=FILE, required=True, help="A YAML file: see docs/risk.md.")
@click.option("--metrics-port", type=click.IntRange(1, 65_535), help="Serve figures to Prometheus on this machine.")
@with_appcontext
def run(path: Path, metrics_port: int | None) -> None:
    """Listen until told to stop; broker and database may go and come back."""
    profile, home, over = load_profile(path), house(), Event()
    if home.settings.exercise:
        raise CityError("an exercise listens to no broker: its readings are its scenario's")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    if metrics_port:
        start_http_server(metrics_port, "127.0.0.1")
    settings = home.settings
    subscriber = Subscriber(home, profile, settings.mqtt_username, settings.mqtt_password)
    click.echo(f"{profile.name}: {', '.join(filter_of(one.topic) for one in profile.topics)} at {profile.broker.host}")
    subscriber.run(over.is_set)


@mqtt.command()
@click.argument("path", type=FILE)
def check(path: Path) -> None:
    """Read a profile and say whether it can be used."""
    profile = load_profile(path)
    click.echo(f"{profile.name}: " + ", ".join(f"{filter_of(one.topic)} ({one.payload})" for one in profile.topics))
