"""Wrong passwords in a row are counted, by name (known or not) and by address; after some one has to wait, ever longer.

A try is counted before its password is looked at, so that many at the same time are many.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Update, delete, select

from data.commands.upsert import upsert
from data.schema import sign_in_failure

FREE = {"login": 5, "address": 30}  # tries before the first wait
FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)


def claim(connection: Connection, subjects: list[str], now: datetime) -> int:
    """Count one more try of each, and the wait that follows should it be a wrong one; 0.

    While one of them has to wait nothing is counted; then the seconds until the next try.
    """
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.last_at < now - FORGOTTEN))
    for subject in sorted(subjects):  # writes first: whoever tries at the same time queues here
        upsert(connection, sign_in_failure, [{"subject": subject, "n": 1, "last_at": now}], add=["n"])
    known = connection.execute(select(sign_in_failure).where(sign_in_failure.c.subject.in_(subjects))).all()
    until = max((one.locked_until for one in known if one.locked_until), default=now)
    for one in known:
        row = {"n": one.n - 1} if until > now else {"locked_until": now + pause(one.subject.partition(":")[0], one.n)}
        connection.execute(_of(one.subject).values(row))
    return max(0, int((until - now).total_seconds()) + 1) if until > now else 0


def pause(kind: str, n: int) -> timedelta:
    """How long to wait after the nth wrong try in a row: nothing at first, then 30 s, doubled each time."""
    over = n - FREE[kind]
    return timedelta(0) if over < 0 else min(FIRST * 2 ** min(over, 10), LONGEST)


def forgive(connection: Connection, login: str, address: str) -> None:
    """After the right password: the name's count begins anew, the address gets back this try."""
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.subject == login))
    connection.execute(_of(address).values(n=sign_in_failure.c.n - 1, locked_until=None))


def _of(subject: str) -> Update:
    return sign_in_failure.update().where(sign_in_failure.c.subject == subject)


def of_login(login: str) -> str:
    return f"login:{login[:64].casefold()}"


def of_address(address: str) -> str:
    return f"address:{address}"
