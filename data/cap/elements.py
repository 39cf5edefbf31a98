"""Which elements a CAP 1.2 message has, in which order and how often: section 3.2 of the standard, as one table.

`least`..`most` is the cardinality (most None: any number). `read` turns the text into a value; elements with parts of
their own have a table instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data.cap import model as cap
from data.cap.values import (
    circle,
    identity,
    language,
    moment,
    number,
    one_of,
    polygon,
    references,
    text,
    whole_number,
)


@dataclass(frozen=True)
class Element:
    """One kind of child: its name in CAP, its field in the model."""

    name: str
    field: str
    least: int = 0
    most: int | None = 1
    read: Callable[[str], Any] = text
    parts: "tuple[Element, ...]" = ()
    make: type[Any] | None = None
    empty: bool = False  # may be there without text

    @property
    def many(self) -> bool:
        return self.most is None


def _one(name: str, field: str = "", read: Callable[[str], Any] = text, *, empty: bool = False) -> Element:
    return Element(name, field or name, 1, 1, read, empty=empty)


def _maybe(name: str, field: str = "", read: Callable[[str], Any] = text) -> Element:
    return Element(name, field or name, 0, 1, read, empty=True)


def _any(name: str, field: str, read: Callable[[str], Any] = text, least: int = 0) -> Element:
    return Element(name, field, least, None, read)


def _parts(name: str, field: str, make: type[Any], parts: tuple[Element, ...]) -> Element:
    return Element(name, field, 0, None, parts=parts, make=make)


PAIR = (_one("valueName", "name", empty=True), _one("value", empty=True))
AREA = (
    _one("areaDesc", "description"),
    _any("polygon", "polygons", polygon),
    _any("circle", "circles", circle),
    _parts("geocode", "geocodes", cap.Pair, PAIR),
    _maybe("altitude", read=number),
    _maybe("ceiling", read=number),
)
RESOURCE = (
    _one("resourceDesc", "description"),
    _one("mimeType", "mime"),
    _maybe("size", read=whole_number),
    _maybe("uri"),
    _maybe("derefUri", "content"),
    _maybe("digest"),
)
INFO = (
    _maybe("language", read=language),
    _any("category", "categories", one_of(cap.CATEGORIES), least=1),
    _one("event"),
    _any("responseType", "responses", one_of(cap.RESPONSES)),
    _one("urgency", read=one_of(cap.URGENCIES)),
    _one("severity", read=one_of(cap.SEVERITIES)),
    _one("certainty", read=one_of(cap.CERTAINTIES, {cap.VERY_LIKELY: cap.LIKELY})),  # of CAP 1.0, see 3.2.2
    _maybe("audience"),
    _parts("eventCode", "event_codes", cap.Pair, PAIR),
    _maybe("effective", read=moment),
    _maybe("onset", read=moment),
    _maybe("expires", read=moment),
    _maybe("senderName", "sender_name"),
    _maybe("headline"),
    _maybe("description"),
    _maybe("instruction"),
    _maybe("web"),
    _maybe("contact"),
    _parts("parameter", "parameters", cap.Pair, PAIR),
    _parts("resource", "resources", cap.Resource, RESOURCE),
    _parts("area", "areas", cap.Area, AREA),
)
ALERT = (
    _one("identifier", read=identity),
    _one("sender", read=identity),
    _one("sent", read=moment),
    _one("status", read=one_of(cap.STATUSES)),
    _one("msgType", "kind", one_of(cap.KINDS)),
    _maybe("source"),
    _one("scope", read=one_of(cap.SCOPES)),
    _maybe("restriction"),
    _maybe("addresses"),
    _any("code", "codes"),
    _maybe("note"),
    _maybe("references", read=references),
    _maybe("incidents"),
    _parts("info", "infos", cap.Info, INFO),
)
