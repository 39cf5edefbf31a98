"""How the server ends: what was asked is answered; what browsers merely hold in reserve holds nobody up."""

import logging
import os
import time
from collections.abc import Iterator
from selectors import DefaultSelector
from socket import socketpair

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from serve import Worker

HERE = ("127.0.0.1", 1)


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker(1, os.getppid(), [], None, 30, Config(), logging.getLogger("serve"))
    yield one
    one.tmp.close()


def test_a_connection_on_which_nothing_was_asked_is_let_go_when_the_server_ends_and_not_before(worker):
    ours, theirs = socketpair()
    ours.settimeout(1)
    one = TConn(worker.cfg, theirs, HERE, HERE)
    worker.poller, worker.nr_conns = DefaultSelector(), 1
    one.timeout = time.monotonic() + 60
    worker.pending_conns.append(one)
    worker.murder_pending()
    assert list(worker.pending_conns) == [one] and worker.nr_conns == 1
    worker.alive = False
    worker.murder_pending()
    assert not worker.pending_conns and worker.nr_conns == 0 and ours.recv(1) == b""
    worker.poller.close()
    ours.close()
