"""Passwords: kept as argon2id (RFC 9106), chosen by the rules of NIST SP 800-63B: long, and not the obvious."""

import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import BadInput
from data.language import gettext as _

SHORTEST, LONGEST = 10, 128
HASHER = PasswordHasher()
OBVIOUS = ("password", "qwerty", "asdfgh", "1234567890", "0123456789", "9876543210", "iloveyou", "admin", "welcome")
_TOGETHER = BoundedSemaphore(2)  # each takes 64 MiB and a core for some 50 ms


def hashed(password: str) -> str:
    with _TOGETHER:
        return HASHER.hash(password)


@cache
def nobody() -> str:
    """What is checked for names that do not exist, as long as for those that do; made when first one is asked for."""
    return hashed(secrets.token_urlsafe(16))


def fits(kept: str | None, password: str) -> bool:
    """Whether it is the password that was kept; in the same time for nobody's."""
    against = kept or nobody()
    with _TOGETHER:
        try:
            HASHER.verify(against, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than now."""
    return HASHER.check_needs_rehash(kept)


def check_chosen(password: str, login: str) -> None:
    """BadInput for one too short, too long or too obvious."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(_("密码须为 {least} 到 {most} 个字符").format(least=SHORTEST, most=LONGEST))
    plain = password.casefold()
    if len(set(plain)) < 5 or login.casefold() in plain or any(plain.startswith(one) for one in OBVIOUS):
        raise BadInput(_("密码太容易猜到，请换一个"))


def drawn() -> str:
    """A password by lot, of 120 bits."""
    return secrets.token_urlsafe(15)
