"""Chains, policies, tags, signals and rules of links as forms send them; what is wrong is told at its field."""

from collections.abc import Mapping
from typing import Any

from data.economy.condition import SUBJECT, Ground
from data.economy.condition_row import PARTS, condition_of
from data.economy.paper import Paper
from data.economy.words import MARKS, MEASURES, MODELS, TIERS
from data.errors import BadInput, CityError
from data.language import gettext as _
from data.ledgers.asked import read_condition
from data.ledgers.fields import Dictionary

WHY, REASON = 200, 400


def chain_written(paper: Paper) -> dict[str, Any]:
    told: dict[str, Any] = {"word": paper.wanted("word"), "department": paper.wanted("department")}
    links: list[dict[str, Any]] = []
    for n in paper.rows("link", "word", "code"):
        if not paper.given.get(f"link-{n}-off"):
            links.append(_link(paper, f"link-{n}", {one["code"] for one in links}))
    if not links:
        paper.faults["link-0-word"] = _("至少要有一个环节")
    return told | {"links": links}


def _link(paper: Paper, row: str, known: set[str]) -> dict[str, Any]:
    mark, why = paper.text(f"{row}-mark"), paper.text(f"{row}-why", WHY)
    if mark and mark not in MARKS:
        paper.faults[f"{row}-mark"] = _("请选择")
    if mark and not why:
        paper.faults[f"{row}-why"] = _("认定强弱须写依据")
    code = paper.code(f"{row}-code")
    if code in known:
        paper.faults[f"{row}-code"] = _("这个代码用过了")
    told = {"code": code, "tier": paper.one_of(f"{row}-tier", TIERS), "word": paper.wanted(f"{row}-word")}
    return told | {"mark": mark or None, "why": why or None}


def policy_written(paper: Paper, ground: Ground, chains: set[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"word": paper.wanted("word"), "department": paper.wanted("department")}
    told["chain"] = paper.text("chain") or None
    if told["chain"] and told["chain"] not in chains:
        paper.faults["chain"] = _("没有这条产业链")
    told |= {"since": paper.day("since") or "", "until": paper.day("until")}
    if not told["since"]:
        paper.faults.setdefault("since", _("请填写"))
    if told["until"] and told["until"] < told["since"]:
        paper.faults["until"] = _("不能早于起始日期")
    told |= {"amount": _amount(paper, ground.known)}
    aim, wants = (_conditions(paper, name, ground) for name in ("aim", "want"))
    if not wants:
        paper.faults.setdefault("want-0", _("至少要有一个条件"))
    return told | {"for": aim, "when": wants}


def _amount(paper: Paper, known: Dictionary) -> dict[str, Any]:
    if paper.text("amount") != "each":
        return {"fixed": paper.number("fixed", 0)}
    numbers = {one.code: one for one in known.of("enterprise") if one.kind == "number"}
    told: dict[str, Any] = {"each": paper.one_of("each", numbers), "rate": paper.number("rate", 0)}
    return told | ({"most": paper.number("most", 0)} if paper.text("most") else {})


def _conditions(paper: Paper, name: str, ground: Ground) -> list[Any]:
    """Each row by itself, so that its fault is told beside it."""
    found = []
    for n in paper.rows(name, "field"):
        try:
            found.append(_condition(ground, {part: paper.text(f"{name}-{n}-{part}", 400) for part in PARTS}))
        except (BadInput, CityError) as error:
            paper.faults[f"{name}-{n}"] = str(error)
    return found


def rule_written(paper: Paper, kind: str, ground: Ground) -> dict[str, Any]:
    """A tag, or a signal, which belongs to a model."""
    told: dict[str, Any] = {"word": paper.wanted("word"), "department": paper.wanted("department")}
    told["model"] = paper.one_of("model", MODELS) if kind == "signal" else ""
    wants = _conditions(paper, "want", ground)
    if not wants:
        paper.faults.setdefault("want-0", _("至少要有一个条件"))
    return told | {"when": wants, "off": bool(paper.text("off"))}


def _condition(ground: Ground, row: Mapping[str, str]) -> Any:
    given = condition_of(ground.known, row)
    given = read_condition(ground.known, SUBJECT, given).told() if isinstance(given, list) else given
    test = ground.test(given)
    if test.clearance > ground.scope.clearance and test.field:
        raise BadInput(_("“{field}”须有相应权限才能作条件").format(field=test.field.word))
    return given


def judging_written(paper: Paper) -> dict[str, Any]:
    weak, strong = (_rules(paper, name) for name in ("weak", "strong"))
    told = {"level": int(paper.number("level", 1)), "thin": int(paper.number("thin", 1))}
    if not 1 <= told["level"] <= 4:
        paper.faults["level"] = _("请选择")
    return told | {"weak": weak, "strong": strong}


def _rules(paper: Paper, name: str) -> list[dict[str, Any]]:
    """A row without a bar is none."""
    found = []
    for n in paper.rows(name, "bar"):
        way = paper.one_of(f"{name}-{n}-way", {"from": 1, "below": 1})
        of = paper.one_of(f"{name}-{n}-of", MEASURES)
        found.append({"code": f"{of}_{n}", "of": of, way: paper.number(f"{name}-{n}-bar")})
    if not found:
        paper.faults[f"{name}-0-bar"] = _("至少要有一条规则")
    return found
