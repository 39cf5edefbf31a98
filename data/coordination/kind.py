"""Kinds of coordinated visits, as data: what departments may file, what speaks against it, whom it is about.

The engine knows none of them by name. The house brings two; a pack may bring more, and what was counted before.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.errors import CityError, UnknownThing
from data.house import House
from data.language import gettext as _
from data.yaml_file import read_yaml

SHIPPED = Path(__file__).with_name("kinds")
PACK_FILE = "coordination.yaml"  # of a pack: kinds of its own, and what was counted before
OPEN_RECORDS = ("enterprise", "project")  # whose names are everybody's
CODE = r"^[a-z][a-z0-9_]{0,31}$"


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Subject(_Told):
    """Whom a visit goes to: records of a ledger's subject, things of a register, or regions of a level."""

    source: Literal["record", "thing", "region"]
    of: str
    word: str
    unit: str  # what they are counted in
    name: str = ""  # of records: the fields that hold the name and the trade
    trade: str = ""

    @model_validator(mode="after")
    def _public(self) -> "Subject":
        if self.source == "record" and self.of not in OPEN_RECORDS:
            raise ValueError(f"of: one of {', '.join(OPEN_RECORDS)}; people are not called on")
        return self


class Item(_Told):
    """One thing a visit may be about. `entry`: on the list, only by special leave, or not at all, and why."""

    name: str
    entry: Literal["free", "leave", "no"] = "free"
    why: str = ""
    online: bool = False  # papers alone: it can be done without going there

    @model_validator(mode="after")
    def _reasoned(self) -> "Item":
        if self.entry != "free" and not self.why:
            raise ValueError(f"{self.name}: say why it is not free")
        return self


class Closed(_Told):
    """Days of every year on which nobody goes there: MM-DD."""

    since: str = Field(pattern=r"^\d\d-\d\d$")
    until: str = Field(pattern=r"^\d\d-\d\d$")
    why: str

    def holds(self, day: date) -> bool:
        told = f"{day:%m-%d}"
        if self.since <= self.until:
            return self.since <= told <= self.until
        return told >= self.since or told <= self.until


class Near(_Told):
    """Two visits overlap within so many days when they share an item, or their texts are alike to so many percent."""

    days: int = Field(ge=0, le=120)
    words: int = Field(ge=1, le=100)


class Frequency(_Told):
    """So many visits of one department to one subject in a month; beyond that only by special leave."""

    most: int = Field(ge=1)


class Hot(_Told):
    """The same item found at so many subjects of a trade within so many days."""

    times: int = Field(ge=2)
    days: int = Field(ge=1)


class Topic(_Told):
    """What a subject can ask for, and which departments answer: the last part of their codes."""

    name: str
    agencies: tuple[str, ...]


class Kind(_Told):
    code: str = Field(pattern=CODE)
    name: str
    visit: str  # what one is called
    subject: Subject
    centre: int = Field(ge=1, le=5)  # level of the region whose centre decides
    items: Mapping[str, Item] = Field(min_length=1)
    required: tuple[Literal["basis", "words"], ...] = ()
    people: int = Field(ge=1)  # at most
    near: Near
    frequency: Frequency | None = None
    closed: tuple[Closed, ...] = ()
    hot: Hot
    wants: Mapping[str, str] = Field(default_factory=dict)
    topics: Mapping[str, Topic] = Field(default_factory=dict)

    def item_name(self, code: str) -> str:
        return _(self.items[code].name) if code in self.items else code

    def items_name(self, codes: str) -> str:
        return "、".join(self.item_name(one) for one in codes.split())


class Before(_Told):
    """What was counted before there was coordination; `visits` a month, or `each`: of a subject."""

    kind: str
    region: str
    what: Literal["visits", "each"]
    value: float = Field(gt=0)
    period: str
    source: str


class Said(_Told):
    """A published result, as its source says it; shown beside what is counted here."""

    kind: str
    name: str
    value: str
    unit: str = ""
    place: str
    period: str
    source: str


class _Pack(_Told):
    kinds: tuple[Kind, ...] = ()
    before: tuple[Before, ...] = ()
    said: tuple[Said, ...] = ()


class Kinds(_Told):
    """All of a city, in order; `before` and `said` as its pack declares them."""

    kinds: Mapping[str, Kind]
    before: tuple[Before, ...]
    said: tuple[Said, ...]

    def named(self, code: str) -> Kind:
        if code not in self.kinds:
            raise UnknownThing(_("没有这类协同事项"))
        return self.kinds[code]

    def before_of(self, kind: Kind, region: str) -> dict[str, Before]:
        return {one.what: one for one in self.before if (one.kind, one.region) == (kind.code, region)}

    def said_of(self, kind: Kind) -> list[Said]:
        return [one for one in self.said if one.kind == kind.code]


def kinds_of(house: House) -> Kinds:
    return kinds_in(house.settings.cities_dir / house.settings.city)


@cache
def kinds_in(pack: Path) -> Kinds:
    """Those of the house, and of this pack. CityError where one of the files makes no sense."""
    try:
        shipped = [Kind.model_validate(read_yaml(path)) for path in sorted(SHIPPED.glob("*.yaml"))]
        path = pack / PACK_FILE
        own = _Pack.model_validate(read_yaml(path) if path.exists() else {})
    except ValidationError as error:
        raise CityError(f"{PACK_FILE}: {error}") from None
    return Kinds(kinds={one.code: one for one in (*shipped, *own.kinds)}, before=own.before, said=own.said)


def kind_of(house: House, code: str) -> Kind:
    """UnknownThing where there is no such kind."""
    return kinds_of(house).named(code)
