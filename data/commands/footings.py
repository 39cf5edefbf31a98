"""平战转换: a region is put on a war footing, with why, and back again; one footing a region, and all of it is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.commands.revisions import bump
from data.commands.rooms import plain
from data.errors import BadInput, FootingRefused, Forbidden, UnknownThing
from data.footing_words import DECLARERS, LONGEST
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.regions import Region, region_of
from data.queries.subjects import Subject, subject_named
from data.schema import footing
from data.times import local
from data.words import ROLES

F = footing.c


@dataclass(frozen=True, kw_only=True)
class NewFooting:
    """`region`: its code, "" for where the actor's scope begins; `on`: "event-" or "warning-" and a code, or ""."""

    region: str
    words: str
    on: str = ""


def to_war(connection: Connection, new: NewFooting, actor: Actor, now: datetime, provenance: str) -> str:
    """The code of the footing. Forbidden, UnknownRegion, UnknownThing, BadInput, or FootingRefused: it is on one."""
    _may(actor)
    words = plain(new.words, _("理由"), LONGEST)
    bump(connection, "footing")  # first: who declares queues here
    here = region_of(connection, new.region, actor.scope)
    subject = _subject(connection, new.on, here, actor)
    if connection.scalar(select(F.id).where(F.region_id == here.id, F.ended_at.is_(None))) is not None:
        raise FootingRefused(_("%(name)s已在战时") % {"name": here.name})
    code = next_code(connection, F.code, f"P{local(now):%Y%m%d}-")
    about = {"event_id": subject.event_id, "warning_id": subject.warning_id} if subject else {}
    who = {"begun_at": now, "begun_by": actor.name[:64], "role": actor.role, "provenance": provenance}
    where = {"region_id": here.id, "lo": here.lo, "hi": here.hi}
    connection.execute(insert(footing).values(code=code, words=words, **where, **who, **about))
    return code


def to_peace(connection: Connection, code: str, words: str, actor: Actor, now: datetime) -> None:
    """Only by who covers all of its region. FootingRefused when somebody has ended it already."""
    told = plain(words, _("理由"), LONGEST)
    bump(connection, "footing")
    row = connection.execute(select(F.id, F.lo, F.hi, F.begun_at).where(F.code == code)).one_or_none()
    if row is None or not actor.scope.covers(row.lo, row.hi):
        raise UnknownThing(_("没有这次战时状态，或不在可办范围内"))  # first, whoever asks
    _may(actor)
    over = {"ended_at": max(now, row.begun_at), "ended_by": actor.name[:64]}
    over |= {"ended_role": actor.role, "ended_words": told}
    if connection.execute(update(footing).where(F.id == row.id, F.ended_at.is_(None)).values(over)).rowcount != 1:
        raise FootingRefused(_("已转为平时"))


def _may(actor: Actor) -> None:
    if actor.role not in DECLARERS:
        raise Forbidden(_("%(role)s不能转换平战状态") % {"role": _(ROLES[actor.role])})
    if not actor.scope.every_department:
        raise Forbidden(_("只分管部分部门的账号不能转换平战状态"))


def _subject(connection: Connection, on: str, here: Region, actor: Actor) -> Subject | None:
    """What it is about: open, and in the region."""
    if not on:
        return None
    subject = subject_named(connection, on, actor.scope)
    if not subject.open:
        raise BadInput(_("%(code)s 已结束") % {"code": subject.code})
    if subject.hi < here.lo or subject.lo > here.hi:
        raise BadInput(_("%(code)s 不在%(name)s") % {"code": subject.code, "name": here.name})
    return subject
