"""House: what every query and command needs, wired once by `create_app` and passed along."""

from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Engine

from data.cache import Answers
from data.clock import Clock
from data.engine import make_engine
from data.settings import Settings

EXTENSION = "yitu"


@dataclass(frozen=True, kw_only=True)
class House:
    settings: Settings
    engine: Engine
    answers: Answers
    clock: Clock


def open_house(settings: Settings, server: Flask) -> House:
    """Engine, cache and clock for one process; kept on the Flask app, never in a module."""
    engine = make_engine(settings.database_url)
    house = House(settings=settings, engine=engine, answers=Answers.on(server, settings), clock=Clock(engine, settings))
    server.extensions[EXTENSION] = house
    return house


def house() -> House:
    """The house of the app that is answering now."""
    return current_app.extensions[EXTENSION]
