"""Resources that the house holds itself. Nothing here is typed twice: ledgers, registers, stations and doors say it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.catalogue_words import RHYTHMS
from data.language import gettext as _
from data.language import spoken
from data.ledgers.fields import dictionary, english
from data.ledgers.writing import ledger_name
from data.queries import event_words, list_words
from data.risk_words import STATION_KINDS
from data.schema import field
from data.things.fields import FIELDS
from data.things.told import WORDS
from data.words import REGISTERS


class Kept(NamedTuple):
    """What is written down as work goes on: its words, the page that shows it, its fields with who may know them."""

    word: str
    way: str
    fields: Mapping[str, str]
    rhythm: str = "day"
    shields: Mapping[str, str] = {}


_PLAIN = {"code": "编号", "title": "标题", "place": "地点", "at": "时间", "provenance": "数据性质"}
_VALUE = {"code": "代码", "name": "名称", "region": "区划", "period": "时期", "value": "数值", "unit": "单位"}
_VALUE |= {"provenance": "数据性质", "source": "数据来源"}
_READING = {"code": "编号", "name": "测站", "quantity": "测项", "value": "数值", "unit": "单位", "at": "时间"}
_READING |= {"quality": "质量", "provenance": "数据性质"}
BUSINESS = {
    "events": Kept("事件", "/events", event_words.COLUMNS),
    "lists": Kept("三清单", "/lists", list_words.COLUMNS),
    "indicators": Kept("指标", "/indicators", _VALUE, "month"),
    "visits": Kept("走访", "/visits", _PLAIN | {"whom": "走访对象", "found": "问题"}, shields={"whom": "name"}),
    "signals": Kept("线索", "/signals", _PLAIN | {"kind": "种类", "state": "状态"}),
    "documents": Kept("资料", "/documents", {"code": "编号", "title": "资料名称", "kind": "类别", "at": "更新时间"}),
}
SPOKEN = {word: code for code, word in RHYTHMS.items()}  # as ledgers call it


@dataclass(frozen=True)
class FieldTold:
    """`shield`: its class (data/ledgers/fields.py CLASSES); `code`: as it is asked for, where the house delivers it."""

    name: str
    shield: str = "plain"
    unit: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """`owner`: whose it is, as it is called; `way`: the page of the house that shows it."""

    code: str
    group: str
    name: str
    owner: str
    rhythm: str
    fields: tuple[FieldTold, ...]
    origin: str
    way: str = ""
    agency: str = ""
    provenance: str = ""

    @property
    def sensitive(self) -> bool:
        return any(one.shield != "plain" for one in self.fields)


def own_resources(connection: Connection) -> list[Resource]:
    return [*_ledgers(connection), *_things(), *_stations(), *_business()]


def _ledgers(connection: Connection) -> Iterator[Resource]:
    """With the fields that all of their subject share, and their own; their codes' words are not needed."""
    known, f = dictionary(connection), field.c
    shared: dict[str, list[FieldTold]] = {}
    own: dict[str, list[FieldTold]] = {}
    chinese = spoken() == "zh"
    rows = connection.execute(select(f.code, f.word, f.subject, f.ledger, f.shield, f.unit).order_by(f.position))
    for code, word, subject, ledger, shield, unit in rows:
        told = FieldTold(word if chinese else english(code), shield, unit, code)
        (own.setdefault(ledger, []) if ledger else shared.setdefault(subject, [])).append(told)
    for its in known.ledgers.values():
        fields = (*shared.get(its.subject, ()), *own.get(its.code, ()))
        yield Resource(
            code=f"ledger:{its.code}",
            group="ledger",
            name=ledger_name(its),
            owner=its.owner,
            rhythm=SPOKEN.get(its.frequency, "once"),
            fields=fields,
            origin=_("一张表"),
            way=f"/forms?ledger={its.code}",
        )


def _things() -> Iterator[Resource]:
    shields = {"persons": "phone"}
    plain = [FieldTold(_(word), shields.get(name, "plain"), "", name) for name, word in WORDS.items()]
    for layer, word in REGISTERS.items():
        mine = tuple(FieldTold(_(one.word), "plain", one.unit, one.name) for one in FIELDS[layer])
        yield Resource(
            code=f"things:{layer}",
            group="things",
            name=_(word),
            owner="",
            rhythm="month",
            fields=(*plain, *mine),
            origin=_("台账"),
            way=f"/things?register={layer}",
        )


def _stations() -> Iterator[Resource]:
    fields = tuple(FieldTold(_(word), code=name) for name, word in _READING.items())
    for kind, word in STATION_KINDS.items():
        yield Resource(
            code=f"readings:{kind}",
            group="readings",
            name=_("{kind}读数").format(kind=_(word)),
            owner="",
            rhythm="live",
            fields=fields,
            origin=_("物联感知"),
            way="/?layers=station",
        )


def _business() -> Iterator[Resource]:
    for code, one in BUSINESS.items():
        yield Resource(
            code=f"business:{code}",
            group="business",
            name=_(one.word),
            owner="",
            rhythm=one.rhythm,
            fields=tuple(
                FieldTold(_(word), one.shields.get(name, "plain"), "", name) for name, word in one.fields.items()
            ),
            origin=_("一网统管平台"),
            way=one.way,
        )
