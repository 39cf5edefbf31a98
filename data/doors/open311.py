"""Open311 GeoReport v2: service types, service requests, tokens and discovery, as the specification has them.

http://wiki.open311.org/GeoReport_v2 · http://wiki.open311.org/Service_Discovery
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from data.commands.codes import KEPT, number_behind
from data.doors.event_models import moment_of
from data.doors.georeport import FORMATS, GeoReportError, failed, rendered, service, service_request, w3
from data.doors.open311_post import created, form_sent
from data.doors.reader import reading
from data.errors import CockpitError
from data.house import House, house
from data.language import gettext as _
from data.queries.service_requests import (
    LONGEST_SPAN,
    MOST,
    requests_between,
    requests_named,
    services,
    services_changed,
    token,
)

log = structlog.get_logger()
door = Blueprint("open311", __name__, url_prefix="/open311/v2")
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@door.get("/<path:path>")
def asked(path: str) -> Response:
    """Every GET: `[resource][/id][.format]`, XML where no format is named."""
    name, _slash, rest = _plain(path).partition("/")
    if (name, bool(rest)) not in _GETS:
        raise GeoReportError(404, f"nothing is served at {path}")
    _jurisdiction(request.args)
    root, content = _GETS[name, bool(rest)](house(), rest)
    return rendered(root, content, _form())


@door.post("/requests")
@door.post("/requests.<form>")
def create(form: str = "xml") -> Response:
    """A new service request, form-encoded, with the `api_key` of a sender."""
    if form not in FORMATS:
        raise GeoReportError(404, f"no format {form}")
    given = form_sent()
    _jurisdiction(given)
    return rendered("service_requests", [created(house(), given)], form)


def _services(home: House, _rest: str) -> tuple[str, Any]:
    with home.engine.connect() as connection:
        return "services", [service(one) for one in services(connection).values()]


def _definition(home: House, code: str) -> tuple[str, Any]:
    with home.engine.connect() as connection:
        if code not in services(connection):
            raise GeoReportError(404, "service_code was not found")
    return "service_definition", {"service_code": code, "attributes": []}


def _requests(home: House, _rest: str) -> tuple[str, Any]:
    with home.engine.connect() as connection:
        if ids := _listed("service_request_id", MOST):
            rows = requests_named(connection, reading(home), ids)
        else:
            statuses = _listed("status", 2)
            if strange := set(statuses) - {"open", "closed"}:
                raise GeoReportError(400, f"status: {', '.join(sorted(strange))[:40]} is neither open nor closed")
            since, until = _span(home.clock.now())
            rows = requests_between(connection, reading(home), since, until, _listed("service_code", MOST), statuses)
    return "service_requests", [service_request(row) for row in rows]


def _request(home: House, code: str) -> tuple[str, Any]:
    with home.engine.connect() as connection:
        rows = requests_named(connection, reading(home), [code])
    if not rows:
        raise GeoReportError(404, "service_request_id was not found")
    return "service_requests", [service_request(rows[0])]


def _token(home: House, number: str) -> tuple[str, Any]:
    with home.engine.connect() as connection:
        known = number.isascii() and number.isdecimal() and len(number) < 10
        row = token(connection, number_behind(connection, KEPT, int(number)), reading(home)) if known else None
    if row is None:
        raise GeoReportError(404, "token was not found")
    return "service_requests", [{"service_request_id": row["code"], "token": number}]


def _discovery(home: House, _rest: str) -> tuple[str, Any]:
    with home.engine.connect() as connection:
        changed = w3(services_changed(connection))
    endpoint = {
        "specification": SPECIFICATION,
        "url": request.host_url.rstrip("/") + str(door.url_prefix),
        "changeset": changed,
        "type": "test" if home.clock.holds_demo() else "production",
        "formats": [form.partition(";")[0] for form in FORMATS.values()],
    }
    told = {"contact": _("请联系本平台的运行管理单位"), "key_service": _("请向运行管理单位申请密钥")}
    return "discovery", {"changeset": changed, **told, "endpoints": [endpoint]}


_GETS = {
    ("services", False): _services,
    ("services", True): _definition,
    ("requests", False): _requests,
    ("requests", True): _request,
    ("tokens", True): _token,
    ("discovery", False): _discovery,
}


def _span(now: datetime) -> tuple[datetime, datetime]:
    """What start_date and end_date mean: at most 90 days, the latest where nothing is said."""
    since, until = _moment("start_date"), _moment("end_date")
    if since and until and not timedelta(0) <= until - since <= LONGEST_SPAN:
        raise GeoReportError(400, "start_date and end_date: in this order, and at most 90 days apart")
    if since and not until:
        return since, since + LONGEST_SPAN
    until = until or now
    return since or until - LONGEST_SPAN, until


def _moment(name: str) -> datetime | None:
    text = request.args.get(name, "").strip()
    try:
        return moment_of(text) if text else None
    except ValueError as error:
        raise GeoReportError(400, f"{name}: {error}") from None


def _listed(name: str, most: int) -> list[str]:
    found = [part.strip() for part in request.args.get(name, "").split(",") if part.strip()]
    if len(found) > most or any("\0" in part or len(part) > 64 for part in found):
        raise GeoReportError(400, f"{name}: at most {most}, comma delimited")
    return found


def _jurisdiction(given: Mapping[str, str]) -> None:
    """We serve one city, known by its adcode; naming another is an error."""
    if given.get("jurisdiction_id", "").strip() not in ("", house().settings.city):
        raise GeoReportError(404, "jurisdiction_id was not found")


def _form() -> str:
    return "json" if request.path.endswith(".json") else "xml"


def _plain(path: str) -> str:
    return path.removesuffix(".json").removesuffix(".xml")


@door.errorhandler(CockpitError)
@door.errorhandler(HTTPException)
@door.errorhandler(Exception)
def _failed(error: Exception) -> Response:
    if isinstance(error, CockpitError):
        return failed(error.status, str(error), _form())
    if isinstance(error, HTTPException):
        return failed(error.code or 400, error.description or error.name, _form())
    log.exception("door failed", error=str(error))
    return failed(500, "the request could not be answered; the log says why", _form())
