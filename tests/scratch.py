"""Where the files of a run lie: in a folder of its own, in memory where there is room for it.

Thousands of databases are made and thrown away; on a disk their workers wait for it and for each other. A run that is
killed leaves its folder behind, and servers that it had started: the next run clears them away.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil

MEMORY = Path("/dev/shm")
ROOM = 6 * 2**30  # bytes; a whole run holds a third of that at once
NAME = "yitu-run-"
GRACE = 5  # seconds in which a server that was left behind may end by itself


def lie_apart() -> None:
    """Let temporary files of this process, and of those it starts, lie in a folder of this run alone.

    It is locked for as long as this process lives, and stays after it only where pytest keeps something to look at.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # it lies where its run does
    disk = Path(tempfile.gettempdir())
    for left in (*MEMORY.glob(f"{NAME}*"), *disk.glob(f"{NAME}*")):
        _clear(left)
    folder = _own(MEMORY if "TMPDIR" not in os.environ and _roomy() else disk)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    atexit.register(_leave, folder)


def _roomy() -> bool:
    free = shutil.disk_usage(MEMORY).free if os.access(MEMORY, os.W_OK) else 0
    return min(free, psutil.virtual_memory().available) > ROOM


def _own(place: Path) -> Path:
    """A new folder there; whoever clears meanwhile may have taken one that nobody held yet."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=NAME, dir=place))
        if _held(folder):
            return folder


def _held(folder: Path) -> bool:
    """Whether it is there and ours from now on; no living process has it."""
    with suppress(OSError):
        fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
        return folder.exists()
    return False


def _clear(folder: Path) -> None:
    """End what a run that is no more had started, and remove its files."""
    if not _held(folder):
        return
    left = [one for one in psutil.process_iter() if _lies_in(one, folder)]
    for one in left:
        with suppress(psutil.Error):
            one.terminate()
    for one in psutil.wait_procs(left, GRACE)[1]:
        with suppress(psutil.Error):
            one.kill()
    shutil.rmtree(folder, ignore_errors=True)


def _lies_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.environ().get("TMPDIR") == str(folder)
    except psutil.Error:
        return False  # another's, or ended while we looked


def _leave(folder: Path) -> None:
    if not any(folder.glob("pytest-of-*/pytest-[0-9]*")):
        shutil.rmtree(folder, ignore_errors=True)
