"""Plans (预案): when one applies, who and what it needs, tasks, limits and words. Shipped under `plans/`."""

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, TypeAdapter, model_validator
from pydantic.dataclasses import dataclass

from data.dispatch.words import CHAIN, CHANNELS, RESPONDER_KINDS, SKILLS, STAYING
from data.errors import BadInput
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS
from data.words import CATEGORIES, GRADES, RESOURCE_KINDS
from data.yaml_file import read_yaml

FOLDER = Path(__file__).with_name("plans")
STRICT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
Word = Annotated[str, Field(min_length=1, max_length=64)]
Words = Annotated[str, Field(min_length=1, max_length=500)]
Codes = tuple[str, ...]
ORIGINS = {"food": 1}  # doors whose events have a plan of their own
NAMED = ("code", "title", "place", "plan")


def _known(name: str, given: Sequence[str], words: Mapping[Any, Any]) -> None:
    if wrong := [one for one in given if one not in words]:
        raise ValueError(f"{name}: {', '.join(wrong)} not in {', '.join(str(one) for one in words)}")


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Trigger:
    """What it is for. An event by category (`flood`) or leaf (`flood.road.water` and above), or by where it came from
    (`food`: the whistle for a food business); a warning by its field.

    `colour`: warnings of this colour and graver (1 red .. 4 blue). No grades: every grade.
    """

    categories: Codes = ()
    grades: Codes = ()
    fields: Codes = ()
    origins: Codes = ()
    colour: Annotated[int, Field(ge=1, le=4)] = 4

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        _known("categories", [one.partition(".")[0] for one in self.categories], CATEGORIES)
        _known("grades", self.grades, GRADES)
        _known("fields", self.fields, WARNING_FIELDS)
        _known("origins", self.origins, ORIGINS)
        if self.colour not in WARNING_COLOURS:
            raise ValueError("colour: 1 red .. 4 blue")
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Need:
    """A role: responders of one of the kinds with any of the skills; `count` of them, or of their people."""

    role: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}$")]
    name: Word
    kinds: Annotated[Codes, Field(min_length=1)]
    skills: Codes = ()
    count: Annotated[int, Field(ge=1, le=500)]
    people: bool = False  # counted by people instead of responders
    unit: Word = "个"
    task: Words

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        _known("kinds", self.kinds, {kind: 1 for kind in RESPONDER_KINDS if kind not in STAYING})
        _known("skills", self.skills, SKILLS)
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Stock:
    """Equipment and stock to be at hand within `km`, by the register of resources."""

    kind: str
    name: Word
    count: Annotated[int, Field(ge=1)]
    unit: Word = "件"
    km: Annotated[float, Field(gt=0, le=200)] = 15.0

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        _known("kind", [self.kind], RESOURCE_KINDS)
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Limits:
    """Minutes: until a task is accepted, how much later than estimated its responder may arrive, and until it is done
    after that."""

    accept: Annotated[int, Field(ge=1, le=240)] = 5
    spare: Annotated[int, Field(ge=0, le=240)] = 15
    done: Annotated[int, Field(ge=1, le=10_080)] = 240


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Plan:
    """A plan in force; `message` may name {code}, {title}, {place}, {plan}. `chain`: links of CHAIN that are told."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
    name: Word
    source: Annotated[str, Field(min_length=1, max_length=128)]
    when: Trigger
    needs: Annotated[tuple[Need, ...], Field(min_length=1, max_length=20)]
    stock: tuple[Stock, ...] = ()
    chain: Codes = ()
    channels: Codes = ("app",)
    limits: Limits = Field(default_factory=Limits)
    message: Words = "{title}，{place}，请立即处置。"
    version: int = 1

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        _known("chain", self.chain, CHAIN)
        _known("channels", self.channels, CHANNELS)
        roles = [need.role for need in self.needs]
        if len(set(roles)) < len(roles):
            raise ValueError("needs: one role stands twice")
        if {name for _text, name, *_more in Formatter().parse(self.message)} - {None, *NAMED}:
            raise ValueError(f"message: only {', '.join(NAMED)} in braces")
        return self

    def words(self, **told: str) -> str:
        """The words of an order."""
        return self.message.format(plan=self.name, **told)


_PLANS = TypeAdapter(tuple[Plan, ...])


def read_plans(told: Any) -> tuple[Plan, ...]:
    """Plans as YAML has them, a list; BadInput for what is none, and for one code twice."""
    try:
        plans = _PLANS.validate_json(json.dumps(told))
    except (TypeError, ValueError) as error:
        raise BadInput(f"plans: {error}") from None
    codes = [one.code for one in plans]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise BadInput(f"plans: {', '.join(twice)} stands twice")
    return plans


@lru_cache(maxsize=256)
def plan_of(text: str, version: int) -> Plan:
    """A plan as it is kept in the database."""
    return read_plans([json.loads(text) | {"version": version}])[0]


@cache
def shipped_plans() -> tuple[Plan, ...]:
    """Those that come with the house."""
    return read_plans([one for path in sorted(FOLDER.glob("*.yaml")) for one in read_yaml(path)])


def for_event(plans: Sequence[Plan], chain: Sequence[str], grade: str, origin: str = "") -> Plan | None:
    """The plan for where it came from, else the one with the finest category that fits; of several, the one that names
    the grade, then the first."""
    fits = []
    for n, one in enumerate(plans):
        ranks = [chain.index(code) for code in one.when.categories if code in chain]
        ranks += [-1] if origin and origin in one.when.origins else []
        if ranks and (not one.when.grades or grade in one.when.grades):
            fits.append((min(ranks), not one.when.grades, n))
    return plans[min(fits)[2]] if fits else None


def for_warning(plans: Sequence[Plan], field: str, colour: int) -> Plan | None:
    """The plan of the field whose colour is the gravest that still covers it."""
    fits = [
        (one.when.colour, n) for n, one in enumerate(plans) if field in one.when.fields and colour <= one.when.colour
    ]
    return plans[min(fits)[1]] if fits else None
