"""An Alert as CAP 1.2 XML: elements in the order of the standard, UTF-8, what `parse` reads back as the same Alert."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import SubElement, indent, tostring

from data.cap.elements import ALERT, Element
from data.cap.model import NAMESPACE, Alert, Circle, Point, Reference

MIME = "application/cap+xml"


def write(alert: Alert) -> bytes:
    """The document, with its XML declaration."""
    root = Node("alert", xmlns=NAMESPACE)
    _fill(root, alert, ALERT)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _fill(node: Node, thing: Any, elements: tuple[Element, ...]) -> None:
    for element in elements:
        value = getattr(thing, element.field)
        if value is None or value == ():
            continue
        for one in value if element.many else (value,):
            child = SubElement(node, element.name)
            if element.parts:
                _fill(child, one, element.parts)
            else:
                child.text = WRITTEN.get(element.name, _text)(one)


def moment(at: datetime) -> str:
    """With its offset; UTC is -00:00 (3.3.2)."""
    shown = at.isoformat(timespec="seconds")
    return shown if at.utcoffset() else f"{shown[:-6]}-00:00" if at.utcoffset() == timedelta(0) else shown


def triple(one: Reference) -> str:
    """How a message is referred to."""
    return f"{one.sender},{one.identifier},{moment(one.sent)}"


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    """A decimal of the schema, which knows no exponent."""
    return f"{Decimal(repr(value)):f}"


def _point(point: Point) -> str:
    return ",".join(map(_number, point))


def _polygon(points: tuple[Point, ...]) -> str:
    return " ".join(_point(one) for one in points)


def _circle(one: Circle) -> str:
    return f"{_point(one.centre)} {_number(one.radius)}"


def _references(many: tuple[Reference, ...]) -> str:
    return " ".join(triple(one) for one in many)


WRITTEN: dict[str, Callable[[Any], str]] = {"polygon": _polygon, "circle": _circle, "references": _references}
