"""Who acts on an event, and in which capacity."""

from dataclasses import dataclass

from data.errors import BadInput
from data.scope import Scope
from data.words import ROLES


@dataclass(frozen=True, kw_only=True)
class Actor:
    """`name` is a numbered role or the name of a sender; `scope` bounds what may be touched."""

    name: str
    role: str
    scope: Scope

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise BadInput(f"role: {self.role!r} is not one of {', '.join(ROLES)}")
