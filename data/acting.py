"""Who is asking. The one place that says so: what a request may see, and as whom it acts.

An account that is signed in sees its own regions and acts in its own role, whatever the screen says. A sender sees what
its key is for. A visitor of the demo sees the simulated city, and plays a numbered role there on the machine itself;
elsewhere a request of nobody gets nothing. Outside of requests (sweepers, feeds, the command line) the house asks.
"""

from dataclasses import replace

from flask import has_request_context, request

from data.accounts.machine import on_this_machine
from data.accounts.seat import keyed, seated
from data.errors import BadInput, Forbidden, SignInNeeded
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor, account_key
from data.scope import Scope
from data.things.masks import PHONES
from data.words import ROLES

PLAYED = ("duty_officer", "grid_staff", "agency", "leader", "resident")  # in the order in which they are offered
NUMBERS = 999


def open_to_visitors(house: House) -> bool:
    """Only where both the settings and the database say that the city is simulated.

    An exercise of a real city is played by its accounts: a replay tells what really happened.
    """
    return house.settings.demo and house.clock.holds_demo()


def may_act(house: House) -> bool:
    """An account whose role acts; without one, visitors of the demo on this machine."""
    one = seated()
    return one.acts_as is not None if one else open_to_visitors(house) and _here()


def _here() -> bool:
    """A demo that listens further shows itself to others, and lets them do nothing."""
    return not has_request_context() or on_this_machine(request)


def looking(house: House) -> Scope:
    """What this request may see. SignInNeeded for nobody, outside the demo."""
    if one := seated():
        return one.scope
    if sender := keyed():
        return sender.actor.scope
    if open_to_visitors(house):
        return replace(Scope.guest(), clearance=1)
    if has_request_context():
        raise SignInNeeded(_("请先登录"))
    return Scope.guest()


def answering(house: House, role: str) -> Scope:
    """What it may show to this role: the duty officer of a demo calls people, so he sees their telephones.

    An account sees what it is cleared for, whatever role the screen says.
    """
    plays = seated() is None and keyed() is None and open_to_visitors(house) and role == "duty_officer"
    return replace(Scope.guest(), clearance=PHONES) if plays else looking(house)


def playing(role: str) -> str:
    """The role whose forms a screen shows: the account's own, else the one that was picked."""
    one = seated()
    return (one.acts_as or one.role) if one else role


def acting(house: House, role: str, number: int = 1) -> Actor:
    """The account that is signed in; else the numbered role a visitor has picked, as 值班员-001; else Forbidden."""
    if one := seated():
        if one.acts_as is None:
            raise Forbidden(_("%(role)s只看不办") % {"role": _(ROLES[one.role])})
        return Actor(name=one.name, role=one.acts_as, scope=one.scope, key=account_key(one.login))
    if not may_act(house):
        raise Forbidden(_("登录后办理"))
    if role not in PLAYED or not 1 <= number <= NUMBERS:
        raise BadInput(_("请选择角色"))
    return Actor(name=actor_name(role, number), role=role, scope=Scope.guest())


def actor_name(role: str, number: int) -> str:
    return f"{ROLES[role]}-{number:03d}"
