"""Whole apps for tests. Building one takes longer than most tests: those of equal settings get it in turn."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app import create_app
from data.accounts.secret import secret_key
from data.doors.limits import set_limits
from data.house import EXTENSION, open_house
from data.live.hub import KEY as HUB
from data.settings import Settings

PLACES = ("database_url", "photos_dir", "documents_dir", "exercises_dir")  # what the house alone looks at
_resting: defaultdict[str, list[Flask]] = defaultdict(list)


@contextmanager
def app_on(settings: Settings) -> Iterator[Flask]:
    """The whole app on this database: with a house, a memory, a count of requests and a hub that knew no other test."""
    kind = settings.model_dump_json(exclude=set(PLACES))
    app = _anew(_resting[kind].pop(), settings) if _resting[kind] else create_app(settings)
    yield app
    app.extensions[EXTENSION].engine.dispose()
    _resting[kind].append(app)


def _anew(app: Flask, settings: Settings) -> Flask:
    app.extensions.pop(HUB, None)
    app.extensions.pop("cache", None)
    open_house(settings, app)
    set_limits(app, settings)
    app.secret_key = secret_key(settings)
    return app
