"""Tests of several workers go side by side, but for those that promise a time."""

import subprocess
import sys
from pathlib import Path

from tests.quiet import GATE

WORKER = """
import sys, time
from pathlib import Path
from tests import quiet
quiet.GATE, quiet.TURN, log = map(Path, sys.argv[1:])
with quiet.going(alone=False):
    time.sleep(0.2)  # all are under way
    with quiet.alone(), log.open("a") as told:
        print("in", file=told, flush=True)
        time.sleep(0.1)
        print("out", file=told, flush=True)
"""


def test_those_who_want_to_be_alone_halfway_are_so_one_after_the_other(tmp_path: Path) -> None:
    gate, turn, log = (tmp_path / name for name in ("gate", "turn", "log"))
    for lock in (gate, turn):
        lock.touch()
    command = [sys.executable, "-c", WORKER, str(gate), str(turn), str(log)]
    workers = [subprocess.Popen(command, cwd=GATE.parents[1]) for _ in range(3)]
    assert [one.wait(timeout=20) for one in workers] == [0, 0, 0]
    assert log.read_text().split() == ["in", "out"] * 3
