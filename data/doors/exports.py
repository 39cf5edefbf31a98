"""Whatever leaves the house as a file is told in the audit log; what cannot be told does not leave."""

import structlog
from flask import Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from data.accounts.seat import keyed, seated
from data.commands.audit import note
from data.doors.problem import problem
from data.engine import writing
from data.house import house

log = structlog.get_logger()
VISITOR = "visitor"


def told_already(response: Response) -> Response:
    """Its door has told of it in the log, in words of its own."""
    g.export_told = True
    return response


def note_export(response: Response) -> Response:
    """After every answer: files are attachments."""
    attached = response.headers.get("Content-Disposition", "").startswith("attachment")
    if request.method != "GET" or response.status_code != 200 or not attached or "export_told" in g:
        return response
    who, role = ("", "") if seated() else (VISITOR, VISITOR)
    if sender := keyed():
        who, role = sender.actor.name, sender.actor.role
    try:
        with writing(house().engine) as connection:
            note(connection, "export", request.full_path.rstrip("?"), actor=who, role=role)
    except SQLAlchemyError as error:
        log.error("database failed", error=str(error))
        return problem(503, "the database does not answer")
    return response
