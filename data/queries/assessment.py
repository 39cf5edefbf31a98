"""考核评价: departments, counties and towns by the declared rules, ranked by points, each line told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.assessment.measures import AUDIENCES
from data.assessment.rules import Line, Rules, assessment_rules
from data.assessment.score import Standing, change_of, comparable, order, standing_of
from data.errors import Forbidden
from data.house import House
from data.language import gettext as _
from data.queries.asked import Asked, asked
from data.queries.asked import comparable as collected
from data.queries.assessed import Field, found_of, subjects_of
from data.queries.regions import Region
from data.scope import Scope
from data.sitter import Sitter
from data.view import View
from data.windows import Span

SEERS = ("leader", "department_head", "auditor", "administrator")
WORDS: dict[str, Callable[[Standing], tuple[bool, float | str]]] = {  # orders that are no line's
    "name": lambda one: (False, one.name),
    "change": lambda one: (one.change is None, -(one.change or 0.0)),
    "weak": lambda one: (one.weak is None, one.weak.line.key if one.weak else ""),
}
LEAST_PEERS = 2  # below which a rank says nothing


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """`rows`: those that the asker may see, in their order; `ranked`: how many have a rank in all; `empty`: how many
    departments had nothing to measure and are left out."""

    audience: str
    audiences: tuple[str, ...]
    rules: Rules
    lines: tuple[Line, ...]
    rows: list[Standing]
    ranked: int
    empty: int
    here: Region
    now: datetime
    span: Span
    earlier: Span | None
    provenance: str


def may_assess(me: Sitter) -> bool:
    """A visitor of the demo sees what a leader would."""
    return me.visitor or me.role in SEERS


def audiences_of(scope: Scope) -> tuple[str, ...]:
    """Who works for some departments sees these alone."""
    return tuple(AUDIENCES) if scope.every_department else ("agency",)


def assessed(house: House, view: View, me: Sitter, audience: str = "", by: str = "") -> Assessment:
    """In the view's region and window; `by`: the key of a line, by which the rows are told instead of by rank.

    Forbidden for who may not see it. Raises UnknownRegion or NotReady.
    """
    if not may_assess(me):
        raise Forbidden(_("考核评价供领导、部门负责人、审计员和管理员查看"))
    may = audiences_of(me.scope)
    chosen = audience if audience in may else may[0]
    rules = assessment_rules(house.settings)
    lines = rules.of(chosen)
    with asked(house, view.but(slice=""), me.scope) as a:
        earlier = a.span.before()
        before = earlier if collected(a.connection, earlier) else None
        everyone = standings(a, view, rules, chosen, before)
        mine = [one for one in everyone if _seen(one, chosen, me.scope)]
        return Assessment(
            audience=chosen,
            audiences=may,
            rules=rules,
            lines=lines,
            rows=_sorted(mine, by),
            ranked=sum(one.rank is not None for one in everyone),
            empty=0 if chosen != "agency" else sum(not any(mark.found for mark in one.marks) for one in everyone),
            here=a.here,
            now=a.now,
            span=a.span,
            earlier=before,
            provenance=a.lived,
        )


def standings(a: Asked, view: View, rules: Rules, audience: str, before: Span | None) -> list[Standing]:
    """All of them in their order, with their ranks; equal points have the same rank."""
    lines, subjects = rules.of(audience), subjects_of(a, audience)
    found = found_of(Field(a, view, a.span, subjects, a.now), lines)
    past = found_of(Field(a, view, before, subjects, a.now), lines) if before else {}
    now = [standing_of(one.code, one.name, lines, found.get(one.code, {})) for one in subjects]
    then = {one.code: standing_of(one.code, one.name, lines, past.get(one.code, {})) for one in subjects}
    told = [replace(one, change=change_of(one, then[one.code], rules)) for one in now]
    return ranked(told, rules)


def ranked(found: Sequence[Standing], rules: Rules) -> list[Standing]:
    """In their order; those that can be compared with at least one other have a rank."""
    rows = sorted(found, key=lambda one: order(one, rules))
    totals = [one.total or 0.0 for one in rows if comparable(one, rules)]
    if len(totals) < LEAST_PEERS:
        return rows
    return [replace(one, rank=totals.index(one.total or 0.0) + 1) if comparable(one, rules) else one for one in rows]


def _seen(one: Standing, audience: str, scope: Scope) -> bool:
    """A department sees its own, and where it stands; no department is listed that had nothing to measure."""
    if audience != "agency":
        return True
    mine = scope.every_department or one.code in scope.departments
    return mine and any(mark.found for mark in one.marks)


def _sorted(rows: list[Standing], by: str) -> list[Standing]:
    """By the score of one line or the change, the best first, or by a word; who has none there comes last."""
    if by in WORDS:
        return sorted(rows, key=WORDS[by])
    at = {mark.line.key: n for n, mark in enumerate(rows[0].marks)} if rows else {}
    if by not in at:
        return rows
    return sorted(rows, key=lambda one: -1 if (score := one.marks[at[by]].score) is None else score, reverse=True)
