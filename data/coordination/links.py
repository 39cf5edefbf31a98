"""The way in of who is called on: a signed link, or an account that is for one subject alone (`subject:…`)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData

from data.accounts.seat import seated
from data.coordination.kind import Kind, kinds_of
from data.dispatch.links import signer
from data.errors import LinkOver, UnknownThing
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.coordination_calls import OWN
from data.queries.coordination_subjects import Called, subjects_named
from data.scope import Scope

SALT = "coordination"
GOOD = timedelta(days=30)


@dataclass(frozen=True)
class Guest:
    """Who is called on, as its link or its account says; `kinds`: those that it is a subject of."""

    kind: Kind
    kinds: tuple[Kind, ...]
    who: Called

    @property
    def actor(self) -> Actor:
        cell = self.who.cell_id
        scope = Scope(cells=((cell, cell),), departments=(f"{OWN}{self.who.subject}",), roles=("resident",))
        return Actor(name=self.who.name[:64], role="resident", scope=scope, key=f"{OWN}{self.who.subject}")


def link_of(house: House, kind: Kind, subject: str, wall: datetime) -> str:
    """The address of its page, good for a month; beneath this house where that has no address of its own."""
    token = str(signer(house, SALT).dumps([kind.code, subject, int((wall + GOOD).timestamp())]))
    return f"{house.settings.public_url.rstrip('/')}/subject/{token}"


def guest_of(house: House, token: str) -> Guest:
    """UnknownThing for a link that is forged, or whose subject is gone; LinkOver for one too old."""
    try:
        code, subject, until = signer(house, SALT).loads(token[:600])
        end = datetime.fromtimestamp(until, UTC)
    except (BadData, ValueError, TypeError, OverflowError):
        raise UnknownThing(_("链接无效，请联系协同中心")) from None
    if datetime.now(UTC) >= end:
        raise LinkOver(_("链接已过期，请联系协同中心重新发送"))
    kind = kinds_of(house).named(code)
    return _guest(house, (kind,), subject, kind.code)


def guest_seated(house: House, code: str) -> Guest:
    """Who is signed in, where its account is for a subject. UnknownThing for everybody else."""
    one = seated()
    mine = [told.removeprefix(OWN) for told in one.departments if told.startswith(OWN)] if one else []
    subject = mine[0] if mine else ""
    source = subject.partition(":")[0]
    kinds = tuple(kind for kind in kinds_of(house).kinds.values() if kind.subject.of == source)
    if not kinds:
        raise UnknownThing(_("这个账号不是受检对象"))
    return _guest(house, kinds, subject, code)


def _guest(house: House, kinds: tuple[Kind, ...], subject: str, code: str) -> Guest:
    kind = next((one for one in kinds if one.code == code), kinds[0])
    with house.engine.connect() as connection:
        found = subjects_named(connection, kind, [subject], Scope.guest())
    if not found:
        raise UnknownThing(_("链接无效，请联系协同中心"))
    return Guest(kind, kinds, found[0])
