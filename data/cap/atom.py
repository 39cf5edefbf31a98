"""Live warnings as an Atom feed (RFC 4287). Each entry links to its CAP message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import SubElement, indent, tostring

from data.cap.write import MIME as CAP
from data.intake.record import clean

ATOM = "http://www.w3.org/2005/Atom"
MIME = "application/atom+xml"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What a feed says of itself; `link` is its own address, `name` the author's."""

    sender: str
    title: str
    name: str
    link: str
    updated: datetime


@dataclass(frozen=True, kw_only=True)
class Item:
    """One warning; `category` is (term, label), `link` the address of its CAP message."""

    code: str
    title: str
    words: str
    category: tuple[str, str]
    published: datetime
    updated: datetime
    link: str


def atom(feed: Feed, items: Iterable[Item]) -> bytes:
    """The document; ids stay the same as long as sender and code do (4.2.6)."""
    root = Node("feed", xmlns=ATOM)
    _text(root, "id", name_of(feed.sender, ""))
    _text(root, "title", feed.title)
    _text(root, "updated", moment(feed.updated))
    _text(SubElement(root, "author"), "name", feed.name)
    SubElement(root, "link", rel="self", type=MIME, href=feed.link)
    for item in items:
        _entry(SubElement(root, "entry"), feed.sender, item)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def name_of(sender: str, code: str) -> str:
    """A lasting name for a feed (no code) or an entry."""
    return uuid5(NAMESPACE_URL, f"cap:{sender}/{code}").urn


def moment(at: datetime) -> str:
    """RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _entry(node: Node, sender: str, item: Item) -> None:
    _text(node, "id", name_of(sender, item.code))
    _text(node, "title", item.title)
    _text(node, "published", moment(item.published))
    _text(node, "updated", moment(item.updated))
    term, label = item.category
    SubElement(node, "category", term=term, label=label)
    SubElement(node, "link", rel="alternate", type=CAP, href=item.link)
    _text(node, "summary", item.words)


def _text(node: Node, name: str, text: str) -> None:
    SubElement(node, name).text = clean(text)
