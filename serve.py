"""How gunicorn serves the cockpit: one process, many threads, so that the cache in it is everyone's."""

import os
import sys
from typing import Any

from dotenv import dotenv_values

ENVIRONMENT = {**dotenv_values(".env"), **os.environ}
bind = f"{ENVIRONMENT.get('HOST') or '127.0.0.1'}:{ENVIRONMENT.get('PORT') or '8050'}"
workers = int(ENVIRONMENT.get("WEB_CONCURRENCY") or "1")
worker_class = "gthread"
threads = 16
keepalive = 75
timeout = 60
wsgi_app = "app:create_app()"
loglevel = "warning"
FIRST_WORDS = "The first administrator is {login}, password {password} (shown once; to be changed at sign-in)."


def on_starting(_server: Any) -> None:
    """In the master, before any worker: tables, city and demo, and the demo clock starts to run."""
    from sqlalchemy.exc import DBAPIError

    import app  # noqa: F401 - once, here: the workers have it from us
    from data.cli_accounts import FIRST, first_administrator
    from data.engine import make_engine
    from data.errors import CockpitError
    from data.ready import make_ready, start_demo_clock
    from data.settings import read_settings

    settings = read_settings()
    try:
        engine = make_engine(settings.database_url)
        make_ready(engine, settings)
        if not settings.demo and not settings.exercise and (password := first_administrator(engine)):
            print(FIRST_WORDS.format(login=FIRST, password=password), flush=True)
        if settings.demo and not settings.exercise:
            start_demo_clock(engine, settings, running=settings.demo_clock)
        engine.dispose()
    except (CockpitError, DBAPIError) as error:
        sys.exit(f"✕ {error}")


def post_worker_init(worker: Any) -> None:
    """In each worker: the watch sweeps, the demo city goes on telling, and the operator learns where to look."""
    import gc
    from threading import Thread

    from data.demo.feed import start_feed
    from data.demo.reading_feed import start_reading_feed
    from data.demo.responder_feed import start_responder_feed
    from data.dispatch.worker import start_dispatcher
    from data.exercise.kept import served
    from data.exercise.player import start_player
    from data.house import EXTENSION
    from data.journal import start_journal
    from data.queries.exposed import warm_exposed
    from data.queries.locate import warm_ground
    from data.queries.points import warm
    from data.sweeper import start_sweeper

    worker.app.callable.test_client().get("/healthz")  # Dash sets itself up at its first request: before there are two
    home = worker.app.callable.extensions[EXTENSION]
    for task in (warm, warm_ground, warm_exposed):
        Thread(target=task, args=(home,), name=task.__name__, daemon=True).start()
    start_journal(home)
    if home.settings.exercise:
        start_player(home)
        served(home.settings, *bind.rsplit(":", 1))
    elif home.settings.demo and home.settings.demo_feed:
        start_feed(home)
        start_reading_feed(home)
        start_responder_feed(home)
    if not home.settings.exercise:  # its player sweeps by its own clock
        start_sweeper(home)
    start_dispatcher(home)
    gc.freeze()  # what stands now stays: collections need not look through it again
    print(f"▶ http://{bind}", flush=True)
