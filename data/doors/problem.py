"""Errors at the HTTP doors, as problem documents (RFC 9457). Never a stack trace, never a hint at other scopes."""

from http import HTTPStatus

import structlog
from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from data.doors.body import json_response
from data.errors import CockpitError

log = structlog.get_logger()


def problem(status: int, detail: str, **more: str) -> Response:
    """A problem document with this HTTP status; `more` members besides."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return json_response(body | more, status=status, mimetype="application/problem+json")


def answer_errors(door: Blueprint) -> None:
    """Let every route of `door` raise freely; the sender gets a problem document."""
    door.register_error_handler(CockpitError, lambda error: problem(error.status, str(error)))
    door.register_error_handler(HTTPException, lambda error: problem(error.code or 500, error.description or ""))
    door.register_error_handler(SQLAlchemyError, _database_away)
    door.register_error_handler(Exception, _unforeseen)


def _database_away(error: Exception) -> Response:
    log.error("database failed", error=str(error))
    return problem(503, "the database does not answer")


def _unforeseen(error: Exception) -> Response:
    log.exception("door failed", error=str(error))
    return problem(500, "the request could not be answered; the log says why")
