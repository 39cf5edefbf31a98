"""A run lies in a folder of its own; what a run that was killed left behind, the next one clears away."""

import os
import subprocess
import sys
from pathlib import Path

import psutil

from tests.scratch import NAME
from tests.server import ROOT, until

RUN = """
import subprocess, sys, tempfile, time
from pathlib import Path
from tests.scratch import lie_apart
lie_apart()
here, kept, seconds = Path(tempfile.gettempdir()), sys.argv[1], float(sys.argv[2])
server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
(here / kept).mkdir(parents=True)
print(here, server.pid, flush=True)
time.sleep(seconds)
server.terminate()
"""


def begun(place: Path, kept: str, seconds: float) -> tuple[subprocess.Popen[str], Path, int]:
    """A run that has a folder in `place` and a server, whose number is told."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    command = [sys.executable, "-c", RUN, kept, str(seconds)]
    told = environment | {"TMPDIR": str(place)}
    run = subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True)
    with run.stdout:
        folder, server = run.stdout.readline().split()
    return run, Path(folder), int(server)


def gone(number: int) -> bool:
    try:
        return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_what_a_killed_run_left_is_cleared_away_by_the_next_and_nothing_of_a_living_one(tmp_path):
    killed, its_folder, its_server = begun(tmp_path, "databases", 60)
    living, folder, server = begun(tmp_path, "databases", 60)
    killed.kill()
    killed.wait()
    assert (its_folder / "databases").exists() and not gone(its_server)
    following, _own, _server = begun(tmp_path, "databases", 0)
    assert following.wait(20) == 0
    until(lambda: gone(its_server))
    assert list(tmp_path.glob(f"{NAME}*")) == [folder], "its own goes with it"
    assert (folder / "databases").exists() and not gone(server)
    living.kill()
    living.wait()
    psutil.Process(server).terminate()


def test_what_pytest_keeps_to_look_at_stays_until_the_next_run(tmp_path):
    run, folder, _server = begun(tmp_path, "pytest-of-me/pytest-0", 0)
    assert run.wait(20) == 0
    assert (folder / "pytest-of-me" / "pytest-0").exists()
