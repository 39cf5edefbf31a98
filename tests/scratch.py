"""Where the files of a run lie: in memory where there is room for them.

Thousands of databases are made and thrown away; on a disk their workers wait for it and for each other.
"""

import os
import shutil
import tempfile
from pathlib import Path

import psutil

MEMORY = Path("/dev/shm")
ROOM = 6 * 2**30  # bytes; a whole run holds a third of that at once


def lie_in_memory() -> None:
    """Let temporary files of this process, and of those it starts, lie there; unless TMPDIR says where."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and min(_free(), psutil.virtual_memory().available) > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _free() -> int:
    return shutil.disk_usage(MEMORY).free if os.access(MEMORY, os.W_OK) else 0
