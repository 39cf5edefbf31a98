"""What a door may show to whoever reads there."""

from dataclasses import replace

from data.accounts.seat import keyed, seated
from data.acting import looking
from data.house import House
from data.scope import Scope


def reading(home: House) -> Scope:
    """To an account and to a key what is theirs; to a visitor of the demo its city, without the people in it."""
    scope = looking(home)
    return scope if seated() or keyed() else replace(scope, clearance=0)
