"""冻结: what every scene's panels said at one moment is stored with the briefing; or that is taken back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from data.answer import Answer
from data.briefer import Briefer
from data.briefing.kept import answer_json
from data.commands.briefings import own
from data.errors import BriefingRefused
from data.language import gettext as _
from data.queries.briefings import scenes_of
from data.schema import briefing, briefing_answer

Told = Mapping[int, Mapping[str, Answer]]  # {scene id: {panel: answer}}


def freeze(connection: Connection, code: str, told: Told, revision: int, me: Briefer, moment: datetime) -> None:
    """All at once, in place of what was stored before. BriefingRefused where its scenes were changed meanwhile."""
    row = own(connection, code, me)
    if row["revision"] != revision:
        raise BriefingRefused(_("冻结时汇报被修改了，请再冻结一次"))
    if not told:
        raise BriefingRefused(_("这份汇报还没有幕"))
    _forget(connection, row["id"])
    rows = [
        {"scene_id": scene, "panel_key": key, "as_of": moment, "answer": answer_json(answer)}
        for scene, answers in told.items()
        for key, answer in answers.items()
    ]
    if rows:
        connection.execute(insert(briefing_answer), rows)
    _stand(connection, row["id"], moment)


def thaw(connection: Connection, code: str, me: Briefer) -> None:
    """Live again."""
    row = own(connection, code, me)
    _forget(connection, row["id"])
    _stand(connection, row["id"], None)


def _forget(connection: Connection, number: int) -> None:
    scenes = list(scenes_of(connection, number))
    connection.execute(delete(briefing_answer).where(briefing_answer.c.scene_id.in_(scenes)))


def _stand(connection: Connection, number: int, moment: datetime | None) -> None:
    values = {"frozen_at": moment, "revision": briefing.c.revision + 1}
    connection.execute(update(briefing).where(briefing.c.id == number).values(values))
