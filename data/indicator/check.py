"""Whether a definition makes sense among the others: names, units, frequency, circles; told in words as it is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process

from data.errors import BadInput
from data.indicator.definition import FREQUENCIES, Definition
from data.indicator.grammar import Name, Node, Number, codes, names, parse
from data.indicator.graph import ordered
from data.indicator.units import Unit, conversion, number, unit_of
from data.language import gettext as _
from data.language import spoken

Known = Mapping[str, Mapping[str, Any]]  # {code: its row of `indicator`}
SIGNS = {"*": "×", "/": "÷"}


@dataclass(frozen=True)
class Checked:
    """`faults` forbid to keep it, `hints` do not; `words` is the formula with names for codes."""

    faults: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    words: str = ""


def check(one: Definition, known: Known) -> Checked:
    faults, hints = _limits(one), list[str]()
    try:
        declared = unit_of(one.unit)
    except BadInput as error:
        faults, declared = [*faults, str(error)], None
    if one.calc and one.cube:
        faults.append(_("公式与事件统计只能选一种"))
    if one.cube and one.unit not in ("件", "次"):
        faults.append(_("事件统计的单位是“件”"))
    if not one.calc:
        return Checked(tuple(faults))
    try:
        node = parse(one.calc)
    except BadInput as error:
        return Checked((*faults, str(error)))
    faults += _names(one, node, known)
    if not faults and declared is not None:
        wrong, hints = _units(one, node, known, declared)
        faults += wrong
    return Checked(tuple(faults), tuple(hints), words(node, known))


def _limits(one: Definition) -> list[str]:
    wrong = []
    if one.low is not None and one.high is not None and one.low >= one.high:
        wrong.append(_("下限须小于上限"))
    if one.calc and one.roll:
        wrong.append(_("公式的数按本级的输入计算，不由下级汇总"))
    return wrong


def _names(one: Definition, node: Node, known: Known) -> list[str]:
    wrong = []
    for code in dict.fromkeys(name.code for name in names(node)):
        if code == one.code:
            wrong.append(_("公式绕成了圈：{path}").format(path=f"{one.name_zh} → {one.name_zh}"))
        elif code not in known:
            wrong.append(_unknown(code, known))
        elif known[code]["frequency"] != one.frequency:
            told = {"name": known[code]["name_zh"], "own": _(FREQUENCIES[one.frequency])}
            wrong.append(_("“{name}”不是按{own}的指标，不能一起计算").format(**told))
    return wrong or _circle(one, node, known)


def _unknown(code: str, known: Known) -> str:
    like = [found for found, _score, _at in process.extract(code, list(known), limit=3, score_cutoff=60)]
    told = "、".join(f"{found}（{known[found]['name_zh']}）" for found in like)
    return _("没有指标“{code}”").format(code=code) + (_("；相近的有 {like}").format(like=told) if like else "")


def _circle(one: Definition, node: Node, known: Known) -> list[str]:
    graph = {code: codes(row["calc"]) for code, row in known.items() if row["calc"]}
    graph[one.code] = tuple(dict.fromkeys(name.code for name in names(node)))
    called = {code: str(row["name_zh"]) for code, row in known.items()} | {one.code: one.name_zh}
    try:
        ordered(graph, called)
    except BadInput as error:
        return [str(error)]
    return []


def _units(one: Definition, node: Node, known: Known, declared: Unit) -> tuple[list[str], list[str]]:
    try:
        found = _unit(node, known)
    except BadInput as error:
        return [str(error)], []
    if found.of != declared.of:
        facts = {"found": found.words, "unit": one.unit}
        return [_("公式得到的单位是“{found}”，与声明的“{unit}”不符").format(**facts)], []
    by = conversion(found, declared)
    if by is None or abs(by - 1) < 1e-6:
        return [], []
    return [], [_("换算成“{unit}”还要乘以 {by}").format(unit=one.unit, by=f"{by:g}")]


def _unit(node: Node, known: Known) -> Unit:
    if isinstance(node, Number):
        return number(node.value)
    if isinstance(node, Name):
        return unit_of(str(known[node.code]["unit"]))
    left, right = _unit(node.left, known), _unit(node.right, known)
    if node.sign in "+-":
        return left.plus(right)
    return left.times(right, 1 if node.sign == "*" else -1)


def words(node: Node, known: Known) -> str:
    """The formula as people read it."""
    if isinstance(node, Number):
        return f"{node.value:g}"
    if isinstance(node, Name):
        name = _called(known[node.code]) if node.code in known else node.code
        shifts = {"prev": _("上期{name}"), "lastyear": _("去年同期{name}")}
        return (shifts[node.shift] if node.shift else "{name}").format(name=f"〔{name}〕")
    sides = [words(side, known) for side in (node.left, node.right)]
    told = f"{sides[0]} {SIGNS.get(node.sign, node.sign)} {sides[1]}"
    return f"({told})" if node.sign in "+-" else told


def _called(row: Mapping[str, Any]) -> str:
    return str(row["name_en"] if spoken() == "en" else row["name_zh"])
