"""自动核查归档: cases that the city lets be archived, once their photos leave neither a finding nor a doubt."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from data.archiving import Archiving, archiving
from data.commands.audit import note
from data.commands.moves import move
from data.engine import writing
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.life.moves import DUTY
from data.photo_findings import checked
from data.queries.few import STILL_OPEN
from data.schema import event, event_photo
from data.scope import Scope

KEEPER = Actor(name="自动核查", role=DUTY, scope=Scope.guest())
BACK = timedelta(days=2)  # answered longer ago: a person has it
MOST = 50  # at once
_SHOWN = exists().where(event_photo.c.event_id == event.c.id, event_photo.c.taken_at.is_not(None))
Row = dict[str, Any]


def archive_checked(house: House) -> int:
    """Verify and close them; how many. Nothing is read where the city declares nothing."""
    rule, now = archiving(house), house.clock.now()
    if rule is None:
        return 0
    return sum(_archived(house, row, now) for row in _answered(house, rule, now) if _clear(house, row))


def _answered(house: House, rule: Archiving, now: datetime) -> list[Row]:
    """The latest first. What has no photo that tells when it was taken is in doubt, so it keeps nobody's place here."""
    when = event.c.answered_at.between(now - BACK, now)
    query = select(event).where(STILL_OPEN, event.c.stage == "answered", event.c.suspended_at.is_(None), when, _SHOWN)
    query = query.order_by(event.c.answered_at.desc(), event.c.id.desc())
    with house.engine.connect() as connection:
        rows = connection.execute(query.where(event.c.grade.in_(rule.grades))).mappings()
        return [dict(row) for row in rows if rule.holds(row["grade"], row["leaf"])][:MOST]


def _clear(house: House, row: Row) -> bool:
    mine = select(event_photo).where(event_photo.c.event_id == row["id"]).order_by(event_photo.c.id)
    with house.engine.connect() as connection:
        photos = [dict(one) for one in connection.execute(mine).mappings()]
    return checked(row, photos, house.settings.photos_dir).clear


def _archived(house: House, row: Row, now: datetime) -> bool:
    """Whether it still could be: somebody else may have moved it meanwhile."""
    try:
        with writing(house.engine) as connection:
            for name in ("verify", "close"):
                reason = _("自动核查：处置照片无疑点，按规则归档")
                move(connection, row["id"], name, KEEPER, now, now, reason=reason)
            note(connection, "event_move", f"{row['id']} verify close", actor=KEEPER.name, role="system")
    except CockpitError:
        return False
    return True
