"""The start, in a process of its own (`python -m data.start`): tables, city, demo, its clock, the first administrator.

It works with threads (polars') that a process forked from it would lack: the server forks its workers from one that
never had them. It ends with whoever started it.
"""

import os
import sys
from threading import Thread

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from data.engine import make_engine
from data.errors import CockpitError
from data.ready import make_ready, start_demo_clock
from data.settings import Settings, read_settings

FIRST_WORDS = "The first administrator is {login}, password {password} (shown once; to be changed at sign-in)."
INTERRUPTED = 130  # as a shell has it


def made_ready(engine: Engine, settings: Settings) -> None:
    """What must stand before the first request. The password of a first administrator is printed."""
    make_ready(engine, settings)
    if not settings.demo and not settings.exercise:
        _say_first_password(engine)
    if settings.demo and not settings.exercise:
        start_demo_clock(engine, settings, running=settings.demo_clock)


def _say_first_password(engine: Engine) -> None:
    from data.cli_accounts import FIRST, first_administrator  # half a second to load, which a demo need not wait

    if password := first_administrator(engine):
        print(FIRST_WORDS.format(login=FIRST, password=password), flush=True)


def main() -> None:
    """Exits with 1 and the reason where the city cannot be served."""
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        settings = read_settings()
        engine = make_engine(settings.database_url)
        made_ready(engine, settings)
        engine.dispose()
    except (CockpitError, DBAPIError) as error:
        sys.exit(f"✕ {error}")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _end_with_parent() -> None:
    """Nothing is ever said on standard input; it ends when nobody is left to say it."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
