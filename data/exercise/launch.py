"""An exercise is started from a screen: in a process of its own, which prepares it where that is due, and serves it.

The process outlives the request, and this server, which finds it again when it starts anew; what it says is kept in a
file beside the exercise. It ends when it is closed.
"""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from threading import Thread

from data.errors import BadInput, UnknownThing
from data.exercise.days import day_of
from data.exercise.kept import all_kept, kept
from data.exercise.scenario import SPEEDS, files
from data.language import gettext as _
from data.settings import ROOT, Settings

MOST = 2  # exercises that one machine serves at a time
PORTS = range(8051, 8091)
LONGEST_S = 180  # for which one that is being prepared is waited for
TAIL = ".starting"
ENDED = ("Z", "X", "x")  # states in /proc of processes that are no more


def launch(settings: Settings, code: str, times: float) -> None:
    """Start the scenario, or the prepared exercise, of this code. BadInput where it runs or comes up, or MOST do,
    and for a speed that makes no sense; UnknownThing for one there is not.
    """
    if code not in files(settings.cities_dir / settings.city) and day_of(code) is None:
        kept(settings, code)
    if not 1 <= times <= SPEEDS[-1]:
        raise BadInput(_("速度为 1 到 {most} 倍").format(most=SPEEDS[-1]))
    if code in starting(settings) or any(one.code == code and one.serving for one in all_kept(settings)):
        raise BadInput(_("这个演练已经启动"))
    if len(running := {*starting(settings), *(one.code for one in all_kept(settings) if one.serving)}) >= MOST:
        raise BadInput(_("最多同时进行 {n} 个演练，先结束一个").format(n=len(running)))
    settings.exercises_dir.mkdir(parents=True, exist_ok=True)
    port = _port({_told(settings, one)[0] for one in starting(settings)})
    _mark(settings, code).write_text(str(port))
    child = _spawn(settings, code, times, port)
    _mark(settings, code).write_text(f"{port} {child.pid}")
    Thread(target=_ended, args=(child, _mark(settings, code)), daemon=True).start()


def close(settings: Settings, code: str) -> None:
    """End the server of this exercise, or what is about to become it; what it holds stays. BadInput where none runs."""
    process = int(_told(settings, code)[1] or 0) if code in starting(settings) else 0
    if not process:
        one = kept(settings, code)
        process = one.process if one.serving else 0
    if not process:
        raise BadInput(_("这个演练没有在运行"))
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)


def _told(settings: Settings, code: str) -> tuple[str, str]:
    """(port, number of the process) of one that is prepared: it becomes its server. Empty where it has just ended."""
    with suppress(FileNotFoundError):
        port, _blank, process = _mark(settings, code).read_text().partition(" ")
        return port, process
    return "", ""


def starting(settings: Settings) -> set[str]:
    """Codes of those that come up: started a short while ago, and not served yet."""
    found = {path.name.removesuffix(TAIL): path for path in settings.exercises_dir.glob(f"*{TAIL}")}
    served = {one.code for one in all_kept(settings) if one.serving}
    coming = {code for code, path in found.items() if code not in served and _age_s(path) < LONGEST_S}
    return {code for code in coming if _lives(_told(settings, code)[1])}


def _lives(process: str) -> bool:
    """Whether it has not ended, as its mark still says for a moment. True where nobody can tell, or none is told.

    By its state: a process that has just begun has no words on its command line yet.
    """
    proc = Path("/proc")
    if not process or not proc.exists():
        return True
    with suppress(OSError):
        return (proc / process / "stat").read_text().rpartition(")")[2].split()[0] not in ENDED
    return False


def _age_s(mark: Path) -> float:
    """Seconds since it was written; endless for one that is taken away meanwhile."""
    with suppress(FileNotFoundError):
        return datetime.now(UTC).timestamp() - mark.stat().st_mtime
    return inf


def _spawn(settings: Settings, code: str, times: float, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "flask", "--app", "app", "exercise", "start", code]
    command += ["--speed", f"{times:g}", "--port", str(port)]
    own = {"YITU_DATABASE_URL": settings.database_url, "YITU_CITY": settings.city}
    own |= {"YITU_CITIES_DIR": str(settings.cities_dir), "YITU_EXERCISES_DIR": str(settings.exercises_dir.absolute())}
    with (settings.exercises_dir / f"{code}.log").open("wb") as said:
        return subprocess.Popen(
            command, cwd=ROOT, env=os.environ | own, stdout=said, stderr=said, start_new_session=True
        )


def _ended(child: "subprocess.Popen[bytes]", mark: Path) -> None:
    """One that did not come up may be started again."""
    child.wait()
    mark.unlink(missing_ok=True)


def _mark(settings: Settings, code: str) -> Path:
    return settings.exercises_dir / f"{code}{TAIL}"


def _port(promised: set[str]) -> int:
    """The first that nobody listens at, nor is about to."""
    for port in PORTS:
        if str(port) in promised:
            continue
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise UnknownThing(_("没有空闲的端口"))
