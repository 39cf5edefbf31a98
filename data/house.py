"""House: what every query and command needs, wired once by `create_app` and passed along."""

from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Engine

from data.cache import Answers
from data.clock import Clock
from data.engine import make_engine
from data.exercise.mark import keep_apart
from data.live.listeners import publish
from data.settings import Settings

EXTENSION = "yitu"
UNHEARD = (  # where an exercise would be heard outside
    *("control_webhook", "control_secret", "dispatch_webhook", "dispatch_secret"),
    *("sms_webhook", "voice_webhook", "broadcast_webhook", "smtp_url"),
)


@dataclass(frozen=True, kw_only=True)
class House:
    settings: Settings
    engine: Engine
    answers: Answers
    clock: Clock


def open_house(settings: Settings, server: Flask) -> House:
    """Engine, cache and clock for one process; kept on the Flask app, never in a module."""
    settings, engine = apart(settings), make_engine(settings.database_url)
    keep_apart(engine, settings.exercise)
    house = House(settings=settings, engine=engine, answers=Answers.on(server, settings), clock=Clock(engine, settings))
    publish(engine, settings)
    server.extensions[EXTENSION] = house
    return house


def apart(settings: Settings) -> Settings:
    """An exercise keeps its own photos and documents and moves no gate, whatever else is set."""
    if not settings.exercise:
        return settings
    own = settings.exercises_dir / settings.exercise
    folders = {"photos_dir": own / "photos", "documents_dir": own / "documents"}
    return settings.model_copy(update=folders | dict.fromkeys(UNHEARD, ""))


def house() -> House:
    """The house of the app that is answering now."""
    return current_app.extensions[EXTENSION]
