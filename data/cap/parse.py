"""CAP 1.2 out of XML that anyone may have written. Whatever comes, the answer is an Alert or a Fault.

A document type is refused before anything in it is read, so there are no entities to expand and nothing to fetch.
Blanks around a value do not count; all else is taken as strictly as the standard has it, its schema included.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from data.cap.elements import ALERT, Element
from data.cap.model import LIKELY, NAMESPACE, SIGNATURE, VERY_LIKELY, Alert
from data.cap.schema import conform
from data.intake.record import Fault
from data.language import gettext as _

LARGEST = 1024 * 1024  # bytes of a message
NEEDY = ("Update", "Cancel", "Ack", "Error")  # kinds that make sense only with the messages they refer to

CHINESE = ("gb2312", "gbk", "gb18030")  # older systems write them; the last holds the others
KNOWN = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "iso-8859-1", "us-ascii", "windows-1252")
DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,80}?encoding=["']([A-Za-z][\w.-]{0,20})["']""", re.ASCII)
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def parse(raw: bytes) -> Alert:
    """The message in `raw`. Fault (a code and a sentence that names the place) for everything else."""
    if len(raw) > LARGEST:
        raise Fault("too_long", _("CAP 报文超过 %(n)s KB") % {"n": LARGEST // 1024})
    return parse_text(text_of(raw))


def text_of(raw: bytes) -> str:
    """The bytes as text by their byte order mark or declaration; what fits neither is shown with backslashes."""
    declared = DECLARED.match(raw[:200])
    mark = next((code for bom, code in BOMS.items() if raw.startswith(bom)), None)
    code = mark or (declared[1].decode() if declared else "utf-8")
    if code.lower() in CHINESE:
        code = "gb18030"
    try:
        return raw.decode(code if code.lower() in KNOWN else "utf-8")
    except UnicodeError:
        return raw.decode("utf-8", "backslashreplace")


def parse_text(text: str) -> Alert:
    """The same of text; an encoding that it declares means nothing any more."""
    root = _tree(text)
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise Fault("malformed", _("不是 CAP 1.2 报文:根元素是 %(name)s") % {"name": root.tag[:80]})
    alert: Alert = _filled(Alert, root, ALERT, "alert")
    conform(_trimmed(root))
    _check_whole(alert)
    return alert


def _trimmed(root: Node) -> Node:
    """The message without the blanks around its values, and with the one value of CAP 1.0 that still counts (3.2.2)."""
    for node in root.iter():
        if str(node.tag).startswith(f"{{{NAMESPACE}}}"):
            node.text = (node.text or "").strip()
            node.text = LIKELY if node.tag == f"{{{NAMESPACE}}}certainty" and node.text == VERY_LIKELY else node.text
    return root


def _tree(text: str) -> Node:
    try:
        return fromstring(text, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise Fault("malformed", _("报文不可带文档类型或实体声明")) from None
    except (ParseError, ValueError, LookupError) as error:
        raise Fault("malformed", _("不是完整的 XML:%(why)s") % {"why": str(error)[:120]}) from None


def _filled(make: Any, node: Node, elements: tuple[Element, ...], where: str) -> Any:
    """`make` of the children of `node`, which are `elements` in this order."""
    _check_bare(node, where)
    found: dict[str, list[Any]] = {one.name: [] for one in elements}
    place = 0
    for child in node:
        name = _name(child, where)
        if name is None:
            continue
        at = next((n for n, one in enumerate(elements) if one.name == name), None)
        if at is None:
            raise Fault("malformed", _("%(where)s:不认识的元素 %(name)s") % {"where": where, "name": name[:40]})
        if at < place:
            raise Fault("order", _("%(where)s:元素 %(name)s 的位置不对") % {"where": where, "name": name})
        place, values = at, found[name]
        if values and not elements[at].many:
            raise Fault("malformed", _("%(where)s:元素 %(name)s 只能有一个") % {"where": where, "name": name})
        number = f"[{len(values) + 1}]" if elements[at].many else ""
        values.append(_value(child, elements[at], f"{where}/{name}{number}"))
    return make(**{k: v for one in elements for k, v in _given(one, found[one.name], where).items()})


def _given(element: Element, values: list[Any], where: str) -> dict[str, Any]:
    """What the model is given for this element; nothing where it is not there."""
    if len(values) < element.least:
        raise Fault("missing", _("%(where)s:缺少元素 %(name)s") % {"where": where, "name": element.name})
    if element.many:
        return {element.field: tuple(values)}
    return {element.field: values[0]} if values and values[0] not in (None, "") or element.least else {}


def _value(node: Node, element: Element, where: str) -> Any:
    if element.parts:
        return _filled(element.make, node, element.parts, where)
    _check_leaf(node, where)
    raw = (node.text or "").strip()
    if not raw and not element.empty:
        raise Fault("missing", _("%(where)s:没有内容") % {"where": where})
    try:
        return element.read(raw) if raw else None if element.least == 0 else ""
    except Fault as fault:
        raise Fault(fault.code, f"{where}: {fault}") from None


def _name(child: Node, where: str) -> str | None:
    """Its name in CAP; None for a signature, which may follow all else in an alert (3.3.4.1)."""
    space, _brace, name = str(child.tag).removeprefix("{").rpartition("}")
    if space == SIGNATURE and where == "alert":
        return None
    if space != NAMESPACE:
        raise Fault("malformed", _("%(where)s:不认识的元素 %(name)s") % {"where": where, "name": str(child.tag)[:80]})
    return name


def _check_bare(node: Node, where: str) -> None:
    """Only elements inside: no attributes of CAP's own, no text between."""
    if any(not name.startswith("{") for name in node.attrib):
        raise Fault("malformed", _("%(where)s:CAP 元素没有属性") % {"where": where})
    if (node.text or "").strip() or any((child.tail or "").strip() for child in node):
        raise Fault("malformed", _("%(where)s:元素之间有文字") % {"where": where})


def _check_leaf(node: Node, where: str) -> None:
    if len(node) or any(not name.startswith("{") for name in node.attrib):
        raise Fault("malformed", _("%(where)s:应只有文字") % {"where": where})


def _check_whole(alert: Alert) -> None:
    """What the standard asks of elements together (3.2.1 and 3.2.4)."""
    if alert.scope == "Restricted" and not alert.restriction:
        raise Fault("missing", _("范围为 Restricted 时须有 restriction"))
    if alert.scope == "Private" and not alert.addresses:
        raise Fault("missing", _("范围为 Private 时须有 addresses"))
    if alert.kind in NEEDY and not alert.references:
        raise Fault("missing", _("%(kind)s 报文须有 references") % {"kind": alert.kind})
    for info in alert.infos:
        for area in info.areas:
            if area.ceiling is not None and area.altitude is None:
                raise Fault("missing", _("有 ceiling 时须有 altitude"))
        if info.expires and info.effective and info.expires < info.effective:
            raise Fault("order", _("失效时间早于生效时间"))
