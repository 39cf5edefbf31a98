"""What a register asks of a thing beside its name and place: fields by layer, each with its type, unit and range."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from data.intake.record import Fault, check_moment, clean
from data.language import gettext as _
from data.words import KINDS, REGISTERS

LONGEST = 200  # characters of a text
BERTHS = {"in_port": "在港", "at_sea": "出海"}
PROTECTION = {"national": "全国重点", "province": "省级", "city": "市级", "county": "县级", "none": "未定级"}
HAZARDS = {"1": "一级", "2": "二级", "3": "三级", "4": "四级", "none": "不构成"}  # major hazard sources, GB 18218-2018
RATINGS = {"5A": "5A", "4A": "4A", "3A": "3A", "2A": "2A", "1A": "1A", "none": "未评级"}  # GB/T 17775
TIERS = {"A": "A级·市级包保", "B": "B级·县级包保", "C": "C级·镇街包保", "D": "D级·村居包保"}  # 食品安全包保
WATER = {"2": "Ⅱ类", "3": "Ⅲ类", "4": "Ⅳ类", "5": "Ⅴ类"}  # 地表水环境质量标准 GB 3838-2002
STATES = {"on": "在线", "off": "离线"}
FIRE_CLASSES = {"key": "消防安全重点单位", "general": "一般单位"}  # 消防法第十七条


@dataclass(frozen=True)
class Field:
    """A declared attribute. Numbers lie within low..high, in `unit`; choices are the keys of `words`."""

    name: str
    word: str
    kind: Literal["text", "integer", "number", "choice", "moment", "link"] = "text"
    unit: str = ""
    low: float = 0
    high: float = 1e7
    words: Mapping[str, str] = field(default_factory=dict)


_PEOPLE = Field("people", "受威胁人口", "integer", "人")  # to be moved when it comes to it
_HOUSEHOLDS = Field("households", "受威胁户数", "integer", "户")
_PROPERTY = Field("property", "受威胁财产", "number", "万元", high=1e8)
_NOTE = Field("note", "备注")
FIRE = (  # 消防档案: what the fire brigade keeps of a place where people are
    Field("fire_class", "消防等级", "choice", words=FIRE_CLASSES),
    Field("fire_checked", "消防检查", "moment"),
    Field("fire_open", "未改火灾隐患", "integer", "处", high=1e4),
    Field("hydrants", "室外消火栓", "integer", "个", high=1e4),
)
FARTHEST = 2_000  # metres that a camera is said to see
SIGHT = (  # the ground that a camera sees: clockwise from north, as if nothing stood in the way
    Field("bearing", "朝向方位角", "number", "°", high=360),
    Field("reach", "可视距离", "number", "m", low=1, high=FARTHEST),
    Field("angle", "视场角", "number", "°", low=1, high=360),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    "risk_point": (_PEOPLE, _HOUSEHOLDS, _PROPERTY, Field("shelter", "转移去向"), _NOTE),
    "key_site": (
        _PEOPLE,
        _HOUSEHOLDS,
        Field("storage", "总库容", "number", "万m³"),
        Field("length", "长度", "number", "m"),
        Field("berths", "泊位", "integer", "个"),
        _NOTE,
    ),
    "resource": (Field("stock", "物资清单"), Field("agency", "管理单位"), _NOTE),
    "camera": (
        Field("link", "视频地址", "link"),
        Field("snapshot", "截图地址", "link"),
        Field("state", "状态", "choice", words=STATES),
        *SIGHT,
        _NOTE,
    ),
    "heritage": (
        Field("protection", "保护级别", "choice", words=PROTECTION),
        Field("era", "年代"),
        Field("visitors", "日接待上限", "integer", "人"),
        *FIRE,
        _NOTE,
    ),
    "hazchem": (
        Field("substance", "主要危险化学品"),
        Field("stored", "最大存量", "number", "t"),
        Field("hazard", "重大危险源", "choice", words=HAZARDS),
        Field("staff", "在册员工", "integer", "人"),
        _PEOPLE,
        *FIRE,
        _NOTE,
    ),
    "vessel": (
        Field("berth", "状态", "choice", words=BERTHS),
        Field("position_at", "定位时间", "moment"),
        Field("harbour", "船籍港"),
        Field("crew", "船员", "integer", "人", high=500),
        Field("length", "船长", "number", "m", high=500),
        Field("power", "主机功率", "number", "kW", high=1e5),
        _NOTE,
    ),
    "scenic": (
        Field("rating", "景区等级", "choice", words=RATINGS),
        Field("capacity", "瞬时承载量", "integer", "人"),  # LB/T 034-2014
        Field("daily", "日承载量", "integer", "人"),
        *FIRE,
        _NOTE,
    ),
    "school": (
        Field("pupils", "在校学生", "integer", "人", high=1e5),
        Field("boarders", "住校学生", "integer", "人", high=1e5),
        Field("staff", "教职工", "integer", "人", high=1e5),
        *FIRE,
        _NOTE,
    ),
    "food": (
        Field("tier", "包保层级", "choice", words=TIERS),
        Field("checked", "最近督导", "moment"),
        Field("problems", "未改问题", "integer", "项", high=1e4),
        Field("licence", "许可证编号"),
        _NOTE,
    ),
    "speaker": (Field("power", "功率", "number", "W", high=1e4), Field("owner", "管理单位"), _NOTE),
    "post": (
        Field("posted", "在岗人数", "integer", "人", high=1e4),
        Field("needed", "应到人数", "integer", "人", high=1e4),
        Field("owner", "管理单位"),
        _NOTE,
    ),
    "river": (
        Field("length", "长度", "number", "km", high=1e4),
        Field("basin", "流域面积", "number", "km²"),
        Field("goal", "水质目标", "choice", words=WATER),
        Field("patrolled", "最近巡查", "moment"),
        Field("problems", "未改问题", "integer", "项", high=1e4),
        _NOTE,
    ),
}
UNITS = {"team": "人", "shelter": "人"}  # what `quantity` of a kind counts; of other resources pieces


def check_layer(layer: str) -> str:
    if layer not in KINDS:
        raise Fault(
            "category", _("没有“%(layer)s”这个台账:%(all)s") % {"layer": layer[:40], "all": "、".join(REGISTERS)}
        )
    return layer


def check_names(layer: str, names: Collection[str]) -> None:
    """Fault when the layer has no such fields."""
    if stray := sorted(set(names) - {one.name for one in FIELDS[layer]}):
        raise Fault("malformed", _("不认识的项:%(names)s") % {"names": "、".join(map(str, stray))[:200]})


def read_attributes(layer: str, given: Mapping[str, Any], zone: Any) -> dict[str, Any]:
    """The declared fields that are given, typed; moments as ISO text in UTC. Fault for what does not fit."""
    known = {one.name: one for one in FIELDS[layer]}
    check_names(layer, given.keys())
    filled = {name: value for name, value in given.items() if value not in (None, "")}
    return {name: _READERS[known[name].kind](known[name], value, zone) for name, value in filled.items()}


def _text(what: Field, value: Any, _zone: Any) -> str:
    text = clean(value, line=True)
    if len(text) > LONGEST:
        raise Fault("too_long", _("%(what)s超过 %(n)s 字") % {"what": _(what.word), "n": LONGEST})
    return text


def _number(what: Field, value: Any, _zone: Any) -> float | int:
    try:
        if isinstance(value, bool):
            raise ValueError
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(what, value) from None
    if not what.low <= number <= what.high:
        told = {"what": _(what.word), "value": str(value)[:40], "low": f"{what.low:g}", "high": f"{what.high:g}"}
        raise Fault("malformed", _("%(what)s %(value)s 不在 %(low)s 至 %(high)s 之间") % told)
    whole = number.is_integer()
    if what.kind == "integer" and not whole:
        raise _wrong(what, value)
    return int(number) if whole else number


def _choice(what: Field, value: Any, _zone: Any) -> str:
    by_word = {word: code for code, word in what.words.items()}
    code = str(value).strip()
    code = by_word.get(code, code)
    if code not in what.words:
        told = {"what": _(what.word), "value": code[:40], "words": "、".join(by_word)}
        raise Fault("malformed", _("%(what)s“%(value)s”不在可用值之内:%(words)s") % told)
    return code


def _moment(what: Field, value: Any, zone: Any) -> str:
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise Fault("malformed", _("读不懂的时间:%(value)s") % {"value": str(value)[:40]}) from None
    at = at if at.tzinfo is not None else at.replace(tzinfo=zone)
    check_moment(at)
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _link(what: Field, value: Any, zone: Any) -> str:
    text = _text(what, value, zone)
    if not text.startswith(("http://", "https://", "rtsp://", "rtmp://")) or " " in text:
        raise _wrong(what, value)
    return text


def _wrong(what: Field, value: Any) -> Fault:
    return Fault("malformed", _("%(what)s“%(value)s”读不出来") % {"what": _(what.word), "value": str(value)[:40]})


_READERS = {"text": _text, "integer": _number, "number": _number, "choice": _choice, "moment": _moment, "link": _link}
