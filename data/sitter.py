"""Who sits down in a room, or looks into it: what he sees, by which name and account he is invited, as what he acts."""

from dataclasses import dataclass

from data.accounts.account import EVERYWHERE
from data.accounts.seat import keyed, seated
from data.acting import PLAYED, actor_name, looking, playing
from data.house import House
from data.life.actor import Actor
from data.scope import Scope

WATCHERS = ("leader", "duty_officer", "auditor")  # they see the rooms of their regions without being invited
OPENERS = ("duty_officer", "leader", "agency")
CHAIRS = ("duty_officer", "leader")  # they see to any room that they see


@dataclass(frozen=True, kw_only=True)
class Sitter:
    """`role` is that of the account; `acts_as` that of its moves, "" for who only looks on."""

    scope: Scope
    name: str
    role: str
    acts_as: str = ""
    account: int | None = None
    visitor: bool = False

    @property
    def watches(self) -> bool:
        return self.visitor or self.role in WATCHERS

    @property
    def speaks_for_agencies(self) -> bool:
        """Whether he speaks for every agency of his regions: who is bound to some speaks for these."""
        return "agency" in (self.role, self.acts_as) and self.scope.departments == EVERYWHERE

    def opened(self, row: dict[str, object]) -> bool:
        return row["opened_by"] == self.name and row["role"] == self.acts_as


def sitting(house: House, role: str = PLAYED[0], number: int = 1) -> Sitter:
    """Who looks at a page; a visitor as the numbered role that he has picked. SignInNeeded for nobody."""
    if one := seated():
        return Sitter(scope=one.scope, name=one.name, role=one.role, acts_as=one.acts_as or "", account=one.id)
    if sender := keyed():
        return sitting_down(sender.actor)
    played = playing(role) if role in PLAYED else PLAYED[0]
    scope = looking(house)
    return Sitter(scope=scope, name=actor_name(played, number), role=played, acts_as=played, visitor=True)


def sitting_down(actor: Actor) -> Sitter:
    """Who acts, as `acting` or a key has found him: a key is nobody's account, whoever else is signed in there."""
    one = None if keyed() else seated()
    role, account = (one.role, one.id) if one else (actor.role, None)
    visitor = actor.scope.roles == Scope.guest().roles
    return Sitter(scope=actor.scope, name=actor.name, role=role, acts_as=actor.role, account=account, visitor=visitor)
