"""Memory that is free again is the machine's: however many threads there are, few arenas keep any."""

import subprocess
import sys

from data.memory import ARENAS

MANY = """
import ctypes, threading
from data.memory import keep_little
keep_little()
all_there = threading.Barrier(8)

def work():
    kept = [bytes(200_000) for _ in range(20)]
    all_there.wait()

threads = [threading.Thread(target=work) for _ in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
ctypes.CDLL(None).malloc_stats()
"""


def test_eight_threads_share_two_arenas():
    told = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True, check=True)
    assert 1 <= told.stderr.count("Arena ") <= ARENAS
