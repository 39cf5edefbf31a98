"""Freezes a briefing: asks every panel of every scene for one and the same moment, and stores what they say."""

from datetime import datetime

from components.scene_panels import answers
from data.briefer import Briefer
from data.commands.audit import note
from data.commands.freezing import freeze, thaw
from data.engine import writing
from data.house import House
from data.queries.briefings import briefing_row, scenes_of


def freeze_now(house: House, code: str, me: Briefer) -> datetime:
    """As of when. BriefingRefused where a panel is not there, or the briefing was changed meanwhile."""
    with house.engine.connect() as connection:
        row = briefing_row(connection, code, me)
        scenes = scenes_of(connection, row["id"])
    moment = house.clock.now().replace(microsecond=0)
    told = {number: answers(house, scene, me.scope, moment) for number, scene in scenes.items()}
    with writing(house.engine) as connection:
        freeze(connection, code, told, row["revision"], me, moment)
        note(connection, "briefing_freeze", code, **who(me))
    return moment


def thaw_now(house: House, code: str, me: Briefer) -> None:
    with writing(house.engine) as connection:
        thaw(connection, code, me)
        note(connection, "briefing_thaw", code, **who(me))


def who(me: Briefer) -> dict[str, str]:
    """Of whom the log tells: accounts tell of themselves."""
    return {"actor": me.who, "role": me.role} if me.visits else {}
