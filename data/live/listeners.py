"""How word of a commit comes from other processes: Redis where it is set, PostgreSQL's own NOTIFY, on SQLite a look.

Each is a thread that outlives whatever it listens to. What they miss, the hub's own look makes up for.
"""

import hashlib
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from threading import Event, Thread

import psycopg
import structlog
from sqlalchemy import Engine

from data.live.bell import CHANNEL, bell
from data.queries.revisions import HOUSE, revisions
from data.settings import Settings

LOOK_S = 0.1  # between two looks at whether a SQLite file has changed
PAUSE_S = 2.0  # before trying again what has failed
log = structlog.get_logger(__name__)
Wake = Callable[[], None]


def listen(engine: Engine, settings: Settings, wake: Wake) -> list[Thread]:
    """Threads that call `wake` when another process may have moved a topic."""
    works: list[tuple[str, Wake]] = []
    if settings.redis_url:
        works.append(("live-redis", lambda: by_redis(engine, settings.redis_url, wake)))
    if engine.dialect.name == "postgresql":
        works.append(("live-postgres", lambda: _postgres(engine, wake)))
    else:
        works.append(("live-sqlite", lambda: _sqlite(engine, wake)))
    threads = [Thread(target=lasting, args=one, name=one[0], daemon=True) for one in works]
    for thread in threads:
        thread.start()
    return threads


def publish(engine: Engine, settings: Settings) -> None:
    """Tell other processes by Redis of what this one commits. Writers do not wait for it."""
    if not settings.redis_url:
        return
    import redis  # only where it is set: no other start waits for it

    rung = Event()

    def work() -> None:
        rung.wait()
        name = channel(engine)
        with redis.Redis.from_url(settings.redis_url, socket_timeout=5) as server:
            while True:
                rung.wait()
                rung.clear()
                server.publish(name, b"")

    bell(engine).listeners.append(rung.set)
    Thread(target=lasting, args=("live-publish", work), name="live-publish", daemon=True).start()


def channel(engine: Engine) -> str:
    """One Redis may serve several houses: each has a channel named by its database's own number, under whatever URL."""
    with engine.connect() as connection:
        number = revisions(connection)[HOUSE]
    return f"yitu-live:{hashlib.blake2b(b'channel', digest_size=8, key=str(number).encode()).hexdigest()}"


def lasting(name: str, work: Wake) -> None:
    while True:
        try:
            work()
        except Exception as error:  # whatever the client raises: the hub looks for itself meanwhile
            log.warning("listening was cut short", listener=name, error=repr(error))
        time.sleep(PAUSE_S)


def by_redis(engine: Engine, url: str, wake: Wake) -> None:
    import redis

    with redis.Redis.from_url(url, health_check_interval=30) as server, server.pubsub() as heard:
        heard.subscribe(channel(engine))
        for _message in heard.listen():  # the first one says that we are heard: what came before may be new
            wake()


def _postgres(engine: Engine, wake: Wake) -> None:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True, keepalives_idle=10, application_name="yitu live") as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        wake()
        for _notice in connection.notifies():
            wake()


def _sqlite(engine: Engine, wake: Wake) -> None:
    """`data_version` moves with every commit by another connection; to ask for it reads no page."""
    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as connection:
        last = None
        while True:
            now = connection.execute("PRAGMA data_version").fetchone()
            if now != last:
                last = now
                wake()
            time.sleep(LOOK_S)
