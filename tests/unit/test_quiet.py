"""Tests of several workers go side by side, but for those that promise a time; journeys go before all others."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from tests import hands
from tests.hands import HANDS, Hands, give_way, turn
from tests.quiet import GATE

PROMISE = re.compile(r"^from tests\.quiet import alone|^@pytest\.mark\.quiet", re.M)
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
WAY = """
import os
from tests.hands import give_way
gives = give_way("tests/unit/test_docs.py", ["tests/e2e/test_leader.py", "tests/unit/test_docs.py"])
print(gives, os.nice(0), os.getsid(0) == os.getpid())
"""


def test_those_who_want_to_be_alone_halfway_are_so_one_after_the_other(tmp_path: Path) -> None:
    gate, turn, log = (tmp_path / name for name in ("gate", "turn", "log"))
    for lock in (gate, turn):
        lock.touch()
    command = [sys.executable, "-c", WORKER, str(gate), str(turn), str(log)]
    workers = [subprocess.Popen(command, cwd=GATE.parents[1]) for _ in range(3)]
    assert [one.wait(timeout=20) for one in workers] == [0, 0, 0]
    assert log.read_text().split() == ["in", "out"] * 3


def test_who_promises_a_time_is_among_those_to_whom_the_others_give_way() -> None:
    files = {one.relative_to(GATE.parents[1]).as_posix(): one.read_text() for one in GATE.parent.rglob("test_*.py")}
    promising = [name for name, text in files.items() if PROMISE.search(text)]
    assert promising and {turn(name)[0] for name in promising} == {0}
    assert {turn(name)[0] for name in files if name.startswith("tests/e2e/")} == {0, 1}
    assert all(f"tests/e2e/test_{name}.py" in files for name in (*hands.FIRST, *hands.LAST, *hands.OTHER))


def test_each_hand_has_its_journeys_as_if_they_were_one_file_and_all_else_goes_file_by_file() -> None:
    files = sorted((one.relative_to(GATE.parents[1]).as_posix() for one in GATE.parent.rglob("test_*.py")), key=turn)
    scopes = [Hands._split_scope(Hands.__new__(Hands), f"{file}::test_it") for file in files]
    begun = list(dict.fromkeys(scopes))
    assert begun[:2] == list(HANDS), "so that the first two workers have them"
    assert sum(scope != before for before, scope in pairwise(scopes)) == len(begun) - 1
    assert len(begun) == 2 + sum(not file.startswith("tests/e2e/") for file in files) - len(hands.PROMISES)


def test_without_journeys_and_without_other_workers_nobody_gives_way(monkeypatch) -> None:
    before, journey, other = os.nice(0), "tests/e2e/test_leader.py", "tests/unit/test_docs.py"
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw1")
    assert not give_way(journey, [journey, other]) and not give_way(other, [other])
    monkeypatch.delenv("PYTEST_XDIST_WORKER")
    assert not give_way(other, [journey, other]) and os.nice(0) == before


def test_beside_journeys_a_worker_lets_them_go_before_with_all_it_starts() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WAY],
        cwd=GATE.parents[1],
        env=os.environ | {"PYTEST_XDIST_WORKER": "gw1"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split() == ["True", str(min(19, os.nice(0) + hands.WAY)), "True"]
