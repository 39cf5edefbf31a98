"""Lines, values and scoring rules in words, for the page and its files."""

from data.assessment.rules import Line
from data.assessment.score import Mark
from data.language import gettext as _
from data.words import SOURCES


def line_name(line: Line) -> str:
    """The pack's own name; else that of the measure, of cases of one source with this before it."""
    if line.name:
        return line.name
    name = _(line.known.name)
    return f"{_(SOURCES[line.source])} {name}" if line.source else name


def value_unit(line: Line) -> str:
    return "%" if line.known.share else _("次/百件")


def way_told(line: Line) -> str:
    """How a value becomes points."""
    unit = "%" if line.known.share else f" {value_unit(line)}"
    if line.linear:
        told = _("{zero}{unit} 得 0 分，{full}{unit} 得满分，其间按比例").format(
            zero=f"{line.linear.zero:g}", full=f"{line.linear.full:g}", unit=unit
        )
    else:
        each = _("不超过 {edge}{unit} 得 {score} 分") if line.less else _("达到 {edge}{unit} 得 {score} 分")
        steps = [
            each.format(edge=f"{edge:g}", unit=unit, score=f"{line.weight * score / 100:g}")
            for edge, score in line.steps
        ]
        told = _("；").join(steps)
    return told if line.cap == 100 else told + _("；最多 {n} 分").format(n=f"{line.weight * line.cap / 100:g}")


def found_told(mark: Mark) -> str:
    """What was counted, of what."""
    if mark.found is None:
        return _("没有数据")
    known = mark.line.known
    return _("{whole}共 {n} {unit}，{hits} {h}").format(
        whole=_(known.whole), n=f"{mark.found.n:,}", unit=_(known.unit), hits=_(known.hits), h=f"{mark.found.hits:,}"
    )


def why_not(mark: Mark) -> str:
    """Why a line is not counted; empty where it is."""
    if mark.thin:
        least, unit = mark.line.least, _(mark.line.known.unit)
        return _("样本不足 {least} {unit}，不计分").format(least=least, unit=unit)
    return "" if mark.points is not None else _("没有数据，不计分")
