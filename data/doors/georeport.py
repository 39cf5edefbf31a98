"""Open311 GeoReport v2 as text: one structure, written as XML or as JSON by the Spark convention, and its errors.

http://wiki.open311.org/GeoReport_v2 · http://wiki.open311.org/JSON_and_XML_Conversion#The_Spark_Convention
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import orjson
from flask import Response

from data.errors import CockpitError
from data.times import local

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WEB = re.compile(r"https?://[^\s<>\"]{1,1000}")
MEDIA = "media_url: "  # begins the line of a text that keeps the address of the picture it came with
FORMATS = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
SINGULAR = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "endpoints": "endpoint",
    "formats": "format",
}


class GeoReportError(CockpitError):
    """What a client is told; by the specification 404, 403 or, for all else, 400."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def rendered(root: str, content: Any, form: str, status: int = 200) -> Response:
    """`content` under `root`: a list becomes elements named in the singular, None an empty element or null."""
    if form == "json":
        return Response(orjson.dumps(content), status, content_type=FORMATS["json"])
    body = ElementTree.tostring(_element(root, content), encoding="unicode")
    return Response(f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.encode(), status, content_type=FORMATS["xml"])


def failed(status: int, message: str, form: str) -> Response:
    """The errors document; statuses that the specification does not know become 400."""
    status = status if status in (403, 404) or status >= 500 else 400
    return rendered("errors", [{"code": status, "description": message}], form, status)


def _element(name: str, content: Any) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(content, Mapping):
        element.extend(_element(part, inner) for part, inner in content.items())
    elif isinstance(content, Sequence) and not isinstance(content, str):
        element.extend(_element(SINGULAR[name], inner) for inner in content)
    elif isinstance(content, bool):
        element.text = "true" if content else "false"
    elif content is not None:
        element.text = NOT_XML.sub("", str(content))
    return element


def w3(moment: datetime | None) -> str | None:
    """A moment as the W3C note on dates has it, on the city's clocks with their offset."""
    return local(moment).isoformat(timespec="seconds") if moment else None


def service(one: Mapping[str, Any]) -> dict[str, Any]:
    """A service type as the list has it; none of ours asks for more than the request itself."""
    return {
        "service_code": one["code"],
        "service_name": one["name"],
        "description": " / ".join([*one["above"], one["name"]]),
        "metadata": False,
        "type": "realtime",
        "keywords": ", ".join(dict.fromkeys([*one["above"], one["name"]])),
        "group": one["above"][0],
    }


def service_request(row: Mapping[str, Any]) -> dict[str, Any]:
    """A request as the specification lists its fields; `text` is there only for whom it may be shown."""
    description, media = _said(row["title"], row.get("text") or "")
    return {
        "service_request_id": row["code"],
        "status": row["status"],
        "status_notes": row["note"],
        "service_name": row["service_name"],
        "service_code": row["leaf"],
        "description": description,
        "agency_responsible": row["agency_name"],
        "service_notice": None,
        "requested_datetime": w3(row["reported_at"]),
        "updated_datetime": w3(row["changed_at"]),
        "expected_datetime": w3(row["deadline_at"]),
        "address": row["place"],
        "address_id": row["region_code"],
        "zipcode": None,
        "lat": row["lat"],
        "long": row["lon"],
        "media_url": media,
    }


def _said(title: str, text: str) -> tuple[str, str | None]:
    """All that was said, the title first, and the address of the picture, which is one of the web or none."""
    lines = text.split("\n")
    media = [line for line in lines if line.startswith(MEDIA) and WEB.fullmatch(line.removeprefix(MEDIA))]
    rest = "\n".join(line for line in lines if line not in media).strip()
    whole = rest if rest.startswith(title) else f"{title}\n{rest}".strip()
    return whole, media[0].removeprefix(MEDIA) if media else None
