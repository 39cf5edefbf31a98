"""How gunicorn serves the cockpit: one process, many threads, so that the cache in it is everyone's."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from gunicorn.workers.gthread import ThreadWorker

ENVIRONMENT = {**dotenv_values(".env"), **os.environ}
bind = f"{ENVIRONMENT.get('HOST') or '127.0.0.1'}:{ENVIRONMENT.get('PORT') or '8050'}"
workers = int(ENVIRONMENT.get("WEB_CONCURRENCY") or "1")
threads = 16
keepalive = 75
timeout = 60
wsgi_app = "app:create_app()"
loglevel = "warning"
HERE = Path(__file__).resolve().parent


class Worker(ThreadWorker):
    """Who ends does not wait for connections that browsers keep in reserve, on which nothing was ever asked."""

    def murder_pending(self) -> None:
        if not self.alive:
            for one in self.pending_conns:
                one.timeout = 0
        super().murder_pending()


worker_class = Worker


def on_starting(_server: Any) -> None:
    """Before any worker, `data.start` in a process of its own: the master must not have threads that a fork loses."""
    with subprocess.Popen([sys.executable, "-m", "data.start"], cwd=HERE, stdin=subprocess.PIPE) as start:
        try:
            code = start.wait()
        except KeyboardInterrupt:  # it has heard it too
            code = start.wait()
    if code:
        sys.exit(code)


def post_fork(_server: Any, _worker: Any) -> None:
    """In each worker, before it has threads."""
    from data.memory import keep_little

    keep_little()


def post_worker_init(worker: Any) -> None:
    """In each worker: the watch sweeps, the demo city goes on telling, and the operator learns where to look."""
    import gc
    from threading import Thread

    from components.reports_issue import issue_due
    from data.accounts.presence import start_presence
    from data.demo.feed import start_feed
    from data.demo.reading_feed import start_reading_feed
    from data.demo.responder_feed import start_responder_feed
    from data.demo.vessel_feed import start_vessel_feed
    from data.dispatch.worker import start_dispatcher
    from data.exercise.kept import served
    from data.exercise.player import start_player
    from data.follower import start_follower
    from data.house import EXTENSION
    from data.journal import start_journal
    from data.queries.exposed import warm_exposed
    from data.queries.locate import warm_ground
    from data.queries.points import warm
    from data.sweeper import start_sweeper

    worker.app.callable.test_client().get("/healthz")  # Dash sets itself up at its first request: before there are two
    home = worker.app.callable.extensions[EXTENSION]
    Thread(target=_warmed, args=(home, warm_ground, warm_exposed, warm), name="warm", daemon=True).start()
    start_journal(home)
    if home.settings.exercise:
        start_player(home)
        host, port = bind.rsplit(":", 1)
        served(home.settings, host, port, worker.ppid)
    elif home.settings.demo and home.settings.demo_feed:
        start_feed(home)
        start_reading_feed(home)
        start_responder_feed(home)
        start_vessel_feed(home)
    if not home.settings.exercise:  # its player sweeps by its own clock
        start_sweeper(home, issue_due)
        start_follower(home)
    start_dispatcher(home)
    start_presence(worker.app.callable)
    gc.freeze()  # what stands now stays: collections need not look through it again
    print(f"▶ http://{bind}", flush=True)


def _warmed(home: Any, *tasks: Any) -> None:
    """One after the other, what the first pages need first; requests get their turn sooner than usual meanwhile."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 10)
    for task in tasks:
        task(home)
    sys.setswitchinterval(usual)
