"""What the steps of demo events change: decided as the commands decide, but in memory and in epoch seconds."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from data.commands.decisions import ARRIVE_WITHIN
from data.demo.events_lines import Express
from data.demo.events_told import Told
from data.life.fold import START, State, Step, after
from data.life.limits import HOUR, allowed, warn_after
from data.life.worktime import add, between
from data.queries.routing import Route, Routes

Change = dict[str, Any]
Way = Callable[[str], Route]  # by grade


class Fold:
    """One event, step by step; `state` is what its row holds."""

    def __init__(self, category: str, way: Way, outset: Change, express: Express | None = None) -> None:
        self._category, self._way, self._outset, self._express = category, way, outset, express
        self.state: State = dict(START)

    def step(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        """Take the step; (what it changes, the reason kept). `loops` says to which loop an agency belongs."""
        decide = getattr(self, f"_{told.move}", None)
        change, reason = decide(told, loops) if decide else ({}, None)
        seq = self.state["seq"] + 1
        self.state = after(self.state, Step(seq=seq, move=told.move, at=told.at, change=change))  # type: ignore[arg-type]
        return change, told.given.get("reason") or reason

    def _report(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        return self._outset, None

    def _assign(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        way = self._way(self.state["grade"])
        code, reason = told.given.get("agency"), "人工指定责任单位"
        loop = loops[code] if code else way.loop
        if code is None:
            code, reason = way.agency, way.reason
        return {"agency": code, "loop": loop, "first_agency": self.state["first_agency"] or code}, reason

    def _direct(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        way, one = self._way(self.state["grade"]), self._express
        code = (one and one.agency) or way.agency
        change = {"filed_at": told.at, "agency": code, "loop": loops[str(code)], "first_agency": code}
        if one is None:
            return change, f"一键直达；{way.reason}"
        if not one.hours:
            return change, "直通车直达"
        self.state["promised_s"] = round(one.hours * HOUR)
        due = self._deadline(self.state["reported_at"], self.state["grade"])
        change |= {"promised_s": self.state["promised_s"], **due}
        return change, f"直通车直达；承诺 {one.hours:g} 小时办结"

    def _reassign(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        code = told.given["agency"]
        return {"agency": code, "loop": loops[code]}, None

    def _return(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        return {"agency": None}, None

    def _whistle(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        due = told.at + int(ARRIVE_WITHIN.total_seconds())
        return {"called_agency": told.given["agency"], "called_due_at": due, "arrived_at": None, "loop": "outer"}, None

    def _arrive(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        return {"arrived_at": told.at}, None

    def _reopen(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        called = dict.fromkeys(("called_agency", "called_due_at", "arrived_at"))
        return {**called, "restarted_at": told.at, "agency": None} | self._deadline(told.at, self.state["grade"]), None

    def _escalate(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        grade = told.given["grade"]
        return {"grade": grade} | self._deadline(self.state["reported_at"], grade), None

    def _suspend(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        due, clock = self.state["deadline_at"], self.state["clock"]
        left = between(_moment(told.at), _moment(due), clock) if told.at < due else 0
        return {"suspended_at": told.at, "left_s": left}, None

    def _resume(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        left, clock = self.state["left_s"], self.state["clock"]
        change: Change = {"suspended_at": None, "left_s": None}
        if not left:
            return change, None
        whole = allowed(self._category, self.state["grade"])[0]
        warn = later(told.at, max(0, left - (whole - warn_after(whole))), clock)
        return change | {"deadline_at": later(told.at, left, clock), "warn_at": warn}, None

    def _rate(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        return {"rating": told.given["rating"]}, None

    def _visit(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        return {"visited": told.given["reached"]}, None

    def _merge(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        return {"into_id": told.given["into"]}, None

    def _absorb(self, told: Told, loops: Mapping[str, str]) -> tuple[Change, str | None]:
        return {"reports": self.state["reports"] + 1}, None

    def _deadline(self, since: int, grade: str) -> Change:
        seconds, clock = time_allowed(self._category, self._way(grade), grade)
        seconds = min(seconds, self.state["promised_s"] or seconds)
        warn = later(since, warn_after(seconds), clock)
        return {"deadline_at": later(since, seconds, clock), "warn_at": warn, "clock": clock}


def time_allowed(category: str, way: Route, grade: str) -> tuple[int, str]:
    """(seconds, clock): of the responsibility list, otherwise of the city's limits."""
    seconds, clock = allowed(category, grade)
    return (seconds if way.hours is None else round(way.hours * HOUR)), clock


def way_of(routes: Routes, category: str, leaf: str, cell: int) -> Way:
    """Whom an event goes to, by its grade."""
    return lambda grade: routes.route(category, leaf, grade, cell)


def later(at: int, seconds: int, clock: str) -> int:
    return int(add(_moment(at), seconds, clock).timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
