"""What a rule suggests to a control, from what its stations tell, with the reason in words and numbers. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from data.control.rule import Bar, Condition, ControlRule
from data.control_words import CONTROL_EYES
from data.language import gettext as _
from data.risk_words import LIMITS, QUANTITIES
from data.warn.words import plain


@dataclass(frozen=True, kw_only=True)
class Eye:
    """What a station told last: value in the unit of its quantity. `sums`: {hours: amount of that time}."""

    station: str
    name: str
    quantity: str
    value: float | None
    at: datetime | None
    silent: bool
    limits: Mapping[str, float] = field(default_factory=dict)
    sums: Mapping[int, float] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        return QUANTITIES[self.quantity].unit


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A condition that holds: what was seen, and the bar it was held against; `named`: the limit or eye of the bar."""

    eye: str
    name: str
    quantity: str
    value: float
    sign: str
    bar: float
    hours: int | None = None
    named: str = ""
    less: float = 0.0


@dataclass(frozen=True)
class Suggestion:
    """The rule that speaks, and each of its conditions with its numbers."""

    rule: ControlRule
    clauses: tuple[Clause, ...]

    @property
    def words(self) -> str:
        return reason(self.clauses)


@dataclass(frozen=True)
class Judgement:
    """What is suggested, if anything, and which eyes are blind: silent, absent or not for the asker."""

    suggestion: Suggestion | None
    blind: tuple[str, ...]


def judge(rules: Sequence[ControlRule], kind: str, eyes: Mapping[str, Eye]) -> Judgement:
    """The first rule of this kind that holds. One that needs a blind eye says nothing: no order on old numbers."""
    seeing = {name: eye for name, eye in eyes.items() if eye.value is not None and not eye.silent}
    blind = tuple(name for name in eyes if name not in seeing)
    for rule in rules:
        if rule.kind == kind and all(name in seeing for name in rule.eyes):
            clauses = [_clause(one, seeing) for one in rule.when]
            held = [one for one in clauses if one is not None]
            if len(held) == len(clauses):
                return Judgement(Suggestion(rule, tuple(held)), blind)
    return Judgement(None, blind)


def hours_of(rules: Sequence[ControlRule]) -> tuple[int, ...]:
    """Over how many hours rules sum up."""
    return tuple(sorted({one.hours for rule in rules for one in rule.when if one.hours}))


def reason(clauses: Sequence[Clause]) -> str:
    """Why, in words and numbers: `内河（某站）的水位 6.8 m ≥ 警戒 6.5 m`."""
    return "；".join(_said(one) for one in clauses)


def _clause(one: Condition, eyes: Mapping[str, Eye]) -> Clause | None:
    """The condition with its numbers; None when it does not hold or cannot be told."""
    eye = eyes[one.eye]
    value = eye.sums.get(one.hours) if one.hours else eye.value
    bar = _bar(one.bar, eye, eyes)
    if value is None or bar is None:
        return None
    level = bar - one.less
    if not (value >= level if one.at_least is not None else value < level):
        return None
    return Clause(
        eye=one.eye,
        name=eye.name,
        quantity=eye.quantity,
        value=value,
        sign="<" if one.at_least is None else "≥",
        bar=bar,
        hours=one.hours,
        named=one.bar if isinstance(one.bar, str) else "",
        less=one.less,
    )


def _bar(bar: Bar, eye: Eye, eyes: Mapping[str, Eye]) -> float | None:
    if not isinstance(bar, str):
        return float(bar)
    return eyes[bar].value if bar in CONTROL_EYES else eye.limits.get(bar)


def _said(one: Clause) -> str:
    quantity = QUANTITIES[one.quantity]
    facts = {"eye": _(CONTROL_EYES[one.eye]), "name": one.name, "word": _(quantity.word), "n": one.hours}
    what = (_("{eye}（{name}）近{n}小时{word}") if one.hours else _("{eye}（{name}）的{word}")).format(**facts)
    bar = f"{plain(one.bar)} {quantity.unit}"
    if one.named:
        bar = f"{_(CONTROL_EYES.get(one.named) or LIMITS[one.named])} {bar}"
    if one.less:
        bar = f"{bar} − {plain(one.less)} {quantity.unit}"
    return f"{what} {plain(one.value)} {quantity.unit} {one.sign} {bar}"
