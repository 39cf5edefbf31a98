"""Forms of things: exactly the fields of a register, empty or as they are, and the chain of who answers for one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from components.fields import choice, entry, field
from components.markup import Safe, tag
from data.language import gettext as _
from data.things.fields import FIELDS, Field
from data.things.people import MOST, PERSON_ROLES, Person
from data.things.told import GRADED, LONGEST_NAME
from data.times import local
from data.words import KINDS, LEVELS, RISK_GRADES

Row = dict[str, Any]


def thing_fields(layer: str, row: Row | None = None) -> list[Safe]:
    """What a register asks of a thing beside its code; of one that is known with its place, as they are now."""
    known = row or {"name": "", "kind": "", "grade": "", "quantity": "", "attributes": {}}
    kinds = [("", _("请选择"))] * (row is None) + [(kind, _(word)) for kind, word in KINDS[layer].items()]
    longest = str(LONGEST_NAME)
    found = [
        field("name", _("名称"), entry("name", "text", known["name"], maxlength=longest), extra="wide"),
        field("kind", _("种类"), choice("kind", kinds, known["kind"])),
    ]
    if layer in GRADED:
        grades = [("", _("请选择"))] * (row is None) + [(str(n), _(word)) for n, word in RISK_GRADES.items()]
        found.append(field("grade", _("等级"), choice("grade", grades, str(known["grade"]))))
    if layer == "resource":
        n = entry("quantity", "number", str(known["quantity"]), min="0", step="1")
        found.append(field("quantity", _("数量"), n))
    if row is not None:
        found += point_fields(f"{row['lon']:.6f}", f"{row['lat']:.6f}")
    return [*found, *(_own(one, known["attributes"].get(one.name)) for one in FIELDS[layer])]


def point_fields(lon: str = "", lat: str = "") -> list[Safe]:
    """Two numbers as somebody reads them off a map."""
    same = {"inputmode": "decimal", "autocomplete": "off"}
    pairs = (("lon", _("经度"), lon), ("lat", _("纬度"), lat))
    return [field(name, words, entry(name, "text", value, **same)) for name, words, value in pairs]


def chain_fields(persons: Sequence[Row]) -> Safe:
    """A row a person; `assets/js/48-thing.js` adds rows, takes them away and sends them as one text."""
    rows = [_person(Person(**one)) for one in persons]
    blank = tag("template", _person(Person(5, "", "", None)))
    more = tag("button", _("添加一人"), "button small", type="button", data_person_more=str(MOST))
    say = tag("span", None, "field-say", role="alert", data_say="persons")
    hint = tag("small", _("遮住的电话保持不变"), "field-hint") if persons else ""
    inside = [tag("legend", _("责任人"), "field-label"), tag("div", rows, "chain-rows"), blank, more, hint, say]
    return tag("fieldset", inside, "field chain-fields", data_persons="1")


def _person(one: Person) -> Safe:
    levels = [(str(level), _(LEVELS[level])) for level in PERSON_ROLES]
    controls = [
        choice("", levels, str(one.level), data_person="level", aria_label=_("层级")),
        entry("", "text", one.role, data_person="role", maxlength="32", placeholder=_("职务"), aria_label=_("职务")),
        entry("", "text", one.name, data_person="name", maxlength="32", placeholder=_("姓名"), aria_label=_("姓名")),
        entry("", "tel", one.phone or "", data_person="phone", placeholder=_("电话"), aria_label=_("电话")),
        tag("button", "×", "button small", type="button", data_person_less="1", aria_label=_("移除")),
    ]
    return tag("div", controls, "chain-row")


def _own(one: Field, value: Any) -> Safe:
    label = f"{_(one.word)}（{_(one.unit)}）" if one.unit else _(one.word)
    text = "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
    if one.kind == "choice":
        options = [("", "—"), *((code, _(word)) for code, word in one.words.items())]
        return field(one.name, label, choice(one.name, options, text))
    if one.kind in ("integer", "number"):
        step = "1" if one.kind == "integer" else "any"
        return field(one.name, label, entry(one.name, "number", text, min=f"{one.low:g}", step=step))
    if one.kind == "moment" and text:
        text = local(datetime.fromisoformat(text)).replace(tzinfo=None).isoformat(timespec="seconds")
        return field(one.name, label, entry(one.name, "datetime-local", text, step="1"))
    kind = "datetime-local" if one.kind == "moment" else "text"
    return field(
        one.name, label, entry(one.name, kind, text, maxlength="200"), extra="wide" if one.name == "note" else ""
    )
