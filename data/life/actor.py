"""Who acts on an event, and in which capacity."""

from dataclasses import dataclass

from data.errors import BadInput
from data.scope import Scope
from data.words import ROLES


@dataclass(frozen=True, kw_only=True)
class Actor:
    """`name` is what is shown: a numbered role, the name of an account or a sender, which others may have too.

    `key` says which account or sender it is, where it is one; `scope` bounds what may be touched.
    """

    name: str
    role: str
    scope: Scope
    key: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise BadInput(f"role: {self.role!r} is not one of {', '.join(ROLES)}")

    @property
    def who(self) -> str:
        """Who it is, whatever the name: by this rights and orders are told apart."""
        return self.key or self.name


def account_key(login: str) -> str:
    """The key of an account; no sender and no numbered role has one like it."""
    return f"account:{login}"
