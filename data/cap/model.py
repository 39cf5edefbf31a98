"""A CAP 1.2 message as plain values: https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html, section 3.2.

Names of fields follow the house; the element each stands for is named where it differs. Times are aware. Positions are
WGS-84 degrees, latitude first as CAP writes them; radii are kilometres; altitudes are feet, as the standard has them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
KINDS = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
CATEGORIES = (
    *("Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE"),
    "Other",
)
RESPONSES = ("Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None")
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
VERY_LIKELY, LIKELY = "Very Likely", "Likely"  # the first is of CAP 1.0, and means the second
LANGUAGE = "en-US"  # of an info that names none

Point = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, kw_only=True)
class Reference:
    """An earlier message: one triple of `references`."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A named value: an eventCode, a parameter or a geocode."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Circle:
    """Everything within `radius` kilometres of `centre`."""

    centre: Point
    radius: float


@dataclass(frozen=True, kw_only=True)
class Area:
    """Where: the union of all its polygons, circles and geocodes."""

    description: str
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Pair, ...] = ()
    altitude: float | None = None
    ceiling: float | None = None


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A file that goes with an info; `content` is base64 (derefUri)."""

    description: str
    mime: str
    size: int | None = None
    uri: str | None = None
    content: str | None = None
    digest: str | None = None


@dataclass(frozen=True, kw_only=True)
class Info:
    """What happens, in one language."""

    language: str = LANGUAGE
    categories: tuple[str, ...]
    event: str
    responses: tuple[str, ...] = ()
    urgency: str
    severity: str
    certainty: str
    audience: str | None = None
    event_codes: tuple[Pair, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str | None = None
    headline: str | None = None
    description: str | None = None
    instruction: str | None = None
    web: str | None = None
    contact: str | None = None
    parameters: tuple[Pair, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One message; `kind` is its msgType."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    kind: Literal["Alert", "Update", "Cancel", "Ack", "Error"]
    source: str | None = None
    scope: str
    restriction: str | None = None
    addresses: str | None = None
    codes: tuple[str, ...] = ()
    note: str | None = None
    references: tuple[Reference, ...] = ()
    incidents: str | None = None
    infos: tuple[Info, ...] = ()
