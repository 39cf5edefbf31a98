"""A thing as someone tells of it: a row of a file, a feature of GeoJSON or an object of JSON, cleaned and checked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from data.intake.record import Fault, check_moment, clean
from data.language import gettext as _
from data.things.fields import FIELDS, check_layer, check_names, read_attributes
from data.things.people import Person, read_persons
from data.times import CITY_ZONE
from data.words import KINDS, PROVENANCE, REGISTERS, RISK_GRADES

PLAIN = ("layer", "code", "name", "kind", "grade", "lon", "lat", "crs", "region", "quantity", "as_of", "provenance")
NAMES = (*PLAIN, "persons")
WORDS = {  # what files written for people call them
    "layer": "台账",
    "code": "编号",
    "name": "名称",
    "kind": "种类",
    "grade": "等级",
    "lon": "经度",
    "lat": "纬度",
    "crs": "坐标系",
    "region": "区划代码",
    "quantity": "数量",
    "as_of": "数据时间",
    "provenance": "数据性质",
    "persons": "责任人",
}
SHOWN = ("region_name", "danger", "险情等级")  # written by exports, made by us: not read back
CODE = re.compile(r"[\w.:()+-]{1,48}")
LONGEST_NAME = 96
GRADED = ("risk_point",)


@dataclass(frozen=True, kw_only=True)
class Told:
    """Cleaned; place still in the coordinates of the teller. `persons` None: nothing is said about them."""

    layer: str
    code: str
    name: str
    kind: str
    grade: int = 0
    lon: float | None = None
    lat: float | None = None
    region: str = ""
    quantity: int = 1
    attributes: Mapping[str, Any] = field(default_factory=dict)
    as_of: datetime | None = None
    provenance: str = ""
    persons: tuple[Person, ...] | None = None


def told_of(raw: Mapping[str, Any], *, layer: str = "", crs: str = "wgs84") -> Told:
    """The thing `raw` tells of. `layer` where it names none, `crs` what the caller says its coordinates are in."""
    which, given = _opened(raw, layer, crs)
    read = {name: one() for name, one in _parts(which, given).items()}
    attributes = {name: value for one in FIELDS[which] for name, value in read.pop(one.name).items()}
    return Told(layer=which, attributes=attributes, **read)


def faults_of(raw: Mapping[str, Any], *, layer: str = "", crs: str = "wgs84") -> dict[str, str]:
    """What is wrong with each field of it: {} when `told_of` takes it. Fault when it cannot be looked into at all."""
    which, given = _opened(raw, layer, crs)
    found: dict[str, str] = {}
    for name, one in _parts(which, given).items():
        try:
            one()
        except Fault as fault:
            found[name] = str(fault)
    return found


def _opened(raw: Mapping[str, Any], layer: str, crs: str) -> tuple[str, dict[str, Any]]:
    """Its layer, and what it tells by our names."""
    if not isinstance(raw, Mapping):
        raise Fault("malformed", _("应为一个对象"))
    given = _named(raw, layer)
    which = check_layer(_layer(given.pop("layer", "") or layer))
    if layer and which != layer:
        raise Fault("category", _("这一行是“%(layer)s”台账的") % {"layer": which[:40]})
    _agree(given.pop("crs", ""), crs)
    check_names(which, set(given) - set(NAMES))
    return which, given


def _parts(which: str, given: Mapping[str, Any]) -> dict[str, Callable[[], Any]]:
    """How each field of it is read; of those of its register an object of the one, or of none."""

    def needed(name: str, read: Callable[[Any], Any]) -> Any:
        if clean(given.get(name), line=True) == "":
            raise Fault("missing", _("缺少“%(name)s”") % {"name": _(WORDS[name])})
        return read(given[name])

    def degrees(name: str, other: str) -> float | None:
        value, beside = degrees_of(given.get(name)), given.get(other) not in (None, "")
        if (value is None) == beside:
            raise Fault("malformed", _("经度与纬度须同时填写"))
        if value is None and not clean(given.get("region"), line=True):
            raise Fault("missing", _("没有坐标，也没有区划代码"))
        return value

    plain: dict[str, Callable[[], Any]] = {
        "code": lambda: needed("code", _code),
        "name": lambda: needed("name", _name),
        "kind": lambda: needed("kind", lambda value: _kind(which, value)),
        "grade": lambda: _grade(which, given.get("grade")),
        "lon": lambda: degrees("lon", "lat"),
        "lat": lambda: degrees("lat", "lon"),
        "region": lambda: clean(given.get("region"), line=True)[:18],
        "quantity": lambda: _quantity(given.get("quantity")),
        "as_of": lambda: _moment(given.get("as_of")),
        "provenance": lambda: _word(given.get("provenance"), PROVENANCE, "provenance"),
        "persons": lambda: read_persons(given["persons"]) if given.get("persons") not in (None, "") else None,
    }
    own = {one.name: {one.name: given.get(one.name)} for one in FIELDS[which]}
    return plain | {name: partial(read_attributes, which, one, CITY_ZONE) for name, one in own.items()}


def _named(raw: Mapping[str, Any], layer: str) -> dict[str, Any]:
    """By our names, whichever of ours or the Chinese ones it uses; blanks left out."""
    which = _layer(raw.get("layer") or raw.get(WORDS["layer"]) or layer)
    words = {word: name for name, word in WORDS.items()}
    words |= {column(one): one.name for one in FIELDS.get(which, ())} | {
        one.word: one.name for one in FIELDS.get(which, ())
    }
    found: dict[str, Any] = {}
    inner = raw.get("attributes")
    if inner is not None and not isinstance(inner, Mapping):
        raise Fault("malformed", _("“%(name)s”应为一个对象") % {"name": "attributes"})
    for name, value in [*raw.items(), *(inner or {}).items()]:
        ours = words.get(str(name).strip(), str(name).strip())
        if value in (None, "") or ours in SHOWN or (name == "attributes" and inner is value):
            continue
        if ours in found:
            raise Fault("malformed", _("“%(name)s”出现了两次") % {"name": str(name)[:40]})
        found[ours] = value
    return found


def _layer(value: Any) -> str:
    """By its code or its word."""
    text = clean(value, line=True)
    return {word: code for code, word in REGISTERS.items()}.get(text, text)


def column(one: Any) -> str:
    """The header of a field in files written for people: its word and unit."""
    return f"{one.word}({one.unit})" if one.unit else one.word


def _agree(named: Any, crs: str) -> None:
    """A row that names another coordinate system than its bringer is not believed either way."""
    same = {"cgcs2000": "wgs84", "epsg:4490": "wgs84", "epsg:4326": "wgs84", "wgs-84": "wgs84"}
    ours, theirs = (clean(one, line=True).lower() for one in (crs, named))
    if theirs and same.get(theirs, theirs) != same.get(ours, ours):
        raise Fault(
            "malformed", _("坐标系“%(named)s”与导入时说明的“%(crs)s”不一致") % {"named": theirs[:20], "crs": ours}
        )


def degrees_of(value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        if isinstance(value, bool):
            raise ValueError
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise Fault("malformed", _("坐标不是数:%(value)s") % {"value": str(value)[:40]}) from None
    if not abs(number) <= 1e9:
        raise Fault("malformed", _("坐标不是数:%(value)s") % {"value": str(value)[:40]})
    return number


def _code(value: Any) -> str:
    text = clean(value, line=True)
    if not CODE.fullmatch(text):
        raise Fault(
            "malformed", _("编号“%(code)s”不合要求:48 字以内的字母、数字和 . : ( ) + - _") % {"code": text[:60]}
        )
    return text


def _name(value: Any) -> str:
    text = clean(value, line=True)
    if len(text) > LONGEST_NAME:
        raise Fault("too_long", _("%(what)s超过 %(n)s 字") % {"what": _(WORDS["name"]), "n": LONGEST_NAME})
    return text


def _kind(layer: str, value: Any) -> str:
    kinds, text = KINDS[layer], clean(value, line=True)
    code = {word: code for code, word in kinds.items()}.get(text, text)
    if code not in kinds:
        told = {"kind": text[:40], "words": "、".join(kinds.values())}
        raise Fault("category", _("没有“%(kind)s”这个种类:%(words)s") % told)
    return code


def _grade(layer: str, value: Any) -> int:
    """Words or 1 (gravest) to 4; risk points must have one, other layers have none."""
    text = clean(value, line=True)
    text = {word: str(n) for n, word in RISK_GRADES.items()}.get(text[:1] if len(text) == 2 else text, text)
    if layer not in GRADED:
        if text not in ("", "0"):
            raise Fault("malformed", _("“%(layer)s”不分等级") % {"layer": layer})
        return 0
    if text not in ("1", "2", "3", "4"):
        raise Fault("malformed" if text else "missing", _("等级须为红、橙、黄、蓝(1 至 4)"))
    return int(text)


def _quantity(value: Any) -> int:
    if value in (None, ""):
        return 1
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = -1
    if isinstance(value, bool) or not (0 <= number <= 1e9) or not number.is_integer():
        raise Fault("malformed", _("数量“%(value)s”不是 0 以上的整数") % {"value": str(value)[:40]})
    return int(number)


def _moment(value: Any) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise Fault("malformed", _("读不懂的时间:%(value)s") % {"value": str(value)[:40]}) from None
    at = at if at.tzinfo is not None else at.replace(tzinfo=CITY_ZONE)
    check_moment(at)
    return at


def _word(value: Any, words: Mapping[str, str], name: str) -> str:
    text = clean(value, line=True)
    code = {word: code for code, word in words.items()}.get(text, text)
    if code and code not in words:
        told = {"what": _(WORDS[name]), "value": code[:40], "words": "、".join(words)}
        raise Fault("malformed", _("%(what)s“%(value)s”不在可用值之内:%(words)s") % told)
    return code
