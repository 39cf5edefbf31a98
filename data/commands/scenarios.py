"""Scenarios come as a file, row by row; each is judged after its launch by the declared questions."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.audit_words import ACTIONS
from data.catalogue_words import BEST, QUESTIONS, SCENARIO_LEVELS, SCENARIO_STATES
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden
from data.intake.keep import kept_row
from data.intake.record import Fault, clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.catalogue import all_resources
from data.queries.scenarios import scenario_of
from data.schema import agency, quarantine, scenario, scenario_resource, scenario_review

DOOR = "scenarios"  # of the quarantine
KEEPERS = ("duty_officer", "leader")
JUDGES = ("duty_officer", "leader", "agency")
COLUMNS = {  # of a file: our name and the word above the column
    "code": "编号",
    "name": "场景名称",
    "field": "领域",
    "owner": "责任部门",
    "level": "层级",
    "state": "状态",
    "begun": "上线日期",
    "about": "说明",
    "resources": "使用的数据资源",
    "actions": "使用计数",
}
NEEDED = ("code", "name", "field", "owner")
LENGTHS = {"code": 24, "name": 64, "field": 32, "owner": 64, "about": 300}
SPLIT = re.compile("[,，、;；]")
MOST_FAULTS, LONGEST = 50, 500
Row = dict[str, Any]
Known = dict[str, Row]
Ties = dict[str, set[str]]


@dataclass
class Taken:
    """What became of the rows of a file; `faults`: (line, why), the first of them; `kept`: how many of the wrong ones
    wait in the quarantine, alike ones once.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: int = 0
    kept: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def take_scenarios(
    connection: Connection, rows: Iterable[Mapping[str, Any]], actor: Actor, now: datetime, provenance: str
) -> Taken:
    """Each row is new, changes what is known under its code, or waits in the quarantine; the others are taken all the
    same."""
    resources, known, ties = _begun(connection, actor, now)
    told, kept = Taken(), list[Row]()
    for line, raw in enumerate(rows, 2):
        try:
            row, uses = _read(raw, resources)
        except BadInput as error:
            told.wrong += 1
            told.faults += [(line, str(error))] if len(told.faults) < MOST_FAULTS else []
            fault = error if isinstance(error, Fault) else Fault("malformed", str(error))
            about = kept_row(door=DOOR, origin=actor.name, raw=raw, fault=fault, now=now, profile="")
            kept.append(about | {"row": line})
            continue
        _take(connection, row, uses, known, ties, told, now, provenance)
    told.kept = _keep(connection, kept)
    return told


def retake(
    connection: Connection, raw: Mapping[str, Any], actor: Actor, now: datetime, provenance: str
) -> tuple[str, str]:
    """A row of the quarantine, as mended: its code, and whether it is new. BadInput when it is wrong still."""
    resources, known, ties = _begun(connection, actor, now)
    told = Taken()
    row, uses = _read(raw, resources)
    _take(connection, row, uses, known, ties, told, now, provenance)
    return str(row["code"]), "new" if told.new else "changed" if told.changed else "known"


def _begun(connection: Connection, actor: Actor, now: datetime) -> tuple[dict[str, str], Known, Ties]:
    """Resources by code and name, scenarios by code, and which resources each uses; what the actor may change."""
    if actor.role not in KEEPERS or not actor.scope.every_department:
        raise Forbidden(_("值班员和领导维护场景目录"))
    bump(connection, "catalogue")
    known = {row["code"]: dict(row) for row in connection.execute(select(scenario)).mappings()}
    ties: Ties = {}
    for code, one in connection.execute(select(scenario_resource.c.scenario, scenario_resource.c.resource)):
        ties.setdefault(code, set()).add(one)
    return _resources(connection, actor, now), known, ties


def _keep(connection: Connection, rows: Sequence[Row]) -> int:
    """How many wait: one of the same file brought again waits once, one without cells cannot be mended."""
    waits = select(quarantine.c.raw).where(quarantine.c.door == DOOR, quarantine.c.state == "waiting")
    there = set(connection.scalars(waits)) if rows else set()
    waiting = {row["raw"]: row for row in reversed(rows) if row["raw"] != "{}"}
    if new := [row for raw, row in reversed(waiting.items()) if raw not in there]:
        bump(connection, "intake")
        connection.execute(insert(quarantine), new)
    return len(waiting)


def _take(
    connection: Connection,
    row: Row,
    uses: set[str],
    known: Known,
    ties: Ties,
    told: Taken,
    now: datetime,
    provenance: str,
) -> None:
    code = row["code"]
    was = known.get(code)
    if was and all(was[name] == value for name, value in row.items()) and ties.get(code, set()) == uses:
        told.same += 1
        return
    news = row | {"changed_at": now, "provenance": provenance, "seq": was["seq"] + 1 if was else 1}
    if was:
        connection.execute(update(scenario).where(scenario.c.code == code).values(news))
        connection.execute(delete(scenario_resource).where(scenario_resource.c.scenario == code))
        told.changed += 1
    else:
        connection.execute(insert(scenario).values(news))
        told.new += 1
    known[code], ties[code] = news, uses
    if uses:
        connection.execute(insert(scenario_resource), [{"scenario": code, "resource": one} for one in sorted(uses)])


def _resources(connection: Connection, actor: Actor, now: datetime) -> dict[str, str]:
    """{code or name: code}."""
    rows = all_resources(connection, actor.scope, now)
    return {row["name"]: row["code"] for row in rows} | {row["code"]: row["code"] for row in rows}


def _read(raw: Mapping[str, Any], resources: Mapping[str, str]) -> tuple[Row, set[str]]:
    told = {name: clean(raw.get(word, raw.get(name)), line=True) for name, word in COLUMNS.items()}
    if lost := [_(COLUMNS[name]) for name in NEEDED if not told[name]]:
        raise Fault("missing", _("缺少 {names}").format(names="、".join(lost)))
    if over := [_(COLUMNS[name]) for name, most in LENGTHS.items() if len(told[name]) > most]:
        raise Fault("too_long", _("{names}太长").format(names="、".join(over)))
    row: Row = {name: told[name] for name in (*NEEDED, "about")}
    row |= {"level": _coded(told["level"], SCENARIO_LEVELS, "city", "level")}
    row |= {"state": _coded(told["state"], SCENARIO_STATES, "use", "state"), "begun_day": _day(told["begun"])}
    actions = told["actions"].split()
    if strange := [one for one in actions if one not in ACTIONS]:
        raise BadInput(_("没有这种操作：{name}").format(name=strange[0][:40]))
    wanted = [
        one.strip() for one in told["resources"].replace("，", "、").replace(",", "、").split("、") if one.strip()
    ]
    if strange := [one for one in wanted if one not in resources]:
        raise BadInput(_("没有这项数据资源：{name}").format(name=strange[0][:40]))
    return row | {"actions": " ".join(actions)}, {resources[one] for one in wanted}


def _coded(text: str, words: Mapping[str, str], usual: str, name: str) -> str:
    found = {word: code for code, word in words.items()}.get(text, text) or usual
    if found not in words:
        raise BadInput(_("{name}“{value}”不在可用值之内").format(name=_(COLUMNS[name]), value=text[:20]))
    return found


def _day(text: str) -> int | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        raise BadInput(_("日期“{value}”读不出来").format(value=text[:20])) from None


def judge(connection: Connection, code: str, given: Mapping[str, Any], actor: Actor, now: datetime, lived: str) -> int:
    """An after-evaluation: each question marked 1 to 5; the score of 100. Earlier ones stay."""
    if actor.role not in JUDGES:
        raise Forbidden(_("这个角色不能评价场景"))
    bump(connection, "catalogue")
    row, _uses, reviews = scenario_of(connection, code, actor.scope)
    mine = select(agency.c.name).where(agency.c.code.in_(actor.scope.departments))
    if not actor.scope.every_department and row["owner"] not in connection.scalars(mine).all():
        raise Forbidden(_("这个角色不能评价场景"))
    marks = {name: _mark(given.get(f"mark_{name}")) for name in QUESTIONS}
    words = clean(given.get("words"))
    if not words or len(words) > LONGEST:
        raise BadInput(_("请写明评价意见，至多 {n} 字").format(n=LONGEST))
    score = round(100 * sum(marks.values()) / (BEST * len(marks)))
    seq = 1 + max((one["seq"] for one in reviews), default=0)
    told = {"scenario": code, "seq": seq, "at": now, "actor": actor.name, "role": actor.role, "score": score}
    told |= {"answers": json.dumps(marks), "words": words, "provenance": lived}
    connection.execute(insert(scenario_review).values(told))
    return score


def _mark(text: Any) -> int:
    if str(text) not in {str(n) for n in range(1, BEST + 1)}:
        raise BadInput(_("每个问题评 1 到 {n} 分").format(n=BEST))
    return int(str(text))
