"""Whose an account or a key is: agencies; or one subject, an enterprise or a school, that it speaks for."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from data.errors import BadInput
from data.language import gettext as _
from data.queries.coordination_calls import OWN
from data.queries.coordination_subjects import subject_there
from data.schema import agency
from data.scope import Scope

EVERYWHERE = ["*"]


def departments_given(connection: Connection, told: Iterable[str], within: Scope) -> Sequence[str]:
    """Codes of agencies that there are, or of subjects (`subject:enterprise:EN…`). For none all of the asker's own;
    nobody gives more than he has."""
    wanted = sorted({one.strip() for one in told if one.strip()})
    if wanted in ([], EVERYWHERE):
        return EVERYWHERE if within.every_department else sorted(within.departments)
    known = set(connection.scalars(select(agency.c.code).where(agency.c.code.in_(wanted))))
    own = known if within.every_department else known & set(within.departments)
    if within.every_department:
        own |= {
            one for one in wanted if one.startswith(OWN) and subject_there(connection, one.removeprefix(OWN), within)
        }
    if strange := [one for one in wanted if one not in own]:
        raise BadInput(_("没有这些部门：{names}").format(names="、".join(strange)[:120]))
    return wanted
