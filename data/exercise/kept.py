"""The exercises of a house: a small file each beside their databases, which says where they are and who serves them."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine

from data.engine import make_engine
from data.errors import UnknownThing
from data.exercise.mark import CODE, keep_apart
from data.language import gettext as _
from data.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An exercise that was prepared. `host`, `port`, `process`: of the server (its master) that last served it."""

    code: str
    name: str
    database_url: str
    host: str = ""
    port: int = 0
    process: int = 0
    home_port: int = 0  # where the real city is served on this machine

    @property
    def serving(self) -> bool:
        """Whether its server still answers on this machine."""
        if not self.process or not is_server(self.process):
            return False
        with suppress(OSError):
            os.kill(self.process, 0)
            with socket.create_connection((self.host, self.port), timeout=0.3):
                return True
        return False


def all_kept(settings: Settings) -> list[Kept]:
    """In order of code."""
    files = sorted(settings.exercises_dir.glob("*.json"))
    return [_read(path) for path in files if CODE.fullmatch(path.stem)]


def kept(settings: Settings, code: str) -> Kept:
    """UnknownThing where none of this code was prepared."""
    path = _file(settings, code)
    if not CODE.fullmatch(code) or not path.exists():
        raise UnknownThing(_("没有这个演练"))
    return _read(path)


def own(settings: Settings) -> Kept | None:
    """The exercise that is served here, if it was prepared on this machine."""
    with suppress(UnknownThing):
        return kept(settings, settings.exercise)
    return None


def keep(settings: Settings, one: Kept) -> None:
    """Only for its owner to read: the address of a database may hold a password. Others may be reading: it is never
    there by halves."""
    path = _file(settings, one.code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", delete=False) as new:
        json.dump(asdict(one), new, ensure_ascii=False, indent=1)
    Path(new.name).replace(path)


def served(settings: Settings, host: str, port: str, process: int) -> None:
    """Note that the server with this number serves the exercise there."""
    with suppress(UnknownThing):
        keep(settings, replace(kept(settings, settings.exercise), host=host, port=int(port), process=process))


def is_server(process: int) -> bool:
    """Whether a process of this number is a server at all: numbers are given out again. True where nobody can tell."""
    told = Path(f"/proc/{process}/cmdline")
    try:
        return b"gunicorn" in told.read_bytes() if told.parent.parent.exists() else True
    except OSError:
        return False


def forget(settings: Settings, code: str) -> None:
    _file(settings, code).unlink(missing_ok=True)


def own_url(settings: Settings, code: str) -> str:
    """Where an exercise keeps its database unless told otherwise."""
    return f"sqlite:///{settings.exercises_dir / code}.db"


@contextmanager
def opened(one: Kept) -> Iterator[Engine]:
    """Its database, and no other."""
    engine = make_engine(one.database_url)
    keep_apart(engine, one.code)
    try:
        yield engine
    finally:
        engine.dispose()


def _file(settings: Settings, code: str) -> Path:
    return settings.exercises_dir / f"{code}.json"


def _read(path: Path) -> Kept:
    return Kept(**json.loads(path.read_text("utf-8")))
