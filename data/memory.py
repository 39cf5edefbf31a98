"""What the C library keeps of memory that is free again, given back to the machine.

It keeps an arena for every thread that allocates, and each keeps what it once needed: a server of many threads grows
for days though it holds no more than at first.
"""

import ctypes

ARENA_MAX, MMAP_THRESHOLD = -8, -3  # names of <malloc.h>
ARENAS = 2  # threads take turns for them, as they do for the interpreter
LARGE = 1 << 20  # bytes from which a block is the machine's own again as soon as it is free


def keep_little() -> None:
    """For this process and the threads it starts from now on; nothing where the C library is another one."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(ARENA_MAX, ARENAS)
        libc.mallopt(MMAP_THRESHOLD, LARGE)
