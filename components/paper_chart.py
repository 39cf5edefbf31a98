"""The figure of a panel's own page as a chart of the handout: the same numbers in the same order."""

from typing import Any

from data.handout.canvas import ACCENT, BAR, BAR2, LEVELS, PROVINCE
from data.handout.sheet import Chart, Look, Series

COLOURS = {"var(--bar)": BAR, "var(--bar2)": BAR2, "var(--prov)": PROVINCE, "var(--acc)": ACCENT}
COLOURS |= {f"var(--{sign})": colour for sign, colour in zip(("wr", "wo", "wy", "wb"), LEVELS, strict=True)}
LEAST = 2  # a single bar is a figure, no chart


def chart_of(figure: dict[str, Any]) -> Chart | None:
    """None where there is nothing to compare."""
    traces = [one for one in figure["data"] if one.get("visible", True) is True]
    if not traces:
        return None
    sideways = traces[0].get("orientation") == "h"
    names, values = ("y", "x") if sideways else ("x", "y")
    if any(len(set(map(str, one[names]))) < len(one[names]) for one in traces):
        return None  # rows of one name each are needed
    labels = list(dict.fromkeys(str(label) for one in traces for label in one[names]))
    labels = labels[::-1] if sideways else labels
    if len(labels) < LEAST:
        return None
    return Chart(
        labels=tuple(labels),
        series=tuple(_series(one, labels, one[names], one[values]) for one in traces),
        unit="",
        sideways=sideways,
        stacked=figure["layout"].get("barmode") == "stack",
    )


def _series(trace: dict[str, Any], labels: list[str], names: list[Any], values: list[Any]) -> Series:
    found = dict(zip(map(str, names), values, strict=True))
    colour = COLOURS.get(str((trace.get("line") or trace.get("marker") or {}).get("color")), "")
    told = tuple(found.get(label) for label in labels)
    return Series(name=str(trace["name"]), values=told, look=_look(trace), colour=colour)


def _look(trace: dict[str, Any]) -> Look:
    if trace["type"] == "bar":
        return "columns"
    return "dashed" if trace.get("line", {}).get("dash") else "line"
