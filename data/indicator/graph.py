"""What is calculated from what: in which order, and where it would go round in a circle."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from data.errors import BadInput
from data.language import gettext as _

Graph = Mapping[str, Iterable[str]]  # {code: what it is calculated from}


def ordered(graph: Graph, called: Mapping[str, str] | None = None) -> list[str]:
    """Every code after those it is calculated from. BadInput with the circle in words."""
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        path = [(called or {}).get(code, code) for code in reversed(error.args[1])]
        raise BadInput(_("公式绕成了圈：{path}").format(path=" → ".join(path))) from None


def above(graph: Graph, codes: Iterable[str]) -> set[str]:
    """These and all that they are calculated from."""
    found: set[str] = set()
    left = list(codes)
    while left:
        if (code := left.pop()) not in found:
            found.add(code)
            left += graph.get(code, ())
    return found


def depending(graph: Graph, codes: Iterable[str]) -> set[str]:
    """These and all that is calculated from them, however indirectly."""
    users: dict[str, list[str]] = {}
    for code, inputs in graph.items():
        for one in inputs:
            users.setdefault(one, []).append(code)
    return above(users, codes)
