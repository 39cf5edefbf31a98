"""Who acts on the screens. There are no accounts yet: in the demo and in exercises a person picks a role, elsewhere
nobody may act.

The one place of this rule; every command that a screen sends asks here first, whatever the screen has shown.
"""

from dataclasses import replace

from data.errors import BadInput, Forbidden
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.scope import Scope
from data.things.masks import PHONES
from data.words import ROLES

PLAYED = ("duty_officer", "grid_staff", "agency", "leader", "resident")  # in the order in which they are offered
NUMBERS = 999


def may_act(house: House) -> bool:
    """Only where both the settings and the database say that the city, or what happens in it, is simulated."""
    return (house.settings.demo or bool(house.settings.exercise)) and house.clock.holds_demo()


def shows_people(house: House) -> bool:
    """Only where the people are simulated too: an exercise of a real city has its real people."""
    return house.settings.demo and house.clock.holds_demo()


def looking(house: House) -> Scope:
    """What the screens of this house may show: outside the demo, as long as nobody signs in, nothing about people."""
    return replace(Scope.guest(), clearance=1) if shows_people(house) else Scope.guest()


def answering(house: House, role: str) -> Scope:
    """What a screen may show to a role of the demo: its duty officer calls people, so he sees their telephones."""
    return (
        replace(Scope.guest(), clearance=PHONES) if shows_people(house) and role == "duty_officer" else looking(house)
    )


def acting(house: House, role: str, number: int = 1) -> Actor:
    """The numbered role a person of the demo has picked, as 值班员-001. Forbidden outside the demo."""
    if not may_act(house):
        raise Forbidden(_("登录后办理"))
    if role not in PLAYED or not 1 <= number <= NUMBERS:
        raise BadInput(_("请选择角色"))
    return Actor(name=actor_name(role, number), role=role, scope=Scope.guest())


def actor_name(role: str, number: int) -> str:
    return f"{ROLES[role]}-{number:03d}"
