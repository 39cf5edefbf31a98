"""POST of a service request: what Open311 sends, told as our own raw event, and received like any other.

http://wiki.open311.org/GeoReport_v2/#post-service-request
"""

import re
from collections.abc import Mapping
from typing import Any

from flask import request

from data.commands.revisions import bump
from data.doors.georeport import MEDIA, WEB, GeoReportError
from data.doors.keys import Sender, Unauthorized, by_key
from data.doors.receiving import Received, desk
from data.doors.sent import MOST_BYTES
from data.engine import briefly
from data.house import House
from data.language import gettext as _
from data.queries.service_requests import services

LONGEST = 4_000  # characters of a description
ATTRIBUTE = re.compile(r"attribute\[([\w.-]{1,40})\](\[\])?")


def form_sent() -> dict[str, str]:
    """The fields of this request; empty ones are as if they were not there."""
    request.max_content_length = MOST_BYTES
    if request.mimetype != "application/x-www-form-urlencoded":
        raise GeoReportError(400, "Content-Type must be application/x-www-form-urlencoded")
    return {name: value.strip() for name, value in request.form.items() if value.strip()}


def created(home: House, given: Mapping[str, str]) -> dict[str, Any]:
    """The request made of these fields; one without a place that we know gets a token until a person has found it."""
    got = _receive(home, _sender(home, given.get("api_key", "")), given)
    if got.taken is not None:
        told = {"service_request_id": got.taken.code}
    elif _placeless(given):
        told = {"token": str(got.quarantine)}
    else:
        raise GeoReportError(400, _("%(why)s(隔离区第 %(n)s 条)") % {"why": got.detail, "n": got.quarantine})
    return told | {"service_notice": None, "account_id": None}


def _sender(home: House, key: str) -> Sender:
    try:
        return by_key(home, key)
    except Unauthorized:
        raise GeoReportError(403, "api_key is missing or invalid") from None


def _receive(home: House, sender: Sender, given: Mapping[str, str]) -> Received:
    with briefly(home.engine) as connection:
        code = given.get("service_code")
        if not code:
            raise GeoReportError(400, "service_code was not provided")
        known = services(connection)
        if code not in known:
            raise GeoReportError(404, "service_code was not found")
        raw = _raw(given, known[code])
        bump(connection, "events", "intake")
        return desk(connection, home, "open311", sender).receive(raw)


def _raw(given: Mapping[str, str], of: Mapping[str, Any]) -> dict[str, Any]:
    """The event to report. Who reported it is not kept: there is no place yet where only the right people see it."""
    text = given.get("description", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise GeoReportError(400, f"description: at most {LONGEST} characters")
    if not ("lat" in given and "long" in given) and not given.keys() & {"address_string", "address_id"}:
        raise GeoReportError(400, "a location is needed: lat and long, or address_string, or address_id")
    first, _line, more = text.partition("\n")
    lines = [more.strip() and text, *_beside(given)]
    raw = {
        "title": first or of["name"],
        "text": "\n".join(line for line in lines if line) or None,
        "category": of["code"],
        "lon": _degrees(given, "long"),
        "lat": _degrees(given, "lat"),
        "region": given.get("address_id"),
        "place": given.get("address_string", "")[:200] or None,
    }
    return {name: value for name, value in raw.items() if value is not None}


def _beside(given: Mapping[str, str]) -> list[str]:
    """The picture's address, and answers to questions that we did not ask."""
    media = given.get("media_url", "")
    if media and not WEB.fullmatch(media):
        raise GeoReportError(400, "media_url must be an http address")
    names = [(name, ATTRIBUTE.fullmatch(name)) for name in given]
    answers = [f"{found[1]}: {', '.join(request.form.getlist(name))}"[:LONGEST] for name, found in names if found]
    return [MEDIA + media if media else "", *answers]


def _degrees(given: Mapping[str, str], name: str) -> float | None:
    if "lat" not in given or "long" not in given:
        return None
    try:
        return float(given[name])
    except ValueError:
        raise GeoReportError(400, f"{name} is not a number") from None


def _placeless(given: Mapping[str, str]) -> bool:
    return not ({"lat", "long"} <= given.keys() or "address_id" in given)
